"""A spot: a place where a name may stand, and how known names and capitalised runs make one together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.english.names.lexicon import lexicon
from kg.extract.english.names.persons import likeness
from kg.extract.english.names.shapes import Run
from kg.extract.gazetteer import Meaning
from kg.extract.kinds import BODIES
from kg.extract.names import BARE, SIZE
from kg.extract.segment import Block
from kg.model import Span

_TICKER = re.compile(r"(?:HKEX|SEHK|NYSE|NASDAQ|Nasdaq|SSE|SZSE|STAR)\s?[:：]\s?\Z")
LICENCE = re.compile(r"[- ]licen[cs]e")


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """A place where a name may stand.

    `meanings` is what the registry knows of it (none: an unknown name). `family` is the known family or line of which
    the name is a version that the registry does not list. `loud` is true in a headline that capitalises every word,
    `initial` where a sentence opens with it. `hint` is the type of the known name that it begins with.
    """

    span: Span
    text: str
    block: Block
    meanings: tuple[Meaning, ...] = ()
    family: tuple[Meaning, ...] = ()
    initial: bool = False
    loud: bool = False
    government: bool = False
    hint: str | None = None

    @property
    def unknown(self) -> bool:
        """True when the registry says nothing of it."""
        return not self.meanings and not self.family


def combined(text: str, block: Block, run: Run, inside: list[Spot]) -> Iterator[Spot]:
    """A run with the known names in it: one longer name, or several names side by side."""
    if inside and _only_cue(inside[-1]) and len(run.words) > 1 and run.words[-1] in lexicon().heads:
        # "Guangdong Development and Reform Commission": the last word is no short name here.
        inside = inside[:-1] if inside[-1].text == run.words[-1] else inside
    if not inside:
        if not LICENCE.match(text, run.span.end) and not _TICKER.search(text, block.span.start, run.span.start):
            yield Spot(run.span, run.text, block, initial=run.initial)
        return
    first, last = inside[0], inside[-1]
    rest = text[last.span.end : run.span.end].strip()
    if len(inside) == 2 and _branch(text, first, last):
        span = Span(first.span.start, last.span.end)
        yield Spot(span, text[span.start : span.end], block, initial=run.initial, hint="Company")
        return
    if len(inside) == 2 and BARE.fullmatch(last.text) and all(m.cue for m in last.meanings) and _thing(first):
        span = Span(first.span.start, last.span.end)
        yield Spot(span, text[span.start : span.end], block, initial=run.initial)  # "Quark S1"
        return
    if run.text.isupper() and run.initial and len(run.words) > len(inside) + 1:
        yield from inside
        return
    if first.span.start <= run.span.start and (last.span.end >= run.span.end or _FIGURE.fullmatch(rest)):
        yield from inside
        return
    if first.span.start < run.span.start or last.span.end > run.span.end:
        # A known name reaches out of the run: its own bounds are better.
        yield from inside
        return
    whole = _whole(text, run, inside)
    if whole is not None:
        yield Spot(run.span, run.text, block, whole, initial=run.initial)
        return
    yield from _apart(text, block, run, inside)


def _only_cue(spot: Spot) -> bool:
    return bool(spot.meanings) and all(m.cue for m in spot.meanings)


def _thing(spot: Spot) -> bool:
    return {m.known.type for m in spot.meanings if not m.cue} <= {"Product", "AIModel"} and bool(spot.meanings)


def _branch(text: str, first: Spot, last: Spot) -> bool:
    """True for a firm with its place behind it: "Inspur Taiwan"."""
    firm = {m.known.type for m in first.meanings if not m.cue} == {"Company"}
    place = {m.known.type for m in last.meanings} == {"Place"} and not _nationality(last)
    return firm and place and text[first.span.end : last.span.start] == " "


#: A place that only opens the sentence before the name.
_OPENING = re.compile(r"(?:\A|[.!?\n\"”]\s?)In\s\Z")
#: The name of a part or a device that is told by letters and figures: "RT600", "M57".
_CODE = re.compile(r"[A-Z]{1,4}-?\d{1,4}[A-Za-z]{0,2}")
#: What stands behind a known name and is no part of one: a score, or the technology.
_FIGURE = re.compile(r"\d+(?:\.\d+)?|AI")


def _whole(text: str, run: Run, inside: list[Spot]) -> tuple[Meaning, ...] | None:
    """What the run names as a whole: meanings of a known entity, () for an unknown name, None for several names."""
    first, last = inside[0], inside[-1]
    before, after = text[run.span.start : first.span.start].strip(), text[last.span.end : run.span.end].strip(" ,")
    types = {m.known.type for m in first.meanings if not m.cue} or {m.known.type for m in first.meanings}
    words = run.words
    if (
        types == {"Place"}
        and not before
        and after
        and _OPENING.search(text, max(0, run.span.start - 5), run.span.start)
    ):
        return None  # "In Jakarta Rantau Group has …"
    if types == {"Company"} and not before and len(inside) == 1 and _CODE.fullmatch(after):
        return None  # "NXP RT600"
    if _nationality(first) and not before and "GovernmentBody" not in lexicon().heads.get(words[-1], ()):
        return None
    suffixed = (
        len(inside) == 1 and not before and all(w in lexicon()["after_known"] for w in re.findall(r"[\w.]+", after))
    )
    if suffixed and types & BODIES and "Place" not in types:
        return first.meanings
    if after and re.sub(r"[,.]", "", words[-1]) in {w.strip(".") for w in lexicon()["legal"]}:
        return ()
    headed = " ".join(words[-2:]) in lexicon().heads or words[-1] in lexicon().heads
    if headed and after and not (before == "" and types <= {"AIModel", "Chip", "Person"} and first.meanings):
        return ()
    if SIZE.fullmatch(run.text) or re.search(r"\b(?:of|for|on|and)$", before) or before.endswith(("-", "‑")):
        return ()
    if (
        len(inside) > 1
        and not before
        and after
        and types & BODIES
        and all(m.cue for s in inside[1:] for m in s.meanings)
    ):
        return ()  # "Geely Galaxy E8"
    kinds_last = {m.known.type for m in last.meanings if not m.cue}
    if len(inside) == 2 and not before and not after and types == {"Place"} and kinds_last & BODIES:
        return last.meanings
    if after and not before and len(inside) == 1:
        # "Tencent Meeting", "Nio ET9", "Shanghai Zhenhua": longer than the known name, unless a person follows.
        return None if likeness(after.split()) >= 2 else ()
    if before and not after and kinds_last == {"Place"} and len(inside) == 1:
        return ()  # "Sequoia China"
    if before and not after and len(inside) == 1 and likeness(words) >= 2:
        return ()
    if before and not after and all(m.cue for m in first.meanings):
        return ()
    return None


def _nationality(spot: Spot) -> bool:
    return any(
        m.known.type == "Place"
        and m.form != m.known.label()
        and m.form.endswith(("ese", "ian", "ean", "ican", "ish", "wanese", "U.S.", "US"))
        for m in spot.meanings
    )


def _apart(text: str, block: Block, run: Run, inside: list[Spot]) -> Iterator[Spot]:
    """Known names as they are, and what stands between them as unknown ones."""
    at, initial = run.span.start, run.initial
    for spot in inside:
        yield from _rest(text, block, at, spot.span.start, initial)
        yield spot
        at, initial = spot.span.end, False
    yield from _rest(text, block, at, run.span.end, initial)


def _rest(text: str, block: Block, start: int, end: int, initial: bool) -> Iterator[Spot]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip(" \u00a0-‑&,"))
    end -= len(piece) - len(piece.rstrip(" \u00a0-‑&,"))
    if end - start > 1:
        yield Spot(Span(start, end), text[start:end], block, initial=initial)
