"""Units that a number leaves out and takes from the one before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from kg.extract.quantities import Amount
from kg.model import Span

#: Words whose number is money even where no currency stands.
_MONEY_TOPIC = re.compile(
    r"\b(?:revenues?|sales|loss(?:es)?|profits?|income|earned|lost|post-money|valuation)\b[^;]{0,60}$", re.IGNORECASE
)
_COUNTED = re.compile(r"parameters|tokens|users|downloads|units|vehicles")
#: "11 of its 196 billion parameters", "27 billion parameters, 14 of them at work": the smaller is in billions too.
_PART_OF = re.compile(r" of (?:its|the|their|those|these) (?:total )?$")
_PART = re.compile(r" (?:of (?:them|those|which)|active|activated|awake|at work)\b")
_WHOLE = re.compile(r"\s?-?parameters?[^;<>]{0,40}$")
#: Between a price and a number that takes its currency: "3.2 yuan per million, output 16", "HK$61 (from 48)".
_PRICE_TOO = re.compile(r"[^;.]{0,45}(?:\b(?:in|out|input|output|from|and|to|against|was|or)|[(/])(?: about)? ?$")
#: What may follow a number that counts nothing by itself.
_NO_NOUN = re.compile(
    r"\s*(?:$|[,.;:)|–—-]\s|[,.;:)]$|[A-Z(]|(?:and|or|in|on|from|against|for|last|this|next|a year"
    r"|while|to|by|at|before"
    r"|after|but|as|when|with|if|versus|compared|the|that|profit|loss|so|yesterday|per|is)\b)"
)


def adopt_units(
    text: str, span: Span, amounts: Sequence[Amount], names: Sequence[Span], currency: str | None
) -> list[Amount]:
    """Gives a bare number the unit of the one before it: "RMB7.2bn against 10.9bn", "33 per cent, Huawei Cloud 18".

    `currency` is the document's usual one, for sums behind words of money.
    """
    out: list[Amount] = []
    for place, amount in enumerate(amounts):
        if amount.kind == "count" and not amount.scaled and abs(amount.value) < 1000:
            after = amounts[place + 1] if place + 1 < len(amounts) else None
            amount = _scaled_alike(text, amount, out[-1] if out else None, after)
        bare = amount.kind == "count" and not amount.words and _NO_NOUN.match(text[amount.span.end : span.end])
        out.append(_adopted(text, span, amount, out, names, currency) if bare else amount)
    return out


def _scaled_alike(text: str, amount: Amount, before: Amount | None, after: Amount | None) -> Amount:
    """A part told without the scale of the whole, with that scale."""
    whole: Amount | None = None
    if after is not None and after.scaled and _PART_OF.fullmatch(text[amount.span.end : after.span.start]):
        whole = after
    elif before is not None and before.scaled and before.kind == "count" and _PART.match(text, amount.span.end):
        whole = before if _WHOLE.match(text[before.span.end : amount.span.start]) else None
    if whole is None or whole.value < 1_000_000:
        return amount
    scale = Decimal(1_000_000_000) if whole.value >= 1_000_000_000 else Decimal(1_000_000)
    return replace(amount, value=amount.value * scale, unit=whole.unit, scaled=True)


def _adopted(
    text: str, span: Span, amount: Amount, before: Sequence[Amount], names: Sequence[Span], currency: str | None
) -> Amount:
    if amount.signed and abs(amount.value) < 100 and not amount.scaled:
        return replace(amount, unit="percent")
    last = before[-1] if before else None
    if last is not None and last.kind == "money" and not (last.scaled or amount.scaled):
        priced = amount.value < 10 * last.value and _PRICE_TOO.fullmatch(text[last.span.end : amount.span.start])
        return replace(amount, unit=last.unit) if priced else amount
    wanted = "money" if amount.scaled else "percent"
    previous = next((a for a in reversed(before) if a.kind == wanted and not a.fraction), None)
    if previous is None:
        told = amount.scaled and currency and _MONEY_TOPIC.search(text[span.start : amount.span.start])
        return replace(amount, unit=currency) if told and currency else amount
    if previous.kind == "money":
        counted = _COUNTED.search(text[previous.span.end : amount.span.start])
        return amount if counted else replace(amount, unit=previous.unit)
    straight = any(previous.span.end <= n.start and 0 <= amount.span.start - n.end < 6 for n in names)
    fits = 0 < amount.value < 100 and straight and before[-1] is previous
    return replace(amount, unit="percent") if fits else amount
