"""What the graph says about one thing, in the formats of RDF."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping

from pyoxigraph import RdfFormat, Triple, serialize

from kg.export.jsonld import write_triples
from kg.export.rdf import in_order
from kg.model.ids import PREFIXES


def _serialized(form: RdfFormat, triples: Iterable[Triple]) -> bytes:
    prefixes = PREFIXES if form in (RdfFormat.TURTLE, RdfFormat.RDF_XML) else None
    return serialize(in_order(triples), format=form, prefixes=prefixes) or b""


def _jsonld(triples: Iterable[Triple]) -> bytes:
    out = io.BytesIO()
    write_triples(in_order(triples), out)
    return out.getvalue()


#: Format → what writes triples in it.
WRITERS: Mapping[str, Callable[[Iterable[Triple]], bytes]] = {
    "turtle": lambda triples: _serialized(RdfFormat.TURTLE, triples),
    "jsonld": _jsonld,
    "ntriples": lambda triples: _serialized(RdfFormat.N_TRIPLES, triples),
    "rdfxml": lambda triples: _serialized(RdfFormat.RDF_XML, triples),
}
