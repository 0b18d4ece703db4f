"""GEXF: entities and relations for Gephi and its kin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO
from xml.etree.ElementTree import ElementTree, indent

import networkx
from networkx.readwrite.gexf import GEXFWriter

from kg.export.graphml import in_order
from kg.query.filters import EVERY_MODALITY, Filters
from kg.query.graph import Graph


def write_gexf(graph: Graph, out: IO[bytes]) -> None:
    """Every relation of whatever modality, as `Graph.network` gives it; nodes and edges are sorted."""
    write_network(graph.network(Filters(modalities=EVERY_MODALITY)), out)


def write_network(
    network: networkx.MultiDiGraph[str], out: IO[bytes], places: Mapping[str, tuple[int, int]] | None = None
) -> None:
    """A network with its attributes, and the places of its nodes where they are known."""
    network = in_order(network)
    for name in network.nodes:
        if places and name in places:
            x, y = places[name]
            network.nodes[name]["viz"] = {"position": {"x": x, "y": -y, "z": 0}}  # Gephi's y points up
    writer = GEXFWriter(encoding="utf-8", version="1.2draft")
    writer.add_graph(network)
    for meta in writer.xml.iter("meta"):  # the day of writing would make every file another
        meta.attrib.pop("lastmodifieddate", None)
    indent(writer.xml)
    ElementTree(writer.xml).write(out, encoding="utf-8", xml_declaration=True)
    out.write(b"\n")
