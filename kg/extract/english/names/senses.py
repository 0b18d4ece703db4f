"""What a known form means here: one of several things of that name, or an ordinary word."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Sequence

from kg.extract.english.names import things
from kg.extract.english.names.cues import ORGANISATION, Votes, around
from kg.extract.english.names.lexicon import alternatives, is_common, lexicon
from kg.extract.english.names.spots import Spot
from kg.extract.gazetteer import Meaning
from kg.extract.kin import Kin
from kg.extract.kinds import ORGANISATIONS
from kg.ontology.registry import Known

_POSSESSIVE = re.compile(
    r"['’]s?\s+(?:own\s+|new\s+|latest\s+|\w+-\w+\s+|open\s+|flagship\s+|upcoming\s+|forthcoming\s+|in-house\s+|home-grown\s+)*[\"“]?$"
)
_ADJACENT = re.compile(r"\s+[\"“]?$")


class Context:
    """The document's plainly known entities: where they stand and what is kin to them."""

    def __init__(self, text: str, spots: Sequence[Spot]) -> None:
        self.text = text
        self.at: dict[str, list[int]] = defaultdict(list)
        self.ends: dict[int, str] = {}
        self.unproven: dict[int, str] = {}
        for spot in spots:
            for meaning in (*spot.meanings, *spot.family):
                if not meaning.cue or spot.family:
                    self.at[meaning.known.id].append(spot.span.start)
                    self.ends[spot.span.end] = meaning.known.id
                else:
                    self.unproven.setdefault(spot.span.end, meaning.known.id)

    def add(self, known: Known, spot: Spot) -> None:
        """Counts a form that a cue has proven."""
        self.at[known.id].append(spot.span.start)
        self.ends.setdefault(spot.span.end, known.id)

    def owner(self, start: int, floor: int) -> str | None:
        """The known entity that stands right before an offset, as owner or as first part."""
        before = self.text[max(floor, start - 60) : start]
        for pattern, ends in ((_POSSESSIVE, self.ends), (_ADJACENT, self.ends), (_POSSESSIVE, self.unproven)):
            match = pattern.search(before)
            if match and (found := ends.get(start - len(before) + match.start())):
                return found
        return None


def choose(spot: Spot, context: Context, kin: Kin) -> Meaning | None:
    """The meaning that fits best, or None when the form is no name here."""
    options = spot.meanings or spot.family
    if len(options) == 1 and not options[0].cue:
        return options[0]
    floor, ceiling = spot.block.span.start, spot.block.span.end
    votes = around(context.text, spot.span.start, spot.span.end, floor, ceiling, len(spot.text.split()))
    if len(options) > 1:
        made = things.votes(context.text, spot.span.start, spot.span.end, floor, ceiling, {}, person=True)
        for type_name in ("AIModel", "Product"):
            votes[type_name] += made.get(type_name, 0.0)
    owner = context.owner(spot.span.start, floor)
    plain = any(not m.cue for m in options)
    measured = plain and any(m.known.type == "Exchange" for m in options) and _measured(spot, context.text)
    best: Meaning | None = None
    most = 0.0
    for meaning in options:
        weight = _plain(meaning, spot, context, votes)
        if meaning.cue and not plain:
            weight += _cued(meaning, spot, context, votes, owner, kin)
        if measured and meaning.known.type == "StockIndex":
            weight += 4.0
        if weight > most:
            best, most = meaning, weight
    return best


def _plain(meaning: Meaning, spot: Spot, context: Context, votes: Votes) -> float:
    known = meaning.known
    weight = -1.0 if meaning.cue else 2.0
    weight += min(3.6, votes.get(known.type, 0.0) * 0.9)
    before = context.text[max(spot.block.span.start, spot.span.start - 40) : spot.span.start]
    used = bool(_USED.search(before))
    if known.type in ORGANISATIONS:
        weight += 1.2 if votes.get(ORGANISATION, 0.0) >= 1 else 0.0
        weight -= 2.0 if used and not meaning.cue else 0.0
        weight -= 1.0 if not meaning.cue and _VISITED.search(before) else 0.0
    elif known.type == "AIModel":
        weight += 2.0 if used else 0.0
    elif known.type == "Product":
        weight += 2.5 if _VISITED.search(before) else 0.0
        weight -= 1.0 if not meaning.cue and votes.get(ORGANISATION, 0.0) >= 2 else 0.0
    return weight


def _cued(meaning: Meaning, spot: Spot, context: Context, votes: Votes, owner: str | None, kin: Kin) -> float:
    """What speaks for a form that asks for a cue."""
    known = meaning.known
    weight = 0.0
    if spot.family and spot.span.end > spot.span.start + len(meaning.form):
        weight += 0.75  # a version stands behind the name
    close, far = kin.close(known.id), kin.far(known.id)
    if owner is not None and (owner in close or owner in far):
        weight += 3
    here = bool(context.at.get(known.id))
    if here:
        weight += 2
    near = [p for r in close for p in context.at.get(r, ())]
    inside = any(spot.block.span.start <= p < spot.block.span.end for p in near)
    weight += 1.6 if inside else 1.2 if near else 0.8 if any(context.at.get(s) for s in far) else 0.0
    several = " " in spot.text
    if known.type in ORGANISATIONS and not spot.loud and (several or not spot.initial):
        weight += 1.4
    if spot.initial and not several and _named().match(context.text, spot.span.end):
        weight += 1.2 if known.type in ORGANISATIONS else 0.0
    if known.type == "StockIndex" and _THE.search(context.text, max(0, spot.span.start - 20), spot.span.start):
        weight += 1.6
    if is_common(spot.text):
        weight -= 1.0 if spot.initial else 0.3
    if spot.loud and not here and not near:
        weight -= 1.0
    return weight


@functools.cache
def _named() -> re.Pattern[str]:
    return re.compile(rf"(?:['’]s\b|,|\s+{alternatives(lexicon()['name_verbs'])}\b)")


_THE = re.compile(r"(?<!\w)[Tt]he\s+(?:\w+\s+)?\Z")
_VENUE = re.compile(
    r"(?<!\w)(?:on|onto|at|to|from|for|with|by|via|in|through|join\w*|left|leav\w+|quit\w*|near)\s+(?:the\s+)?(?:\w+-\w+\s+)?\Z",
    re.IGNORECASE,
)


def _measured(spot: Spot, text: str) -> bool:
    """True for "the Nasdaq" that is up or outpaced: what trades is listed on, at, to it, or is "Nasdaq-listed"."""
    before = text[max(spot.block.span.start, spot.span.start - 40) : spot.span.start]
    behind = _LEFT_BEHIND.match(text, spot.span.end)
    if text.startswith(("-", "‑"), spot.span.end) or (_VENUE.search(before) and not behind):
        return False
    return bool(behind or _THE.search(before) or _COMPARED.search(before))


_LEFT_BEHIND = re.compile(r"(?:['’]s?)?\s+(?:\w+\s+){0,3}?(?:behind|in\s+(?:its|the)\s+(?:dust|wake|rear)|far\s+below)")
_COMPARED = re.compile(
    r"(?<!\w)(?:outpac|outperform|beat|trail|lag|top|than|ahead\s+of|behind|versus|vs\.?)\w*\s+(?:even\s+)?\Z",
    re.IGNORECASE,
)


_USED = re.compile(
    rf"(?<!\w){alternatives(lexicon()['model_before'])}\s+(?:the\s+|open-source\s+|a\s+)?$", re.IGNORECASE
)
_VISITED = re.compile(
    r"(?<!\w)(?<!takes )(?<!take )(?<!took )(?<!taking )"
    r"(?:on|onto|via|uploaded(?:\s+\S+)?\s+to|users\s+of|posted\s+to)\s+"
    r"(?:[A-Z]\w+(?:,\s+[A-Z]\w+)?\s+and\s+)?$",
    re.IGNORECASE,
)
