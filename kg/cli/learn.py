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

    Needs the extra "learn". The same documents give the same file. Takes a few minutes.
    """
    if not output.parent.is_dir():  # said now rather than after minutes of training
        raise UsageError(f"Cannot write {output}: there is no folder {output.parent}.")
    from kg.extract.english.reader import EnglishReader
    from kg.extract.gold import read_gold
    from kg.extract.judge import save
    from kg.learn import read_examples, train
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
