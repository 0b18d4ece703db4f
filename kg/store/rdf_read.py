"""Triples → statements, evidence and descriptions: the way back of `rdf`."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from kg.errors import StoreDamagedError
from kg.model import Document, Entity, Evidence, Modality, QualifierValue, Quantity, Span, Statement, When
from kg.model.ids import DOCUMENT, ENT, EVIDENCE, KG, PREFIXES, SENTENCE, STATEMENT
from kg.store import terms as t
from kg.store.base import DocumentFacts, StoredDocument, StoredEvidence
from kg.store.ledger import NameRow, Row
from kg.store.rdf import name_forms

_XSD_BOOLEAN = PREFIXES["xsd"] + "boolean"
#: Properties of evidence that are fields of their own; the ontology's others are qualifiers.
_FIELDS = frozenset(
    (t.TYPE, t.IN_DOCUMENT, t.MODALITY, t.ATTRIBUTION, t.WHEN, t.WHEN_START, t.WHEN_END, t.COMPARATOR, t.EXTRACTOR,
     t.RULE, t.SCORE, t.HAS_SELECTOR, t.IN_SENTENCE, t.ALTERNATIVE)
)  # fmt: skip


#: The properties of a document that are DocumentFacts, in their order; the first three are always there.
_FACTS = (t.DIGEST, t.EXTRACTOR, t.IN_LANGUAGE, t.HEADLINE, t.PUBLISHER, t.PUBLISHED, t.URL)
#: So many documents and sentences are kept, those that were wanted last.
_KEPT = 4_000


class Rebuilder:
    """Reads model objects through a look-up, keeping some of the documents and sentences it has read."""

    def __init__(self, match: t.Match) -> None:
        self._match = match
        self._facts = lru_cache(_KEPT)(self._read_facts)
        self._sentence = lru_cache(_KEPT)(self._read_sentence)

    def statement(self, statement_id: str, comparator: str | None = None) -> Statement:
        """A statement by its id. Raises StoreDamagedError where a part is missing."""
        parts = self._properties(t.node(STATEMENT, statement_id))
        subject, predicate = t.local(parts[t.SUBJECT], ENT), t.local(parts[t.PREDICATE], KG)
        if t.OBJECT in parts:
            return Statement(subject, predicate, t.local(parts[t.OBJECT], ENT))
        value = Quantity(Decimal(t.text_of(parts[t.VALUE])), t.text_of(parts[t.UNIT]), comparator)
        return Statement(subject, predicate, value, _when(parts), _text(parts, t.BENCHMARK))

    def evidence(self, name: str, statement: Statement | None = None) -> StoredEvidence:
        """Evidence by its id. Raises StoreDamagedError where its quote is not at its span."""
        here = t.node(EVIDENCE, name)
        parts: dict[NamedNode, t.Term] = {}
        alternatives: list[tuple[str, Quantity]] = []
        qualifiers: dict[str, QualifierValue] = {}
        for triple in self._match(here, None, None):
            if triple.predicate == t.ALTERNATIVE:
                alternatives.append((t.text_of(triple.object), self._quantity(triple.object)))
            elif triple.predicate in _FIELDS:
                parts[triple.predicate] = triple.object
            else:
                qualifiers[t.local(triple.predicate, KG)] = self._qualifier(triple.object)
        with _complete(name):
            selector = self._properties(parts[t.HAS_SELECTOR])
            span = Span(int(t.text_of(selector[t.START])), int(t.text_of(selector[t.END])))
            quote = t.text_of(selector[t.EXACT])
            sentence, offset = self._sentence(t.text_of(parts[t.IN_SENTENCE]))
            if sentence[span.start - offset : span.end - offset] != quote:
                raise StoreDamagedError(f"The evidence {name} does not stand in its sentence.")
            document = t.local(parts[t.IN_DOCUMENT], DOCUMENT)
            facts = self._facts(document)
            if facts is None:
                raise StoreDamagedError(f"The store is damaged: it has evidence of {document} but not the document.")
            if statement is None or isinstance(statement.object, Quantity):
                statement = self._statement_of(here, _text(parts, t.COMPARATOR))
            item = Evidence(
                statement=statement,
                document=document,
                span=span,
                quote=quote,
                modality=Modality(t.local(parts[t.MODALITY], KG)),
                attribution=_text(parts, t.ATTRIBUTION),
                when=_when(parts),
                qualifiers=dict(sorted(qualifiers.items())),
                alternatives=tuple(quantity for _, quantity in sorted(alternatives, key=lambda pair: pair[0])),
                extractor=_text(parts, t.EXTRACTOR) or "",
                rule=_text(parts, t.RULE) or "",
                score=float(t.text_of(parts[t.SCORE])) if t.SCORE in parts else None,
            )
        return StoredEvidence(name, item, sentence, facts.title, facts.publisher, facts.published, facts.url)

    def entity(self, name: str) -> Entity | None:
        """An entity's description, or None where the store has none."""
        here = t.node(ENT, name)
        type_ = next((t.local(triple.object, KG) for triple in self._match(here, t.TYPE, None)), None)
        if type_ is None:
            return None
        labels = {}
        for triple in self._match(here, t.PREF_LABEL, None):
            if isinstance(triple.object, Literal):
                labels[triple.object.language or ""] = triple.object.value
        identifiers = [
            t.text_of(triple.object) for kind in (t.TICKER, t.WIKIDATA) for triple in self._match(here, kind, None)
        ]
        aliases = sorted(t.text_of(triple.object) for triple in self._match(here, t.ALT_LABEL, None))
        known = any(self._match(here, t.KNOWN, t.TRUE))
        return Entity(name, type_, dict(sorted(labels.items())), tuple(aliases), tuple(sorted(identifiers)), known)

    def name_rows(self, name: str) -> tuple[NameRow, ...]:
        """All forms of an entity, as the ledger keeps them; empty where the store has none."""
        entity = self.entity(name)
        if entity is None:
            return ()
        return tuple(NameRow(name, form, preferred, entity.known) for form, preferred in name_forms(entity).items())

    def facts(self, document: str) -> DocumentFacts | None:
        """What is told of a document, or None where it is not in the store."""
        return self._facts(document)

    def document_row(self, document: str) -> Row | None:
        """A document's row of the ledger, or None where it is not in the store."""
        facts = self._facts(document)
        if facts is None:
            return None
        evidence = [triple.subject for triple in self._match(None, t.IN_DOCUMENT, t.node(DOCUMENT, document))]
        evidence = [node for node in evidence if isinstance(node, NamedNode) and node.value.startswith(EVIDENCE)]
        told = {link.subject for node in evidence for link in self._match(None, t.DERIVED_FROM, node)}
        return Row(
            document,
            facts.digest,
            facts.extractor,
            facts.url,
            facts.title,
            len(told),
            len(evidence),
            published=facts.published,
        )

    def document(self, document: str) -> StoredDocument | None:
        """A document with its text and the places of its mentions, or None where it is not in the store.

        Raises StoreDamagedError where these cannot be read.
        """
        facts = self._facts(document)
        if facts is None:
            return None
        with _complete(document):
            published = When.parse(facts.published) if facts.published else None
            body = self._value(document, t.BODY) or ""
            told = Document(
                document, body, facts.title, facts.publisher, published, language=facts.language, url=facts.url
            )
            spans = json.loads(self._value(document, t.MENTION_SPANS) or "{}")
            places = {name: tuple(Span(start, end) for start, end in spans[name]) for name in sorted(spans)}
        return StoredDocument(told, places)

    def document_sentences(self, document: str) -> list[tuple[str, str, str]]:
        """Id, document and text of its sentences, sorted by id."""
        found = []
        for triple in self._match(None, t.IN_DOCUMENT, t.node(DOCUMENT, document)):
            if t.text_of(triple.subject).startswith(SENTENCE):
                text = next(self._match(triple.subject, t.TEXT, None))
                found.append((t.local(triple.subject, SENTENCE), document, t.text_of(text.object)))
        return sorted(found)

    def _statement_of(self, evidence: NamedNode, comparator: str | None) -> Statement:
        link = next(self._match(None, t.DERIVED_FROM, evidence))
        return self.statement(t.local(link.subject, STATEMENT), comparator)

    def _properties(self, subject: t.Term) -> dict[NamedNode, t.Term]:
        if isinstance(subject, Literal):
            raise StoreDamagedError(f"{subject} stands where an IRI should.")
        return {triple.predicate: triple.object for triple in self._match(subject, None, None)}

    def _value(self, document: str, predicate: NamedNode) -> str | None:
        found = self._match(t.node(DOCUMENT, document), predicate, None)
        return next((t.text_of(triple.object) for triple in found), None)

    def _read_facts(self, document: str) -> DocumentFacts | None:
        digest, extractor, language, *others = (self._value(document, predicate) for predicate in _FACTS)
        return None if digest is None else DocumentFacts(digest, extractor or "", language or "", *others)

    def _read_sentence(self, iri: str) -> tuple[str, int]:
        parts = self._properties(NamedNode(iri))
        return t.text_of(parts[t.TEXT]), int(t.text_of(parts[t.START]))

    def _quantity(self, here: t.Term) -> Quantity:
        parts = self._properties(here)
        return Quantity(Decimal(t.text_of(parts[t.VALUE])), t.text_of(parts[t.UNIT]), _text(parts, t.COMPARATOR))

    def _qualifier(self, value: t.Term) -> QualifierValue:
        if not isinstance(value, Literal):
            return self._quantity(value)
        return value.value == "true" if value.datatype.value == _XSD_BOOLEAN else value.value


def _text(parts: dict[NamedNode, t.Term], key: NamedNode) -> str | None:
    return t.text_of(parts[key]) if key in parts else None


def _when(parts: dict[NamedNode, t.Term]) -> When | None:
    return When.parse(t.text_of(parts[t.WHEN])) if t.WHEN in parts else None


@contextlib.contextmanager
def _complete(name: str) -> Iterator[None]:
    try:
        yield
    except (AttributeError, InvalidOperation, KeyError, StopIteration, TypeError, ValueError) as error:
        raise StoreDamagedError(f"The store is damaged: {name} is incomplete ({error}).") from error
