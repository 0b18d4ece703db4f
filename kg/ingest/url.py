"""A web address → bytes, within limits of size, time and redirects."""

from __future__ import annotations

import re
import threading
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kg.config import Settings
from kg.errors import DocumentError
from kg.ingest.meta import safe_url
from kg.ingest.text import shown, shown_name

if TYPE_CHECKING:
    import httpx

_KINDS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "application/pdf": "pdf",
    "application/json": "json",
    "text/json": "json",
    "application/x-ndjson": "jsonl",
    "application/ndjson": "jsonl",
    "application/jsonl": "jsonl",
    "application/x-jsonlines": "jsonl",
}
#: Types that say little: the ending of the address, then the content decides.
_VAGUE = frozenset({"", "text/plain", "application/octet-stream", "binary/octet-stream"})
_HEADERS = {
    "User-Agent": "china-ai-kg (reads news articles)",
    "Accept": "text/html, text/plain, text/markdown, application/pdf, application/json, */*;q=0.1",
    "Accept-Encoding": "gzip",
}
#: Seconds beyond the limit in which a call that knows of it ends by itself.
_GRACE = 0.5


@dataclass(frozen=True, slots=True)
class Fetched:
    """The body of an answer. `ending` names the format, without a dot; empty when neither type nor address tells."""

    data: bytes
    ending: str
    charset: str | None
    url: str


def is_url(source: str) -> bool:
    """True for anything of the form scheme://…, also of schemes that are not fetched."""
    return bool(re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", source))


def display(url: str) -> str:
    """The address for messages: without user name and password, without control characters."""
    return shown_name(re.sub(r"(?<=://)[^/?#]*@", "", url))


def fetch(url: str, settings: Settings) -> Fetched:
    """Gets one address. `http_timeout` holds for the whole, from the name's look-up to the last byte.

    Raises DocumentError for an address that cannot be reached, is slow, redirects for ever, answers anything but 200,
    sends a type that is not read, more than `max_document_bytes` (unpacked), or less than it announced.
    """
    where = display(url)
    if safe_url(url) is None:
        raise DocumentError(where, "is no address that can be fetched; give one of http:// or https://")
    found: list[Fetched | Exception] = []
    deadline = time.monotonic() + settings.http_timeout

    def work() -> None:
        try:
            found.append(_get(url, where, settings, deadline))
        except Exception as error:
            found.append(error)

    # A name server, or a server that drips its headers, can hold a call for longer than any limit of a single wait:
    # the thread is left behind then.
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(settings.http_timeout + _GRACE)
    result = found[0] if found else _TooSlowError()
    if isinstance(result, Exception):
        raise _told(result, where, settings) from None
    return result


def _get(url: str, where: str, settings: Settings, deadline: float) -> Fetched:
    import httpx

    with (
        httpx.Client(
            timeout=settings.http_timeout,
            max_redirects=settings.http_max_redirects,
            follow_redirects=True,
            headers=_HEADERS,
        ) as client,
        client.stream("GET", url) as response,
    ):
        media, charset = _check(response, where, settings.max_document_bytes)
        data = _body(response, where, settings.max_document_bytes, deadline)
        final = safe_url(str(response.url)) or ""
    ending = PurePosixPath(urlsplit(final).path).suffix.casefold().lstrip(".")
    return Fetched(data, _KINDS.get(media) or ending, charset, final)


def _told(error: Exception, where: str, settings: Settings) -> Exception:
    """What went wrong, in our words; an error that is no fault of address, server or connection comes back as it is."""
    import httpx

    many = settings.http_max_redirects
    match error:
        case httpx.TooManyRedirects():
            reason = f"redirects more than {many} times; open it in a browser and give the last address"
        case httpx.TimeoutException() | _TooSlowError():
            reason = f"took longer than {settings.http_timeout:g} seconds; try again, or raise KG_HTTP_TIMEOUT"
        case httpx.RemoteProtocolError() if "without sending" in str(error):
            reason = "broke off before its end; it is half-downloaded, try again"
        case httpx.RemoteProtocolError():
            reason = "answers what is no valid HTTP; check the address"
        case httpx.UnsupportedProtocol():
            reason = "redirects to an address that is neither http:// nor https://"
        case httpx.HTTPError() | httpx.InvalidURL() | OSError():
            detail = shown_name(re.sub(r"^\[Errno -?\d+\] ", "", str(error)) or type(error).__name__, 80)
            reason = f"cannot be reached ({detail}); check the address and the connection"
        case UnicodeError():
            reason = "is no address that can be fetched, or redirects to one"
        case _:
            return error
    return DocumentError(where, reason)


class _TooSlowError(Exception):
    """The whole took longer than the limit, though no single wait did."""


def _check(response: httpx.Response, where: str, limit: int) -> tuple[str, str | None]:
    """Status, type and announced size. Returns media type and charset."""
    status = response.status_code
    if status != 200:
        phrase = {
            404: "there is no such page",
            403: "it refuses to give the page",
            401: "it asks for a login",
            429: "too many requests",
        }
        hint = phrase.get(status, "the server has a fault; try later" if status >= 500 else "there is no page to read")
        raise DocumentError(where, f"answers {status}: {hint}")
    content_type = response.headers.get("content-type", "")
    media = content_type.partition(";")[0].strip().casefold()
    if media not in _KINDS and media not in _VAGUE:
        raise DocumentError(
            where, f"is of type {shown(media)}, which is not read; give HTML, text, Markdown, PDF or JSON"
        )
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise DocumentError(where, _too_large(limit))
    return media, response.charset_encoding


def _too_large(limit: int) -> str:
    return f"is larger than {limit} bytes; raise KG_MAX_DOCUMENT_BYTES to read it"


def _body(response: httpx.Response, where: str, limit: int, deadline: float) -> bytes:
    """The unpacked body, counted while it comes: a small packed answer may unpack to any size."""
    encoding = response.headers.get("content-encoding", "identity").strip().casefold()
    if encoding not in ("identity", "", "gzip", "x-gzip"):
        raise DocumentError(
            where, f"is packed as {shown(encoding)}, which was not asked for; save the page and give the file"
        )
    packed = "gzip" in encoding
    data = bytearray()
    for piece in _unpacked(response.iter_raw(), where, limit) if packed else response.iter_raw():
        data += piece
        if len(data) > limit:
            raise DocumentError(where, _too_large(limit))
        if time.monotonic() > deadline:
            raise _TooSlowError
    return bytes(data)


def _unpacked(pieces: Iterator[bytes], where: str, limit: int) -> Iterator[bytes]:
    decoder = zlib.decompressobj(wbits=31)
    try:
        for piece in pieces:
            yield decoder.decompress(piece, limit + 1)
    except zlib.error:
        raise DocumentError(where, "sends a damaged gzip body; try again") from None
    if not decoder.eof:
        raise DocumentError(where, "broke off before its end; it is half-downloaded, try again")
