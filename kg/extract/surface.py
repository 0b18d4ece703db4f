"""Surface frames: regular expressions over a sentence in which every name is one marker.

The patterns are those of English; markers serve any language.

In a pattern `{S}` and `{O}` stand for the subject and object, each a name or a list of names ("A, B and C"), `{S1}` and
`{O1}` for one name only, `{SA}` and `{OA}` for one expression that stands for a name ("the start-up", "it"), `{P}` for
a third name that a role may speak of, `{X}` for any name that takes no part, `{wN}` for up to N words between,
`{gN}` for up to N characters of one sentence, names and commas among them, `{tN}` for the same without names,
`{title}` for a post that a person may hold ("chief executive"), `{firm}` for a noun for a firm, and a group `(?P<T>…)`
marks the trigger, which begins no later in a word than with it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kg.model import Span

_FIRST, _FIRST_ANAPHOR, _LAST = 0xE000, 0xF000, 0xF8FF
#: So many names of a sentence have a marker of their own; the others stay text.
_MOST = _LAST - _FIRST_ANAPHOR + 1
#: What stands for a character of the text that would read as a marker.
_STRANGE = "\ufffd"
_M = "[\ue000-\uf8ff]"
_ANAPHOR = "[\uf000-\uf8ff]"
#: A share or place told with each member: "A (4.3%), B with 3.9 per cent and C".
_SHARE = r"(?:,? ?\(?(?:(?:with|at|on|holds|has|owns|a|combined|about|some|another) ){0,3}[\d.]+(?:%| ?per ?cent)\)?)?"
_MEMBER = rf"{_M}(?:'s (?:[\w-]+ ){{0,2}}{_M})?"
_BETWEEN = (
    r"(?:\s*[,;]\s*(?:and |or |then |as well as |plus )?"
    r"|\s+(?:and|or|&|plus|then|as well as|along with|alongside)\s+|\s*/\s*)"
    r"(?:(?:both|the|its|even|much|far|larger|smaller|bigger|rivals?|peers?|start-?ups?|fellow) ){0,3}"
)
_LIST = rf"{_MEMBER}(?:{_SHARE}{_BETWEEN}{_MEMBER})*"
_ZH_LIST = rf"{_M}(?:(?:、|，|和|与|及|以及|或|跟|同){_M})*"
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


@dataclass(frozen=True)
class Marked:
    """A sentence as markers and plain text: `back[i]` is the document offset of character i."""

    text: str
    back: tuple[int, ...]

    @functools.cached_property
    def lowered(self) -> str:
        """The text in lower case, character for character."""
        lowered = self.text.lower()
        if len(lowered) == len(self.text):
            return lowered
        return "".join(low if len(low := character.lower()) == 1 else character for character in self.text)


def mark(
    text: str,
    start: int,
    names: Sequence[Span],
    possessive: Callable[[int], bool] = lambda _: False,
    anaphor: Callable[[int], bool] = lambda _: False,
) -> Marked:
    """Replaces names (sorted, disjoint document spans) by markers in `text`, which begins at document offset `start`.

    `possessive(i)` is true when name i is a word such as "its", which then reads as a name with 's; `anaphor(i)` when
    it is no name but stands for one.
    """
    out: list[str] = []
    back: list[int] = []

    def put(piece: str, at: int, fixed: bool = False) -> None:
        folded = piece if fixed else piece.translate(_PLAIN)
        if not fixed and ("  " in folded or (folded[:1] == " " and out and out[-1][-1:] == " ")):
            for i, character in enumerate(folded):
                if character != " " or not out or out[-1][-1:] != " ":
                    out.append(character)
                    back.append(at + i)
        elif folded:
            out.append(folded)
            back.extend([at] * len(folded) if fixed else range(at, at + len(folded)))

    at = start
    for i, span in enumerate(names[:_MOST]):
        put(text[at - start : span.start - start], at)
        put(chr((_FIRST_ANAPHOR if anaphor(i) else _FIRST) + i), span.start, fixed=True)
        if possessive(i):
            put("'s", span.start, fixed=True)
        at = span.end
    put(text[at - start :], at)
    return Marked("".join(out), tuple(back))


_PLAIN = str.maketrans(
    {"\n": " ", "\t": " ", "\u00a0": " ", "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u3000": " "}
    | dict.fromkeys(map(chr, range(_FIRST, _LAST + 1)), _STRANGE)
)


#: No place between two letters, so that "led by" does not stand in "polled by".
_START = "(?!(?<=[a-z])[a-z])"
_CASED = re.compile(r"\\.|\(\?P<\w+>|[A-Z]")


@functools.cache
def compile_pattern(pattern: str, language: str = "en") -> re.Pattern[str]:
    """A frame's pattern with its macros filled in, for text in lower case: twice as fast as one for either case."""
    filled = _filled(pattern.replace("(?P<T>", f"{_START}(?P<T>"), language)
    return re.compile(_CASED.sub(lambda m: m.group().lower() if len(m.group()) == 1 else m.group(), filled))


def _filled(pattern: str, language: str) -> str:
    listed = _LIST if language == "en" else _ZH_LIST
    filled = _END.sub(lambda m: f"(?P<{m.group(1)}>{_M if m.group(2) else listed}){m.group(3) or _NO_OWNER}", pattern)
    filled = (
        filled.replace("{P}", f"(?P<P>{_M})")
        .replace("{SA}", f"(?P<S>{_ANAPHOR})")
        .replace("{OA}", f"(?P<O>{_ANAPHOR})")
    )
    filled = filled.replace("{XL}", listed).replace("{X}", _M).replace("{title}", _POST).replace("{firm}", _FIRM)
    word = r"(?:(?:[^\s,;:\ue000-\uf8ff]|(?<=\d),(?=\d))+\s+)"
    filled = re.sub(r"\{w(\d+)\}", lambda m: word + "{0," + m.group(1) + "}?", filled)
    open_word = r"(?:(?:(?:[^\s,;:\ue000-\uf8ff]|(?<=\d),(?=\d))+|[\uf000-\uf8ff]'s)\s+)"
    filled = re.sub(r"\{v(\d+)\}", lambda m: open_word + "{0," + m.group(1) + "}?", filled)
    filled = re.sub(
        r"\{n(\d+)\}",
        lambda m: "(?:[^;.\ue000-\uf8ff]|[\uf000-\uf8ff](?='s )|\\.(?=\\S)){0," + m.group(1) + "}?",
        filled,
    )
    filled = re.sub(r"\{g(\d+)\}", lambda m: r"(?:[^;.]|\.(?=\S)){0," + m.group(1) + "}?", filled)
    filled = re.sub(r"\{t(\d+)\}", lambda m: "(?:[^;.\ue000-\uf8ff]|\\.(?=\\S)){0," + m.group(1) + "}?", filled)
    return re.sub(r"\{c(\d+)\}", lambda m: "[^。；！？\ue000-\uf8ff]{0," + m.group(1) + "}?", filled)


#: Groups that mean something here.
_OWN = frozenset(("S", "O", "P", "T"))


@dataclass(frozen=True, slots=True)
class Match:
    """Indices of names in the subject, object and third place, the document offset of the trigger, and the groups."""

    subjects: tuple[int, ...]
    objects: tuple[int, ...]
    thirds: tuple[int, ...]
    trigger: int
    groups: dict[str, str]


def find(pattern: re.Pattern[str], marked: Marked, owner: re.Pattern[str] = _OWNER) -> Iterator[Match]:
    """All matches; one that starts inside another is found too, since sentences chain, but no part of a whole list.

    `owner` finds names that only own another one.
    """
    at = 0
    whole: dict[int, list[set[int]]] = {}
    named = [key for key in pattern.groupindex if key not in _OWN]
    while match := pattern.search(marked.lowered, at):
        at = match.start() + 1
        told = match.groupdict("")
        subjects, objects, thirds = (_indices(told.get(key, ""), owner) for key in ("S", "O", "P"))
        where = match.start("T") if "T" in told else -1
        found = {*subjects, *objects, *thirds}
        before = whole.setdefault(where if where >= 0 else match.end(), [])
        if any(found <= other for other in before):
            continue
        before.append(found)
        # the words of a group as they are written
        groups = {key: marked.text[slice(*match.span(key))] for key in named if match.start(key) >= 0}
        place = marked.back[min(where if where >= 0 else match.start(), len(marked.back) - 1)]
        yield Match(subjects, objects, thirds, place, groups)


def _indices(group: str, owner: re.Pattern[str]) -> tuple[int, ...]:
    """The names of a group, without those that only own another one ("B" alone in "A's B")."""
    owners = {m.start() for m in owner.finditer(group)} if len(group) > 1 else ()
    found = [ord(c) for i, c in enumerate(group) if _FIRST <= ord(c) <= _LAST and i not in owners]
    return tuple(n - (_FIRST_ANAPHOR if n >= _FIRST_ANAPHOR else _FIRST) for n in found)
