"""What the page knows: a part of the graph as plain tables, each text once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.export.layout import places
from kg.export.months import months
from kg.export.palette import lines, looks
from kg.labels import USUAL
from kg.model import Modality
from kg.ontology.schema import Ontology
from kg.query.views import EvidenceView, ObservationView, QuantityView, SubgraphView

_MODALITIES = tuple(item.value for item in Modality)


@dataclass
class _Column:
    """Texts or rows in the order they were first met; each has one number."""

    items: list[Any] = field(default_factory=list)
    numbers: dict[Any, int] = field(default_factory=dict)

    def number(self, key: Any, item: Any = None) -> int:
        found = self.numbers.get(key)
        if found is None:
            found = self.numbers[key] = len(self.items)
            self.items.append(key if item is None else item)
        return found


@dataclass(frozen=True)
class PageData:
    """`nodes` and `edges` in the form of vis-network, with what the page says about them; `tables` is the rest."""

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    tables: dict[str, Any]


class Composer:
    """Turns a part of the graph into tables. One object makes one page's data."""

    def __init__(self, ontology: Ontology, evidence_each: int, figures_each: int) -> None:
        self._ontology = ontology
        self._figures_each = figures_each
        self._evidence_each = evidence_each
        self._documents = _Column()
        self._sentences = _Column()
        self._publishers = _Column()
        self._rules = _Column()
        self._evidence = _Column()

    def compose(
        self,
        view: SubgraphView,
        observations: Sequence[ObservationView],
        *,
        spots: Sequence[tuple[int, int]],
        focus: Sequence[str],
        modalities: frozenset[str],
        whole: int,
    ) -> PageData:
        """The data of a page.

        `spots` are the places of the nodes, `focus` the ids that were asked for, `whole` is the number of edges before
        any was left out.
        """
        types = sorted({node.type for node in view.nodes})
        relations = sorted({edge.predicate for edge in view.edges})
        where = {node.id: index for index, node in enumerate(view.nodes)}
        nodes: list[dict[str, Any]] = []
        for node, (x, y) in zip(view.nodes, spots, strict=True):
            row: dict[str, Any] = {"key": node.id, "type": types.index(node.type)}
            row |= {"x": x, "y": y, "labels": dict(sorted(node.labels.items())) or {USUAL: node.id}}
            if aliases := [alias for alias in node.aliases if alias not in node.labels.values()]:
                row["aliases"] = aliases
            if node.identifiers:
                row["ids"] = list(node.identifiers)
            nodes.append(row)
        keys = _short([edge.id for edge in view.edges])
        edges: list[dict[str, Any]] = []
        for edge in view.edges:
            row = {"key": keys[edge.id], "from": where[edge.subject.id], "to": where[edge.object.id]}
            row["relation"] = relations.index(edge.predicate)
            row["evidence"] = [self._told(item) for item in edge.evidence[: self._evidence_each]]
            if len(edge.evidence) > self._evidence_each:
                row["more"] = len(edge.evidence) - self._evidence_each
            if edge.derived:
                row["derived"] = True
            edges.append(row)
        figures = self._figures(observations, where, nodes)
        tables = self._vocabulary(types, relations, sorted({item.metric for item in observations}))
        tables |= {
            "focus": [where[name] for name in dict.fromkeys(focus) if name in where],
            "shown": [_MODALITIES.index(name) for name in _MODALITIES if name in modalities],
            "truncated": view.truncated and whole == len(view.edges),
            "left_out": whole - len(view.edges),
            "figures": figures,
            "evidence": self._evidence.items,
            "documents": self._documents.items,
            "sentences": self._sentences.items,
            "publishers": self._publishers.items,
            "rules": self._rules.items,
        }
        return PageData(nodes, edges, tables)

    def _vocabulary(self, types: list[str], relations: list[str], metrics: list[str]) -> dict[str, Any]:
        known = self._ontology
        look, line = looks(known), lines(list(known.relations))
        kinds = []
        for name in types:
            drawn = look[name]
            entry = {"name": name, "labels": dict(known.types[name].labels)}
            kinds.append(entry | {"shape": drawn.shape, "light": drawn.light, "dark": drawn.dark})
        ways = []
        for name in relations:
            relation = known.relations[name]
            entry = {"name": name, "labels": dict(relation.labels), "inverse": dict(relation.inverse_labels)}
            light, dark = line[name]
            ways.append(entry | {"symmetric": relation.symmetric, "light": light, "dark": dark})
        return {
            "types": kinds,
            "relations": ways,
            "modalities": [{"name": name, "labels": dict(known.modalities.get(name, {}))} for name in _MODALITIES],
            "metrics": {name: dict(known.metrics[name].labels) for name in metrics},
            "units": {name: dict(labels) for name, labels in known.units.items()},
            "qualifiers": {name: dict(item.labels) for name, item in known.qualifiers.items()},
        }

    def _told(self, item: EvidenceView) -> int:
        """The number of a row: document, sentence, start and length of the quote, modality, months, rule, the rest."""
        publisher = self._publishers.number(item.publisher) if item.publisher else -1
        about = [item.title or "", publisher, item.published or "", item.url or ""]
        document = self._documents.number(item.document, about)
        sentence = item.sentence or item.quote
        start = sentence.find(item.quote)
        more: dict[str, Any] = {}
        if item.attribution:
            more["by"] = item.attribution
        if item.when:
            more["when"] = item.when
        if item.comparator:
            more["comparator"] = item.comparator
        if item.qualifiers:
            more["with"] = {name: _plain(value) for name, value in sorted(item.qualifiers.items())}
        if item.alternatives:
            more["or"] = [_plain(value) for value in item.alternatives]
        row = [
            document,
            self._sentences.number(sentence if start >= 0 else item.quote),
            _units(sentence[:start]) if start > 0 else 0,
            _units(item.quote),
            _MODALITIES.index(item.modality),
            *months(item.when or item.published),
            self._rules.number(item.rule) if item.rule else -1,
        ]
        return self._evidence.number(item.id, [*row, more] if more else row)

    def _figures(
        self, observations: Sequence[ObservationView], where: Mapping[str, int], nodes: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        """The figures of the nodes; those that are left out are counted in their node."""
        found: list[dict[str, Any]] = []
        counts = [0] * len(nodes)
        for item in sorted(observations, key=_best_told_first):
            index = where.get(item.subject.id)
            if index is not None:
                counts[index] += 1
                if counts[index] <= self._figures_each:
                    found.append(self._figure(item, index))
        for row, count in zip(nodes, counts, strict=True):
            if count > self._figures_each:
                row["more"] = count - self._figures_each
        return sorted(found, key=lambda row: (row["node"], row["metric"], _descending(row.get("when", ""))))

    def _figure(self, item: ObservationView, node: int) -> dict[str, Any]:
        row: dict[str, Any] = {"node": node, "metric": item.metric, "value": _plain(item.quantity)}
        if item.when:
            row["when"] = item.when
        if item.benchmark:
            row["benchmark"] = item.benchmark
        row["evidence"] = [self._told(told) for told in item.evidence[: self._evidence_each]]
        return row


def _best_told_first(item: ObservationView) -> tuple[int, str, str]:
    asserted = any(told.modality == Modality.ASSERTED for told in item.evidence)
    newest = item.when or max((told.published or "" for told in item.evidence), default="")
    return (not asserted, _descending(newest), item.id)


def _descending(text: str) -> str:
    """Sorts texts of times backwards."""
    return "".join(chr(0x10000 - ord(letter)) for letter in text) + "\U00010ffe"


def _short(ids: Sequence[str]) -> dict[str, str]:
    """Ids cut to the fewest characters, eight or more, that still tell them apart."""
    length = next((n for n in range(8, 21) if len({name[:n] for name in ids}) == len(ids)), None)
    return {name: name[:length] for name in ids}


def spots_of(view: SubgraphView) -> list[tuple[int, int]]:
    """The places of a view's nodes, in their order."""
    where = {node.id: index for index, node in enumerate(view.nodes)}
    return places(len(view.nodes), [(where[edge.subject.id], where[edge.object.id]) for edge in view.edges])


def _units(text: str) -> int:
    """The length as JavaScript counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _plain(value: str | bool | QuantityView) -> Any:
    if isinstance(value, QuantityView):
        return [value.value, value.unit, value.comparator] if value.comparator else [value.value, value.unit]
    return value


def sizes(nodes: Sequence[Mapping[str, Any]], edges: Sequence[Mapping[str, Any]]) -> list[int]:
    """Half the width of each node's drawing: it grows with the root of its statements."""
    degrees = [0] * len(nodes)
    for edge in edges:
        degrees[edge["from"]] += 1
        degrees[edge["to"]] += 1
    return [round(min(6 + 2.7 * degree**0.5, 30)) for degree in degrees]
