"""How surely an unknown name may begin or end at a place: punctuation, known names, everyday words and particles."""

from __future__ import annotations

from kg.extract.chinese.names.lexicon import lexicon, words
from kg.extract.chinese.names.spots import Ground, Scene

HARD, WORD, PARTICLE, NONE = 3.0, 2.0, 1.2, 0.0
_LONGEST = 4


def _han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


class Edges:
    """Judges the edges of names in one document; offsets are those of its text."""

    def __init__(self, scene: Scene, ground: Ground) -> None:
        self._plain, self._ground = scene.plain, ground
        self._words = words()
        self._before, self._after = lexicon()["edge_before"], lexicon()["edge_after"]
        self._left: dict[int, float] = {}
        self._right: dict[int, float] = {}

    def left(self, at: int) -> float:
        """How surely a name may begin at `at`, 0 to 3."""
        found = self._left.get(at)
        if found is None:
            found = self._left[at] = self._judge_left(at)
        return found

    def right(self, at: int) -> float:
        """How surely a name may end right before `at`, 0 to 3."""
        found = self._right.get(at)
        if found is None:
            found = self._right[at] = self._judge_right(at)
        return found

    def _judge_left(self, at: int) -> float:
        plain = self._plain
        if at == 0 or not _han(plain[at - 1]) or at in self._ground.ends:
            return HARD
        if self._ground.taken(at - 1):
            return HARD
        for size in range(2, _LONGEST + 1):
            word = plain[max(0, at - size) : at]
            if word in self._words and self._ground.free(at - size, at):
                return WORD
        return PARTICLE if plain[at - 1] in self._before else NONE

    def _judge_right(self, at: int) -> float:
        plain = self._plain
        if at >= len(plain) or not _han(plain[at]) or self._ground.taken(at):
            return HARD
        for size in range(2, _LONGEST + 1):
            if plain[at : at + size] in self._words:
                return WORD
        return PARTICLE if plain[at] in self._after else NONE
