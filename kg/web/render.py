"""Jinja templates and what they call: words, addresses, figures, marked sentences. Every text is escaped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from kg.labels import LANGUAGES, USUAL
from kg.ontology.wording import Wording
from kg.query.views import EvidenceView, QuantityView
from kg.web.files import digest_of

TEMPLATES = Path(__file__).parent / "templates"
_NAMES = {"en": "English", "zh": "中文"}
_PAIR = {"en": "{}: {}", "zh": "{}：{}"}


@cache
def words(name: str) -> Mapping[str, Mapping[str, str]]:
    """The words of the `pages`, or those that the explorer's scripts say too (`words`), by language."""
    found: dict[str, dict[str, str]] = json.loads((TEMPLATES / f"{name}.json").read_text(encoding="utf-8"))
    return found


def page(request: Request, template: str, wording: Wording, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page in the language of the wording."""
    language = wording.language
    told = words("pages")[language]

    def to(address: str, **parameters: object) -> str:
        given = {**({"lang": language} if language != USUAL else {}), **parameters}
        return address + ("?" + urlencode(given) if given else "")

    def say(word: str, **filled: object) -> str:
        return told[word].format(s="" if filled.get("count") == 1 else "s", **filled)

    def quantity(value: QuantityView, comparator: str | None = None) -> str:
        unit = "%" if value.unit == "percent" else f" {wording.unit(value.unit)}"
        plain = number(value.value) + unit
        before = {">": "about_over", "<": "about_under", "~": "about_near"}.get(comparator or value.comparator or "")
        return f"{told[before]} {plain}" if before else plain

    def added(item: EvidenceView) -> list[str]:
        """What the evidence adds to its statement, in words."""
        shown = []
        for name, value in sorted(item.qualifiers.items()):
            text = (
                quantity(value)
                if isinstance(value, QuantityView)
                else told["yes" if value else "no"]
                if isinstance(value, bool)
                else value
            )
            shown.append(_PAIR[language].format(wording.qualifier(name), text))
        return shown + [say("also_told", value=quantity(value)) for value in item.alternatives]

    text = (
        _environment()
        .get_template(template)
        .render(
            lang=language,
            usual=USUAL,
            nonce=request.state.nonce,
            wording=wording,
            say=say,
            to=to,
            other=_other(request, language),
            quantity=quantity,
            added=added,
            **values,
        )
    )
    headers = {"content-language": language, "vary": "Accept"}
    return HTMLResponse(text.encode("utf-8", "replace"), status, headers)


def safe_address(address: str | None) -> bool:
    """True for an address on the web, which a link may lead to.

    >>> safe_address("https://example.org/a"), safe_address("javascript:alert(1)"), safe_address(None)
    (True, False, False)
    """
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def around(item: EvidenceView) -> tuple[str, str, str]:
    """The sentence before the quote, the quote, and the rest."""
    sentence = item.sentence or item.quote
    start = sentence.find(item.quote)
    if start < 0:
        return ("", item.quote, "")
    return (sentence[:start], item.quote, sentence[start + len(item.quote) :])


def number(value: str) -> str:
    """A plain number with its thousands set apart.

    >>> number("-344310000000.5")
    '−344,310,000,000.5'
    """
    whole, dot, part = value.partition(".")
    sign, digits = ("−", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits):,}{dot}{part}" if digits.isdigit() else value


def tongue(text: str) -> str:
    """The language that a text is in, for whoever reads it aloud."""
    return "zh" if any("\u3400" <= char <= "\u9fff" for char in text) else "en"


def path(name: str) -> str:
    """An id as part of an address."""
    return quote(name, safe="")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"path": path, "safe_address": safe_address}
    environment.globals |= {"around": around, "tongue": tongue, "asset": asset}
    return environment


def asset(name: str) -> str:
    """The address of a bundle, which changes with its content."""
    return f"/static/{name}?v={digest_of(name)}"


def _other(request: Request, language: str) -> dict[str, str]:
    """The same page in the other language."""
    other = next(item for item in LANGUAGES if item != language)
    rest = [(key, value) for key, value in request.query_params.multi_items() if key != "lang"]
    given = [*rest, *([("lang", other)] if other != USUAL else [])]
    address = quote(request.url.path, safe="/%") + ("?" + urlencode(given) if given else "")
    return {"lang": other, "name": _NAMES[other], "address": address}
