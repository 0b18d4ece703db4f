"""CSV: a zip of four tables, `nodes.csv`, `edges.csv`, `observations.csv` and `evidence.csv`."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO

from kg.labels import LANGUAGES
from kg.query.filters import EVERY_MODALITY, Filters
from kg.query.graph import Graph
from kg.query.views import EdgeView, EntityView, EvidenceView, ObservationView, QuantityView, SubgraphView

Row = Sequence[str | int]

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the zip format's earliest: the same content gives the same bytes on every day
_NODES = ("id", "type", *(f"label_{language}" for language in LANGUAGES), "aliases", "identifiers", "known", "degree")
_EDGES = ("id", "subject", "predicate", "object", "derived", "evidence", "sources")
_OBSERVATIONS = ("id", "subject", "metric", "value", "unit", "comparator", "when", "benchmark", "evidence", "sources")
_EVIDENCE = (
    *("id", "statement", "document", "publisher", "published", "title", "url", "modality", "attribution", "when"),
    *("qualifiers", "comparator", "alternatives", "extractor", "rule", "score", "start", "end", "quote", "sentence"),
)
#: Spreadsheets take a cell that starts so for a formula, whoever wrote it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(graph: Graph, out: IO[bytes]) -> None:
    """All of the graph, in every modality."""
    everything = Filters(modalities=EVERY_MODALITY)
    write_part(graph.subgraph(filters=everything), graph.observations(None, everything), out)


def write_part(view: SubgraphView, found: Sequence[ObservationView], out: IO[bytes]) -> None:
    """A part of the graph. `edges.id` and `observations.id` are what `evidence.statement` points to.

    A text that a spreadsheet would run as a formula gets an apostrophe in front. Several values in a cell are joined by
    "; ".
    """
    observations = sorted(found, key=lambda item: item.id)
    edges = sorted(view.edges, key=lambda edge: edge.id)
    told = {item.id: item for edge in edges for item in edge.evidence}
    told |= {item.id: item for observation in observations for item in observation.evidence}
    tables: list[tuple[str, Sequence[str], Iterable[Row]]] = [
        ("edges.csv", _EDGES, map(_edge, edges)),
        ("evidence.csv", _EVIDENCE, (_evidence(told[key]) for key in sorted(told))),
        ("nodes.csv", _NODES, map(_node, _entities(view, observations))),
        ("observations.csv", _OBSERVATIONS, map(_observation, observations)),
    ]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, heads, rows in tables:
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # otherwise the platform's own number
            entry.external_attr = 0o644 << 16
            with archive.open(entry, "w", force_zip64=True) as raw:
                _write(raw, heads, rows)


def _write(raw: IO[bytes], heads: Sequence[str], rows: Iterable[Row]) -> None:
    text = io.TextIOWrapper(raw, encoding="utf-8", errors="replace", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows(rows)
    text.flush()
    text.detach()


def _entities(view: SubgraphView, observations: Sequence[ObservationView]) -> Iterator[EntityView]:
    """Entities with relations, and those of which there are only figures."""
    found = {item.subject.id: item.subject for item in observations} | {node.id: node for node in view.nodes}
    return (found[key] for key in sorted(found))


def _node(node: EntityView) -> Row:
    labels = [node.labels.get(language, "") for language in LANGUAGES]
    several = (_joined(node.aliases), _joined(node.identifiers))
    return [*map(_cell, (node.id, node.type, *labels, *several)), str(node.known).lower(), node.degree]


def _edge(edge: EdgeView) -> Row:
    texts = map(_cell, (edge.id, edge.subject.id, edge.predicate, edge.object.id))
    return [*texts, str(edge.derived).lower(), len(edge.evidence), _sources(edge.evidence)]


def _observation(item: ObservationView) -> Row:
    about = (item.id, item.subject.id, item.metric)
    value = (item.quantity.value, _cell(item.quantity.unit), item.quantity.comparator or "")
    rest = (_cell(item.when), _cell(item.benchmark), len(item.evidence), _sources(item.evidence))
    return [*map(_cell, about), *value, *rest]


def _evidence(item: EvidenceView) -> Row:
    told = (item.id, item.statement, item.document, item.publisher, item.published, item.title, item.url)
    how = (item.modality, item.attribution, item.when, _qualifiers(item.qualifiers))
    others = (item.comparator or "", _joined([_amount(value) for value in item.alternatives]))
    made = (_cell(item.extractor), _cell(item.rule), "" if item.score is None else str(item.score), *item.span)
    return [*map(_cell, (*told, *how)), *others, *made, _cell(item.quote), _cell(item.sentence)]


def _sources(evidence: Sequence[EvidenceView]) -> int:
    return len({item.publisher or item.document for item in evidence})


def _qualifiers(values: Mapping[str, str | bool | QuantityView]) -> str:
    return _joined([f"{name}={_amount(value)}" for name, value in sorted(values.items())])


def _amount(value: str | bool | QuantityView) -> str:
    if isinstance(value, QuantityView):
        return f"{value.comparator or ''}{value.value} {value.unit}"
    return str(value).lower() if isinstance(value, bool) else value


def _joined(values: Sequence[str]) -> str:
    return "; ".join(values)


def _cell(value: str | None) -> str:
    text = value or ""
    return f"'{text}" if text.startswith(_FORMULA) else text
