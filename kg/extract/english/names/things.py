"""Cues for what organisations make: models, products, chips, and the tests that models are measured by."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.extract.english.names.cues import Votes
from kg.extract.kinds import ORGANISATIONS

_OWNED = re.compile(
    r"['’]s?\s+(?:(?:own|new|latest|next|newest|open|open-source|flagship|upcoming|forthcoming|in-house|first|second|third|current|popular|free|so-called|"
    r"house|home-grown|proprietary|\w+-\w+)\s+)*[\"“]?$"
)
_ITS = re.compile(
    r"(?<!\w)(?:its|their|our|his|her)\s+(?:(?:own|new|latest|next|open|flagship|in-house|first|house)\s+)*[\"“]?$",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"(?<!\w)(?:launch|unveil|introduc|releas|present|show|debut|open-sourc|call|sell|retir|integrat|switch|updat|ship|put|rolled|brought|fitted|"
    r"install|built|tested|testing|sold|rename)\w*\s+(?:out\s+|off\s+|on\s+|to\s+|in\s+|into\s+|it\s+)?(?:the\s+|a\s+|an\s+|its\s+|[\"“])*$",
    re.IGNORECASE,
)
_MODEL_BEFORE = re.compile(
    r"(?<!\w)(?:weights\s+of|training\s+of|trained|pre-trained|fine-tun\w+|distill?\w*|versions?\s+of|powered\s+by|runs?\s+on|running\s+on|based\s+on|built\s+on|"
    r"api\s+for|outperform\w*|beats?|outscor\w+|inference\s+of|copies\s+of|derivatives?\s+of)\s+(?:from\s+|of\s+|on\s+)?(?:the\s+|our\s+own\s+|its\s+own\s+)?[\"“]?$",
    re.IGNORECASE,
)
_MODEL_AFTER = re.compile(
    r"[\"”]?(?:[^.;\n]{0,60}?\b(?:billion|trillion)[- ]parameters?\b"
    r"|,?\s+(?:was\s+|is\s+|has\s+been\s+|itself\s+)?"
    r"(?:trained|fine-tuned|distilled|pre-trained|brought\s+up\s+on|tuned\s+from)"
    r"|\s+(?:scores?|scored|beats|outperforms|outscores|descends)\b|[^.;\n]{0,40}\b(?:MIT|Apache)\s|\s+family\b"
    r"|,?\s+(?:a|the)\s+(?:fine-tune|distillation|derivative|descendant)\b)"
)
_PRODUCT_AFTER = re.compile(
    r"[\"”]?\s+(?:went\s+on\s+sale|costs?\b|was\s+downloaded|has\s+been\s+downloaded|sells?\s+for|is\s+priced|has\s+sold|sold\b|is\s+fitted|talks\b|speaks\b|users\b|downloads\b|"
    r"range\b|project\b|feature\b|button\b|brand\b|brands\b|and\s+[A-Z]\w+\s+(?:apps?|brands?)\b)|,\s+priced\b"
)
_SCORED = re.compile(
    r"(?:\d|points?|%|per\s+cent|percent|scor\w+|ranks?\w*|tops?|ahead|first|second|third|leads?)\s+(?:\w+\s+){0,2}(?:on|in|of)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_SCORES = re.compile(
    r",?\s+(?:it|we|they|the\s+\w+|[A-Z][\w.-]+(?:\s+[\w.-]+){0,2}?)\s+(?:scores?|scored|gets?|got|reache[sd]|manages|managed|makes|made)\s+(?:only\s+)?\d|:?\s+\d+\.\d"
)
_VISITED = re.compile(
    r"(?<!\w)(?<!takes )(?<!take )(?<!took )(?<!taking )(?:on|onto|via)\s+(?:[A-Z]\w+\s+and\s+)?$", re.IGNORECASE
)
_VERSION = re.compile(r"\d")


def votes(
    text: str,
    start: int,
    end: int,
    floor: int,
    ceiling: int,
    owners: Mapping[int, tuple[str, str | None]],
    *,
    person: bool,
) -> Votes:
    """Votes for the name at [start, end).

    `owners` gives for the end of each known name its type and the kind of thing it mostly makes; `person` is true for a
    name that looks like a person's.
    """
    before, after = text[max(floor, start - 70) : start], text[end : min(ceiling, end + 90)]
    name = text[start:end]
    found = Votes(float)
    if match := _OWNED.search(before):
        _possessed(found, owners.get(start - len(before) + match.start()), person, bool(_VERSION.search(name)))
    elif _ITS.search(before) and not person:
        found["Product"] += 1.5
    if _SHOWN.search(before) and not person:
        found["Product"] += 1.5
        found["AIModel"] += 1.0
    if _MODEL_BEFORE.search(before):
        found["AIModel"] += 2.5
    if _MODEL_AFTER.match(after):
        found["AIModel"] += 2.5
    if _PRODUCT_AFTER.match(after):
        found["Product"] += 2.0
    if _VISITED.search(before):
        if _SCORED.search(before) or _SCORES.match(after):
            found["Benchmark"] += 4.0
        else:
            found["Product"] += 0.8
    return found


def _possessed(found: Votes, owner: tuple[str, str | None] | None, person: bool, versioned: bool) -> None:
    if owner is None:
        found["Product"] += 0.0 if person else 1.0
        return
    kind, makes = owner
    if kind == "Place":
        found["Organisation"] += 2.0
    elif kind in ORGANISATIONS and person:
        found["Person"] += 2.0
    elif kind in ORGANISATIONS:
        found["Product"] += 2.0
        if makes and versioned:
            found[makes] += 2.5
