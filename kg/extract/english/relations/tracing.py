"""What a trace is told of relations: the frames that fired, and why a pair is in no relation."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from kg.extract.candidate import Candidate
from kg.extract.english.parse import Argument, Sentence
from kg.extract.english.relations.finder import Hit
from kg.extract.english.relations.pairs import Pair
from kg.extract.english.relations.relate import RelationReader, _judged
from kg.extract.families import FAMILY
from kg.extract.judge import Judge
from kg.extract.trace import Fired, Rejected, Trace, Why
from kg.model import Entity, Mention

#: Without a frame, a pair is worth telling from this share of its threshold on.
_NEAR = 0.5
#: So many features are told for and against.
_LOUDEST = 3


def fired(sentence: Sentence, hit: Hit) -> Fired:
    """A frame that fired, with the words of the sentence."""
    frame = hit.frame
    trigger = sentence.range(hit.trigger, hit.trigger + 1)
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


def in_hindsight(
    relations: RelationReader,
    sentences: Sequence[Sentence],
    entities: Mapping[str, Entity],
    found: Iterable[Candidate],
    trace: Trace,
) -> None:
    """Tells a trace what `RelationReader.read` left out, by asking the reader's own parts once more.

    `found` is what it returned.
    """
    judge = relations.judge
    pairs = relations.pairs(sentences, entities)
    trace.fired += [fired(sentences[index], hit) for pair in pairs for index, hit in pair.hits]
    if judge is None:
        return
    kept = {(c.subject, c.predicate, str(c.object)) for c in found}
    for pair, told in zip(pairs, judge.judge(relations.ontology, pairs), strict=True):
        for predicate in sorted({*told, *(hit.frame.predicate for _, hit in pair.hits)} & judge.text.weights.keys()):
            if predicate == FAMILY or (pair.subject, predicate, pair.object) in kept:
                continue
            frames = {hit.frame.id for _, hit in pair.hits if hit.frame.predicate == predicate}
            score = told.get(predicate)
            if score is None:  # not plausible to the first step, which alone has looked at it
                score = judge.text.probabilities(pair.features, (predicate,))[predicate]
            if worth_telling(judge, predicate, score, frames):
                one = _judged(judge, pair, predicate, score, sentences)
                counted = predicate in told and judge.counts(predicate, score, frames)
                trace.rejected.append(
                    _beaten(relations, one, kept) if counted else unconvincing(judge, one, pair, frames)
                )


def _beaten(relations: RelationReader, one: Candidate, kept: Collection[tuple[str, str, str]]) -> Rejected:
    """A relation that the judge lets count and that is not told: a narrower one, or the opposite, is."""
    subject, target = one.subject, str(one.object)
    narrower = next(_narrower(relations, one.predicate, subject, target, kept), None)
    if narrower is not None:
        return outdone(Why.IMPLIED, one, narrower)
    return outdone(Why.OPPOSITE, one, (target, one.predicate, subject))


def _narrower(
    relations: RelationReader, predicate: str, subject: str, target: str, kept: Collection[tuple[str, str, str]]
) -> Iterator[tuple[str, str, str]]:
    for s, p, o in sorted(kept):
        if (s, o) == (subject, target) and predicate in relations.ontology.relations[p].parents:
            yield s, p, o
