"""The graph as files: RDF, network and table formats, and a page to explore it in a browser (`kg.export.html`)."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.query.graph import Graph

#: Format → module and function that writes it. Modules are loaded when asked for: each needs a library of its own.
_WRITERS = {
    "turtle": ("rdf", "write_turtle"),
    "trig": ("rdf", "write_trig"),
    "nquads": ("rdf", "write_nquads"),
    "jsonld": ("jsonld", "write_jsonld"),
    "graphml": ("graphml", "write_graphml"),
    "gexf": ("gexf", "write_gexf"),
    "csv": ("tables", "write_csv"),
}
#: The names of the formats; `csv` is a zip of four tables.
FORMATS = tuple(_WRITERS)


def write(graph: Graph, format: str, path: Path) -> None:  # noqa: A002  the word of the command line
    """Writes all of the graph to `path`, whole or not at all; the same graph gives the same bytes.

    Raises UsageError for an unknown format or a place that cannot be written to.
    """
    from kg.export.atomic import replacing

    writer = writer_of(format)
    with replacing(path) as out:
        writer(graph, out)


def writer_of(format: str) -> Callable[[Graph, IO[bytes]], None]:  # noqa: A002
    """The function that writes a format to an open file, for standard output. Raises UsageError for an unknown one."""
    if format not in _WRITERS:
        raise UsageError(f"No format is named {format!r}. Known: {', '.join(FORMATS)}.")
    module, function = _WRITERS[format]
    found: Callable[[Graph, IO[bytes]], None] = getattr(import_module(f"kg.export.{module}"), function)
    return found
