"""What follows a family's name: 混元2.0, 通义千问3-Max, 豆包大模型1.6 lite, 昇腾910C, 文心大模型4.0工具版."""

from __future__ import annotations

import functools
import re

from kg.extract.chinese.names.lexicon import alternatives, lexicon
from kg.extract.names import MODEL_WORDS, ModelGrammar

#: Behind a number these show that it counts something.
_COUNTED = re.compile(
    r"\s?(?:(?:家(?!族)|[%亿万千百十倍元点个款名位次台辆片张颗只件种项条人岁天日月年周季小分秒成折档多余几英公平])|(?:[Tt]okens?|RMB|USD)\b"
    r"|[:：/]\d|,\d{3})"
)
_LATIN_END = re.compile(r"[A-Za-z0-9]\Z")
_LARGE = re.compile(
    r"(?:(?:AI)?大模型|大语言模型|模型)(?=[ -]?[A-Za-z]{0,2}\d|(?: ?-?)(?:Pro|Max|Lite|Turbo|Plus|Ultra)(?![a-z]))"
)


@functools.cache
def grammar() -> ModelGrammar:
    """The grammar of model names, with the words that may follow one."""
    return ModelGrammar.of(MODEL_WORDS)


@functools.cache
def _head() -> re.Pattern[str]:
    """The first part behind a name that ends in a Chinese character."""
    names = alternatives(w for w in MODEL_WORDS if w[0].isupper())
    version = r"[ -]?(?:[vVrRkKxXtTsSmM]-?)?\d{1,2}(?:\.\d{1,2}){0,2}[a-z]?|[ -]?\d+(?:\.\d+)?[BbM]"
    return re.compile(
        rf"(?:{version}|-?[aA]\d+[bB]|[ -]?{names}|-[A-Z])(?![A-Za-z0-9%]|\.\d)"
        rf"|(?:{version}|[ -]?{names})(?=[A-Z][A-Za-z]|[ -]?[A-Z0-9])(?!\d)"
    )


@functools.cache
def _tail() -> re.Pattern[str]:
    return re.compile(rf" ?{alternatives(lexicon()['tails'])}")


_CHIP = re.compile(
    r"[- ]?(?:(?:Ultra|Max|Pro|Ti)(?![a-z])|(?:[A-Z]{1,3}-?)?\d{1,4}[A-Za-z]{0,3}\d?"
    r"(?:[ -](?:Pro|Max|Ultra|Ti|Super|Gen ?\d))?)(?![A-Za-z0-9%]|[.,]\d)"
)


#: Characters that a version takes at most.
_LONGEST = 48


def model_end(plain: str, latin: str, start: int, limit: int) -> int:
    """Where the name of a model that has come as far as `start` ends; `start` itself when nothing follows.

    `latin` is the text with a comma for every character that is not ASCII.
    """
    at, limit = start, min(limit, start + _LONGEST)
    if _LATIN_END.search(plain, max(0, at - 1), at) is None:
        large = _LARGE.match(plain, at, limit)
        first = _head().match(plain, large.end() if large else at, limit)
        if first is None or counted(plain, first):
            return _closed(plain, at, start, limit)
        at = first.end()
    numbered = any(c.isdigit() for c in plain[max(start - 14, 0) : at].split(" ")[-1])
    part = grammar().part
    while match := part.match(latin, at, limit):
        token = match.group().strip()
        if "\n" in match.group() or counted(plain, match):
            break
        if numbered and match.lastgroup == "spaced" and token.replace(".", "").isdigit():
            break
        numbered = numbered or any(c.isdigit() for c in token)
        at = match.end()
    if small := _SMALL.match(plain, at, limit) if numbered or at > start else None:
        at = small.end()
    return _closed(plain, at, start, limit)


#: Words in small letters that follow a version: 豆包大模型1.6 lite, 豆包Pro 32K.
_SMALL = re.compile(r" (?:lite|pro|mini|max|flash|turbo|plus|preview|thinking|vision|\d{1,4}[Kk])(?![A-Za-z0-9])")


def _closed(plain: str, at: int, start: int, limit: int) -> int:
    if at == start and not plain[max(0, at - 1) : at].isdigit():
        return at
    tail = _tail().match(plain, at, limit)
    return tail.end() if tail and not plain.startswith("代", at) else at


def counts(plain: str, end: int) -> bool:
    """True when the number that ends there counts something."""
    return bool(_COUNTED.match(plain, end))


def counted(plain: str, match: re.Match[str]) -> bool:
    """True where the part ends in a number that counts something: 豆包5130万, 千问3月."""
    return match.group()[-1].isdigit() and bool(_COUNTED.match(plain, match.end()))


def chip_end(plain: str, start: int, limit: int) -> int:
    """Where the name of a chip that has come as far as `start` ends; `start` itself when nothing follows."""
    match = _CHIP.match(plain, start, limit)
    if match is None or counted(plain, match):
        return start
    tail = _tail().match(plain, match.end(), limit)
    return tail.end() if tail and not plain.startswith("代", match.end()) else match.end()


def short(name: str) -> str:
    """The name without 大模型 and the like: 豆包大模型1.6 → 豆包1.6.

    >>> short("文心大模型4.0"), short("轩辕大模型")
    ('文心4.0', '轩辕')
    """
    bare = re.sub(r"(?<=.)(?:AI)?大?模型(?:体系|系列|家族|矩阵)?(?=.|$)", "", name)
    return bare or name
