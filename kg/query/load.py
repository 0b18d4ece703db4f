"""The questions in SPARQL (`*.rq` beside this file), and values put into them as terms that the library serialises."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import NamedNode

_COMMENT = re.compile(r"^#.*\n", re.MULTILINE)
_SLOT = re.compile(r"\{\{(,?)(\w+)\}\}")


@functools.cache
def text(name: str) -> str:
    """A query as it stands in its file, without its comments."""
    return _COMMENT.sub("", (Path(__file__).parent / f"{name}.rq").read_text(encoding="utf-8"))


def fill(name: str, **slots: Iterable[NamedNode]) -> str:
    """A query with the IRIs of each slot in place: `{{ends}}` with spaces between, `{{,ends}}` with commas."""
    terms = {slot: [str(value) for value in values] for slot, values in slots.items()}
    return _SLOT.sub(lambda found: (", " if found.group(1) else " ").join(terms[found.group(2)]), text(name))
