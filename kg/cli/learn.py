"""`kg learn`: trains the judge from annotated documents."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.plain import clean, counted
from kg.errors import UsageError


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

    Into the folder of FILE go the smaller models too: times-en.json.gz chooses the time of a statement, and
    sources-en.json.gz who tells it. Needs the extra "learn". The same documents give the same files. Takes a few
    minutes.
    """
    if not output.parent.is_dir():  # said now rather than after minutes of training
        raise UsageError(f"Cannot write {output}: there is no folder {output.parent}.")
    from kg.extract.english.reader import EnglishReader
    from kg.extract.english.stance import choice
    from kg.extract.english.times import chooser
    from kg.extract.gold import read_gold
    from kg.extract.judge import save
    from kg.learn import read_examples, read_times, train, train_times
    from kg.learn.sources import train_sources
    from kg.ontology import registry, schema

    ontology = schema.load()
    documents = [d for folder in gold for d in read_gold(folder).values() if d.get("lang", "en") == "en"]
    reader = EnglishReader(ontology, registry.load(), judged=False)
    with click.progressbar(documents, label="Reading", file=sys.stderr) as bar:
        examples = list(read_examples(bar, reader))
    about = {"documents": len(documents), "language": "en", "folders": sorted(folder.name for folder in gold)}
    model = train(examples, ontology, about)
    save(model, output)
    reached = ", ".join(f"{name} {value:.3f}" for name, value in model.about["unread_pairs"].items())
    told = f"{counted(len(documents), 'document')}, {counted(len(examples), 'pair')}"
    click.echo(f"{clean(output)}: {told}; on pairs that it had not read: {reached}.")
    reader.relations.judge = model
    with click.progressbar(documents, label="Times", file=sys.stderr) as bar:
        times = train_times([read_times(document, reader) for document in bar], about)
    if times is not None:
        second = output.with_name(chooser.MODEL.name)
        chooser.save(times, second)
        reached = ", ".join(f"{name} {value:.3f}" for name, value in times.about["unread_times"].items())
        click.echo(f"{clean(second)}: times of statements; on those that it had not read: {reached}.")
    sources = train_sources(documents, reader)
    if sources is not None:
        beside = output.with_name(choice.MODEL.name)
        choice.save(sources, beside)
        click.echo(
            f"{clean(beside)}: from whom it is told; on statements that it had not read: {sources.about['unread']:.3f}."
        )
