"""The formats that answers to SPARQL are written in, by the names that users write."""

from __future__ import annotations

import re

from pyoxigraph import QueryResultsFormat, RdfFormat

#: Of SELECT and ASK.
TABLES = {
    "json": QueryResultsFormat.JSON,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "xml": QueryResultsFormat.XML,
}
#: Of CONSTRUCT and DESCRIBE.
GRAPHS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}

#: What XML 1.0 cannot hold, in UTF-8: control characters, U+FFFE and U+FFFF.
_NOT_XML = re.compile(b"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


def for_xml(content: bytes) -> bytes:
    """XML as Oxigraph writes it, with U+FFFD in place of characters that XML cannot hold."""
    return _NOT_XML.sub(b"\xef\xbf\xbd", content)
