"""How surely a clause is told: asserted, planned, speculated or denied.

Inside the sentence by the scope of its words (`english/stance/scope.py`), then by what follows: an answer to a
question, a denial of what was reported, a correction.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from kg.extract.candidate import Candidate
from kg.extract.english.parse import Sentence
from kg.extract.english.stance.place import Place
from kg.extract.english.stance.scope import Reader
from kg.extract.forces import lexicon
from kg.model import Modality

#: Longest answer, in words, that is read as one.
_SHORT = 14
#: What holds whatever is planned, guessed or denied of the two: "Y may sell more of its Z" tells that Z is Y's.
_STANDING = frozenset({"developed", "basedIn", "versionOf", "founded"})


def modality_of(sentence: Sentence, trigger: int, context: Sequence[Sentence] = ()) -> Modality:
    """How surely the sentence tells what hangs on its token `trigger`.

    `context` is the document's sentences, `sentence` among them; without it, answers and denials in the sentences
    that follow are not seen.
    """
    reader = Reader(sentence, lexicon())
    told = reader.read(sentence.doc[trigger])
    if told is Modality.DENIED:
        return told
    return _in_context(sentence, told, reader, context)


def _in_context(sentence: Sentence, told: Modality, reader: Reader, context: Sequence[Sentence]) -> Modality:
    """What the sentences after this one, or a correction, make of it."""
    patterns = reader.words.patterns
    if reader.telling and patterns["correction"].search(sentence.text):
        return Modality.DENIED
    following = bisect_right(context, sentence.span.start, key=lambda s: s.span.start)
    if following >= len(context):
        return told
    after = context[following]
    if reader.question and reader.rooted and patterns["answer"].search(after.text):
        return Modality.DENIED
    reported = reader.telling or told is Modality.SPECULATED
    if reported and len(after.text.split()) <= _SHORT and patterns["retraction"].search(after.text):
        return Modality.DENIED
    if reported and after.block == sentence.block and patterns["denial"].search(after.text):
        return Modality.DENIED
    return told


def told_modality(one: Candidate, sentences: Sequence[Sentence]) -> Modality:
    """How surely a candidate is told."""
    modality = modality_of(sentences[one.sentence], one.trigger, sentences)
    if one.told is not None and modality in (Modality.ASSERTED, Modality.PLANNED):
        return one.told
    if one.predicate in _STANDING and isinstance(one.object, str) and modality is not Modality.ASSERTED:
        place = Place(sentences[one.sentence], one.trigger)
        if modality is not Modality.DENIED or place.carried(one.subject, one.object):
            return Modality.ASSERTED
    return modality
