"""The graph as objects of other libraries."""

from __future__ import annotations

from collections.abc import Sequence

import networkx
import rdflib
from pyoxigraph import RdfFormat, Triple, serialize
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from kg.labels import LANGUAGES
from kg.model.ids import PREFIXES
from kg.query.views import SubgraphView


def network(view: SubgraphView) -> networkx.MultiDiGraph[str]:
    """Nodes are entity ids with `label`, the labels of each language, `type` and `known`; edges are keyed by statement.

    An edge has `predicate`, `derived`, `modalities` and `publishers` (texts, joined by "; "), `evidence` (how many
    pieces), `first` and `last` (publication dates or ""): plain values, so that every graph format takes them.
    """
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for node in view.nodes:
        labels = {f"label_{language}": node.labels.get(language, "") for language in LANGUAGES}
        graph.add_node(node.id, label=node.label, **labels, type=node.type, known=node.known)
    for edge in view.edges:
        published = sorted(item.published for item in edge.evidence if item.published)
        graph.add_edge(
            edge.subject.id,
            edge.object.id,
            key=edge.id,
            predicate=edge.predicate,
            derived=edge.derived,
            modalities=_joined([item.modality for item in edge.evidence]),
            publishers=_joined([item.publisher or "" for item in edge.evidence]),
            evidence=len(edge.evidence),
            first=published[0] if published else "",
            last=published[-1] if published else "",
        )
    return graph


def dataset(triples: Sequence[Triple]) -> rdflib.Dataset:
    """An rdflib dataset of the triples in its default graph, with the usual prefixes bound. It is a copy in memory."""
    found = rdflib.Dataset()
    for prefix, namespace in PREFIXES.items():
        found.bind(prefix, namespace, replace=True)
    default = rdflib.Graph(store=found.store, identifier=DATASET_DEFAULT_GRAPH_ID)
    default.parse(data=serialize(triples, format=RdfFormat.N_TRIPLES) or b"", format="nt")
    return found


def _joined(values: list[str]) -> str:
    return "; ".join(sorted({value for value in values if value}))
