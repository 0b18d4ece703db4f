"""`kg learn`: trains the judge from annotated documents."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.plain import clean, counted
from kg.errors import UsageError

#: Texts of fewer words are excerpts.
WHOLE = 80


@click.command(epilog="Example: kg learn seeds/gold/train -o relations-en.json.gz")
@click.argument("gold", metavar="GOLD_DIR…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    metavar="FILE",
    help="The model file to write.",
)
def learn(gold: tuple[Path, ...], output: Path) -> None:
    """Train the model that judges relations from folders of annotated documents.

    Into the folder of FILE go the smaller models too: types-en.json.gz types unknown names, times-en.json.gz chooses
    the time of a statement, and sources-en.json.gz who tells it. Needs the extra "learn". The same documents give the
    same files. Takes a few minutes.
    """
    if not output.parent.is_dir():  # said now rather than after minutes of training
        raise UsageError(f"Cannot write {output}: there is no folder {output.parent}.")
    from kg.extract.english.figures import choosing
    from kg.extract.english.names import typer
    from kg.extract.english.names.mentions import prepare
    from kg.extract.english.reader import EnglishReader
    from kg.extract.english.stance import choice
    from kg.extract.english.times import chooser
    from kg.extract.gold import read_gold
    from kg.extract.judge import save
    from kg.learn import read_examples, read_times, train, train_times
    from kg.learn.figures import read_figures, train_figures
    from kg.learn.sources import train_sources
    from kg.learn.types import read_names, train_types
    from kg.ontology import registry, schema

    ontology = schema.load()
    documents = [d for folder in gold for d in read_gold(folder).values() if d.get("lang", "en") == "en"]
    about = {"documents": len(documents), "language": "en", "folders": sorted(folder.name for folder in gold)}
    known = registry.load()
    types = train_types(read_names(documents, known), about)
    if types is not None:  # all that follows reads names with it
        typer.save(types, output.with_name(typer.MODEL.name))
        prepare(known).types = types
    reader = EnglishReader(ontology, known, judged=False)
    with click.progressbar(documents, label="Reading", file=sys.stderr) as bar:
        examples = list(read_examples(bar, reader))
    model = train(examples, ontology, about)
    save(model, output)
    reached = ", ".join(f"{name} {value:.3f}" for name, value in model.about["unread_pairs"].items())
    told = f"{counted(len(documents), 'document')}, {counted(len(examples), 'pair')}"
    click.echo(f"{clean(output)}: {told}; on pairs that it had not read: {reached}.")
    if types is not None:
        reached = ", ".join(f"{name} {value:.3f}" for name, value in types.about["unread_f1"].items())
        file = clean(output.with_name(typer.MODEL.name))
        click.echo(f"{file}: types of unknown names; F1 on documents that it had not read: {reached}.")
    reader.relations.judge = model
    with click.progressbar(documents, label="Figures", file=sys.stderr) as bar:
        figures = train_figures([read_figures(document, reader) for document in bar], about)
    if figures is not None:
        reader.figures = figures
        third = output.with_name(choosing.MODEL.name)
        choosing.save(figures, third)
        reached = ", ".join(f"{name} {value:.3f}" for name, value in figures.about["unread_figures"].items())
        click.echo(f"{clean(third)}: what a number tells and of whom; on those that it had not read: {reached}.")
    # an excerpt has no dateline, no lead, no speaker: what times and sources are read from
    whole = [d for d in documents if len(d["text"].split()) >= WHOLE] or documents
    with click.progressbar(whole, label="Times", file=sys.stderr) as bar:
        times = train_times([read_times(document, reader) for document in bar], about)
    if times is not None:
        second = output.with_name(chooser.MODEL.name)
        chooser.save(times, second)
        reached = ", ".join(f"{name} {value:.3f}" for name, value in times.about["unread_times"].items())
        click.echo(f"{clean(second)}: times of statements; on those that it had not read: {reached}.")
    sources = train_sources(whole, reader)
    if sources is not None:
        beside = output.with_name(choice.MODEL.name)
        choice.save(sources, beside)
        click.echo(
            f"{clean(beside)}: from whom it is told; on statements that it had not read: {sources.about['unread']:.3f}."
        )
