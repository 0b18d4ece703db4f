"""What a trace is told of relations: the frames that fired, and why a pair is in no relation."""

from __future__ import annotations

from collections.abc import Collection

from kg.extract.candidate import Candidate
from kg.extract.judge import Judge
from kg.extract.relations.language import Argument, Hit, Sentence
from kg.extract.relations.pairs import Pair
from kg.extract.trace import Fired, Rejected, Why
from kg.model import Mention, Span

#: Without a frame, a pair is worth telling from this share of its threshold on.
_NEAR = 0.5
#: So many features are told for and against.
_LOUDEST = 3


def fired(sentence: Sentence, hit: Hit[Argument], trigger: Span) -> Fired:
    """A frame that fired, with the words of the sentence."""
    frame = hit.frame
    return Fired(frame.id, frame.predicate, _end(sentence, hit.subject), _end(sentence, hit.object), trigger)


def _end(sentence: Sentence, one: Argument) -> Mention:
    """An end of a frame; one that the sentence leaves out is understood from another sentence."""
    start = sentence.span.start
    here = one.span.within(sentence.span)
    how = ("anaphor" if one.anaphor else "name") if here else "understood"
    text = sentence.text[one.span.start - start : one.span.end - start] if here else ""
    return Mention(one.span, text, one.type, one.entity, how)


def worth_telling(judge: Judge, predicate: str, probability: float, frames: Collection[str]) -> bool:
    """True for a rejected pair that a reader may have expected: a frame fired, or not much was missing."""
    return bool(frames) or probability >= _NEAR * judge.threshold[predicate]


def unconvincing(judge: Judge, one: Candidate, pair: Pair, frames: Collection[str]) -> Rejected:
    """A pair that the judge does not let count; `one` is how it would have been told."""
    trusted = any(judge.trusts(frame) for frame in frames)
    why = Why.UNSURE if not frames else Why.EXCLUDED if trusted else Why.UNTRUSTED
    features = pair.features
    reasons = judge.text.reasons(one.predicate, features, len(features))
    return Rejected(
        "relation",
        why,
        one.span,
        "",
        one.subject,
        one.predicate,
        str(one.object),
        tuple(sorted(frames)),
        one.score,
        judge.threshold[one.predicate],
        tuple((f, round(w, 3)) for f, w in reasons if w > 0)[:_LOUDEST],
        tuple((f, round(w, 3)) for f, w in reasons if w < 0)[:_LOUDEST],
    )


def outdone(why: Why, one: Candidate, by: tuple[str, str, str] | None) -> Rejected:
    """A relation that gives way to another: subject, predicate and object of that."""
    target = str(one.object)
    rules = (one.rule,)
    return Rejected(
        "relation", why, one.span, "", one.subject, one.predicate, target, rules, one.score, None, (), (), by
    )
