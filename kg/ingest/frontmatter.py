"""The block between two `---` lines at the head of a text or Markdown file; and plain text documents."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.errors import DocumentError
from kg.ingest.meta import Raw, drop_title
from kg.ingest.text import clean

_FENCE = re.compile(r"---[ \t]*")
_CLOSE = re.compile(r"(?:---|\.\.\.)[ \t]*")
_PAIR = re.compile(r"([A-Za-z_][\w -]{0,40}):(?:[ \t]+(.*))?")
_MAX_LINES = 200
_MAX_LENGTH = 65_536
_KEYS = frozenset({"title", "published", "date", "publisher", "lang", "language", "url", "id"})
_NULLS = frozenset({"", "~", "null", "none"})
_STOPS = ".!?…。！？；;:：,，"


def split(text: str, where: str) -> tuple[dict[str, str], str]:
    """The pairs of the front matter (keys in lower case, values as written) and the text after it.

    Text that only begins with a rule (`---`, then no `key:`) has no front matter and comes back whole.
    Raises DocumentError naming the line for front matter that is not closed or cannot be read.
    """
    text = clean(text).lstrip("\n")
    lines = text.split("\n", _MAX_LINES + 1)
    if len(lines) < 2 or not _FENCE.fullmatch(lines[0]) or not _PAIR.fullmatch(lines[1].rstrip()):
        return {}, text
    end = next((number for number, line in enumerate(lines[1:], start=1) if _CLOSE.fullmatch(line)), None)
    if end is None and _key(lines[1]) not in _KEYS:
        return {}, text
    if end is None:
        raise DocumentError(f"{where}:1", "its front matter is not closed; write a line --- after it")
    return _pairs(lines[1:end], where), "\n".join(lines[end + 1 :])


def raw(head: Mapping[str, str], title: str | None, body: str) -> Raw:
    """A raw document from front matter and what the text itself gave. The front matter's title goes first."""
    title = head.get("title") or title
    return Raw(
        body=drop_title(title, body).strip(),
        title=title,
        publisher=head.get("publisher"),
        published=head.get("published") or head.get("date"),
        language=head.get("lang") or head.get("language"),
        id=head.get("id"),
        url=head.get("url"),
    )


def read_text(text: str, where: str) -> Raw:
    """A plain text document. A short first line over an empty one, without a full stop, is its title."""
    head, body = split(text, where)
    first, _, rest = body.strip().partition("\n")
    line = first.strip()
    headline = rest.startswith("\n") and 8 <= len(line) <= 200 and line[-1] not in _STOPS
    if headline and rest.strip() and not head.get("title"):
        return raw(head, line, rest)
    return raw(head, None, body)


def _key(line: str) -> str:
    return line.partition(":")[0].strip().casefold()


def _pairs(lines: list[str], where: str) -> dict[str, str]:
    if sum(map(len, lines)) > _MAX_LENGTH:
        raise DocumentError(f"{where}:1", f"its front matter is longer than {_MAX_LENGTH} characters; shorten it")
    import yaml

    try:
        # Every value stays the string that was written: 2025-03 is no number and "No" no boolean.
        loaded = yaml.load("\n".join(lines), Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes only strings
    except (yaml.YAMLError, RecursionError):
        loaded = _plain_pairs(lines, where)
    if not isinstance(loaded, dict):
        raise DocumentError(f"{where}:2", "its front matter cannot be read; write one `key: value` a line")
    known = {str(key).strip().casefold(): value for key, value in loaded.items() if isinstance(value, str)}
    return {key: value for key, value in known.items() if value.strip().casefold() not in _NULLS}


def _plain_pairs(lines: list[str], where: str) -> dict[str, str]:
    """`key: value` lines that YAML refuses, such as a title with a colon in it."""
    pairs: dict[str, str] = {}
    for number, line in enumerate(lines, start=2):
        match = _PAIR.fullmatch(line.rstrip())
        if match:
            value = (match[2] or "").strip()
            quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
            pairs[match[1]] = value[1:-1] if quoted else value
        elif line.strip() and not line[0].isspace() and line[0] not in "#-":
            raise DocumentError(f"{where}:{number}", "its front matter cannot be read here; write `key: value`")
    return pairs
