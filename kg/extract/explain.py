"""How a document was read, told by the reading itself, with a trace that listens."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from kg.extract.explanation import (
    Explanation,
    FrameTold,
    LinkTold,
    MentionTold,
    RejectedTold,
    SentenceTold,
    SpokeTold,
    StatementTold,
)
from kg.extract.relations.language import Reading, Sentence
from kg.extract.trace import Fired, Rejected, Trace
from kg.model import Document, Entity, Evidence, Extraction, Mention, Quantity, Span
from kg.ontology.schema import Ontology


class Reader(Protocol):
    """What reads the documents of a language, and can be listened to."""

    @property
    def ontology(self) -> Ontology:
        """The vocabulary."""

    def read(self, document: Document, trace: Trace | None = None) -> Reading:
        """Names, sentences and coreference."""

    def tell(self, document: Document, reading: Any, extractor: str, trace: Trace | None = None) -> Extraction:
        """What a document says by its reading."""

    def unresolved(self, sentence: Any) -> Iterable[Span]:
        """Expressions that stand for a name, but for none that was found."""


def explain(reader: Reader, document: Document, extractor: str) -> Explanation:
    """All that was found in a document, with what was rejected; the same document gives the same explanation."""
    trace = Trace()
    reading = reader.read(document, trace)
    extraction = reader.tell(document, reading, extractor, trace)
    entities = {entity.id: entity for entity in extraction.entities}
    told = [_sentence(sentence, document, trace.silent) for sentence in reading.sentences]
    starts = [sentence.span.start for sentence in reading.sentences]

    def at(span: Span) -> SentenceTold | None:
        """The sentence that holds a place."""
        index = bisect_right(starts, span.start) - 1
        return told[index] if index >= 0 and span.start < told[index]["end"] else None

    outside: list[MentionTold] = []
    for mention in reading.mentions:
        home = at(mention.span)
        (home["mentions"] if home else outside).append(_mention(mention, reading.entities))
    for sentence, home in zip(reading.sentences, told, strict=True):
        links = _links(sentence, reader.unresolved(sentence), document)
        home["links"] += sorted(links, key=lambda link: (link["start"], link["end"]))
    for fired in sorted(dict.fromkeys(trace.fired), key=_order):
        if home := at(fired.trigger):
            home["frames"].append(_frame(fired, document))
    for item in extraction.evidence:
        if home := at(item.span):
            home["told"].append(_statement(item))
    for one in _settled(trace.rejected, extraction.evidence, reader.ontology):
        if home := at(one.span) or _nearest(told, one.span):
            home["rejected"].append(_rejected(one, document))
    return {
        "id": document.id,
        "lang": document.language,
        "title": document.title,
        "publisher": document.publisher,
        "published": str(document.published) if document.published else None,
        "entities": [
            {"id": e.id, "type": e.type, "name": e.label(document.language), "known": e.known}
            for e in entities.values()
        ],
        "sentences": told,
        "outside": outside,
    }


def _sentence(sentence: Sentence, document: Document, silent: Iterable[Span]) -> SentenceTold:
    return {
        "start": sentence.span.start,
        "end": sentence.span.end,
        "kind": sentence.block.kind,
        "text": document.quote(sentence.span),
        "silent": any(sentence.span.within(span) for span in silent),
        "mentions": [],
        "links": [],
        "frames": [],
        "told": [],
        "rejected": [],
    }


def _nearest(told: Sequence[SentenceTold], span: Span) -> SentenceTold | None:
    """The first sentence behind a place that is in none, as a dateline's; else the last."""
    return next((one for one in told if one["start"] >= span.start), told[-1] if told else None)


def _mention(mention: Mention, entities: Mapping[str, Entity]) -> MentionTold:
    return {
        "text": mention.text,
        "start": mention.span.start,
        "end": mention.span.end,
        "type": mention.type,
        "entity": mention.entity,
        "known": entities[mention.entity].known,
        "how": mention.how,
    }


def _links(sentence: Sentence, unresolved: Iterable[Span], document: Document) -> Iterator[LinkTold]:
    """Whom each name and anaphor stands for, and the expressions that stand for none."""
    for one in sentence.arguments:
        yield _link(document, one.span, one.entity, one.anaphor)
    for span in unresolved:
        yield _link(document, span, None, True)


def _link(document: Document, span: Span, entity: str | None, anaphor: bool) -> LinkTold:
    return {
        "text": document.quote(span),
        "start": span.start,
        "end": span.end,
        "anaphor": anaphor,
        "entity": entity,
    }


def _order(fired: Fired) -> tuple[Span, str, Span, Span, str, str]:
    return fired.trigger, fired.frame, fired.subject.span, fired.object.span, fired.subject.entity, fired.object.entity


def _frame(fired: Fired, document: Document) -> FrameTold:
    return {
        "frame": fired.frame,
        "predicate": fired.predicate,
        "subject": fired.subject.entity,
        "subject_text": fired.subject.text,
        "object": fired.object.entity,
        "object_text": fired.object.text,
        "trigger": document.quote(fired.trigger),
    }


def _statement(item: Evidence) -> StatementTold:
    value = item.statement.object
    return {
        "observation": item.statement.is_observation,
        "subject": item.statement.subject,
        "predicate": item.statement.predicate,
        "object": f"{value.plain} {value.unit}" if isinstance(value, Quantity) else value,
        "modality": item.modality.value,
        "rule": item.rule,
        "score": item.score,
    }


def _settled(rejected: Iterable[Rejected], evidence: Iterable[Evidence], ontology: Ontology) -> list[Rejected]:
    """In reading order, without what is told all the same: a symmetric pair the other way round, a relation's sum."""

    def key(subject: str | None, predicate: str | None, target: str | None) -> tuple[str | None, ...]:
        relation = ontology.relations.get(predicate or "")
        ends = sorted((subject or "", target or "")) if relation and relation.symmetric else (subject, target)
        return (predicate, *ends)

    evidence = list(evidence)
    told = {key(e.statement.subject, e.statement.predicate, str(e.statement.object)) for e in evidence}
    used = [(e.span, q.text) for e in evidence for q in e.qualifiers.values() if isinstance(q, Quantity)]
    best: dict[tuple[object, ...], Rejected] = {}
    for one in rejected:
        if one.kind == "figure" and any(one.span.within(span) and one.text == text for span, text in used):
            continue  # the stake or the sum of a relation
        names: tuple[object, ...] = (one.kind, one.why, one.span, one.text, one.subject, one.predicate, one.object)
        if one.kind == "relation":
            names = key(one.subject, one.predicate, one.object)
            if names in told:
                continue
        if names not in best or (one.score or 0.0) > (best[names].score or 0.0):
            best[names] = one
    return sorted(
        best.values(), key=lambda r: (r.span, r.kind, r.why, r.predicate or "", r.subject or "", r.object or "", r.text)
    )


def _rejected(one: Rejected, document: Document) -> RejectedTold:
    return {
        "kind": one.kind,
        "reason": one.why.value,
        "words": one.why.words,
        "text": one.text or document.quote(one.span),
        "start": one.span.start,
        "end": one.span.end,
        "subject": one.subject,
        "predicate": one.predicate,
        "object": one.object,
        "rules": list(one.rules),
        "score": one.score,
        "threshold": one.threshold,
        "favour": _spoke(one.favour),
        "against": _spoke(one.against),
        "instead": {"subject": one.instead[0], "predicate": one.instead[1], "object": one.instead[2]}
        if one.instead
        else None,
    }


def _spoke(features: Iterable[tuple[str, float]]) -> list[SpokeTold]:
    return [{"feature": feature, "weight": weight} for feature, weight in features]
