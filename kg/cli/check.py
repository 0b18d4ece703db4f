"""`kg validate`, `kg evaluate`, `kg ontology check`, `kg registry check`: is it right, and how right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import formats, open_graph
from kg.cli.plain import clean, counted
from kg.cli.render import Block, Page, Table, show

if TYPE_CHECKING:
    from kg.evaluate import Evaluation, Mistake
    from kg.ontology.shapes import Violation

_FOLDER = click.Path(path_type=Path)


@click.command(epilog="Example: kg validate --format json")
@formats("table", "json", "csv")
@click.pass_context
def validate(ctx: click.Context, form: str) -> None:
    """Hold the graph against the ontology's shapes (SHACL).

    Exit status 1 where it breaks one.
    """
    import pyoxigraph as ox

    from kg.ontology.shapes import validate as judged

    with open_graph(ctx) as graph:
        triples = ox.serialize(graph.triples(), format=ox.RdfFormat.N_TRIPLES) or b""
    _report(ctx, judged(triples), form, "The graph is valid.")


@click.group(epilog="Example: kg ontology check")
def ontology() -> None:
    """Check the ontology."""


@ontology.command("check", epilog="Example: kg ontology check")
@click.argument("folder", type=_FOLDER, required=False)
@formats("table", "json", "csv")
@click.pass_context
def check_ontology(ctx: click.Context, folder: Path | None, form: str) -> None:
    """Find faults in kg.ttl and shapes.ttl: of FOLDER, or those that ship.

    Labels or definitions that are missing, ranges that are no class, relations without a shape, and more.
    """
    from kg.ontology.check import check_ontology as checked

    _report(ctx, checked(folder), form, "The ontology is sound.")


@click.group(epilog="Example: kg registry check")
def registry() -> None:
    """Check the registry of known entities."""


@registry.command("check", epilog="Example: kg registry check")
@click.argument("folder", type=_FOLDER, required=False)
@formats("table", "json", "csv")
@click.pass_context
def check_registry(ctx: click.Context, folder: Path | None, form: str) -> None:
    """Find faults in the registry's files: of FOLDER, or those that ship.

    Broken shapes, names that clash, references to nobody, and more.
    """
    from kg.ontology.check import check_registry as checked

    _report(ctx, checked(folder), form, "The registry is sound.")


@click.command(epilog="Example: kg evaluate gold/dev/en --min-relations 0.6 --errors")
@click.argument("folder", metavar="GOLD_DIR", type=_FOLDER)
@click.option("--errors", is_flag=True, help="List every wrong and missed relation and figure.")
@click.option("--min-entities", type=click.FloatRange(0, 1), metavar="F1", help="Least F1 for typed entities.")
@click.option("--min-relations", type=click.FloatRange(0, 1), metavar="F1", help="Least F1 for relations.")
@click.option("--min-precision", type=click.FloatRange(0, 1), metavar="P", help="Least precision for relations.")
@click.option("--min-observations", type=click.FloatRange(0, 1), metavar="F1", help="Least F1 for observations.")
@click.option("--min-modality", type=click.FloatRange(0, 1), metavar="SHARE", help="Least agreement on modality.")
@click.option("--min-when", type=click.FloatRange(0, 1), metavar="SHARE", help="Least agreement on the time.")
@click.option("--min-attribution", type=click.FloatRange(0, 1), metavar="SHARE", help="Least agreement on the source.")
@click.option("--max-overheard", type=click.IntRange(0), metavar="N", help="Most silent documents given two relations.")
@click.option("--min-evidence", type=click.FloatRange(0, 1), metavar="SHARE", help="Least share of exact evidence.")
@formats("table", "json", "csv")
@click.pass_context
def evaluate(
    ctx: click.Context, /, folder: Path, errors: bool, form: str, max_overheard: int | None, **floors: float | None
) -> None:
    """Measure extraction against annotated documents.

    Precision, recall and F1 by the rules of annotation, and agreement on what matched. GOLD_DIR holds annotated
    documents (*.json, *.jsonl). A silent document has no annotated relation. Exit status 1 where a figure is below its
    floor.
    """
    from kg import assembly
    from kg.evaluate import evaluate as judged
    from kg.extract.gold import read_gold
    from kg.ontology.schema import load

    result = judged(read_gold(folder), assembly.extractor(), load())
    below = _below(result, floors)
    if max_overheard is not None and len(result.overheard) > max_overheard:
        below.append(f"More than one relation was found in {', '.join(result.overheard)}, where none is annotated.")
    show(_scores(result, result.mistakes if errors else (), below), form)
    for line in below:
        click.echo(f"Error: {line}", err=True)
    if below:
        ctx.exit(1)


def _report(ctx: click.Context, found: Sequence[Violation], form: str, clean_line: str) -> None:
    """Findings grouped by what they are about; exit status 1 where one is a violation."""
    violations = sum(item.severity == "violation" for item in found)
    blocks: dict[str, list[str]] = {}
    for item in found:
        weight = "" if item.severity == "violation" else f"[{item.severity}] "
        blocks.setdefault(item.focus, []).append(f"{weight}{item.path + ': ' if item.path else ''}{item.message}")
    listed = [
        {"focus": item.focus, "path": item.path or None, "message": item.message, "severity": item.severity}
        for item in found
    ]
    columns = ("focus", "path", "message", "severity")
    rows = [[item[name] for name in columns] for item in listed]
    parts = [Block(clean(focus), lines) for focus, lines in blocks.items()]
    footer = (f"{counted(violations, 'violation')}, {counted(len(found) - violations, 'warning')}.",) if found else ()
    show(Page(parts, listed, columns, rows, empty=clean_line, footer=footer), form)
    if violations:
        ctx.exit(1)


def _below(result: Evaluation, floors: Mapping[str, float | None]) -> list[str]:
    reached = {
        "min_entities": ("F1 of typed entities", result.tallies["entities typed"].f1),
        "min_relations": ("F1 of relations", result.tallies["relations"].f1),
        "min_precision": ("precision of relations", result.tallies["relations"].precision),
        "min_observations": ("F1 of observations", result.tallies["observations"].f1),
        "min_modality": ("agreement on modality", result.agreements["modality"].share or 0.0),
        "min_when": ("agreement on the time", result.agreements["when"].share or 0.0),
        "min_attribution": ("agreement on the source", result.agreements["attribution"].share or 0.0),
        "min_evidence": ("share of exact evidence", result.agreements["evidence in text"].share or 0.0),
    }
    lines = []
    for name, floor in floors.items():
        what, value = reached[name]
        if floor is not None and value < floor:
            lines.append(f"The {what} is {value:.3f}, below {floor:g}.")
    return lines


def _scores(result: Evaluation, mistakes: Iterable[Mistake], below: Sequence[str]) -> Page:
    order = {"entities": 0, "entities typed": 1, "relations": 2, "observations": 3}
    names = sorted({*order, *result.tallies}, key=lambda name: (order[name.split("/")[0]], name))
    columns = ("what", "precision", "recall", "F1", "right", "wrong", "missed")
    rows: list[list[object]] = []
    for name in names:
        tally = result.tallies[name]
        figures = (f"{tally.precision:.3f}", f"{tally.recall:.3f}", f"{tally.f1:.3f}")
        rows.append([name, *figures, tally.right, tally.wrong, tally.missed])
    shown = [
        [f"– {name.split('/')[1]}" if "/" in name else name, *cells]
        for name, (_, *cells) in zip(names, rows, strict=True)
    ]
    agreements = [
        (name, "" if found.share is None else f"{found.share:.3f}", found.compared)
        for name, found in sorted(result.agreements.items())
    ]
    title = counted(result.documents, "document")
    parts: list[str | Block | Table] = [Table(columns, shown, title, frozenset(columns[1:]))]
    parts.append(
        Table(("of what matched", "agrees", "compared"), agreements, "Agreement", frozenset(("agrees", "compared")))
    )
    if result.silent:
        parts.append(f"Documents without a relation: {result.silent}; more than one found in {len(result.overheard)}.")
    listed = []
    for mistake in mistakes:
        heading = f"{mistake.kind} {mistake.what} in {mistake.document}: {mistake.claim}"
        told = [f"“{clean(mistake.evidence)}”", *([f"by {clean(mistake.rule)}"] if mistake.rule else [])]
        parts.append(Block(heading, told))
        listed.append(
            {name: getattr(mistake, name) for name in ("kind", "what", "document", "claim", "evidence", "rule")}
        )
    plain: dict[str, Any] = {**result.to_json(), "mistakes": listed, "below": list(below)}
    flat = [*rows, *([f"agreement/{name}", share, "", "", compared, "", ""] for name, share, compared in agreements)]
    return Page(parts, plain, columns, flat)
