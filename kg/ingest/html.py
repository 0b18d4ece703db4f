"""An HTML page → its article, by trafilatura; the same page gives the same text on any day."""

from __future__ import annotations

import re
from typing import Any

from kg.errors import DocumentError
from kg.ingest.language import is_han
from kg.ingest.meta import Raw, drop_title, parse_published
from kg.ingest.text import clean, decode, quiet

#: Without a last day the date finder takes today's.
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2199-12-31"}
#: An article has at least this much prose: letters, with a Han character as three.
_MIN_PROSE = 120
_MAX_TITLE = 400
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_PAGE = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|\?xml)\b", re.DOTALL | re.IGNORECASE
)
#: A sentence ends in this line; menus and lists of headlines have none.
_SENTENCE = re.compile(r"[。！？]|[.!?…][\"'”’)\]]{0,4}(?:\s|$)")
_CUT_TAG = re.compile(r"<(?:[A-Za-z/!][^<>]*)?\Z")


def looks_like_html(text: str) -> bool:
    """True when the text opens as an HTML page does."""
    return bool(_PAGE.match(text[:4096]))


def read(data: bytes, where: str, charset: str | None = None) -> Raw:
    """The article of a page with its title, date and publisher. `charset` is what the server declared.

    Raises DocumentError for bytes that are no text, a page that breaks off inside a tag, a page without an article.
    """
    declared = _META_CHARSET.search(data[:4096])
    page = clean(decode(data, where, charset or (declared[1].decode("ascii") if declared else None)))
    if _CUT_TAG.search(page[-2000:]):
        raise DocumentError(where, "breaks off inside a tag; it is half-downloaded, get it again")
    found = _extract(page, where)
    body = (found.text or "").strip() if found is not None else ""
    if not _is_article(body):
        raise DocumentError(where, "is a page without an article; give the address or file of one article")
    title = _title(found.title, found.sitename)
    return Raw(
        body=drop_title(title, body),
        title=title,
        published=_date(found.date),
        publisher=None if _is_host(found.sitename) else found.sitename,
        publisher_guess=found.sitename or None,
        url=found.url,
    )


def _extract(page: str, where: str) -> Any:
    """What trafilatura finds, or None. Loading it takes half a second, so that only pages pay."""
    with quiet("trafilatura", "htmldate", "justext"):
        import lxml.html  # type: ignore[import-untyped]
        import trafilatura

        try:
            # Our own tree: the characters are decoded, a charset in the page must not count again.
            parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
            tree = lxml.html.document_fromstring(page.encode("utf-8"), parser=parser)
            return trafilatura.bare_extraction(
                tree, with_metadata=True, include_comments=False, date_extraction_params=dict(_DATES)
            )
        except Exception:
            # Whatever a parser of hostile pages trips over, the page gave no article.
            raise DocumentError(where, "cannot be read as an HTML page; save the article as text") from None


def _is_article(body: str) -> bool:
    prose = (line for line in body.split("\n") if _SENTENCE.search(line))
    return sum(3 if is_han(c) else c.isalpha() for line in prose for c in line) >= _MIN_PROSE


def _title(title: str | None, site: str | None) -> str | None:
    """The title without the site's name at its end ("… | Caixin")."""
    if not title or len(title) > _MAX_TITLE:
        return None
    if site:
        title = re.sub(rf"\s*(?:[|–—_·»]|\s-)\s*{re.escape(site)}\s*$", "", title, flags=re.IGNORECASE) or title
    return title


def _is_host(site: str | None) -> bool:
    return bool(site and re.fullmatch(r"(?:[\w-]+\.)+[a-z]{2,}", site))


def _date(found: str | None) -> str | None:
    """The page's date where it is one: a wrong date is worse than none, and no fault of the user."""
    try:
        return parse_published(found).text if found else None
    except ValueError:
        return None
