"""`kg ingest`, `kg extract` and `kg delete`: articles in, annotations out, articles out again."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from kg.cli.options import Published, TextType, Whole, formats, settings
from kg.cli.plain import clean, counted
from kg.cli.render import Block, Page, json_line, show, write
from kg.cli.say import mark
from kg.cli.tongue import Tongue
from kg.labels import LANGUAGES

if TYPE_CHECKING:
    from kg.config import Settings
    from kg.extract.document_json import DocumentJson, ObservationJson, RelationJson
    from kg.extract.explanation import Explanation
    from kg.ingest.source import Result
    from kg.pipeline import Step, Summary


class Source(TextType):
    """A file, a folder, an address, or -."""

    name = "source"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuses the empty name, which would stand for the folder one is in."""
        if not str(value).strip():
            self.fail("the name is empty.", param, ctx)
        return str(value)


_SOURCES = click.argument("sources", metavar="PATH|URL|-…", type=Source(), nargs=-1, required=True)


def _described(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the options that say what documents do not say themselves."""
    for option in (
        click.option("--lang", type=click.Choice(LANGUAGES), help="Language of documents that state none."),
        click.option("--publisher", metavar="NAME", help="Publisher of documents that name none."),
        click.option(
            "--published", type=Published(), metavar="DATE", help="Publication date of documents without one."
        ),
    ):
        command = option(command)
    return command


@click.command(epilog="Example: kg ingest seeds/articles --workers 2")
@_SOURCES
@_described
@click.option("--workers", type=Whole(min=1), metavar="N", help="Processes that extract. Default: KG_WORKERS, else 1.")
@formats("table", "json", "csv")
@click.pass_context
def ingest(
    ctx: click.Context,
    sources: tuple[str, ...],
    published: Any,
    publisher: str | None,
    lang: str | None,
    workers: int | None,
    form: str,
) -> None:
    """Read files, folders, web addresses or - (stdin) into the store.

    txt, md, html, pdf, json and jsonl are read. A document that is in already is skipped, and a stopped run goes on
    where it was when it is started again. What cannot be read is told, the rest goes on, and the exit status is 1.
    """
    from kg import assembly, pipeline
    from kg.errors import StoreError

    chosen = settings(ctx)
    documents = _read(sources, chosen, published, publisher, lang)
    with assembly.open_writer(settings=chosen) as writer, _progress("reading") as told:
        done = pipeline.Summary()

        def step(item: Step) -> None:
            done.count(item)
            if item.error is not None:
                told.say(str(item.error))
            told.move(f"{_outcomes(done)}  {item.document}")

        try:
            summary = pipeline.ingest(
                documents,
                assembly.extractor,
                writer,
                assembly.shape(),
                workers=workers or chosen.workers,
                progress=step,
            )
        except (KeyboardInterrupt, StoreError):
            if done.added or done.replaced:
                told.say(f"Stopped: {_outcomes(done)}. What is read stays; the same command goes on from here.")
            raise
    show(_summary(summary), form)
    if summary.failed:
        ctx.exit(1)


@click.command(epilog="Example: kg extract article.md --format table")
@_SOURCES
@_described
@click.option("--explain", "explained", is_flag=True, help="Tell how: names, links, frames, and what was rejected.")
@formats("jsonl", "json", "table")
@click.pass_context
def extract(
    ctx: click.Context,
    sources: tuple[str, ...],
    published: Any,
    publisher: str | None,
    lang: str | None,
    explained: bool,
    form: str,
) -> None:
    """Print what articles say, without a store.

    jsonl is one annotated document a line, json the same indented, table is for reading. With --explain it is told
    sentence by sentence how they were read, as a table unless --format says otherwise.

    Entities carry the spans of their mentions, relations and observations the start and end of their evidence:
    half-open ranges of characters in title + line break + text.
    """
    from kg import assembly
    from kg.errors import DocumentError
    from kg.extract.document_json import to_json

    if explained and ctx.get_parameter_source("form") is ParameterSource.DEFAULT:
        form = "table"
    failed = False
    extractor = None
    for item in _read(sources, settings(ctx), published, publisher, lang):
        if isinstance(item, DocumentError):
            failed = True
            click.echo(f"Error: {clean(item)}", err=True)
            continue
        extractor = extractor or assembly.extractor()
        page = _explained(extractor.explain(item)) if explained else _annotated(to_json(extractor.extract(item)))
        if form == "jsonl":
            write(json_line(page.json))
            sys.stdout.flush()
        else:
            show(page, form)
    if failed:
        ctx.exit(1)


@click.command(epilog="Example: kg delete d7c12a90be4411f0")
@click.argument("documents", metavar="DOC…", nargs=-1, required=True)
@click.pass_context
def delete(ctx: click.Context, documents: tuple[str, ...]) -> None:
    """Take back exactly what documents brought.

    DOC is a document's id, as `kg evidence NAME --format json` shows it.
    """
    from kg import assembly, pipeline
    from kg.errors import StoreError

    chosen = settings(ctx)
    if not chosen.store.exists():
        raise StoreError(f"There is no store at {chosen.store}.")
    missing = 0
    with assembly.open_writer(settings=chosen) as writer:
        for document in documents:
            if pipeline.delete(document, writer):
                click.echo(f"Deleted {clean(document)}.")
            else:
                missing += 1
                click.echo(f"Error: The store has no document {clean(document)!r}.", err=True)
    if missing:
        ctx.exit(1)


def _read(
    sources: tuple[str, ...], chosen: Settings, published: Any, publisher: str | None, lang: str | None
) -> Iterator[Result]:
    from kg.ingest import read

    def note(line: str) -> None:
        click.echo(clean(line), err=True)

    for source in sources:
        yield from read(source, settings=chosen, published=published, publisher=publisher, language=lang, note=note)


def _outcomes(done: Summary) -> str:
    names = ("added", "replaced", "unchanged", "failed")
    return ", ".join(f"{getattr(done, name)} {name}" for name in names if getattr(done, name)) or "nothing yet"


def _summary(summary: Summary) -> Page:
    names = ("added", "replaced", "unchanged", "failed", "statements", "evidence")
    plain = {name: getattr(summary, name) for name in names}
    errors = [str(error) for error in summary.errors]
    told = f"{counted(summary.statements, 'statement')} with {counted(summary.evidence, 'piece')} of evidence"
    brought = f": {told}" if summary.added or summary.replaced else ""
    return Page(
        [f"{_outcomes(summary)}{brought}."], {**plain, "errors": errors}, ("name", "count"), list(plain.items())
    )


def _explained(told: Explanation) -> Page:
    from kg.cli.explained import page

    return page(told, Tongue())


def _annotated(told: DocumentJson) -> Page:
    tongue = Tongue()
    wording = tongue.wording
    names = {entity["id"]: entity["name"] for entity in told["entities"]}
    heading = f"{told['title'] or told['id']} · {told['publisher'] or '?'} · {told['published'] or 'undated'}"
    entities = ", ".join(f"{entity['name']} ({wording.type(entity['type'])})" for entity in told["entities"])
    parts = [Block(heading, [f"Entities: {entities or 'none'}"])]
    for relation in told["relations"]:
        arrow = "—" if wording.symmetric(relation["predicate"]) else "→"
        link = f"— {wording.relation(relation['predicate'])} {arrow}"
        ends = f"{names.get(relation['subject'])} {link} {names.get(relation['object'])}"
        parts.append(_told(ends, relation, relation["qualifiers"], tongue))
    for item in told["observations"]:
        figure = f"{item['comparator'] or ''}{item['value']:,} {item['unit']}"
        added = {"benchmark": item["benchmark"]} if item["benchmark"] else {}
        claim = f"{names.get(item['subject'])} — {wording.metric(item['metric'])}: {figure}"
        parts.append(_told(claim, item, added, tongue))
    return Page(parts, told)


def _told(claim: str, item: RelationJson | ObservationJson, added: dict[str, Any], tongue: Tongue) -> Block:
    """A claim with the words that tell it, and what they add."""
    plain = {
        name: f"{value['value']:,} {value['unit']}" if isinstance(value, dict) else value
        for name, value in added.items()
    }
    details = [f"{tongue.wording.qualifier(name)}: {value}" for name, value in plain.items()]
    details += [f"time: {item['when']}"] if item["when"] else []
    details += [f"according to {item['attribution']}"] if item["attribution"] else []
    return Block(
        claim, [f"{mark(item['modality'], tongue)}“{item['evidence']}”", *([" · ".join(details)] if details else [])]
    )


class _Silent:
    """Tells errors, and nothing of how far things are."""

    def move(self, line: str) -> None:
        """Nobody looks."""

    def say(self, line: str) -> None:
        """One line that stays."""
        click.echo(clean(line), err=True)


class _Spinning(_Silent):
    """A line on the terminal that says how far things are."""

    def __init__(self, update: Callable[[str], None], stay: Callable[[str], None]) -> None:
        self._update = update
        self._stay = stay

    def move(self, line: str) -> None:
        """Changes the line."""
        self._update(clean(line))

    def say(self, line: str) -> None:
        """A line above that stays."""
        self._stay(clean(line))


@contextmanager
def _progress(first: str) -> Iterator[_Silent]:
    """Progress on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        yield _Silent()
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.text import Text

    console = Console(stderr=True, markup=False, highlight=False, emoji=False)
    columns = (SpinnerColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(first, total=None)
        yield _Spinning(lambda line: bar.update(task, description=line), lambda line: console.print(Text(line)))
