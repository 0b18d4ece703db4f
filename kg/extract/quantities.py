"""Numbers with their units, read from text.

The grammar is the same for every language; what differs is a `Lexicon` of scale words, currencies, percent signs and
hedges. A lexicon for a script without spaces sets `spaced=False` and adds its scales (亿, 万) and currency words (元).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from kg.extract.numerals import NUMBER, Grammar, Lexicon, grammar
from kg.model import Quantity, Span

__all__ = ["Amount", "Grammar", "Lexicon", "find_amounts", "grammar", "plain"]

_T = TypeVar("_T")

#: Units that only this module and its callers use on the way to an ontology unit.
TIMES, POINTS_OF_PERCENT = "times", "percentage points"
_KINDS = {"percent": "percent", TIMES: "times", POINTS_OF_PERCENT: "points"}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in the text.

    `span` covers sign, currency, number, scale and unit, not the hedge. `unit` is an ISO 4217 code, `percent`,
    `times`, `percentage points`, or empty for a bare number. `signed` is true when a plus or minus is written,
    `fraction` when the words are a fraction ("a fifth"), `scaled` when a scale word or letter is part of it, `bound`
    is `low` or `high` at the ends of a range, `origin` or `target` at those of "from A to B". `also` holds the
    same sum in other currencies.
    """

    span: Span
    value: Decimal
    unit: str
    comparator: str | None = None
    signed: bool = False
    fraction: bool = False
    scaled: bool = False
    words: bool = False
    bound: str | None = None
    also: tuple[Amount, ...] = ()

    @property
    def kind(self) -> str:
        """`money`, `percent`, `times`, `points` or `count`."""
        if len(self.unit) == 3 and self.unit.isupper():
            return "money"
        return _KINDS.get(self.unit, "count")

    def quantity(self, text: str, unit: str | None = None, value: Decimal | None = None) -> Quantity:
        """As a Quantity, with the words of the document's `text`."""
        return Quantity(
            plain(self.value if value is None else value),
            unit or self.unit,
            self.comparator,
            text[self.span.start : self.span.end],
        )


def plain(value: Decimal) -> Decimal:
    """The same number without exponent or trailing zeros, so that equal numbers print alike."""
    value = value.normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


#: Hedges stand no farther from their number than this many characters.
_NEAR = 60
#: No hedge before a number is longer: "in the neighbourhood of".
_HEDGE = 32


def find_amounts(text: str, span: Span, rules: Grammar, skip: Sequence[Span] = ()) -> list[Amount]:
    """Every number in a span of the text, in order; those that touch a span of `skip` (names, dates) are left out.

    >>> from kg.extract.english.figures.numbers import GRAMMAR
    >>> told = "revenue of RMB2.5bn, up 8%"
    >>> [(str(plain(a.value)), a.unit) for a in find_amounts(told, Span(0, len(told)), GRAMMAR)]
    [('2500000000', 'CNY'), ('8', 'percent')]
    """
    part = text[span.start : span.end]
    found: list[Amount] = []
    for match in rules.amount.finditer(part):
        made = _read(match, part, span.start, rules.lexicon)
        if made is not None:
            found.append(made)
    for reader, is_fraction in ((rules.lexicon.fractions, True), (rules.lexicon.words, False)):
        for start, end, value in reader(part):
            made = _in_words(part, start, end, value, span.start, rules, is_fraction)
            if not any(made.span.overlaps(other.span) for other in found):
                found.append(made)
    found = [a for a in found if not any(a.span.overlaps(s) for s in skip)]
    found.sort(key=lambda a: a.span)
    found = _ranges(text, span, found, rules)
    found = [_hedged(text, span, a, rules) for a in found]
    return told_once(text, found, _again)


def _read(match: re.Match[str], part: str, offset: int, lexicon: Lexicon) -> Amount | None:
    start, end = match.span()
    if match["before"] and match["before"][0].isalpha() and start and part[start - 1].isalnum():
        return None
    following = part[end : end + 1]
    if (
        lexicon.spaced
        and following
        and (following.isalpha() or following == "_" or part[end : end + 2].strip("=:").isdigit())
    ):
        return None
    cells = bool(match["before"] or match["letter"])  # "355B/32B", "$0.6/$2.2"
    if re.match(r"\.\d|:\d" if cells else r"\.\d|/\d|:\d", part[end : end + 2]) or (
        start and part[start - 1] == "-" and not match["sign"] and _glued(part, start)
    ):
        return None
    sign = match["sign"] or match["sign2"] or ""
    if sign and sign != "+" and start and not (part[start - 1].isspace() or part[start - 1] in "(,:[|"):
        sign = ""
        start += 1
    value = Decimal(match["number"].replace(",", ""))
    scaled = bool(match["scale"] or match["letter"])
    value = _scaled(value, match, lexicon)
    unit, factor = _unit(match, lexicon)
    if unit == TIMES and (scaled or value >= 1000):
        unit, end = "", match.start("times") - len(re.search(r"[\s\u00a0-]?$", part[: match.start("times")]).group())  # type: ignore[union-attr]
    if sign and sign != "+":
        value = -value
    comparator = ">" if match["plus"] or match["plus2"] else None
    return Amount(Span(offset + start, offset + end), value * factor, unit, comparator, bool(sign), scaled=scaled)


def _glued(part: str, start: int) -> bool:
    """True for the 4 of "GPT-4" and of "2-3-4", not for the 5 of "$4-5"."""
    return re.search(r"(?<![\w-])(?:[A-Z]{0,3}\W)?\d[\d.,]*%?-$", part[:start]) is None


def _scaled(value: Decimal, match: re.Match[str], lexicon: Lexicon) -> Decimal:
    if match["scale"]:
        return value.scaleb(_get(lexicon.scales, match["scale"]))
    return value.scaleb(lexicon.letters[match["letter"]]) if match["letter"] else value


def _get(table: Mapping[str, _T], word: str) -> _T:
    folded = re.sub(r"\s", " ", word)
    if folded not in table:
        folded = next(key for key in table if key.lower() == folded.lower())
    return table[folded]


def _unit(match: re.Match[str], lexicon: Lexicon) -> tuple[str, Decimal]:
    before = match.groupdict().get("before")
    if match["minor"]:
        return _get(lexicon.minor, match["minor"])
    if before:
        return lexicon.before[before], Decimal(1)
    if match["after"]:
        return _get(lexicon.after, match["after"]), Decimal(1)
    if match["points"]:
        return POINTS_OF_PERCENT, Decimal(1)
    if match["percent"]:
        return "percent", Decimal(1)
    return (TIMES, Decimal(1)) if match["times"] else ("", Decimal(1))


def _in_words(
    part: str, start: int, end: int, value: Decimal, offset: int, rules: Grammar, is_fraction: bool
) -> Amount:
    if is_fraction:
        return Amount(Span(offset + start, offset + end), value, "percent", fraction=True, words=True)
    tail = rules.unit.match(part, end)
    unit, factor = "", Decimal(1)
    if tail is not None and tail.end() > end and not tail["letter"]:
        unit, factor = _unit(tail, rules.lexicon)
        if unit == TIMES and value >= 1000:
            return Amount(Span(offset + start, offset + end), value, "", scaled=True, words=True)
        value = _scaled(value, tail, rules.lexicon)
        end = tail.end()
    return Amount(Span(offset + start, offset + end), value * factor, unit, scaled=abs(value) >= 1000, words=True)


def _ranges(text: str, span: Span, found: list[Amount], rules: Grammar) -> list[Amount]:
    """Marks the ends of ranges; the first end takes unit and scale from the second where it has none."""
    out = list(found)
    for i in range(len(out) - 1):
        low, high = out[i], out[i + 1]
        between = text[low.span.end : high.span.start]
        lead = text[max(span.start, low.span.start - _NEAR) : low.span.start]
        joined = rules.range.match(between) or (
            between.strip() == "and" and rules.between.search(_unhedged(lead, rules))
        )
        if (
            not joined
            or (low.kind != high.kind and "count" not in (low.kind, high.kind))
            or (low.unit and high.unit and low.unit != high.unit)
        ):
            continue
        value = low.value
        if high.scaled and not low.scaled and value < 1000:
            value = value * _scale_of(high, text)
        unit = low.unit or high.unit
        if re.search(r"\bfrom\s*$", lead, re.IGNORECASE):
            out[i], out[i + 1] = (
                replace(low, value=value, unit=unit, bound="origin"),
                replace(high, unit=unit, bound="target"),
            )
        elif value < high.value:
            out[i] = replace(low, value=value, unit=unit, bound="low", comparator=">")
            out[i + 1] = replace(high, unit=unit, bound="high", comparator="<")
    return out


def _unhedged(lead: str, rules: Grammar) -> str:
    found = rules.near.search(lead)
    return lead[: found.start()] if found else lead


def _scale_of(amount: Amount, text: str) -> Decimal:
    shown = re.search(NUMBER, text[amount.span.start : amount.span.end])
    return abs(amount.value) / Decimal(shown.group().replace(",", "")) if shown else Decimal(1)


def _hedged(text: str, span: Span, amount: Amount, rules: Grammar) -> Amount:
    if amount.bound or amount.comparator:
        return amount
    lead = text[max(span.start, amount.span.start - _NEAR) : amount.span.start].rstrip()[-_HEDGE:]
    tail = text[amount.span.end : min(span.end, amount.span.end + _NEAR)]
    signs = (("<", rules.below), (">", rules.above), ("~", rules.near)) if rules.hedge.search(lead) else ()
    for sign, pattern in signs:
        if pattern.search(lead):
            return replace(amount, comparator=sign)
    if rules.above_after.match(tail):
        return replace(amount, comparator=">")
    return replace(amount, comparator="~") if rules.near_after.match(tail) else amount


_BRACKET = re.compile(
    r"\s*[(\[]\s*(?:(?:or|about|around|roughly|approximately|some|nearly|almost|equal to|i\.e\.|just "
    r"over|~)\s+)*$",
    re.IGNORECASE,
)
_OR = re.compile(
    r"(?:\s*,)?\s+or\s+(?:(?:about|around|roughly|some|nearly|almost|just over|just under)\s+)?$", re.IGNORECASE
)


def _again(between: str) -> bool:
    return bool(_BRACKET.match(between) or _OR.match(between))


def told_once(text: str, found: Sequence[Amount], again: Callable[[str], object]) -> list[Amount]:
    """Folds a sum told again in another currency ("380 billion yuan ($52 billion)") into the first.

    `again` tells whether the words between two sums say that they are one.
    """
    out: list[Amount] = []
    for amount in found:
        last = out[-1] if out else None
        if last is not None and last.kind == amount.kind == "money" and amount.unit != last.unit:
            end = max([last.span.end, *(a.span.end for a in last.also)])
            between = text[end : amount.span.start]
            if again(between) and (amount.value > 0 or last.value < 0):
                out[-1] = replace(last, also=(*last.also, amount))
                continue
        out.append(amount)
    return out
