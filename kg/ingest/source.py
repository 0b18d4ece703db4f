"""Where documents come from: a file, a folder, standard input, or a web address; and which reader each format gets."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from kg.config import Settings
from kg.errors import DocumentError, UsageError
from kg.ingest import frontmatter, html, jsondoc, markdown, pdf, url
from kg.ingest.language import normalise
from kg.ingest.meta import Builder, parse_published
from kg.ingest.text import decode, shown, shown_name
from kg.model.document import Document
from kg.model.when import When

Result = Document | DocumentError

#: Ending → format.
ENDINGS = {
    "txt": "text",
    "text": "text",
    "md": "markdown",
    "markdown": "markdown",
    "html": "html",
    "htm": "html",
    "xhtml": "html",
    "pdf": "pdf",
    "json": "json",
    "jsonl": "jsonl",
    "ndjson": "jsonl",
}
_READ = "txt, md, html, pdf, json and jsonl are read"
_STDIN = "<stdin>"
#: So many files that are passed over are named; the rest of a folder is counted.
_NAMED = 5
#: What marks a folder as a store.
_STORE = frozenset(("LAYOUT", "ledger.sqlite"))


def read(
    source: str | Path,
    *,
    settings: Settings,
    published: When | str | None = None,
    publisher: str | None = None,
    language: str | None = None,
    note: Callable[[str], None] | None = None,
) -> Iterator[Result]:
    """Documents of a file, a folder (with all below it), `-` (standard input), or an http(s) address.

    What cannot be read is yielded as a DocumentError in its place, never raised, so that a batch goes on. The order is
    that of the names. `published`, `publisher` and `language` (`en`, `zh`) supply what a document does not say itself.
    `note` hears one line for each file of a folder that is passed over for its ending.

    Raises UsageError, before anything is read, for a date or language that cannot be used.
    """
    if isinstance(published, str):
        try:
            published = parse_published(published)
        except ValueError as error:
            raise UsageError(str(error)) from None
    if language is not None and (known := normalise(language)) is None:
        raise UsageError(f"The language {shown(language)} is not read: give en or zh.")
    builder = Builder(published, publisher, known if language is not None else None)
    return _Reading(settings, builder, note or (lambda _: None)).source(source)


class _Reading:
    """One call of `read`: its settings, its defaults, and the ids met so far."""

    def __init__(self, settings: Settings, builder: Builder, note: Callable[[str], None]) -> None:
        self._limit = settings.max_document_bytes
        self._settings = settings
        self._builder = builder
        self._note = note

    def source(self, source: str | Path) -> Iterator[Result]:
        if isinstance(source, str) and source == "-":
            yield from self._guarded(self._stdin(), _STDIN)
        elif isinstance(source, str) and url.is_url(source):
            yield from self._guarded(self._url(source), url.display(source))
        else:
            path = Path(source)
            try:
                is_folder = path.is_dir()
            except (OSError, ValueError):
                is_folder = False  # opening it says what is wrong
            yield from self._folder(path) if is_folder else self._guarded(self._file(path), shown_name(str(path)))

    def _guarded(self, results: Iterator[Result], where: str) -> Iterator[Result]:
        """What one source raises, as a value."""
        try:
            yield from results
        except DocumentError as error:
            yield error
        except OSError as error:
            yield DocumentError(
                where, f"cannot be read: {error.strerror or 'the system refuses it'}; check name and rights"
            )

    def _folder(self, folder: Path) -> Iterator[Result]:
        refused: list[OSError] = []
        found = False
        passed = 0
        for parent, folders, names in os.walk(folder, onerror=refused.append):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for error in refused:
                yield DocumentError(
                    shown_name(str(error.filename)), f"cannot be read: {error.strerror}; check its rights"
                )
            refused.clear()
            if set(names) >= _STORE:
                self._note(f"{shown_name(parent)}: passed over, it is a store")
                folders.clear()
                continue
            for name in sorted(name for name in names if not name.startswith(".")):
                path = Path(parent, name)
                if path.suffix.casefold().lstrip(".") not in ENDINGS:
                    passed += 1
                    if passed <= _NAMED:
                        self._note(f"{shown_name(str(path))}: passed over; {_READ}")
                    continue
                found = True
                yield from self._guarded(self._file(path, in_folder=True), shown_name(str(path)))
        for error in refused:
            found = True
            yield DocumentError(shown_name(str(error.filename)), f"cannot be read: {error.strerror}; check its rights")
        if passed > _NAMED:
            self._note(f"{shown_name(str(folder))}: {passed - _NAMED:,} more files are passed over; {_READ}")
        if not found:
            yield DocumentError(shown_name(str(folder)), f"is a folder without documents; {_READ}")

    def _file(self, path: Path, *, in_folder: bool = False) -> Iterator[Result]:
        where = shown_name(str(path))
        ending = path.suffix.casefold().lstrip(".")
        try:
            status = path.stat()
        except ValueError:
            raise DocumentError(where, "is no name of a file; check it") from None
        pipe = stat.S_ISFIFO(status.st_mode) and not in_folder
        if not stat.S_ISREG(status.st_mode) and not pipe:
            raise DocumentError(where, "is no file but a device or the like; give a file or folder")
        if ending and ending not in ENDINGS:
            raise DocumentError(
                where, f"has an ending that is not known; {_READ}, `-` reads any of them from standard input"
            )
        kind = ENDINGS.get(ending, "")
        if not pipe and kind != "jsonl" and status.st_size > self._limit:
            raise DocumentError(where, self._too_large())
        with path.open("rb") as stream:
            yield from self._stream(stream, kind, where)

    def _stdin(self) -> Iterator[Result]:
        stream = getattr(sys.stdin, "buffer", None)
        if stream is None:
            raise DocumentError(_STDIN, "standard input is closed; give a file or an address")
        yield from self._stream(stream, "", _STDIN)

    def _url(self, address: str) -> Iterator[Result]:
        fetched = url.fetch(address, self._settings)
        where = url.display(address)
        kind = fetched.ending if fetched.ending in ENDINGS.values() else ENDINGS.get(fetched.ending, "")
        yield from self._stream(io.BytesIO(fetched.data), kind, where, fetched.charset, fetched.url)

    def _stream(
        self, stream: BinaryIO, kind: str, where: str, charset: str | None = None, address: str | None = None
    ) -> Iterator[Result]:
        if kind == "jsonl":
            yield from self._built(jsondoc.read_lines(stream, where, self._limit), address)
            return
        data = stream.read(self._limit + 1)
        if len(data) > self._limit:
            raise DocumentError(where, self._too_large())
        if not data.strip():
            raise DocumentError(where, "is empty; there is nothing to read")
        yield from self._built(_items(data, kind or _sniff(data, where, charset), where, charset), address)

    def _built(self, items: Iterator[jsondoc.Item], address: str | None) -> Iterator[Result]:
        for item in items:
            if isinstance(item, DocumentError):
                yield item
                continue
            where, raw = item
            try:
                yield self._builder.document(replace(raw, url=raw.url or address), where)
            except DocumentError as error:
                yield error

    def _too_large(self) -> str:
        return f"is larger than {self._limit} bytes; raise KG_MAX_DOCUMENT_BYTES to read it"


def _items(data: bytes, kind: str, where: str, charset: str | None) -> Iterator[jsondoc.Item]:
    match kind:
        case "pdf":
            yield where, pdf.read(data, where)
        case "html":
            yield where, html.read(data, where, charset)
        case "json":
            yield from jsondoc.read(data, where, charset)
        case "markdown":
            yield where, markdown.read(decode(data, where, charset), where)
        case _:
            yield where, frontmatter.read_text(decode(data, where, charset), where)


def _sniff(data: bytes, where: str, charset: str | None) -> str:
    """The format of bytes without a telling name."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if html.looks_like_html(data[:4096].decode("ascii", "ignore")):
        return "html"  # before decoding: the page itself may declare its charset
    text = decode(data, where, charset)
    if html.looks_like_html(text):
        return "html"
    if jsondoc.opens_like_json(text):
        return "json"
    _, body = frontmatter.split(text, where)
    return "markdown" if body.lstrip().startswith("# ") else "text"
