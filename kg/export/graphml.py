"""GraphML: entities and relations for network programs."""

from __future__ import annotations

import re
from typing import IO, Any

import networkx

from kg.query.filters import EVERY_MODALITY, Filters
from kg.query.graph import Graph

# Characters that XML 1.0 cannot hold, written or escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_graphml(graph: Graph, out: IO[bytes]) -> None:
    """Every relation of whatever modality, as `Graph.network` gives it; nodes and edges are sorted."""
    networkx.write_graphml_xml(in_order(graph.network(Filters(modalities=EVERY_MODALITY))), out, prettyprint=True)
    out.write(b"\n")


def in_order(graph: networkx.MultiDiGraph[str]) -> networkx.MultiDiGraph[str]:
    """The same graph with sorted nodes, edges and attributes, in characters that XML can hold."""
    found: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for node in sorted(graph.nodes):
        found.add_node(_text(node), **_plain(graph.nodes[node]))
    for start, end, key in sorted(graph.edges(keys=True)):
        found.add_edge(_text(start), _text(end), key=_text(key), **_plain(graph.edges[start, end, key]))
    return found


def _plain(attributes: dict[str, Any]) -> dict[str, Any]:
    """Attributes sorted by name; texts hold only what XML can."""
    return {name: _text(value) if isinstance(value, str) else value for name, value in sorted(attributes.items())}


def _text(value: str) -> str:
    return _NOT_XML.sub("\ufffd", value)
