"""Answers as tables, JSON and CSV: the one place that writes to standard output.

Text from articles passes through `plain` on its way, and rich never reads it as markup.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from kg.cli.plain import clean, csv_safe, escaped, wrap

if TYPE_CHECKING:
    from rich.table import Table as RichTable

#: The widest that running text is set.
_MEASURE = 100
_NARROWEST = 24


@dataclass(frozen=True)
class Table:
    """Rows of cells under named columns; `right` holds the columns that are set flush right."""

    columns: Sequence[str]
    rows: Sequence[Sequence[object]]
    title: str | None = None
    right: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Block:
    """A heading with paragraphs below it. `indent` is in steps of two columns."""

    heading: str
    lines: Sequence[str] = ()
    indent: int = 0


@dataclass(frozen=True)
class Page:
    """An answer in all its forms.

    `parts` is what a reader sees, in order: texts, blocks and tables. `json` is the same as plain values, `columns`
    and `rows` the same as one flat table. `empty` is shown where there is nothing to see, `note` above all.
    """

    parts: Sequence[str | Block | Table]
    json: Any
    columns: Sequence[str] = ()
    rows: Iterable[Sequence[object]] = ()
    note: str | None = None
    empty: str = "Nothing found."
    footer: Sequence[str] = field(default_factory=tuple)


def show(page: Page, form: str) -> None:
    """Writes an answer as `table`, `json` or `csv`. With CSV, which has no place for it, the note goes to stderr."""
    match form:
        case "json":
            write(json_text(page.json))
        case "csv":
            if page.note:
                click.echo(clean(page.note), err=True)
            write_csv(page.columns, page.rows)
        case _:
            _show_page(page)


def json_text(value: Any) -> str:
    """Indented JSON with readable Chinese."""
    import json

    return escaped(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)) + "\n"


def json_line(value: Any) -> str:
    """JSON on one line."""
    import json

    return escaped(json.dumps(value, ensure_ascii=False, allow_nan=False)) + "\n"


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """One line for the columns' names and one a row, by RFC 4180; cells are made safe by `plain.csv_safe`."""
    import csv
    import io

    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([csv_safe(cell) for cell in row])
    write(buffer.getvalue())


def write(text: str) -> None:
    """Text as UTF-8, whatever the terminal's encoding: it is data."""
    write_bytes(text.encode("utf-8", "replace"))


def write_bytes(content: bytes) -> None:
    """Bytes as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def columns_of_terminal() -> int:
    """The terminal's width; 80 where there is none."""
    return max(_NARROWEST, shutil.get_terminal_size((80, 24)).columns)


def _show_page(page: Page) -> None:
    if page.note:
        _paragraph(page.note, 0)
        click.echo()
    if not page.parts:
        _paragraph(page.empty, 0)
    for number, part in enumerate(page.parts):
        if isinstance(part, Table):
            _table(part)
            continue
        if number and isinstance(part, Block) and not part.indent:
            click.echo()
        if isinstance(part, Block):
            _block(part)
        else:
            _paragraph(part, 0)
    if page.footer:
        click.echo()
    for line in page.footer:
        _paragraph(line, 0)


def _block(block: Block) -> None:
    lines = wrap(block.heading, min(columns_of_terminal(), _MEASURE) - 2 * block.indent) or [""]
    for line in lines:
        click.echo("  " * block.indent + click.style(line, bold=True))
    for text in block.lines:
        _paragraph(text, block.indent + 1)


def _paragraph(text: str, indent: int) -> None:
    for line in wrap(text, max(_NARROWEST, min(columns_of_terminal(), _MEASURE) - 2 * indent)):
        click.echo("  " * indent + line)


def _table(table: Table) -> None:
    from rich.console import Console

    console = Console(width=columns_of_terminal(), markup=False, highlight=False, emoji=False, color_system=None)
    with console.capture() as caught:
        console.print(_rich(table))
    lines = [line.rstrip() for line in caught.get().splitlines()]
    if table.title:
        click.echo("\n" + click.style(clean(table.title), bold=True))
    for line in lines:
        click.echo(line)


def _rich(table: Table) -> RichTable:
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    made = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in table.columns:
        made.add_column(Text(name), justify="right" if name in table.right else "left", overflow="fold")
    for row in table.rows:
        made.add_row(*(Text(cell_text(cell)) for cell in row))
    return made


def cell_text(value: object) -> str:
    """A cell as a reader sees it.

    >>> cell_text(None), cell_text(True), cell_text(1234567), cell_text(0.5)
    ('', 'yes', '1,234,567', '0.5')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return clean(value)


def counts(title: str, name: str, found: Mapping[str, int]) -> Table:
    """A table of how often each name occurs, in the order given."""
    return Table((name, "count"), tuple(found.items()), title, frozenset(("count",)))
