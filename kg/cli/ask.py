"""The questions, from `kg rivals` to `kg stats`: each opens the store, asks one thing and shows the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.options import Name, Predicate, Whole, filtered, formats, labelled, open_graph
from kg.cli.render import show as shown

if TYPE_CHECKING:
    from kg.query.graph import Filters

_NAME = Name()


class PredicateCommand(click.Command):
    """A command whose help lists the relations of the ontology."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The relations with their definitions, below the example."""
        from kg.ontology.schema import load

        relations = sorted(load().relations.values(), key=lambda relation: relation.command)
        super().format_epilog(ctx, formatter)
        with formatter.section("Relations"):
            formatter.write_dl([(relation.command, relation.definitions.get("en", "")) for relation in relations])


@click.command(epilog="Example: kg rivals Alibaba --since 2025 --modality all")
@click.argument("name", type=_NAME, required=False)
@filtered
@labelled
@formats("table", "json", "csv")
@click.pass_context
def rivals(ctx: click.Context, name: str | None, filters: Filters, lang: str | None, form: str) -> None:
    """Show who rivals NAME, or all rivals, sentence by sentence.

    The versions of a family are included.
    """
    from kg.cli import pages

    with open_graph(ctx, lang) as graph:
        shown(pages.answer(graph.rivals(name, filters), graph.wording, filters), form)


@click.command(cls=PredicateCommand, epilog='Example: kg who invests-in "Moonshot AI"')
@click.argument("predicate", type=Predicate())
@click.argument("name", type=_NAME, required=False)
@filtered
@labelled
@formats("table", "json", "csv")
@click.pass_context
def who(ctx: click.Context, predicate: str, name: str | None, filters: Filters, lang: str | None, form: str) -> None:
    """Show who stands in a relation to NAME, or to anyone.

    The versions of a family are included. A NAME that can only stand on the other side is read there.
    """
    from kg.cli import pages

    with open_graph(ctx, lang) as graph:
        shown(pages.answer(graph.who(predicate, name, filters), graph.wording, filters), form)


@click.command(cls=PredicateCommand, epilog="Example: kg what Alibaba released")
@click.argument("name", type=_NAME)
@click.argument("predicate", type=Predicate())
@filtered
@labelled
@formats("table", "json", "csv")
@click.pass_context
def what(ctx: click.Context, name: str, predicate: str, filters: Filters, lang: str | None, form: str) -> None:
    """Show what NAME stands in a relation to."""
    from kg.cli import pages

    with open_graph(ctx, lang) as graph:
        shown(pages.answer(graph.what(name, predicate, filters), graph.wording, filters), form)


@click.command(epilog="Example: kg show DeepSeek")
@click.argument("name", type=_NAME)
@filtered
@labelled
@formats("table", "json", "csv")
@click.pass_context
def show(ctx: click.Context, name: str, filters: Filters, lang: str | None, form: str) -> None:
    """Show all about NAME: names, type, relations, figures."""
    from kg.cli import pages

    with open_graph(ctx, lang) as graph:
        shown(pages.card(graph.card(name, filters), graph.wording, filters), form)


@click.command(epilog="Example: kg evidence Alibaba DeepSeek")
@click.argument("a", type=_NAME)
@click.argument("b", type=_NAME, required=False)
@filtered
@labelled
@formats("table", "json", "csv")
@click.pass_context
def evidence(ctx: click.Context, a: str, b: str | None, filters: Filters, lang: str | None, form: str) -> None:
    """Show the sentences about A, or A and B, newest first."""
    from kg.cli import pages

    with open_graph(ctx, lang) as graph:
        entity = graph.find(a).id
        edges = graph.edges(either=entity, filters=filters)
        observations = [] if b else graph.observations(entity, filters)
        found = graph.evidence(a, b, filters)
        shown(pages.evidence(found, edges, observations, graph.wording, filters), form)


@click.command(epilog="Example: kg timeline Alibaba --since 2025-01")
@click.argument("name", type=_NAME)
@filtered
@labelled
@formats("table", "json", "csv")
@click.pass_context
def timeline(ctx: click.Context, name: str, filters: Filters, lang: str | None, form: str) -> None:
    """Show what is told about NAME in the order of its time."""
    from kg.cli import pages

    with open_graph(ctx, lang) as graph:
        shown(pages.timeline(graph.timeline(name, filters), graph.wording, filters), form)


@click.command(epilog='Example: kg path "Jack Ma" DeepSeek')
@click.argument("a", type=_NAME)
@click.argument("b", type=_NAME)
@filtered
@labelled
@formats("table", "json", "csv")
@click.pass_context
def path(ctx: click.Context, a: str, b: str, filters: Filters, lang: str | None, form: str) -> None:
    """Show a shortest chain of relations between A and B."""
    from kg.cli import pages

    with open_graph(ctx, lang) as graph:
        shown(pages.path(graph.path(a, b, filters), a, b, graph.wording, filters), form)


@click.command(epilog="Example: kg compare Alibaba Tencent")
@click.argument("a", type=_NAME)
@click.argument("b", type=_NAME)
@click.option("--limit", type=Whole(min=1), metavar="N", default=25, help="Most entities shown that both relate to.")
@filtered
@labelled
@formats("table", "json", "csv")
@click.pass_context
def compare(ctx: click.Context, /, a: str, b: str, limit: int, filters: Filters, lang: str | None, form: str) -> None:
    """Show A and B side by side: what joins them, whom both relate to, figures."""
    from kg.cli import sides

    with open_graph(ctx, lang) as graph:
        found = graph.compare(graph.find(a).id, graph.find(b).id, filters, limit)
        shown(sides.compare(found, graph.wording, filters), form)


@click.command(epilog="Example: kg conflicts DeepSeek-R1")
@click.argument("name", type=_NAME, required=False)
@click.option("--limit", type=Whole(min=1), metavar="N", default=50, help="Most conflicts shown.")
@filtered
@labelled
@formats("table", "json", "csv")
@click.pass_context
def conflicts(
    ctx: click.Context, /, name: str | None, limit: int, filters: Filters, lang: str | None, form: str
) -> None:
    """Show what sources do not agree about, of NAME or anyone.

    One figure with several values for the same time, and what one source tells as fact and another denies. Rounded
    values agree, and so do "about" and "more than" where they can.
    """
    from kg.cli import sides

    with open_graph(ctx, lang) as graph:
        entity = None if name is None else graph.find(name).id
        shown(sides.conflicts(graph.conflicts(entity, size=limit, filters=filters), graph.wording, filters), form)


@click.command(epilog="Example: kg stats --format json")
@labelled
@formats("table", "json", "csv")
@click.pass_context
def stats(ctx: click.Context, lang: str | None, form: str) -> None:
    """Count what the store holds."""
    from kg.cli import pages

    with open_graph(ctx, lang) as graph:
        shown(pages.stats(graph.stats(), graph.wording), form)
