"""The language of English frames: regular expressions over a sentence in which every name is one marker.

In a pattern `{S}` and `{O}` stand for the subject and object, each a name or a list of names ("A, B and C"), `{S1}` and
`{O1}` for one name only, `{SA}` and `{OA}` for one expression that stands for a name ("the start-up", "it"), `{P}` for
a third name that a role may speak of, `{X}` for any name that takes no part, `{XL}` for a list of such, `{wN}` for up
to N words between, `{vN}` for the same with possessives ("its") among them, `{gN}` for up to N characters of one
sentence, names and commas among them, `{tN}` for the same without names, `{nN}` for the same with possessives,
`{title}` for a post that a person may hold ("chief executive"), `{firm}` for a noun for a firm, and a group
`(?P<T>…)` marks the trigger, which begins no later in a word than with it.
"""

from __future__ import annotations

import functools
import re

from kg.extract import surface

_M, _ANAPHOR = f"[{surface.NAMES}]", f"[{surface.ANAPHORS}]"
#: A share or place told with each member: "A (4.3%), B with 3.9 per cent and C".
_SHARE = r"(?:,? ?\(?(?:(?:with|at|on|holds|has|owns|a|combined|about|some|another) ){0,3}[\d.]+(?:%| ?per ?cent)\)?)?"
_MEMBER = rf"{_M}(?:'s (?:[\w-]+ ){{0,2}}{_M})?"
_BETWEEN = (
    r"(?:\s*[,;]\s*(?:and |or |then |as well as |plus )?"
    r"|\s+(?:and|or|&|plus|then|as well as|along with|alongside)\s+|\s*/\s*)"
    r"(?:(?:both|the|its|even|much|far|larger|smaller|bigger|rivals?|peers?|start-?ups?|fellow) ){0,3}"
)
_LIST = rf"{_MEMBER}(?:{_SHARE}{_BETWEEN}{_MEMBER})*"
#: A name with 's only owns what follows, unless the pattern asks for that: not "Alibaba" in "bought Alibaba's chips".
_NO_OWNER = r"(?!'s (?!\d))"
#: What `{title}` and `{firm}` stand for.
_POSTS = r"""
    ceo|cto|cfo|coo|cmo|cio|cso|cpo|ciso|co-ceo|chief (?:[a-z-]+ ){1,2}officer|chief executive
    (?: officer)?|chief of staff|chief (?:[a-z-]+ ){0,2}(?:scientist|engineer|economist|strategist|architect|designer|
    accountant|analyst|lobbyist|counsel|negotiator|representative|technologist)|vice[ -]chair(?:man|woman|person)?|
    chairman|chairwoman|chairperson|chair|co-chair|vice[ -]president|vice[ -]chancellor|vice[ -]minister|vice[ -]rector|
    president|evp|svp|vp|general manager|managing director|general counsel|general secretary|director[ -]general|
    co-director|director|co-head|head|chief|boss|supremo|analyst|economist|strategist|researcher|scientist|engineer|
    architect|spokes(?:man|woman|person)|professor|secretary|minister|manager|managing partner|venture partner|partner|
    principal|counsel|fellow|dean|rector|provost|editor(?:-in-chief)?|columnist|commissioner|governor|mayor|treasurer|
    controller|comptroller|superintendent|(?:product|team|tech|technical|technology|research|project|design|engineering)
    [ -]lead(?:er)?|leader|lecturer|advis[eo]r|linguist|executive|officer|lawyer|lobbyist|consultant|academic|scholar|
    academician|teacher|technologist|board member|trustee|envoy|evangelist|salesman|saleswoman|trader|banker|designer|
    developer|curator|postdoc|ph\.?d student|number two|second-in-command|stand-in|portfolio manager|non-executive
"""
_POST = "(?:" + re.sub(r"\s*\n\s*", "", _POSTS) + ")"
_FIRMS = """
    start-?up|upstart|company|firm|group|giant|maker|chipmaker|carmaker|automaker|toolmaker|toymaker|drugmaker|
    phonemaker|lensmaker|robotmaker|truckmaker|gamemaker|glassmaker|steelmaker|planemaker|
    chip designer|designer|developer|lab|laboratory|platform|
    conglomerate|bank|broker|brokerage|operator|fund|investor|retailer|reseller|distributor|vendor|rival|champion|unicorn|
    consultancy|outfit|house|supplier|manufacturer|producer|foundry|newcomer|heavyweight|peer|player|owner|builder|
    provider|specialist|business|think[ -]tank|university|college|school|academy|institute|veteran|crew|shop|lender|
    contractor|hospital|clinic|publisher|exporter|importer|miner|utility|insurer|carrier|airline|ride-hailer|courier|
    trader|wholesaler|agency|studio|factory|plant|competitor|chain|integrator|assembler|spin-?off|spin-?out|offshoot|
    challenger|pioneer|leader|incumbent|minnow|titan|behemoth|juggernaut|powerhouse|landlord|partner|one|neighbour
"""
_FIRM = "(?:" + re.sub(r"\s*\n\s*", "", _FIRMS) + ")"
_END = re.compile(r"\{([SO])(1?)\}('s|\(\?:'s)?")
_OWNER = re.compile(rf"{_M}(?='s )")
_MACROS = {
    "{P}": f"(?P<P>{_M})",
    "{SA}": f"(?P<S>{_ANAPHOR})",
    "{OA}": f"(?P<O>{_ANAPHOR})",
    "{XL}": _LIST,
    "{X}": _M,
    "{title}": _POST,
    "{firm}": _FIRM,
}
_LETTERS = rf"(?:[^\s,;:{surface.NAMES}]|(?<=\d),(?=\d))+"
_GAP = re.compile(r"\{([wvgtn])(\d+)\}")
_GAPS = {
    "w": rf"(?:{_LETTERS}\s+)",
    "v": rf"(?:(?:{_LETTERS}|{_ANAPHOR}'s)\s+)",
    "g": r"(?:[^;.]|\.(?=\S))",
    "t": rf"(?:[^;.{surface.NAMES}]|\.(?=\S))",
    "n": rf"(?:[^;.{surface.NAMES}]|{_ANAPHOR}(?='s )|\.(?=\S))",
}
#: What stands in many patterns, as `written` has it.
PARTS = tuple(
    surface.lowered(part) for part in (*(f"(?P<{end}>{_LIST})" for end in "SO"), _POST, _FIRM, *_GAPS.values())
)
#: No place between two letters, so that "led by" does not stand in "polled by".
_START = "(?!(?<=[a-z])[a-z])"


def written(pattern: str) -> str:
    """A frame's pattern with its macros filled in, for text in lower case."""
    return surface.lowered(_filled(pattern.replace("(?P<T>", f"{_START}(?P<T>")))


@functools.cache
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """A frame's pattern, compiled."""
    return re.compile(written(pattern))


def ends(group: str) -> tuple[int, ...]:
    """The names of a group, without those that only own another one ("B" alone in "A's B")."""
    return surface.indices(_OWNER.sub("", group) if len(group) > 1 else group)


def _filled(pattern: str) -> str:
    filled = _END.sub(lambda m: f"(?P<{m.group(1)}>{_M if m.group(2) else _LIST}){m.group(3) or _NO_OWNER}", pattern)
    for macro, meaning in _MACROS.items():
        filled = filled.replace(macro, meaning)
    return _GAP.sub(lambda m: f"{_GAPS[m.group(1)]}{{0,{m.group(2)}}}?", filled)
