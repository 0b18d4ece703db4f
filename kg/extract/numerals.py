"""The words and the grammar by which a language writes amounts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kg.extract.sieve import Screened


@dataclass(frozen=True)
class Lexicon:
    """The words of one language for numbers.

    `scales` and `letters` give powers of ten (letters stand only right behind a digit), `before` and `after` ISO
    codes, `minor` a code and the fraction of its unit ("cents"), `below`, `above`, `near` the hedges that stand before
    a number and `above_after`, `near_after` those behind it, all as regular expressions without groups. `words`
    reads numbers in words: it takes a text and gives (start, end, value) for each, end excluded; `fractions` too.
    """

    scales: Mapping[str, int]
    letters: Mapping[str, int]
    before: Mapping[str, str]
    after: Mapping[str, str]
    minor: Mapping[str, tuple[str, Decimal]]
    percent: str
    points: str
    times: str
    below: str
    above: str
    near: str
    above_after: str
    near_after: str
    range: str
    between: str
    words: Callable[[str], Iterable[tuple[int, int, Decimal]]] = field(default=lambda text: ())
    fractions: Callable[[str], Iterable[tuple[int, int, Decimal]]] = field(default=lambda text: ())
    spaced: bool = True


NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?|\.\d+"


@dataclass(frozen=True)
class Grammar:
    """The compiled patterns of a lexicon; `hedge` is any of those before a number."""

    amount: re.Pattern[str]
    unit: re.Pattern[str]
    below: re.Pattern[str]
    above: re.Pattern[str]
    near: re.Pattern[str]
    hedge: Screened
    above_after: re.Pattern[str]
    near_after: re.Pattern[str]
    range: re.Pattern[str]
    between: re.Pattern[str]
    lexicon: Lexicon


def _choice(words: Iterable[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s") for w in sorted(words, key=lambda w: (-len(w), w))) or r"(?!)"


def grammar(lexicon: Lexicon) -> Grammar:
    """The compiled patterns of a lexicon. Compile once and keep."""
    gap = r"[\s\u00a0-]?" if lexicon.spaced else r"\s?"
    stop = r"(?![A-Za-z0-9])" if lexicon.spaced else ""
    scale = (
        rf"(?:{gap}(?P<scale>(?i:{_choice(lexicon.scales)})){stop}"
        rf"|(?P<letter>{_choice(lexicon.letters)})(?![A-Za-z0-9]))?"
    )
    unit = (
        rf"(?:{gap}(?:(?P<minor>{_choice(lexicon.minor)})|(?P<after>(?i:{_choice(lexicon.after)}))){stop}"
        rf"|\s?(?P<points>{lexicon.points}){stop}|\s?(?P<percent>{lexicon.percent})"
        rf"|{gap}(?P<times>{lexicon.times}){stop})?"
    )
    # what an amount may begin with, quicker to look for than all that may not stand before it
    first = "".join(sorted({word[0] for word in lexicon.before}))
    amount = (
        rf"(?=[-+−–.\d{re.escape(first)}])(?:(?<![A-Za-z0-9.,_/])|(?<=[A-Za-z],)|(?<=\d[BMK]/)|(?<=\d/)(?=[$€£¥]))(?<!\d:)(?<!#)(?P<sign>[-+−–](?=[\d.]|{_choice(lexicon.before)}))?"
        rf"(?:(?P<before>{_choice(lexicon.before)})\s?(?P<sign2>[-+−–])?)?"
        rf"(?P<number>{NUMBER})(?P<plus>\+)?{scale}(?P<plus2>\+)?{unit}"
    )

    def before(pattern: str) -> re.Pattern[str]:
        return re.compile(rf"(?:{pattern})\s*$", re.IGNORECASE)

    def behind(pattern: str) -> re.Pattern[str]:
        return re.compile(rf"\s*(?:{pattern})", re.IGNORECASE)

    return Grammar(
        amount=re.compile(amount),
        unit=re.compile(scale + unit),
        below=before(lexicon.below),
        above=before(lexicon.above),
        near=before(lexicon.near),
        hedge=Screened(before(f"{lexicon.below}|{lexicon.above}|{lexicon.near}")),
        above_after=behind(lexicon.above_after),
        near_after=behind(lexicon.near_after),
        range=re.compile(rf"\s*(?:{lexicon.range})\s*$", re.IGNORECASE),
        between=before(lexicon.between),
        lexicon=lexicon,
    )
