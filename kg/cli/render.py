"""Answers as tables, JSON and CSV: the one place that writes to standard output.

Text from articles passes through `plain` on its way, and rich never reads it as markup.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from kg.cli.plain import MEASURE, NARROWEST, clean, columns_of_terminal, csv_safe, escaped, wrap

if TYPE_CHECKING:
    from rich.table import Table as RichTable


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


def _show_page(page: Page) -> None:
    """Written in one go: a call a line would take longer than the question."""
    columns = columns_of_terminal()
    measure = min(columns, MEASURE)
    lines: list[str] = []
    if page.note:
        lines += [*wrap(page.note, measure), ""]
    if not page.parts:
        lines += wrap(page.empty, measure)
    for number, part in enumerate(page.parts):
        if isinstance(part, Table):
            lines += _table(part, columns)
        elif isinstance(part, Block):
            if number and not part.indent:
                lines.append("")
            lines += _block(part, measure)
        else:
            lines += wrap(part, measure) or [""]
    if page.footer:
        lines.append("")
    for text in page.footer:
        lines += wrap(text, measure)
    click.echo("\n".join(lines))


def _block(block: Block, measure: int) -> Iterator[str]:
    """The heading in bold and what is below it, one step further in."""
    start = "  " * block.indent
    for line in wrap(block.heading, max(NARROWEST, measure - len(start))) or [""]:
        yield start + click.style(line, bold=True)
    start += "  "
    for text in block.lines:
        for line in wrap(text, max(NARROWEST, measure - len(start))):
            yield start + line


def _table(table: Table, columns: int) -> Iterator[str]:
    from rich.console import Console

    console = Console(width=columns, markup=False, highlight=False, emoji=False, color_system=None)
    with console.capture() as caught:
        console.print(_rich(table))
    if table.title:
        yield ""
        yield click.style(clean(table.title), bold=True)
    for line in caught.get().splitlines():
        yield line.rstrip()


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
