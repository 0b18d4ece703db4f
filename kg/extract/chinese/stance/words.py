"""The words of stance as compiled expressions, and a sentence's text with its names masked."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from kg.extract import data_file
from kg.extract.chinese.text import Argument, Sentence

#: Quotation marks of either kind as “ and ”.
_MARKS = str.maketrans("「『」』", "““””")
#: Stands for each character of a name, so that no cue is read inside one.
NAME = "@"


@cache
def expressions(file: str) -> Mapping[str, re.Pattern[str]]:
    """The expressions of a YAML file of this package by name; the alternatives of a list are joined."""
    told: dict[str, Any] = data_file.load(Path(__file__).parent / file)
    return {name: re.compile("|".join(rows) if isinstance(rows, list) else str(rows)) for name, rows in told.items()}


@lru_cache(maxsize=512)
def masked(sentence: Sentence) -> str:
    """The sentence's text, as long as it is, with `NAME` for each character of a name and one kind of quotes."""
    return sentence.masked(NAME).translate(_MARKS)


def arguments_between(sentence: Sentence, start: int, end: int) -> list[Argument]:
    """The arguments of a sentence, in order, that stand in a document span."""
    arguments = sentence.arguments
    first = bisect_left(arguments, start, key=lambda a: a.span.start)
    last = bisect_left(arguments, end, key=lambda a: a.span.start)
    return [a for a in arguments[first:last] if a.span.end <= end]
