"""How sure a clause can be told, and the words that tell it: what is the same in every language.

The words are data, one file a language (`english/stance/modality.yaml`).
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.extract import data_file
from kg.model import Modality

_ENGLISH = Path(__file__).parent / "english" / "stance" / "modality.yaml"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A language's words: sets of lemmas, the words that some of them need beside them, patterns over plain text."""

    words: dict[str, frozenset[str]]
    only_with: dict[str, dict[str, frozenset[str]]]
    patterns: dict[str, re.Pattern[str]]


@functools.cache
def lexicon(path: Path = _ENGLISH) -> Lexicon:
    """Reads a lexicon file, once."""
    raw: dict[str, Any] = data_file.load(path)
    return Lexicon(
        {key: frozenset(value) for key, value in raw["words"].items()},
        {key: {word: frozenset(near) for word, near in value.items()} for key, value in raw["only_with"].items()},
        {key: re.compile("|".join(value), re.IGNORECASE) for key, value in raw["patterns"].items()},
    )


def combine(inner: Modality, outer: Modality) -> Modality:
    """What remains of `inner` under `outer`: a denial of anything denies it, a guess about a plan is a guess.

    >>> combine(Modality.PLANNED, Modality.SPECULATED)
    <Modality.SPECULATED: 'speculated'>
    >>> combine(Modality.DENIED, Modality.PLANNED)
    <Modality.DENIED: 'denied'>
    """
    order = (Modality.ASSERTED, Modality.PLANNED, Modality.SPECULATED, Modality.DENIED)
    return max(inner, outer, key=order.index)
