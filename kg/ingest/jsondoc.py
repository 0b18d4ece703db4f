"""JSON documents: one, a list, or one a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.errors import DocumentError
from kg.ingest.meta import Raw
from kg.ingest.text import clean, decode, refuse_binary

#: A raw document with the name of its place, or what is wrong there.
Item = tuple[str, Raw] | DocumentError

_FORM = "give an object with `text` and, where known, `id`, `title`, `published`, `lang`, `publisher`, `url`"


def read(data: bytes, where: str, charset: str | None = None) -> Iterator[Item]:
    """Documents of a JSON file: an object or a list of objects. JSON Lines under the name .json are read too.

    A fault in one member of a list is yielded and the rest goes on. Raises DocumentError when the file is no JSON.
    """
    text = decode(data, where, charset)
    try:
        value = _loads(text, where)
    except DocumentError:
        if not _is_lines(text):
            raise
        yield from _read_text_lines(text, where)
        return
    if not isinstance(value, list):
        yield _item(value, where)
        return
    if not value:
        raise DocumentError(where, "is an empty list; there is nothing to read")
    for number, member in enumerate(value, start=1):
        yield _item(member, f"{where}: item {number}")


def read_lines(stream: BinaryIO, where: str, limit: int) -> Iterator[Item]:
    """Documents of a JSON Lines stream, one at a time, so that the whole may be larger than `limit` bytes a line.

    A fault in one line is yielded, named by its number, and the rest goes on.
    Raises DocumentError when the stream is empty or binary.
    """
    first = stream.readline(limit + 1)
    if first[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = first + stream.read(limit + 1 - len(first))
        if len(data) > limit:
            raise DocumentError(
                where, f"is in UTF-16 and larger than {limit} bytes; save it as UTF-8, which is read by line"
            )
        yield from _read_text_lines(decode(data, where), where)
        return
    refuse_binary(first, where)
    first = first.removeprefix(b"\xef\xbb\xbf")
    number, empty, line = 0, True, first
    while line:
        number += 1
        place = f"{where}:{number}"
        if len(line) > limit:
            while line and not line.endswith(b"\n"):
                line = stream.readline(1 << 20)
            empty = False
            yield DocumentError(place, f"the line is larger than {limit} bytes; raise KG_MAX_DOCUMENT_BYTES to read it")
        elif line.strip():
            if b"\x00" in line[:4096] and empty:
                raise DocumentError(
                    where, f"is a binary file (a zero byte at offset {line.index(bytes(1))}), no JSON Lines"
                )
            empty = False
            try:
                yield _line(decode(line, place), place)
            except DocumentError as error:
                yield error
        line = stream.readline(limit + 1)
    if empty:
        raise DocumentError(where, "is empty; there is nothing to read")


def opens_like_json(text: str) -> bool:
    """True when the text opens as a JSON object or a list of objects does; "[Beijing, 6 March]" does not."""
    start = text.lstrip()[:200]
    following = start[1:].lstrip()[:1]
    return following != "" and following in {"{": '"}', "[": "{]"}.get(start[:1], "")


def _read_text_lines(text: str, where: str) -> Iterator[Item]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            place = f"{where}:{number}"
            try:
                yield _line(line, place)
            except DocumentError as error:
                yield error


def _line(text: str, place: str) -> Item:
    return _item(_loads(text.strip("\r\n"), place), place)  # a line's end is not the next line's start


def _is_lines(text: str) -> bool:
    """True when the first line alone is an object and more follows."""
    first, _, rest = text.strip().partition("\n")
    try:
        return bool(rest) and isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _loads(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        at = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
            reason = f"the JSON breaks off ({at}); it is half-downloaded or cut, get it again"
        else:
            reason = f"is no valid JSON at {at} ({error.msg}); correct it there"
    except RecursionError:
        reason = "its JSON is nested too deep; " + _FORM
    except ValueError:
        reason = "its JSON holds a number that is too long; correct it"
    raise DocumentError(where, reason) from None


def _item(value: Any, where: str) -> Item:
    if not isinstance(value, dict):
        return DocumentError(where, f"is no document but {_kind(value)}; {_FORM}")
    if "text" not in value:
        return DocumentError(where, f"has no `text`; {_FORM}")
    fields: dict[str, str | None] = {}
    for key in ("text", "title", "publisher", "published", "lang", "id", "url"):
        found = value.get(key)
        if isinstance(found, int) and not isinstance(found, bool) and key in ("id", "published"):
            found = str(found)
        if found is not None and not isinstance(found, str):
            return DocumentError(where, f"its `{key}` is {_kind(found)}; give a string")
        fields[key] = found
    body = fields["text"] or ""
    # The body stays as it is: other files may hold offsets into it.
    return where, Raw(
        body=clean(body),
        title=fields["title"],
        publisher=fields["publisher"],
        published=fields["published"],
        language=fields["lang"],
        id=fields["id"],
        url=fields["url"],
    )


def _kind(value: Any) -> str:
    names = {
        dict: "an object",
        list: "a list",
        bool: "true or false",
        str: "a string",
        int: "a number",
        float: "a number",
    }
    return names.get(type(value), "null")
