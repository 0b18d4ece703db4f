"""All lines of some entities, in the columns of the map: what the explorer draws of entities that are added to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kg.model import Modality
from kg.query.filters import EVERYTHING
from kg.query.graph import Graph
from kg.query.told import Line
from kg.web.columns import TOLD, row_of

#: Lines of one entity, the best told.
MOST_LINES = 20_000


def links(graph: Graph, ids: Sequence[str]) -> dict[str, Any]:
    """The entities of those ids that there are, and their lines of every modality.

    `ends` holds the ids that `from` and `to` of the lines are numbers of; all else is as in the map: `type`,
    `relation` and `modality` are numbers of the vocabulary, `told` of the lines are offsets into the rows of `told`.
    """
    types = {name: number for number, name in enumerate(sorted(graph.ontology.types))}
    relations = {name: number for number, name in enumerate(sorted(graph.ontology.relations))}
    nodes: dict[str, list[Any]] = {name: [] for name in ("id", "en", "zh", "type", "degree")}
    edges: dict[str, list[Any]] = {name: [] for name in ("id", "from", "to", "relation", "derived")}
    told: dict[str, list[int]] = {name: [] for name in TOLD}
    offsets = [0]
    ends: dict[str, int] = {}
    publishers: dict[str, int] = {}
    seen: set[str] = set()

    def number(publisher: str) -> int:
        return publishers.setdefault(publisher, len(publishers))

    for name in dict.fromkeys(ids):
        entity, lines = graph.entity(name), graph.lines(name, EVERYTHING)[:MOST_LINES]
        if entity.type not in types:
            continue
        degree = sum(_asserted(line) for line in lines)
        labels = entity.labels
        about = (name, labels.get("en"), labels.get("zh"), types[entity.type], degree)
        for column, part in zip(nodes.values(), about, strict=True):
            column.append(part)
        for line in lines:
            if line.id in seen:
                continue
            seen.add(line.id)
            first, second = (ends.setdefault(end, len(ends)) for end in (line.subject, line.object_))
            drawn = (line.id, first, second, relations[line.predicate], int(not line.pieces))
            for column, value in zip(edges.values(), drawn, strict=True):
                column.append(value)
            for told_row in sorted({row_of(piece, number) for piece in line.pieces}):
                for column, part in zip(told.values(), told_row, strict=True):
                    column.append(part)
            offsets.append(len(told["modality"]))
    return {
        "publishers": list(publishers),
        "nodes": nodes,
        "ends": list(ends),
        "edges": {**edges, "told": offsets},
        "told": told,
    }


def _asserted(line: Line) -> bool:
    return not line.pieces or any(piece.modality == Modality.ASSERTED for piece in line.pieces)
