"""`kg learn`: trains the judge from annotated documents."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.plain import clean, counted
from kg.errors import UsageError
from kg.labels import LANGUAGES

if TYPE_CHECKING:
    from kg.extract.document_json import DocumentJson
    from kg.extract.judge import Judge
    from kg.learn.examples import Reader

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
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Whose documents to read.")
def learn(gold: tuple[Path, ...], output: Path, lang: str) -> None:
    """Train the model that judges relations from folders of annotated documents in one language.

    For English the smaller models go into the folder of FILE too: types-en.json.gz types unknown names,
    figures-en.json.gz tells what a number measures, times-en.json.gz chooses the time of a statement, and
    sources-en.json.gz who tells it. Needs the extra "learn". The same documents give the same files. Takes a few
    minutes.
    """
    if not output.parent.is_dir():  # said now rather than after minutes of training
        raise UsageError(f"Cannot write {output}: there is no folder {output.parent}.")
    from kg.extract.gold import read_gold

    documents = [d for folder in gold for d in read_gold(folder).values() if d.get("lang", "en") == lang]
    about = {"documents": len(documents), "language": lang, "folders": sorted(folder.name for folder in gold)}
    (_english if lang == "en" else _chinese)(documents, about, output)


def _chinese(documents: Sequence[DocumentJson], about: Mapping[str, Any], output: Path) -> None:
    """Learns the judge of Chinese relations."""
    from kg.extract.chinese.reader import ChineseReader
    from kg.ontology import registry, schema

    reader = ChineseReader(schema.load(), registry.load(), judged=False)
    _judge(documents, reader, about, output, "zh")


def _judge(
    documents: Sequence[DocumentJson], reader: Reader, about: Mapping[str, Any], output: Path, lang: str
) -> Judge:
    """Learns what judges relations, writes it, and tells what it reaches."""
    from kg.extract.judge import save
    from kg.learn import PRECISION, read_examples, train

    with click.progressbar(documents, label="Reading", file=sys.stderr) as bar:
        examples = list(read_examples(bar, reader))
    model = train(examples, reader.ontology, about, wanted=PRECISION[lang])
    save(model, output)
    reached = ", ".join(f"{name} {value:.3f}" for name, value in model.about["unread_pairs"].items())
    told = f"{counted(len(documents), 'document')}, {counted(len(examples), 'pair')}"
    click.echo(f"{clean(output)}: {told}; on pairs that it had not read: {reached}.")
    return model


def _english(documents: Sequence[DocumentJson], about: Mapping[str, Any], output: Path) -> None:
    """Learns the judge of English relations and the smaller models beside it."""
    from kg.extract.english.figures import choosing
    from kg.extract.english.names import typer
    from kg.extract.english.names.mentions import prepare
    from kg.extract.english.reader import EnglishReader
    from kg.extract.english.stance import choice
    from kg.extract.english.times import chooser
    from kg.learn import read_times, train_times
    from kg.learn.figures import read_figures, train_figures
    from kg.learn.sources import train_sources
    from kg.learn.types import read_names, train_types
    from kg.ontology import registry, schema

    known = registry.load()
    types = train_types(read_names(documents, known), about)
    if types is not None:  # all that follows reads names with it
        typer.save(types, output.with_name(typer.MODEL.name))
        prepare(known).types = types
    reader = EnglishReader(schema.load(), known, judged=False)
    model = _judge(documents, reader, about, output, "en")
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
