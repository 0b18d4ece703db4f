"""The words that a paragraph opens with and that name its topic: "Moonshot AI (Beijing). Tencent has joined ..."."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.english.parse import Sentence

#: They are no more tokens than these, and hold no verb.
_LONGEST = 8


def lead_in(index: int, sentences: Sequence[Sentence]) -> frozenset[str]:
    """The entity that opens the paragraph of the sentence at `index` in a sentence of its own, if any."""
    first = index
    while first and sentences[first - 1].block == sentences[index].block:
        first -= 1
    opening = sentences[first]
    if first == index or len(opening.doc) > _LONGEST or any(t.pos_ in {"VERB", "AUX"} for t in opening.doc):
        return frozenset()
    return frozenset(a.entity for a in opening.arguments[:1])
