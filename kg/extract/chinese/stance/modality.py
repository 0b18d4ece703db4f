"""How surely a Chinese clause is told: asserted, planned, speculated or denied.

By the words around it (`scope.py`), by what takes it back (`denial.py`), and by its time: what is told of a time to
come is a plan, or a forecast where it is a figure.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.candidate import Candidate
from kg.extract.chinese.stance.denial import denied, taken_back
from kg.extract.chinese.stance.scope import Scope, scope_of
from kg.extract.chinese.stance.words import arguments_between
from kg.extract.chinese.text import Sentence
from kg.model import Modality, When

#: No farther behind its trigger, in characters, the ends of a statement are looked for.
_REACH = 240


def modality_of(
    sentence: Sentence,
    offset: int,
    sentences: Sequence[Sentence] = (),
    *,
    predicate: str = "",
    ahead: bool = False,
) -> Modality:
    """How surely what is told at a document offset inside `sentence` is told.

    `sentences` are the document's, `sentence` among them; without them what the next sentence takes back is not seen.
    With the `predicate` what is told of a name in passing (its maker, owner, place, office) keeps clear of the clause.
    `ahead` tells that the time of what is told lies after publication: a fact told so is a plan, a figure a forecast.
    """
    scope = scope_of(sentence)
    at = min(max(0, offset - sentence.span.start), len(sentence.text) - 1)
    standing = scope.standing(at, predicate)
    if denied(scope, at, standing) or (not standing and taken_back(scope, at, sentences)):
        return Modality.DENIED
    found = scope.open(at, standing, _goes_on(scope, at, sentences))
    if found is Modality.PLANNED and predicate == "partnersWith" and scope.words["agreed"].search(scope.text):
        return Modality.ASSERTED
    if found is None and ahead and not standing and not scope.done(at):
        return Modality.SPECULATED if scope.figure(at) else Modality.PLANNED
    return found or Modality.ASSERTED


def told(candidate: Candidate, sentences: Sequence[Sentence], published: When | None = None) -> Modality:
    """How surely a candidate is told: what its frame fixed, else what the words around its trigger and its ends say.

    Its time must be read before, where it has one: with `published` a time to come makes a plan.
    """
    if candidate.told is not None:
        return candidate.told
    sentence = sentences[candidate.sentence]
    ahead = bool(candidate.when and published and candidate.when.start > published.end)
    found = modality_of(sentence, candidate.trigger, sentences, predicate=candidate.predicate, ahead=ahead)
    if found is Modality.ASSERTED and _left_open(sentence, candidate):
        return Modality.SPECULATED
    return found


def _left_open(sentence: Sentence, candidate: Candidate) -> bool:
    """True where the clause of one end says that it is not decided: A已接入，B还在谈."""
    scope, base = scope_of(sentence), sentence.span.start
    here = sentence.clause_at(candidate.trigger)
    for argument in arguments_between(sentence, candidate.trigger + 1, candidate.trigger + _REACH):
        if argument.entity in (candidate.subject, candidate.object):
            index = sentence.clause_at(argument.span.start)
            end = min(sentence.clauses[index].end, argument.span.end + _REACH) - base
            if index > here and scope.words["undecided"].search(scope.text, argument.span.end - base, end):
                return True
    return False


def _goes_on(scope: Scope, at: int, sentences: Sequence[Sentence]) -> bool:
    """True where the sentence goes on with the hearsay, or the forecasts, of one before it in its block."""
    index, block = scope.sentence.index, scope.sentence.block
    if not 0 < index < len(sentences) or sentences[index - 1].block != block:
        return False
    if scope.words["told_on"].match(scope.text):
        return bool(scope_of(sentences[index - 1]).hearsay)
    if not scope.figure(at):
        return False
    first = index
    while first and sentences[first - 1].block == block and index - first < 4:
        first -= 1
    return bool(scope.words["outlook"].match(sentences[first].text))
