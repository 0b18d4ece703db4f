"""Places that are no mentions, and places that stand for those who govern them."""

from __future__ import annotations

import functools
import re

from kg.extract.english.names.lexicon import alternatives, lexicon
from kg.ontology.registry import Known

#: Words such as "Chinese" and "German": the registry lists them as forms of the place.
_ADJECTIVE = re.compile(
    r"\w*(?:ese|[ie]an|ican|ish|wiss|asian)s?|French|German|Dutch|Thai|Greek|Israeli|Saudi|Filipino|Iraqi|Pakistani|Emirati|Qatari|Kuwaiti|Bengali",
    re.IGNORECASE,
)
_MONEY = re.compile(r"\$|[ \u00a0](?:cents?|dollars?|time)\b")
_LOCATED = re.compile(
    r"(?<!\w)(?:in|at|from|near|to|of|for|outside|around|across|into|between|with|on|via|central|downtown|visit\w*|leaving|reach\w*|left)\s+(?:the\s+)?$",
    re.IGNORECASE,
)


@functools.cache
def _acts() -> re.Pattern[str]:
    helpers = (
        "has|have|had|is|was|will|would|may|might|could|should|also|both|itself|then|now|already|recently|later|first"
    )
    return re.compile(rf"\s+(?:(?:{helpers})\s+){{0,2}}(?:{alternatives(lexicon()['government_verbs'])})(?!\w)")


#: A noun or adjective after a word of origin, but no joint and no word for a language and what is made of it.
_DESCRIBES = re.compile(
    r"[- ](?!(?:and|or|nor|but|as|at|by|in|on|to|of|for|with|from|than|is|are|was|were|has|had|will|would|"
    r"characters?|languages?|speakers?|texts?|words?|prompts?|essays?|translations?|versions?|scripts?|dialects?|"
    r"passages?|sentences?|poetry|poems?|names?|speech|tokens?|subtitles|typing|spelling|accents?|cooking)(?!\w))[A-Za-z]"
)


def adjective(surface: str, known: Known) -> bool:
    """True for "Chinese", "American": a word of origin rather than the place's name."""
    return bool(_ADJECTIVE.fullmatch(surface)) and surface.casefold() != known.label().casefold()


def passing(text: str, end: int) -> bool:
    """True when a word of origin that ends there describes nothing, or a language: "Chinese characters"."""
    return not _DESCRIBES.match(text, end)


def money(text: str, end: int) -> bool:
    """True for the "US" of "US$5 billion" and of "U.S. cents"."""
    return bool(_MONEY.match(text, end))


#: Any finite verb or helper, for a capital whose name mostly means the government.
_VERB = re.compile(
    r"\s+(?:(?:both|also|itself|now|then|already|has|had)\s+)?(?:is|was|has|had|will|would|could|may|might|must|can|wants|did|does|[a-z]{3,}ed)\b|['’]s\s+(?:\w+\s+)?(?:view|stance|position|approval|commitment|pledge|policy|policies|campaign|crackdown|curbs|rules|"
    r"restrictions|ban|blessing|support|push|drive|regulators|export\s+controls)"
)
_SEAT = re.compile(r",(?!\s+which\b)|\s?[-–—(]|\s+(?:state|D\.?C|University|Post|office|hotel)\b")


def governs(text: str, start: int, end: int, floor: int, *, capital: bool) -> bool:
    """True when the place acts as its government does: "Washington barred", not "in Washington".

    `capital` is true where the registry lists the name for a government too: there any verb will do.
    """
    if _LOCATED.search(text[max(floor, start - 30) : start]):
        return False
    return bool(_acts().match(text, end) or (capital and _VERB.match(text, end)))


def seat(text: str, start: int, end: int, floor: int) -> bool:
    """True where nothing says that the place itself is meant: no preposition before it, no dateline after it."""
    return not _LOCATED.search(text[max(floor, start - 30) : start]) and not _SEAT.match(text, end)
