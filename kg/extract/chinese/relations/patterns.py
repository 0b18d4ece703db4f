"""The language of Chinese frames: regular expressions over a sentence in which every name is one marker.

`{S}` and `{O}` stand for the subject and object, each a name or a list of names (A、B和C等) of the types that the frame
takes, `{S1}` and `{O1}` for one name only, `{S,}` and `{O,}` for a list without 和, `{S=}` and `{O=}` for a
list of mere names, `{S!}` and `{O!}` for a list without an owner before it, `{SA}` and `{OA}` for one
expression that stands for a name (该公司). `{S?}` and `{O?}` are a name or the beginning of a clause that leaves it
out; the frame must then say what is understood. `{P}` is a third name, `{X}` any name that takes no part, `{XL}` a
list of such.

Gaps of up to N characters, as few as do: `{wN}` within a clause, `{tN}` within a member of a list, `{cN}` within a
sentence, all without names that could be an end; `{aN}` and `{bN}` within a clause, `{pN}` and `{qN}` within a
sentence, without names that could be the subject and object; `{nN}` within a clause without any name; `{vN}` within a
clause and `{gN}` within a sentence with any. `{!ON}` stands before no object within N characters of a clause.
`{start}` is where a clause begins, `{end}` where it ends. `{title}` is a post, `{role}` one or several as told of a
person, `{firm}` a noun for an organisation, `{num}` a number. A group
`(?P<T>…)` marks the trigger, `(?P<R>…)` a role, `(?P<Q>…)` and `(?P<N>…)` what tells it past or
coming, `(?P<Z>分别)` pairs two lists
one by one, `(?P<A>…)` and `(?P<B>…)` are the subject's and object's scores, of which the higher one wins.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

from kg.extract import data_file, surface
from kg.extract.chinese.relations.marks import NAMES, any_of, indices
from kg.extract.kinds import THINGS, TYPES

_M = f"[{NAMES}]"
#: A name that only owns the next one: 华为昇腾910C, 谷歌的Gemini.
_OWNS = "(?:的|旗下的?|自研的?|家的|自家的?|系的?)?"
_OWNER = re.compile(rf"{_M}(?={_OWNS}{_M})")
#: Names that may own an end: one model or product owns no other.
_OWNERS = any_of(TYPES - THINGS)
#: Longest texts between an owner and what it owns, or before a member of a list.
_ATTRIBUTE = 12
#: Longer lists are read in parts.
_MEMBERS = 40
_SENTENCE, _CLAUSE, _TIGHT = "。；！？•", "。；！？，：•", "。；！？，：、•"
_GAPS = {"w": _CLAUSE, "t": _TIGHT, "c": _SENTENCE, "n": _CLAUSE, "v": _CLAUSE, "g": _SENTENCE}
_GAPS |= {"a": _CLAUSE, "b": _CLAUSE, "p": _SENTENCE, "q": _SENTENCE}


#: Last characters of nouns for firms, products and persons that may stand before a member of a list, and of no verb
#: that would begin another statement.
_NOUN_ENDS = (
    "司业商构型品金方东企厂台头牌校户片人架具统体新锐室院团伴器卡件本门列族号学授妻夫生队龙师员家长裁官席监O股态"
)


@functools.cache
def _words() -> dict[str, str]:
    raw: dict[str, Any] = data_file.load(Path(__file__).parent / "words.yaml")
    return {name: "(?:" + "|".join(sorted(map(str, words), key=lambda w: -len(w))) + ")" for name, words in raw.items()}


@functools.cache
def _post() -> str:
    words = _words()
    return f"(?:{words['rank']}{{0,4}}(?:首席[\\u4e00-\\u9fffA-Za-z]{{1,8}}?(?:官|家|师|员|代表|顾问)|{words['post']}))"


@functools.cache
def _list(types: frozenset[str], form: str = "") -> str:
    """A name of these types, or a list of such; members may carry an owner, a descriptive noun and a note."""
    words = _words()
    name = f"[{any_of(types)}]"
    note = r"(?:[（(][^（）()]{0,24}[)）])?"
    member = rf"(?:{_M}{_OWNS}(?={name}))?{name}{words['honour']}?{note}"
    if form == "1":
        return name
    noun = rf"{_M}?(?:的|旗下的?)?[^，。；：、！？{NAMES}]{{0,{_ATTRIBUTE}}}(?<=[{_NOUN_ENDS}])的?[“\"]?"
    kind = f"(?:{noun}|其|自家|旗下的?)?"
    joined = "(?:、|，?及|，?以及)" if form == "," else "(?:、|和|与|，?及|，?以及|或|或者|跟|同|，?还有|/|／|＋|\\+|&)"
    if form == "=":
        return f"{name}(?:{joined}{name}){{0,{_MEMBERS}}}"
    family = f"{words['family']}{{0,2}}"
    how_many = r"(?:[多数几一二两三四五六七八九十\d]{0,4}[家名位个款只])?"
    what = f"(?:[^，。；：、！？{NAMES}]{{0,8}}?[{_NOUN_ENDS}])?"
    several = f"(?:等?(?:近|约|在内的)?{how_many}{what}|等人?|夫妇|兄弟)?"
    return rf"{member}(?:{family}{joined}{kind}{member}){{0,{_MEMBERS}}}{several}"


def _expand(pattern: str, subjects: frozenset[str], objects: frozenset[str]) -> str:
    """A frame's pattern with its macros filled in, for a frame that takes these types."""
    types = {"S": subjects, "O": objects}

    def end(match: re.Match[str]) -> str:
        letter, form = match.groups()
        taken = types[letter]
        if form == "A":
            return f"(?P<{letter}>[{any_of(taken, names=False)}])"
        name = f"[{any_of(taken)}]"
        told = f"(?P<{letter}>{_list(taken, form)})"
        # A name that owns the next one of the same kind is no end itself.
        guard = (
            rf"(?!{name})" if form == "1" else rf"(?!{name}|(?:的|旗下)[^{_STATING}{NAMES}]{{0,{_ATTRIBUTE}}}?{name})"
        )
        told += guard
        if form == "?":
            return f"(?:{told}|{_START})"
        if match.start() > 0 and form != "!":
            told = rf"(?:[{_OWNERS}][^，。；：、！？和与及{NAMES}]{{0,{_ATTRIBUTE}}}?)??{told}"
        return told

    filled = _plain(re.sub(r"\{([SO])([1A,=?!]?)\}", end, pattern))
    filled = filled.replace("{P}", f"(?P<P>{_M})").replace("{XL}", _list(TYPES)).replace("{X}", _M)
    filled = re.sub(r"\{!O(\d+)\}", rf"(?![^{_TIGHT}]{{0,\1}}[{any_of(objects)}])", filled)
    one, other = any_of(subjects), any_of(objects)
    closed = {"a": one, "p": one, "b": other, "q": other, "v": "", "g": "", "n": NAMES}
    for letter, marks in _GAPS.items():
        names = closed.get(letter, any_of(subjects | objects))
        filled = re.sub(rf"\{{{letter}(\d+)\}}", rf"[^{marks}{names}]{{0,\1}}?", filled)
    return filled


_START = r"(?:^|(?<=[，；：。！？“”\"（\(、•】▍■ ])|(?<=--))"
#: What stands between an owner and a name that it does not own: words of a statement, and nouns for partners.
_STATING = "，。；：、！？被由比较超过在和与向对为是于包有已用接换采伴手户东"
#: What no name of a post holds.
_FUNCTION = "，。；：、！？“”向由是为则对与和的在以据被让请使替将任给称说兼"
_END = r"(?=[，；：。！？”\"）\)、]|$)"


def _plain(pattern: str) -> str:
    other = f"[^{_FUNCTION}{NAMES}]"
    role = rf"{other}{{0,12}}?{_post()}(?:(?:兼任?|、|和|及|暨|/){other}{{0,8}}?{_post()}){{0,2}}"
    filled = pattern.replace("{role}", role).replace("{title}", _post()).replace("{firm}", _words()["firm"])
    filled = filled.replace("{start}", _START).replace("{end}", _END)
    return filled.replace("{num}", r"(?:[\d.,]+|[零一二两三四五六七八九十百千]+)(?:多|余)?[十百千万亿兆]*")


@functools.cache
def compile_pattern(pattern: str, subjects: frozenset[str], objects: frozenset[str]) -> re.Pattern[str]:
    """A frame's pattern with its macros filled in, for text in lower case and a frame that takes these types."""
    return re.compile(surface.lowered(_expand(pattern, subjects, objects)))


def ends(group: str) -> tuple[int, ...]:
    """The names of a group, without those that only own another one."""
    return indices(_OWNER.sub("", group))
