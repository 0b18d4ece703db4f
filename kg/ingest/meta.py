"""What stands beside a text (id, title, date, publisher, language, URL): checked, made safe, joined to a Document."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit, urlunsplit

from kg.errors import DocumentError
from kg.ingest.language import detect, normalise
from kg.ingest.text import clean, one_line, shown
from kg.model.document import Document, text_digest
from kg.model.ids import digest, slug
from kg.model.when import When

_MAX_TITLE = 1000
_MAX_PUBLISHER = 200
_MAX_URL = 2000
_SAFE_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?!\.)){0,99}")
_ID_LENGTH = 16

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
_MONTH = rf"(?P<name>{'|'.join(_MONTH_NAMES)})[a-z]{{0,6}}\.?"
_CLOCK = r"(?:(?:\s*T\s*|,?\s+)\d{1,2}(?::|时|点).{0,40})?"
_DATE_FORMS = tuple(
    re.compile(form + _CLOCK, re.ASCII | re.IGNORECASE)
    for form in (
        r"(?P<y>\d{4})(?:-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2}))?)?",
        r"(?P<y>\d{4})([/.])(?P<m>\d{1,2})(?:\2(?P<d>\d{1,2}))?",
        r"(?P<y>\d{4})\s*年(?:\s*(?P<m>\d{1,2})\s*月(?:\s*(?P<d>\d{1,2})\s*日)?)?",
        rf"(?:[a-z]{{3,9}},?\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{_MONTH},?[\s-]+(?P<y>\d{{4}})",
        rf"(?:[a-z]{{3,9}},?\s+)?{_MONTH}\s+(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?(?P<y>\d{{4}})",
    )
)


@dataclass(frozen=True, slots=True)
class Raw:
    """What a format gives before any check. `publisher_guess` counts only when nobody names the publisher."""

    body: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str | None = None
    id: str | None = None
    url: str | None = None
    publisher_guess: str | None = None


@dataclass(slots=True)
class Builder:
    """Makes documents out of raw ones; one builder serves one call of `read`.

    The three defaults supply what a document does not say itself.
    """

    published: When | None = None
    publisher: str | None = None
    language: str | None = None
    _seen: dict[str, tuple[str, str]] = field(default_factory=dict)

    def document(self, raw: Raw, where: str) -> Document:
        """Checks and joins. Raises DocumentError, with `where` as its source, for what cannot be used."""
        title = _short(raw.title, "title", _MAX_TITLE, where)
        body = clean(raw.body)
        if not body.strip():
            raise DocumentError(where, "holds no text; there is nothing to read")
        text = f"{title}\n{body}" if title else body
        document = Document(
            id=safe_id(raw.id) if raw.id else "d" + text_digest(text)[:_ID_LENGTH],
            body=body,
            title=title,
            publisher=_short(raw.publisher, "publisher", _MAX_PUBLISHER, where)
            or self.publisher
            or _short(raw.publisher_guess, "publisher", _MAX_PUBLISHER, where),
            published=_published(raw.published, where) or self.published,
            language=_language(raw.language, where) or self.language or detect(text),
            url=safe_url(raw.url) if raw.url else None,
        )
        first, first_digest = self._seen.setdefault(document.id, (where, document.digest))
        if first_digest != document.digest:
            # Storing it would silently replace the other text.
            raise DocumentError(
                where, f"its id {shown(document.id)} stands for another text in {first}; give it its own id"
            )
        return document


def parse_published(text: str) -> When:
    """A day, month or year from a date as people, feeds and programs write it; a time of day is left out.

    Raises ValueError for anything else: ambiguous orders such as 03/06/2025, quarters, intervals, numbers of seconds.

    >>> [parse_published(t).text for t in ("2025-03-06T10:00:00+08:00", "March 6, 2025", "6 Mar 2025", "2025年3月")]
    ['2025-03-06', '2025-03-06', '2025-03-06', '2025-03']
    """
    stripped = unicodedata.normalize("NFKC", text[:200]).strip()
    for form in _DATE_FORMS:
        match = form.fullmatch(stripped)
        if not match:
            continue
        parts = match.groupdict()
        month = int(parts["m"]) if parts.get("m") else _MONTHS.get((parts.get("name") or "").casefold())
        if not 1900 <= int(parts["y"]) <= 2199:
            break
        iso = (
            parts["y"]
            + (f"-{month:02d}" if month is not None else "")
            + (f"-{int(parts['d']):02d}" if parts["d"] else "")
        )
        return When.parse(iso)
    raise ValueError(f"{shown(text)} is no date: write 2025-03-06, 2025-03 or 2025")


def safe_id(given: str) -> str:
    """The id itself when it is plain; else a readable part of it with a digest, so that two ids never become one.

    >>> safe_id("t001"), safe_id("../../x")
    ('t001', 'x-9cdf6a50100a')
    """
    if _SAFE_ID.fullmatch(given):
        return given
    readable = re.sub(r"[^a-z0-9-]+", "", slug(given[:200])).strip("-")[:60].strip("-")
    return f"{readable or 'id'}-{digest(given.encode('utf-8', 'backslashreplace').decode(), length=12)}"


def safe_url(given: str) -> str | None:
    """An http or https address that is a valid IRI, without password and fragment; None when it is none.

    >>> safe_url("https://user:pw@example.com/a b?q=<x>#top"), safe_url("javascript:alert(1)")
    ('https://example.com/a%20b?q=%3Cx%3E', None)
    """
    try:
        parts = urlsplit(given.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or not re.fullmatch(r"[\w.:-]+", host):
        return None
    address = (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._", errors="replace")
    query = quote(parts.query, safe="/?%:@!$&'()*+,;=~-._", errors="replace")
    url = urlunsplit((parts.scheme, address, path, query, ""))
    return url if len(url) <= _MAX_URL else None


def drop_title(title: str | None, body: str) -> str:
    r"""The body without its first line where that line is the title once more.

    >>> drop_title("Kimi K2 is out", "Kimi K2  is out\n\nMoonshot released it.")
    'Moonshot released it.'
    """
    if not title:
        return body
    first, _, rest = body.lstrip().partition("\n")
    same = " ".join(first.split()).casefold() == " ".join(title.split()).casefold()
    return rest.lstrip() if same and rest.strip() else body


def _short(value: str | None, name: str, limit: int, where: str) -> str | None:
    line = one_line(value) if value else ""
    if len(line) > limit:
        raise DocumentError(where, f"its {name} has {len(line)} characters, more than {limit}; shorten it")
    return line or None


def _published(value: str | None, where: str) -> When | None:
    if not value or not value.strip():
        return None
    try:
        return parse_published(value)
    except ValueError as error:
        raise DocumentError(where, f"its date cannot be used: {error}") from None


def _language(value: str | None, where: str) -> str | None:
    if not value or not value.strip():
        return None
    language = normalise(value)
    if language is None:
        raise DocumentError(where, f"its language {shown(value)} is not read; English (en) and Chinese (zh) are")
    return language
