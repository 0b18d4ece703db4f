"""What the questions answer with: frozen records of plain values, the same for tables, JSON, pages and files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.labels import USUAL, named

if TYPE_CHECKING:
    from kg.ontology.wording import Wording


@dataclass(frozen=True, slots=True)
class EntityView:
    """Somebody or something. `known` is true for an entity of the registry.

    `others` holds the namesakes that a look-up by name did not choose, best first; `degree` is the number of
    statements about it inside the answer or, after a look-up by name, in the store. `language` is the one that the
    graph was asked to answer in.
    """

    id: str
    type: str
    labels: Mapping[str, str]
    aliases: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    known: bool = False
    degree: int = 0
    others: tuple[EntityView, ...] = ()
    language: str = field(default=USUAL, repr=False)

    @property
    def label(self) -> str:
        """The name in the language of the answer, else in the other, else the id."""
        return named(self.labels, self.language) or self.id

    @property
    def rank(self) -> str:
        """The name that gives it its place among others, the same in whatever language is asked."""
        return named(self.labels) or self.id


@dataclass(frozen=True, slots=True)
class QuantityView:
    """A number with its unit; `value` is exact and written without exponent."""

    value: str
    unit: str
    comparator: str | None = None

    @property
    def number(self) -> int | float:
        """The value as a JSON number."""
        value = Decimal(self.value)
        return int(value) if value == value.to_integral_value() else float(value)


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """One place in one document that tells a statement.

    `quote` is the telling clause, `sentence` the sentence (or sentences) around it. `span` is the half-open range of
    the quote in the document's text (title, line break, body), in code points. `published` and `when` are in the form
    of `kg.model.When`. `document` is the document's id. `score` is absent where nothing measured it.
    """

    id: str
    statement: str
    quote: str
    sentence: str
    publisher: str | None
    published: str | None
    document: str
    title: str | None
    url: str | None
    modality: str
    attribution: str | None
    when: str | None
    qualifiers: Mapping[str, str | bool | QuantityView]
    rule: str
    extractor: str
    span: tuple[int, int]
    comparator: str | None = None
    alternatives: tuple[QuantityView, ...] = ()
    score: float | None = None


class Piece(NamedTuple):
    """As much of a piece of evidence as filters and orders look at; the fields are those of EvidenceView."""

    id: str
    modality: str
    document: str
    publisher: str | None
    published: str | None
    when: str | None
    attribution: str | None


@dataclass(frozen=True, slots=True)
class EdgeView:
    """A relation between two entities with the evidence that passed the filters, newest first.

    `derived` is true where no text says it and a rule concluded it from the statements in `premises`; such an edge has
    no evidence of its own.
    """

    id: str
    subject: EntityView
    predicate: str
    object: EntityView
    evidence: tuple[EvidenceView, ...] = ()
    derived: bool = False
    premises: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ObservationView:
    """A measured value of an entity with its evidence, newest first. `when` is the time it holds for."""

    id: str
    subject: EntityView
    metric: str
    quantity: QuantityView
    when: str | None
    benchmark: str | None
    evidence: tuple[EvidenceView, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The edges that answer a question, best-told first.

    `entity` is the one that was asked about, `predicate` the ontology's name of the relation, `note` a sentence on how
    the question was read where that is not plain, `family` the ids of the versions that were included.
    """

    predicate: str
    entity: EntityView | None
    edges: tuple[EdgeView, ...]
    note: str | None = None
    family: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CardView:
    """All about one entity: relations where it is the subject, where it is the object, and its observations.

    An edge of a symmetric relation stands once, in `outgoing`. `documents` counts the documents that name it.
    """

    entity: EntityView
    outgoing: tuple[EdgeView, ...]
    incoming: tuple[EdgeView, ...]
    observations: tuple[ObservationView, ...]
    documents: int


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """Something told about an entity, at a time.

    `when` is the time of what is told, else the day it was published (then `dated` is `published`, else `told`).
    Exactly one of `edge` and `observation` is set, and holds only the evidence of this time.
    """

    when: str
    dated: str
    edge: EdgeView | None
    observation: ObservationView | None
    evidence: EvidenceView


@dataclass(frozen=True, slots=True)
class PathView:
    """A shortest chain between two entities: `edges[i]` joins `nodes[i]` and `nodes[i + 1]`, either way round."""

    nodes: tuple[EntityView, ...]
    edges: tuple[EdgeView, ...]


@dataclass(frozen=True, slots=True)
class SubgraphView:
    """Entities (with `degree` inside this view) and the edges between them; `truncated` tells that a limit cut it."""

    nodes: tuple[EntityView, ...]
    edges: tuple[EdgeView, ...]
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class StatsView:
    """Counts of the whole store. `first` and `last` are the earliest and latest publication dates."""

    documents: int
    entities: int
    relations: int
    observations: int
    evidence: int
    triples: int
    entity_types: Mapping[str, int]
    predicates: Mapping[str, int]
    metrics: Mapping[str, int]
    modalities: Mapping[str, int]
    publishers: Mapping[str, int]
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class TermView:
    """An RDF term of a query's answer. `kind` is `iri`, `literal` or `bnode`."""

    kind: str
    value: str
    datatype: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class SparqlResult:
    """What a query answered. `kind` is `select`, `ask` or `graph` (CONSTRUCT and DESCRIBE).

    For `select`, `rows` is parallel to `variables` with None for unbound; for `ask`, `boolean` is set; for `graph`,
    `rows` holds triples and `variables` is ("subject", "predicate", "object"). Rows of a `graph` are sorted.
    """

    kind: str
    variables: tuple[str, ...] = ()
    rows: tuple[tuple[TermView | None, ...], ...] = ()
    boolean: bool | None = None
    raw: bytes = field(default=b"", repr=False, compare=False)


#: Field that holds a name of the ontology → the method of `Wording` that has its label.
NAMED = {"type": "type", "predicate": "relation", "metric": "metric", "modality": "modality"}


def to_dict(view: Any, wording: Wording | None = None) -> Any:
    """A view as JSON-ready dicts, lists, strings, numbers, booleans and None.

    Entities also get their `label`; quantities their JSON `number`; an evidence's `span` becomes `[start, end]`. With
    `wording`, the ontology's label stands beside each of its names: `type_label`, `predicate_label`, `metric_label`,
    `modality_label`.

    >>> to_dict(QuantityView("344310000000", "USD"))
    {'value': '344310000000', 'unit': 'USD', 'comparator': None, 'number': 344310000000}
    """
    if is_dataclass(view) and not isinstance(view, type):
        plain = {}
        for f in fields(view):
            if not f.repr:
                continue
            value = plain[f.name] = to_dict(getattr(view, f.name), wording)
            if wording is not None and f.name in NAMED:
                plain[f"{f.name}_label"] = None if value is None else getattr(wording, NAMED[f.name])(value)
        if isinstance(view, EntityView):
            plain["label"] = view.label
        elif isinstance(view, QuantityView):
            plain["number"] = view.number
        return plain
    if isinstance(view, Mapping):
        return {str(key): to_dict(value, wording) for key, value in view.items()}
    if isinstance(view, (tuple, list)):
        return [to_dict(item, wording) for item in view]
    return view
