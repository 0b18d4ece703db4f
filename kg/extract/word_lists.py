"""Lists of words in data files: parted by white space, phrases in quotes."""

from __future__ import annotations

import shlex
from collections.abc import Mapping


def words(value: object) -> list[str]:
    """The words and phrases of a list. Raises ValueError where a quote is not closed.

    >>> words("maker 'chip designer'")
    ['maker', 'chip designer']
    """
    return shlex.split(str(value))


def by_word(table: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    """Name → list of words, as word → the names that list it, in their order. Raises ValueError as `words` does."""
    out: dict[str, tuple[str, ...]] = {}
    for name, value in table.items():
        for word in words(value):
            if name not in out.get(word, ()):
                out[word] = (*out.get(word, ()), name)
    return out
