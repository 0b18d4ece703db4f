"""Where names stand: known forms and capitalised runs of every block, put together without overlaps."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.extract.english.names.cues import inner
from kg.extract.english.names.persons import likeness
from kg.extract.english.names.shapes import opens, runs, title_case
from kg.extract.english.names.spots import LICENCE, Spot, combined
from kg.extract.gazetteer import Gazetteer, Hit, Meaning, longest
from kg.extract.kinds import ORGANISATIONS, THINGS
from kg.extract.names import CHIP_TAIL, MODEL_WORDS, ModelGrammar
from kg.extract.segment import Block
from kg.model import Span

_GOVERNMENT = re.compile(
    r"(?:['’]s)?\s(?:(?:city|municipal|provincial|state|district|county|foreign|trade|industry|finance|commerce|defen[cs]e|health|"
    r"education|science|central|federal|regional|local|interior|energy|labou?r|economy|economics|economic|interior|transport|justice|tax|antitrust|data|securities)\s){0,2}"
    r"(?:government|ministry|customs|parliament|police|consulate|embassy|health\scommission|state\sassets\scommission|"
    r"central\sbank)(?!\w)"
)


@functools.cache
def _grammar() -> ModelGrammar:
    return ModelGrammar.of(MODEL_WORDS)


def scan(text: str, kept: Iterable[Block], gazetteer: Gazetteer) -> list[Spot]:
    """Every spot of the kept blocks, in order, without overlaps."""
    found = gazetteer.find(text)
    out: list[Spot] = []
    at = 0
    for block in kept:
        while at < len(found) and found[at].span.start < block.span.start:
            at += 1
        inside = []
        while at < len(found) and found[at].span.start < block.span.end:
            if found[at].span.end <= block.span.end:
                inside.append(found[at])
            at += 1
        out.extend(_block(text, block, inside, gazetteer))
    return out


def _block(text: str, block: Block, hits: Sequence[Hit], gazetteer: Gazetteer) -> Iterator[Spot]:
    loud = title_case(text[block.span.start : block.span.end], block.kind)
    parts = [Hit(span, meanings) for hit in longest(hits) for span, meanings in _parts(text, hit, gazetteer)]
    known = _choose([_read_on(text, block, hit, loud, gazetteer) for hit in parts if not _partial(text, hit)])
    known = [_governed(text, block, spot) for spot in known]
    if loud:
        yield from known
        yield from _signatures(text, block, known)
        return
    known = sorted([*known, *_ministries(text, block, known), *_funds(text, block, known)], key=lambda s: s.span)
    pending = list(known)
    covered = block.span.start
    for run in runs(text, block):
        while pending and pending[0].span.end <= run.span.start:
            covered = pending[0].span.end
            yield pending.pop(0)
        if run.span.start < covered:
            continue
        inside = []
        while pending and pending[0].span.start < run.span.end:
            inside.append(pending.pop(0))
            covered = inside[-1].span.end
        yield from combined(text, block, run, inside)
    yield from pending


#: Common nouns in a registered form that are no part of the name as the text gives it: "Ascend chips".
_NOUN_TAIL = re.compile(
    r"[ -](?:(?:AI|large|language|foundation|series|family)[ -])*"
    r"(?:chips?|processors?|accelerators?|GPUs?|models?|chatbot|platform|series|family|team|search engine)$"
)
_OWNER = re.compile(r"(?:['’]s?)?\s+")


def _bare(text: str, hit: Hit, gazetteer: Gazetteer) -> tuple[int, int]:
    """The hit without its maker before it ("Huawei Ascend") and without a common noun behind it."""
    start, end = hit.span.start, hit.span.end
    ids = {m.known.id for m in hit.meanings}
    things = {m.known.type for m in hit.meanings} <= THINGS
    tail = _NOUN_TAIL.search(text, start, end) if things else None
    if tail and tail.start() > start + 1:
        end = tail.start()
    for gap in _OWNER.finditer(text, start, end):
        owned = not gap.group().isspace()
        if not owned and not things:
            continue
        rest = {m.known.id for m in gazetteer.lookup(text[gap.end() : end].removesuffix("s"))}
        rest |= {m.known.id for m in gazetteer.lookup(text[gap.end() : end])}
        owner = gazetteer.lookup(text[start : gap.start()])
        if rest & ids and any(not m.cue and m.known.type not in THINGS for m in owner):
            return gap.end(), end
    return start, end


def _parts(text: str, hit: Hit, gazetteer: Gazetteer) -> Iterator[tuple[Span, tuple[Meaning, ...]]]:
    """The hit as one name, or as its owner and the name; a noun or an owner in the form is the cue it may need."""
    start, end = _bare(text, hit, gazetteer)
    if start > hit.span.start:
        owner = re.sub(r"['’]s?\s*$", "", text[hit.span.start : start]).rstrip()
        yield Span(hit.span.start, hit.span.start + len(owner)), gazetteer.lookup(owner)
    changed = (start, end) != (hit.span.start, hit.span.end)
    yield Span(start, end), tuple(replace(m, cue=False) for m in hit.meanings) if changed else hit.meanings


def _read_on(text: str, block: Block, hit: Hit, loud: bool, gazetteer: Gazetteer) -> Spot:
    """The hit, with the version that follows a family's name."""
    start, end = hit.span.start, hit.span.end
    initial = opens(text, start, block)
    lines = tuple(m for m in hit.meanings if m.known.type in {"AIModel", "Chip"})
    grown = end
    if any(m.known.type == "AIModel" for m in lines):
        grown = _grammar().end(text, end, block.span.end)
    if grown == end and any(m.known.type == "Chip" for m in lines) and not text[end - 1].isdigit():
        tail = CHIP_TAIL.match(text, end, block.span.end)
        grown = tail.end() if tail else end
    if grown == end:
        return Spot(hit.span, text[start:end], block, hit.meanings, initial=initial, loud=loud)
    name = text[start:grown]
    listed = tuple(m for m in gazetteer.lookup(name) if m.known.type in THINGS)
    return Spot(Span(start, grown), name, block, listed, () if listed else lines, initial, loud)


_BARS = frozenset("|")
_EDGE = frozenset("|:;,([)]\n")


def _signatures(text: str, block: Block, known: Sequence[Spot]) -> Iterator[Spot]:
    """Persons and firms set apart in a line that capitalises every word: "Analyst: Li Wen | Straits Securities"."""
    for run in runs(text, block):
        before = text[block.span.start : run.span.start].rstrip()[-1:]
        after = text[run.span.end : block.span.end].lstrip()[:1]
        apart = (not before or before in _EDGE) and (not after or after in _EDGE)
        if not apart or any(run.span.overlaps(s.span) for s in known):
            continue
        if likeness(run.words) >= 2.5:
            yield Spot(run.span, run.text, block, hint="Person")
        elif before in _BARS or after in _BARS:
            told = inner(run.text)
            best = max(sorted(told), key=lambda t: told[t], default=None)
            if best in ORGANISATIONS and told[best] >= 5 and len(run.words) > 1:
                yield Spot(run.span, run.text, block)


def _partial(text: str, hit: Hit) -> bool:
    """True for a part of a longer hyphenated name ("SEA" in "SEA-LION", "V3" in "Lab-V3") and the name of a licence."""
    start, end = hit.span.start, hit.span.end
    if LICENCE.match(text, end) and any(m.known.type == "ResearchInstitute" for m in hit.meanings):
        return True  # "MIT licence"
    if text[start:end] == "MIT" and _LICENSED.search(text, max(0, start - 24), start):
        return True
    if hit.cue and text[start - 1 : start] in {"-", "‑"} and text[start - 2 : start - 1].isalnum():
        return True
    return end - start <= 4 and text[start:end].isupper() and bool(re.match(r"-[A-Z]{2}", text[end : end + 3]))


_LICENSED = re.compile(r"(?:[Ll]icen[cs]\w+[:,]?|[Uu]nder(?:\sthe)?|Apache(?:\s2\.0)?\s(?:or|and|to))\s\Z")
_MINISTRY = re.compile(
    r"(?<![\w'’-])(?:foreign|commerce|finance|industry|defen[cs]e|education|science|trade|health|interior|transport|justice)"
    r"[ \u00a0]ministry(?!\w)"
)


def _ministries(text: str, block: Block, known: Sequence[Spot]) -> Iterator[Spot]:
    """Ministries told in small letters without their country: "the foreign ministry"."""
    for match in _MINISTRY.finditer(text, block.span.start, block.span.end):
        span = Span(match.start(), match.end())
        if not any(span.overlaps(s.span) for s in known):
            yield Spot(span, match.group(), block, government=True)


_THEME = r"(?:[a-z][\w-]*|AI|[A-Z]?\d?G|IT|EV)"
_SIZE = (
    r"(?:[$€£]|US\$|HK\$|RMB ?)?\d[\d.,]*[ -]?(?:million|billion|trillion)"
    r"(?:[ -](?:yuan|dollars?|renminbi|euros?|won|yen))?"
)
_FUND = re.compile(
    rf"(?<=[Aa] )(?:new )?(?P<name>{_SIZE} "
    rf"(?:(?:(?!fund\b|of\b|to\b|from\b){_THEME} ){{1,5}}fund|fund for {_THEME}(?:,? (?:and )?{_THEME}){{0,3}}?)"
    r"(?=[.,;:\n]| (?:on|in|at|to|by|that|which|with|was|is|has|will|announced|set|launched|blending|aimed|meant"
    r"|called)\b))(?! (?:run|managed|led|raised|controlled) by)"
)


def _funds(text: str, block: Block, known: Sequence[Spot]) -> Iterator[Spot]:
    """Funds without a name that are described by size and theme: "a $100 billion green AI fund"."""
    for match in _FUND.finditer(text, block.span.start, block.span.end):
        span = Span(*match.span("name"))
        if not any(span.overlaps(s.span) for s in known):
            yield Spot(span, match.group("name"), block, hint="Fund")


def _choose(spots: Sequence[Spot]) -> list[Spot]:
    """The longest from the left; of two of one length, the one with plain meanings."""
    chosen: list[Spot] = []
    for spot in sorted(spots, key=lambda s: (s.span.start, -s.span.end)):
        if not chosen or spot.span.start >= chosen[-1].span.end:
            chosen.append(spot)
    return chosen


def _governed(text: str, block: Block, spot: Spot) -> Spot:
    """A place with the government, ministry or customs that follows it, as one name."""
    if not any(m.known.type == "Place" for m in spot.meanings):
        return spot
    if text.startswith((" district", " District"), spot.span.end) and not spot.text.endswith(("district", "District")):
        span = Span(spot.span.start, spot.span.end + len(" district"))
        spot = replace(spot, span=span, text=text[span.start : span.end])
    match = _GOVERNMENT.match(text, spot.span.end, block.span.end)
    if match is None:
        return spot
    span = Span(spot.span.start, match.end())
    return Spot(span, text[span.start : span.end], block, initial=spot.initial, loud=spot.loud, government=True)
