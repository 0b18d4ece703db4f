"""The word classes of `lexicon.yaml` and the everyday words of `words.txt`, read once."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import OntologyError
from kg.extract import data_file
from kg.extract.word_lists import by_word

#: Classes of single characters.
_CHARACTERS = ("edge_before", "edge_after", "firm_first_no", "firm_last_no")
_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Closed word classes.

    `suffixes` maps the last part of an organisation's name to its types, `nouns` a type noun to types, both in the
    order of the file. `sets` are the other classes, named as in the file.
    """

    suffixes: Mapping[str, tuple[str, ...]]
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
        suffixes, nouns = by_word(data.pop("suffixes")), by_word(data.pop("nouns"))
        edges = {name: frozenset(str(data.pop(name))) for name in _CHARACTERS}
        grades = {
            f"{name}_{grade}": frozenset(str(value).split())
            for name in ("firm_after", "firm_before")
            for grade, value in data.pop(name).items()
        }
        sets = {name: frozenset(str(value).split()) for name, value in data.items()}
    except (AttributeError, KeyError, ValueError) as error:
        raise OntologyError(f"lexicon.yaml: {error}") from error
    return Lexicon(suffixes, nouns, sets | edges | grades)


@functools.cache
def words() -> frozenset[str]:
    """Everyday words of two to four characters, in simplified script."""
    lines = (_FOLDER / "words.txt").read_text(encoding="utf-8").splitlines()
    listed = [word for line in lines if not line.startswith("#") for word in line.split()]
    data = lexicon()
    told = (data["words"], data["posts"], data["speech"], data["roles"], data["titles"])
    return frozenset(listed).union(*({w for w in group if len(w) > 1} for group in told))


def alternatives(phrases: Iterable[str]) -> str:
    """A regular expression that matches any of the phrases, the longest first."""
    return "(?:" + "|".join(re.escape(p) for p in sorted(set(phrases), key=lambda p: (-len(p), p))) + ")"
