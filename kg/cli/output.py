"""`kg explore` and `kg export`: the graph as a page and as files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import Name, Whole, filtered, labelled, open_graph
from kg.cli.plain import clean, counted
from kg.export import FORMATS, write, writer_of
from kg.labels import USUAL

if TYPE_CHECKING:
    from kg.query.graph import Filters

_ENDINGS = {
    ".ttl": "turtle",
    ".trig": "trig",
    ".nq": "nquads",
    ".jsonld": "jsonld",
    ".graphml": "graphml",
    ".gexf": "gexf",
    ".zip": "csv",
}


@click.command(epilog="Example: kg explore Alibaba DeepSeek --hops 2 -o exports/alibaba.html")
@click.argument("names", metavar="[NAME]…", type=Name(), nargs=-1)
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FILE", help="The page.")
@click.option("--hops", type=Whole(1, 8), metavar="N", default=1, show_default=True, help="Steps from the named ones.")
@click.option("--limit", type=Whole(min=1), metavar="N", help="At most so many entities: the nearest, the most linked.")
@filtered
@labelled
@click.pass_context
def explore(
    ctx: click.Context,
    names: tuple[str, ...],
    output: Path,
    hops: int,
    limit: int | None,
    filters: Filters,
    lang: str | None,
) -> None:
    """Write an HTML page to explore the graph.

    It shows what is around NAME, or the best linked part of all, and needs no network. What is planned, speculated or
    denied is in it, marked; --modality says what shows at first. Names are in it in both languages; --lang says which
    show at first.
    """
    from kg.export.html import write_page

    with open_graph(ctx, lang) as graph:
        view = write_page(graph, names, output, hops=hops, filters=filters, limit=limit)
    cut = " (cut by a limit)" if view.truncated else ""
    entities, relations = counted(len(view.nodes), "entity", "entities"), counted(len(view.edges), "relation")
    click.echo(f"{clean(output)}: {entities}, {relations}{cut}.")


@click.command(epilog="Example: kg export --format turtle -o exports/graph.ttl")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: what FILE's ending says.")
@click.option("-o", "--output", metavar="FILE", type=str, required=True, help="The file, or - for standard output.")
@click.pass_context
def export(ctx: click.Context, form: str | None, output: str) -> None:
    """Write the whole graph to a file.

    csv is a zip of four tables.
    """
    path = Path(output)
    chosen = form or _ENDINGS.get(path.suffix.lower())
    if chosen is None:
        raise click.UsageError(f"The ending of {clean(output)!r} does not say the format: give --format.")
    if output == "-" and sys.stdout.isatty():
        raise click.UsageError("A whole graph is not for a terminal: give a file, or send the output on.")
    with open_graph(ctx, USUAL) as graph:  # the file is the same whatever the settings are
        if output == "-":
            writer_of(chosen)(graph, sys.stdout.buffer)
            return
        write(graph, chosen, path)
    click.echo(f"{clean(output)}: written as {chosen}.")
