"""Candidates → one Extraction: modality, attribution, and one piece of evidence for each statement and sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from kg.extract.candidate import Candidate
from kg.extract.trace import Trace, Why
from kg.model import Document, Entity, Evidence, Mention, Modality, Quantity, Statement
from kg.ontology.schema import Ontology


def evidence(
    found: Iterable[Candidate],
    document: Document,
    entities: Mapping[str, Entity],
    ontology: Ontology,
    extractor: str,
    modality_of: Callable[[Candidate], Modality],
    source_of: Callable[[Candidate, Modality], str | None],
    trace: Trace | None = None,
) -> Iterator[Evidence]:
    """Evidence in order of place, the same statement in one sentence once, without what the ontology forbids.

    `modality_of` says how surely a candidate is told, `source_of` by whom. `trace` hears of what is forbidden.
    """
    seen: set[tuple[str, int, int]] = set()
    for one in sorted(found, key=lambda c: (c.span, c.trigger, c.predicate, c.subject, str(c.object))):
        if not _allowed(one, entities, ontology):
            if trace is not None:
                trace.candidate(Why.FORBIDDEN, one)
            continue
        statement = _statement(one, ontology)
        key = (statement.id, one.span.start, one.span.end)
        if key in seen:
            continue
        seen.add(key)
        modality = modality_of(one)
        yield Evidence(
            statement,
            document.id,
            one.span,
            document.quote(one.span),
            modality,
            source_of(one, modality),
            one.when,
            dict(one.qualifiers),
            one.alternatives,
            extractor,
            one.rule,
            one.score,
        )


def _allowed(one: Candidate, entities: Mapping[str, Entity], ontology: Ontology) -> bool:
    """True when the ontology lets such a subject have such an object, or such a figure."""
    subject = entities[one.subject].type
    if isinstance(one.object, Quantity):
        metric = ontology.metrics[one.predicate]
        return subject in metric.domain and metric.takes(one.object.unit)
    return ontology.accepts(one.predicate, subject, entities[one.object].type)


def _statement(one: Candidate, ontology: Ontology) -> Statement:
    if isinstance(one.object, Quantity):
        return Statement(one.subject, one.predicate, one.object, one.when, one.benchmark)
    return Statement.relation(
        one.subject, one.predicate, one.object, symmetric=ontology.relations[one.predicate].symmetric
    )


def mentioned(mentions: Sequence[Mention], entities: Mapping[str, Entity]) -> tuple[Entity, ...]:
    """The entities that the document names, in order of their first mention."""
    return tuple(entities[i] for i in dict.fromkeys(m.entity for m in mentions) if i in entities)
