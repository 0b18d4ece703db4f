"""Statements → triples. With `rdf_read`, the only place that knows their shape in RDF.

The shape is Wikidata's: `ent:a p:rivals st:X`, from the statement its parts, and evidence by `prov:wasDerivedFrom`.
Direct triples (`ent:a kg:rivals ent:b`) are made in `direct`, since they depend on what else the store holds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Triple

from kg.model import Document, Entity, Evidence, Extraction, Quantity, Span, Statement, When
from kg.model.ids import DOCUMENT, ENT, EVIDENCE, NAMING, PROP, PROP_VALUE, SENTENCE, STATEMENT, digest
from kg.ontology.schema import Ontology
from kg.store import terms as t
from kg.store.base import Record
from kg.store.names import fold

Emit = Callable[[NamedNode, NamedNode, t.Term], None]
_YEAR_FORMS = {"day": "date", "month": "gYearMonth", "year": "gYear"}


@dataclass(frozen=True)
class Shape:
    """What the ontology decides about triples: which relations are symmetric, and which relations follow from which."""

    symmetric: frozenset[str]
    parents: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, ontology: Ontology) -> Shape:
        """Read off the ontology."""
        relations = ontology.relations.values()
        return cls(
            frozenset(relation.name for relation in relations if relation.symmetric),
            {relation.name: relation.parents for relation in relations},
        )

    def children(self, name: str) -> tuple[str, ...]:
        """The relation and those it follows from, sorted."""
        return tuple(sorted({name, *(child for child, parents in self.parents.items() if name in parents)}))


def evidence_id(item: Evidence) -> str:
    """One place, one statement, one way of telling: one evidence, however many rules found it."""
    place = (item.document, str(item.span.start), str(item.span.end))
    return digest("evidence", item.statement.id, *place, item.modality.value, length=20)


def sentence_id(document: str, span: Span) -> str:
    """The id of a range of a document."""
    return digest("sentence", document, str(span.start), str(span.end), length=20)


def naming_id(document: str, entity: str) -> str:
    """The id of what a document calls an entity."""
    return digest("naming", document, entity, length=20)


def derived_id(subject: str, predicate: str, object_: str) -> str:
    """The id of a relation that nobody tells and a rule concluded."""
    return digest("derived", subject, predicate, object_, length=20)


def record_triples(record: Record, shape: Shape) -> Iterator[Triple]:
    """All that a document brings, but descriptions of entities and direct triples. A triple may come twice."""
    found: list[Triple] = []

    def emit(subject: NamedNode, predicate: NamedNode, object_: t.Term) -> None:
        found.append(Triple(subject, predicate, object_))

    document = record.extraction.document
    _document(emit, document, record.version)
    here = t.node(DOCUMENT, document.id)
    if spans := _mention_spans(record.extraction):
        emit(here, t.MENTION_SPANS, Literal(spans, datatype=t.JSON))
    for entity in record.extraction.entities:
        emit(here, t.MENTIONS, t.node(ENT, entity.id))
        if not entity.known:
            _naming(emit, document.id, entity)
    statements: set[str] = set()
    told: set[str] = set()
    for item in record.extraction.evidence:
        if item.statement.id not in statements:
            statements.add(item.statement.id)
            _statement(emit, item.statement, shape)
        if (name := evidence_id(item)) not in told:
            told.add(name)
            _evidence(emit, item, name, document, record.sentences.get(item.span, item.span))
    return iter(found)


def entity_triples(entity: Entity) -> list[Triple]:
    """How the store describes an entity."""
    found: list[Triple] = []
    here = t.node(ENT, entity.id)
    found.append(Triple(here, t.TYPE, t.kg(entity.type)))
    for language, label in entity.labels.items():
        found.append(Triple(here, t.PREF_LABEL, Literal(label, language=language)))
    found += [Triple(here, t.ALT_LABEL, Literal(alias)) for alias in entity.aliases]
    for identifier in entity.identifiers:
        wikidata = identifier[:1] == "Q" and identifier[1:].isdigit()
        found.append(Triple(here, t.WIKIDATA if wikidata else t.TICKER, Literal(identifier)))
    if entity.known:
        found.append(Triple(here, t.KNOWN, t.TRUE))
    found += [Triple(here, t.NAME_KEY, Literal(key)) for key in dict.fromkeys(map(fold, name_forms(entity)))]
    return found


def name_forms(entity: Entity) -> dict[str, bool]:
    """All names by which an entity is found; True for its labels. A ticker is known with and without its exchange."""
    codes = [ticker.partition(":")[2] for ticker in entity.identifiers if ":" in ticker]
    others = dict.fromkeys((*entity.aliases, *entity.identifiers, *codes), False)
    return others | dict.fromkeys(entity.labels.values(), True)


def derived_triples(subject: str, predicate: str, object_: str, premises: tuple[str, ...]) -> list[Triple]:
    """A relation that a rule concluded from other statements (their ids), marked as such."""
    here = t.node(STATEMENT, derived_id(subject, predicate, object_))
    found: list[Triple] = []

    def emit(subject: NamedNode, predicate: NamedNode, object_: t.Term) -> None:
        found.append(Triple(subject, predicate, object_))

    _relation(emit, here, subject, predicate, object_, symmetric=False)
    emit(here, t.DERIVED, t.TRUE)
    for premise in premises:
        emit(here, t.DERIVED_FROM, t.node(STATEMENT, premise))
    return found


def _document(emit: Emit, document: Document, version: str) -> None:
    here = t.node(DOCUMENT, document.id)
    emit(here, t.TYPE, t.ARTICLE)
    emit(here, t.IDENTIFIER, Literal(document.id))
    emit(here, t.DIGEST, Literal(document.digest))
    emit(here, t.EXTRACTOR, Literal(version))
    emit(here, t.IN_LANGUAGE, Literal(document.language))
    if document.title:
        emit(here, t.HEADLINE, Literal(document.title))
    if document.body:
        emit(here, t.BODY, Literal(document.body))
    if document.publisher:
        emit(here, t.PUBLISHER, Literal(document.publisher))
    if document.url:
        emit(here, t.URL, Literal(document.url, datatype=t.xsd("anyURI")))
    if document.published:
        form = _YEAR_FORMS.get(document.published.precision.value, "string")
        emit(here, t.PUBLISHED, Literal(document.published.text, datatype=t.xsd(form)))


def _mention_spans(extraction: Extraction) -> str:
    """Where a document names its entities, as JSON: id → spans in order. Empty where it names nobody.

    One literal a document: as triples, places would be more than all the rest.
    """
    entities = {entity.id for entity in extraction.entities}
    found: dict[str, set[tuple[int, int]]] = {}
    for mention in extraction.mentions:
        if mention.entity in entities:
            found.setdefault(mention.entity, set()).add((mention.span.start, mention.span.end))
    spans = {name: sorted(found[name]) for name in sorted(found)}
    return json.dumps(spans, ensure_ascii=False, separators=(",", ":")) if spans else ""


def _naming(emit: Emit, document: str, entity: Entity) -> None:
    here = t.node(NAMING, naming_id(document, entity.id))
    emit(here, t.TYPE, t.NAMING_CLASS)
    emit(here, t.IN_DOCUMENT, t.node(DOCUMENT, document))
    emit(here, t.NAMED_ENTITY, t.node(ENT, entity.id))
    for language, label in entity.labels.items():
        emit(here, t.PREFERRED_NAME, Literal(label, language=language))
    for alias in entity.aliases:
        emit(here, t.OTHER_NAME, Literal(alias))


def _statement(emit: Emit, statement: Statement, shape: Shape) -> None:
    here = t.node(STATEMENT, statement.id)
    value = statement.object
    if isinstance(value, str):
        symmetric = statement.predicate in shape.symmetric
        _relation(emit, here, statement.subject, statement.predicate, value, symmetric=symmetric)
        return
    subject = t.node(ENT, statement.subject)
    number = _decimal(value.value)
    emit(subject, t.node(PROP, statement.predicate), here)
    emit(here, t.TYPE, t.STATEMENT_CLASS)
    emit(here, t.SUBJECT, subject)
    emit(here, t.PREDICATE, t.kg(statement.predicate))
    emit(here, t.node(PROP_VALUE, statement.predicate), number)
    emit(here, t.VALUE, number)
    emit(here, t.UNIT, Literal(value.unit))
    if statement.when:
        _when(emit, here, statement.when)
    if statement.benchmark:
        emit(here, t.BENCHMARK, Literal(statement.benchmark))


def _relation(emit: Emit, here: NamedNode, subject: str, predicate: str, object_: str, *, symmetric: bool) -> None:
    start, end = t.node(ENT, subject), t.node(ENT, object_)
    emit(start, t.node(PROP, predicate), here)
    if symmetric:
        emit(end, t.node(PROP, predicate), here)
    emit(here, t.TYPE, t.STATEMENT_CLASS)
    emit(here, t.SUBJECT, start)
    emit(here, t.PREDICATE, t.kg(predicate))
    emit(here, t.OBJECT, end)
    emit(here, t.node(PROP_VALUE, predicate), end)


def _evidence(emit: Emit, item: Evidence, name: str, document: Document, sentence: Span) -> None:
    here = t.node(EVIDENCE, name)
    inside = t.node(DOCUMENT, document.id)
    emit(t.node(STATEMENT, item.statement.id), t.DERIVED_FROM, here)
    emit(here, t.TYPE, t.EVIDENCE_CLASS)
    emit(here, t.IN_DOCUMENT, inside)
    emit(here, t.MODALITY, t.kg(item.modality.value))
    if item.attribution:
        emit(here, t.ATTRIBUTION, Literal(item.attribution))
    if item.when:
        _when(emit, here, item.when)
    if isinstance(item.statement.object, Quantity) and item.statement.object.comparator:
        emit(here, t.COMPARATOR, Literal(item.statement.object.comparator))
    for key, value in item.qualifiers.items():
        if isinstance(value, Quantity):
            _quantity(emit, here, t.kg(key), f"{name}.{key}", value)
        else:
            emit(here, t.kg(key), Literal(value))
    for index, other in enumerate(item.alternatives):
        _quantity(emit, here, t.ALTERNATIVE, f"{name}.alternative.{index}", other)
    if item.extractor:
        emit(here, t.EXTRACTOR, Literal(item.extractor))
    if item.rule:
        emit(here, t.RULE, Literal(item.rule))
    if item.score is not None:
        emit(here, t.SCORE, _decimal(Decimal(str(item.score))))
    selector = t.node(EVIDENCE, f"{name}.selector")
    emit(here, t.HAS_SELECTOR, selector)
    emit(selector, t.TYPE, t.QUOTE_SELECTOR)
    emit(selector, t.EXACT, Literal(item.quote))
    _position(emit, selector, item.span)
    around = t.node(SENTENCE, sentence_id(document.id, sentence))
    emit(here, t.IN_SENTENCE, around)
    emit(around, t.TYPE, t.SENTENCE_CLASS)
    emit(around, t.IN_DOCUMENT, inside)
    emit(around, t.TEXT, Literal(document.quote(sentence)))
    _position(emit, around, sentence)


def _position(emit: Emit, here: NamedNode, span: Span) -> None:
    emit(here, t.TYPE, t.POSITION_SELECTOR)
    emit(here, t.START, Literal(span.start))
    emit(here, t.END, Literal(span.end))


def _when(emit: Emit, here: NamedNode, when: When) -> None:
    emit(here, t.WHEN, Literal(when.text))
    emit(here, t.WHEN_START, Literal(when.start.isoformat(), datatype=t.xsd("date")))
    emit(here, t.WHEN_END, Literal(when.end.isoformat(), datatype=t.xsd("date")))


def _quantity(emit: Emit, owner: NamedNode, predicate: NamedNode, name: str, value: Quantity) -> None:
    here = t.node(EVIDENCE, name)
    emit(owner, predicate, here)
    emit(here, t.TYPE, t.QUANTITY_CLASS)
    emit(here, t.VALUE, _decimal(value.value))
    emit(here, t.UNIT, Literal(value.unit))
    if value.comparator:
        emit(here, t.COMPARATOR, Literal(value.comparator))


def _decimal(value: Decimal) -> Literal:
    return Literal(Quantity(value, "").plain, datatype=t.xsd("decimal"))
