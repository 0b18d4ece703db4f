"""Known names in raw text, in either script: one Aho–Corasick pass over folded characters.

Folding drops case, hyphens and spaces, so that "Qwen 2.5", "Qwen-2.5" and "qwen2.5" are one form; a map leads from
folded characters back to the text. What folding lets through too much is checked on the text's own characters:
word boundaries, the places of separators, and capitals.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import ahocorasick

from kg.extract.kinds import THINGS
from kg.model import Span
from kg.ontology.registry import Known, Registry

_SEPARATORS = frozenset(" \t\u00a0\u2009\u202f-\u2010\u2011\u2013_\u00b7\u30fb")
_QUOTES = {"’": "'", "‘": "'", "`": "'", "´": "'"}
#: What of ASCII folds to one character wherever it stands.
_PLAIN = {chr(i): chr(i).lower() for i in range(128) if chr(i) not in {*_SEPARATORS, "\n"}}
#: Types whose names take a plural s: "H20s", "iPhones".
#: Words of origin of which there are several: "Germans", "Israelis".
_PEOPLE = ("an", "eli", "udi", "ati", "ani", "German")


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that a form may name. `cue` is true where the form counts as a name only with a cue in context."""

    known: Known
    form: str
    cue: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A known form in the text with everything that it may name, plain meanings first."""

    span: Span
    meanings: tuple[Meaning, ...]

    @property
    def cue(self) -> bool:
        """True when no meaning counts without a cue."""
        return all(m.cue for m in self.meanings)


def fold(text: str, table: Mapping[int, str] | None = None) -> tuple[str, list[int]]:
    """The folded text and, for each of its characters, the offset in `text`.

    `table` maps code points before folding (traditional to simplified script, say).

    >>> fold("Qwen 2.5-Max")
    ('qwen2.5max', [0, 1, 2, 3, 5, 6, 7, 9, 10, 11])
    """
    out: list[str] = []
    offsets: list[int] = []
    for offset, char in enumerate(text):
        if (plain := _PLAIN.get(char)) is not None:
            out.append(plain)
            offsets.append(offset)
            continue
        if char in _SEPARATORS or (char == "\n" and _wrapped(text, offset)):
            continue
        plain = _QUOTES.get(char) or unicodedata.normalize("NFKC", char.translate(table) if table else char).casefold()
        out.append(plain)
        offsets.extend([offset] * len(plain))
    return "".join(out), offsets


def _wrapped(text: str, offset: int) -> bool:
    """True for a line break inside a paragraph: a long line before it, no stop, and more text right after it."""
    start = text.rfind("\n", 0, offset) + 1
    following = text[offset + 1 : offset + 2]
    return offset - start > 55 and following.isalnum() and text[offset - 1] not in '.!?:;"”'


class Gazetteer:
    """The forms of a registry, ready to be found. Making one takes a few hundredths of a second; keep it."""

    def __init__(self, registry: Registry, table: Mapping[int, str] | None = None) -> None:
        self._table = table
        meanings: dict[str, list[Meaning]] = {}
        for known in sorted(registry.entities.values(), key=lambda k: k.id):
            for form in known.forms:
                key = fold(form, table)[0]
                if len(key) > 1 or (form.isupper() and known.needs_cue(form)):
                    meanings.setdefault(key, []).append(Meaning(known, form, known.needs_cue(form)))
        self._meanings = {key: tuple(sorted(found, key=lambda m: m.cue)) for key, found in meanings.items()}
        self._automaton = ahocorasick.Automaton()
        for key in sorted(self._meanings):
            self._automaton.add_word(key, key)
        if self._meanings:
            self._automaton.make_automaton()

    def lookup(self, name: str) -> tuple[Meaning, ...]:
        """What a whole name may mean, without looking at case."""
        return self._meanings.get(fold(name, self._table)[0], ())

    def find(self, text: str) -> list[Hit]:
        """Every known form in the text, in order of place, the longer first; hits may overlap."""
        return sorted(self._hits(text), key=lambda h: (h.span.start, -h.span.end)) if self._meanings else []

    def _hits(self, text: str) -> Iterator[Hit]:
        folded, offsets = fold(text, self._table)
        seen: set[tuple[int, int]] = set()
        for last, key in self._automaton.iter(folded):
            start, end = offsets[last - len(key) + 1], offsets[last] + 1
            if start and (before := text[start - 1]).isalnum() and _latin(before) and _latin(text[start]):
                continue  # inside a word, as most are
            if (start, end) in seen:  # one character may fold to several
                continue
            seen.add((start, end))
            plural = _plural(text, end)
            if not _bounded(text, start, end + plural):
                continue
            surface = text[start:end]
            found = tuple(
                m
                for m in self._meanings[key]
                if (not plural or m.known.type in THINGS or (m.known.type == "Place" and m.form.endswith(_PEOPLE)))
                and (surface == m.form or (_same_case(surface, m.form) and _same_breaks(surface, m.form)))
            )
            if found:
                yield Hit(Span(start, end + plural), found)


def _plural(text: str, end: int) -> int:
    after = text[end : end + 2]
    return int(after[:1] == "s" and not after[1:].isalnum() and text[end - 1].isalnum() and text[end - 1] != "s")


def _latin(char: str) -> bool:
    return char.isalnum() and char < "\u2e80"


def _bounded(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if before and _latin(before) and _latin(text[start]):
        return False
    if after and _latin(after) and _latin(text[end - 1]):
        return False
    if text[end - 1].isdigit() and after in {".", ","} and text[end + 1 : end + 2].isdigit():
        return False
    if text[start].isdigit() and before in {".", ",", "$", "¥", "€", "£"}:
        return False
    return not (after == "%" or before == "@" or (before == "." and text[start - 2 : start - 1].isalnum()))


def _same_case(surface: str, form: str) -> bool:
    """False where the capitals of the text speak against the name: "meta", "Smic", "it juzi"."""
    shown, given = fold_breaks(surface), fold_breaks(form)
    if shown == given or not any(c.isascii() and c.isalpha() for c in given):
        return True
    if surface[:4] == "The " and form[4:5].isupper() and (surface[4:5].islower() or surface[4:].isupper()):
        return form[4:].isupper() and surface[4:].isupper()
    letters = [c for c in shown if c.isalpha()]
    digits = any(c.isdigit() for c in given)
    if given.islower() and not digits:
        return shown.casefold() == given and shown[:1].isupper() and " " in form
    if given.isupper() and len(letters) <= 4:
        return "".join(letters).isupper()
    if given.islower() and len(letters) <= 2:
        return False
    if shown.islower():
        return digits and len(letters) >= 3
    return (
        shown[:1].isupper() or (not shown[:1].isalpha() and any(c.isupper() for c in shown)) or shown[:1] == given[:1]
    )


def fold_breaks(text: str) -> str:
    """The text without separators, its case kept."""
    return "".join(_QUOTES.get(c, c) for c in text if c not in _SEPARATORS and c != "\n")


def _breaks(text: str) -> set[int]:
    out: set[int] = set()
    count = 0
    for char in text:
        if char in _SEPARATORS or char == "\n":
            out.add(count)
        else:
            count += 1
    return out


def _same_breaks(surface: str, form: str) -> bool:
    """True when separators stand at the same places, but for places where the other way of writing shows a joint."""
    if _GAP.search(surface):
        return False
    shown, given = _breaks(surface), _breaks(form)
    return shown - given <= _loose(fold_breaks(form)) and given - shown <= _loose(fold_breaks(surface))


#: Two separators in a row part names: "Baidu – search".
_GAP = re.compile(r"[ \t\u00a0][-\u2010\u2011\u2013]|[-\u2010\u2011\u2013][ \t\u00a0]")


def _loose(text: str) -> set[int]:
    return {
        i
        for i, (a, b) in enumerate(pairwise(text), start=1)
        if a.isdigit() != b.isdigit() or (a.islower() and b.isupper()) or not (a.isascii() and b.isascii())
    }


def longest(hits: Sequence[Hit]) -> list[Hit]:
    """A choice without overlaps, in order of place: the longest first, of equals the one with a plain meaning."""
    chosen: list[Hit] = []
    starts: list[int] = []
    for hit in sorted(hits, key=lambda h: (_article(h) - len(h.span), h.cue, h.span.start)):
        at = bisect_left(starts, hit.span.end)
        if at and chosen[at - 1].span.end > hit.span.start:
            continue  # the last that begins before its end reaches into it
        chosen.insert(at, hit)
        starts.insert(at, hit.span.start)
    return chosen


def _article(hit: Hit) -> int:
    """The length of an article in the form, which makes no name longer: "The Nikkei" loses against "Nikkei 225"."""
    return 4 if hit.meanings[0].form.startswith("The ") else 0
