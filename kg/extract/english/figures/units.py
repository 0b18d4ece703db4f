"""Units that a number leaves out and takes from the one before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.extract.quantities import Amount
from kg.model import Span

#: Words whose number is money even where no currency stands.
_MONEY_TOPIC = re.compile(
    r"\b(?:revenues?|sales|loss(?:es)?|profits?|income|earned|lost|post-money|valuation)\b[^;]{0,60}$", re.IGNORECASE
)
_COUNTED = re.compile(r"parameters|tokens|users|downloads|units|vehicles")
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
    for amount in amounts:
        bare = amount.kind == "count" and not amount.words and _NO_NOUN.match(text[amount.span.end : span.end])
        out.append(_adopted(text, span, amount, out, names, currency) if bare else amount)
    return out


def _adopted(
    text: str, span: Span, amount: Amount, before: Sequence[Amount], names: Sequence[Span], currency: str | None
) -> Amount:
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
