"""The last word on a reading: values that cannot be, old values, and topics that only the text around tells apart."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.extract.english.figures.masked import Masked
from kg.extract.english.figures.metric_frames import FrameSet
from kg.extract.english.figures.topics import Reading
from kg.extract.trace import Why

_SUPERSEDED = re.compile(
    r"(?:\bfrom|\(was|\bpreviously|\bfrom the|\bfrom about|\bfrom some|\bfrom around|\bformerly|\(from|\bold target of"
    r"|\binstead of|\brather than)(?: a| the| its)?(?: [\w-]+ of)? $"
)
#: A firm whose shares trade is worth its market capitalisation; a private one is worth what a round says.
_TRADED = re.compile(
    r"\b(?:shares|stocks?|adrs?|closed?|closing|bell|trading|opened|offer price|ipo|listed|debut|equity is|now worth"
    r"|meanwhile, is worth|range)\b"
)
_PRIVATE = re.compile(
    r"\b(?:rounds?|financing|raised|raises|investors?|funding|private|talks|post-money|pre-money"
    r"|series [a-e]|backers|stake"
    r"|hopes to be)\b"
)
#: Money taken in is raised where shares are sold, and earned where goods are.
_FLOATED = re.compile(
    r"\b(?:debut|ipo|flotation|float|offer(?:ing)? price|share sale|size of the deal|first day|rounds?|series [a-e])\b"
)
_EARNED = re.compile(
    r"\b(?:a year|subscriptions?|customers|quarter|third quarter|last year|annually|in <date>|sales)\b"
)
_TOOK_IN = re.compile(r"(?:took|take|taking|takes|taken) in")
_BROUGHT_IN = re.compile(r"(?:brought|bring|bringing|brings|pulled|collected|gathered) in")


def doubt(reading: Reading, view: Masked) -> Why | None:
    """Why a reading tells nothing: no metric, a value told as superseded ("up from 95"), or one out of bounds."""
    amount, frame = reading.amount, reading.frame
    if reading.metric is None:
        return Why.NOT_MEASURED
    if amount.bound == "origin" or _SUPERSEDED.search(view.text[: reading.piece.start]):
        return Why.OLD
    if amount.kind in ("percent", "times", "points"):
        return None
    return None if frame.least <= abs(amount.value) <= frame.most else Why.OUT_OF_BOUNDS


def settled(reading: Reading, view: Masked, context: str, frames: FrameSet, *, results: bool) -> Reading:
    """The reading with the metric that its surroundings ask for; `results` says that the text tells results."""
    words = view.text[slice(*reading.cue)] if reading.cue else ""
    match reading.metric:
        case "valuation" if _is_listed(view, context):
            return _as(reading, "marketCap", frames)
        case "revenue" if _TOOK_IN.match(words) and _FLOATED.search(f"{context} {view.text}"):
            return _as(reading, "fundingRaised", frames)
        case "fundingRaised" if _BROUGHT_IN.match(words) and _EARNED.search(view.text):
            return _as(reading, "revenue", frames)
        case "revenueGrowth" if words == "sales" and not results:
            return replace(reading, metric="salesGrowth")
    return reading


def _as(reading: Reading, frame: str, frames: FrameSet) -> Reading:
    return replace(reading, frame=frames.frame(frame), metric=frames.frame(frame).gives["money"])


def _is_listed(view: Masked, context: str) -> bool:
    """True where a worth is told of a firm whose shares trade."""
    if _PRIVATE.search(view.text):
        return False
    return bool(_TRADED.search(view.text)) or bool(_TRADED.search(context) and not _PRIVATE.search(context))
