"""The word classes of `lexicon.yaml` and the common words of `words.txt`, read once."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import OntologyError
from kg.extract import data_file
from kg.extract.word_lists import by_word, words

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Closed word classes.

    `heads` maps the last word (or two) of a name to types, `nouns` a common noun to types, both in the order of the
    file. The other fields are sets of words or phrases named as in the file.
    """

    heads: Mapping[str, tuple[str, ...]]
    nouns: Mapping[str, tuple[str, ...]]
    sets: Mapping[str, frozenset[str]]

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.sets[name]


@functools.cache
def lexicon() -> Lexicon:
    """The lexicon that ships with the program.

    Raises OntologyError when the file is not of the form that its head describes.
    """
    data = data_file.load(_FOLDER / "lexicon.yaml")
    try:
        heads, nouns = by_word(data.pop("heads")), by_word(data.pop("nouns"))
        sets = {name: frozenset(words(value)) for name, value in data.items()}
    except (AttributeError, KeyError, ValueError) as error:
        raise OntologyError(f"lexicon.yaml: {error}") from error
    return Lexicon(heads, nouns, sets)


@functools.cache
def common_words() -> frozenset[str]:
    """Lower-case words of everyday English: a capitalised one may just open a sentence."""
    return frozenset((_FOLDER / "words.txt").read_text(encoding="utf-8").split())


def alternatives(phrases: frozenset[str]) -> str:
    """A regular expression that matches any of the phrases, the longest first; spaces match any white space."""
    ordered = sorted(phrases, key=lambda p: (-len(p), p))
    return "(?:" + "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in ordered) + ")"


@functools.lru_cache(maxsize=1 << 14)
def is_common(name: str) -> bool:
    """True for one word of everyday English, whatever its case."""
    word, words = name.casefold(), common_words()
    if word in words:
        return True
    for ending in ("s", "es", "ed", "d", "ing", "er", "ers", "ly", "ness", "ation"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2 and (stem in words or stem + "e" in words):
            return True
    return False
