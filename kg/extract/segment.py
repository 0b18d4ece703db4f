"""Text → blocks (headline, paragraph, list item) → sentences, as spans; the text itself is never changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.model import Span

_BULLET = re.compile(r"[ \t　]*(?:[•●▪◦‣·*–—-]|\(?\d{1,2}[.)、]|#{1,6})[ \t　]+")
#: Dots that end no sentence.
_SHORT = """
    inc corp co ltd plc mr mrs ms dr prof st vs etc no jr sr gen gov sen rep jan feb mar apr jun jul aug sep sept oct
    nov dec approx est fig al cf viz e.g i.e u.s u.k u.n a.m p.m bros dept univ
"""
_ABBREVIATIONS = frozenset(_SHORT.split())
#: The word before a stop, of which so many letters tell whether it is one of those.
_LAST, _LONGEST = re.compile(r"[\w.&'’-]+$"), 20
#: Names that begin small: iFlytek, xAI, miHoYo.
_BRAND = re.compile(r"[a-z]{1,2}[A-Z]")
_END = re.compile(r"(?:[.!?…]+[\"'”’)\]»]*(?=\s|$))|(?:[。！？；][”’」』）]*)")
#: Places that news agencies write before the first sentence without a date.
_CITIES = (
    "BEIJING|SHANGHAI|SHENZHEN|HANGZHOU|GUANGZHOU|HEFEI|NANJING|CHENGDU|CHONGQING|WUHAN|TIANJIN|DALIAN|"
    "SUZHOU|WUXI|XIAMEN|XI'AN|HONG KONG|MACAU|TAIPEI|HSINCHU|SEOUL|TOKYO|SINGAPORE|KUALA LUMPUR|JAKARTA|"
    "BANGKOK|HANOI|DELHI|NEW DELHI|MUMBAI|DUBAI|ABU DHABI|RIYADH|DHAHRAN|SYDNEY|LONDON|PARIS|BERLIN|"
    "MUNICH|FRANKFURT|BRUSSELS|AMSTERDAM|THE HAGUE|MADRID|BARCELONA|ROME|MILAN|ZURICH|GENEVA|DAVOS|"
    "DUBLIN|STOCKHOLM|MOSCOW|WASHINGTON|NEW YORK|SAN FRANCISCO|SAN JOSE|LOS ANGELES|LAS VEGAS|SEATTLE|"
    "AUSTIN|BOSTON|CHICAGO|ALBANY|TORONTO|OTTAWA|MEXICO CITY|SAO PAULO|BRASILIA"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
#: "SHANGHAI, April 24 (Wire) - " before the first sentence of a report.
_DATELINE = re.compile(
    rf"(?:(?:{_CITIES})(?:/(?:{_CITIES}))*(?:, [A-Z][A-Za-z .]{{1,20}}?)?"
    rf"|[A-Z][A-Z'. /]{{2,30}}(?:, [A-Z][A-Za-z .]{{1,20}}?)?(?=,? (?:{_DAY}|[(/][A-Z])))"
    rf"(?:(?:,| [–—-])? {_DAY})?(?: \([A-Z][^()]{{1,30}}\)| /[^/\n]{{2,40}}/)?\s*(?:--|[–—-])\s+(?=[\"'“‘A-Z0-9])"
)


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A run of lines that belong together, one object each. `kind` is `title`, `heading`, `item` or `text`."""

    span: Span
    kind: str


def blocks(text: str, title_end: int = 0) -> list[Block]:
    """Blocks in reading order; `title_end` is where the title ends (0: there is none).

    A line that starts with a lower-case letter goes on the block before it: scraped and mailed texts break lines.
    """
    found: list[Block] = []
    for line in re.finditer(r"[^\n]+", text):
        body = line.group()
        if not body.strip():
            continue
        bullet = _BULLET.match(body)
        marked = bullet.end() if bullet else 0
        start = line.start() + len(body) - len(body[marked:].lstrip())
        end = line.start() + len(body.rstrip())
        if start >= end:
            continue
        if line.start() < title_end:
            found.append(Block(Span(start, end), "title"))
            continue
        previous = found[-1] if found else None
        broken = previous is not None and previous.kind != "title" and not bullet and text[start].islower()
        gap = text[previous.span.end : start] if previous else ""
        if broken and previous is not None and gap.count("\n") == 1:
            found[-1] = Block(Span(previous.span.start, end), "item" if previous.kind == "item" else "text")
            continue
        kind = "item" if bullet else "text" if _ends(text[start:end]) or end - start > 90 else "heading"
        found.append(Block(Span(start, end), kind))
    return found


def _ends(text: str) -> bool:
    return text.rstrip("\"'”’)」』）")[-1:] in set(".!?…。！？；:：,，")


def sentences(text: str, block: Block, names: Iterable[Span] = ()) -> Iterator[Span]:
    """Sentence spans of a block; a stop inside one of `names` ends nothing, and a dateline belongs to no sentence.

    Names must not overlap.
    """
    inside = sorted(name for name in names if name.overlaps(block.span))
    at = 0
    start = block.span.start
    if block.kind in {"text", "item"} and (dateline := _DATELINE.match(text, start, block.span.end)):
        start = dateline.end()
    for end in _END.finditer(text, start, block.span.end):
        while at < len(inside) and inside[at].end - 1 <= end.start():
            at += 1
        if at < len(inside) and inside[at].start < end.end():
            continue
        if end.group()[0] == "." and not _closes(text, start, end, block.span.end):
            continue
        yield from _trimmed(text, start, end.end())
        start = end.end()
    yield from _trimmed(text, start, block.span.end)


def _closes(text: str, start: int, end: re.Match[str], limit: int) -> bool:
    before = _LAST.search(text, max(start, end.start() - _LONGEST), end.start())
    word = before.group().casefold() if before else ""
    following = text[end.end() : limit].lstrip()
    starts_new = not following or following[0].isupper() or following[0].isdigit() or following[0] in "\"'“‘([$¥€£•"
    if not starts_new and not _BRAND.match(following):
        return False
    if word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha()):
        # "Inc. The" closes, "Inc. (NYSE" and "No. 5" and "J. Doe" do not.
        return (
            word in {"inc", "corp", "co", "ltd", "plc", "etc", "u.s", "u.k", "a.m", "p.m"}
            and following[:1].isupper()
            and bool(
                re.match(
                    r"(?:The|It|Its|In|On|At|But|And|He|She|They|This|That|A|An|For|As|By|With|Meanwhile|However)\b",
                    following,
                )
            )
        )
    return True


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)
