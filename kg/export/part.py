"""What a view of the explorer shows, as a file: chosen entities and the relations between them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.export.gexf import write_network
from kg.export.html import render
from kg.export.tables import write_part
from kg.query.filters import DEFAULT, Filters
from kg.query.graph import Graph
from kg.query.interop import network
from kg.query.views import ObservationView, SubgraphView, to_dict


@dataclass(frozen=True)
class Part:
    """What is shown: ids of entities, with `places` where they stand.

    `relations` are those shown, None for all; without `derived`, edges that no text tells stay out.
    """

    ids: Sequence[str]
    filters: Filters = DEFAULT
    relations: frozenset[str] | None = None
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    title: str = ""
    derived: bool = True


def write(graph: Graph, part: Part, format: str) -> bytes:  # noqa: A002 - the word of the address
    """The part as `csv` (a zip of tables), `json`, `gexf` or `html`. Raises UsageError for too many on one page."""
    view = graph.among(part.ids, part.filters)
    if part.relations is not None or not part.derived:
        wanted = part.relations
        kept = (edge for edge in view.edges if wanted is None or edge.predicate in wanted)
        view = replace(view, edges=tuple(edge for edge in kept if part.derived or not edge.derived))
    return _WRITERS[format](graph, part, view)


def _figures(graph: Graph, part: Part) -> list[ObservationView]:
    return [view for name in sorted(set(part.ids)) for view in graph.observations(name, part.filters)]


def _csv(graph: Graph, part: Part, view: SubgraphView) -> bytes:
    out = io.BytesIO()
    write_part(view, _figures(graph, part), out)
    return out.getvalue()


def _json(graph: Graph, part: Part, view: SubgraphView) -> bytes:
    plain = {**to_dict(view, graph.wording), "observations": to_dict(_figures(graph, part), graph.wording)}
    return json.dumps(plain, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def _gexf(graph: Graph, part: Part, view: SubgraphView) -> bytes:
    out = io.BytesIO()
    write_network(network(view), out, part.places)
    return out.getvalue()


def _html(graph: Graph, part: Part, view: SubgraphView) -> bytes:
    known = all(node.id in part.places for node in view.nodes)
    page, _ = render(
        view,
        _figures(graph, part),
        heading=part.title,
        modalities=part.filters.modalities,
        ontology=graph.ontology,
        language=graph.wording.language,
        places=part.places if known else None,
    )
    return page.encode("utf-8", "replace")


_WRITERS: Mapping[str, Callable[[Graph, Part, SubgraphView], bytes]] = {
    "csv": _csv,
    "json": _json,
    "gexf": _gexf,
    "html": _html,
}
#: The formats of a part.
FORMATS = tuple(_WRITERS)
