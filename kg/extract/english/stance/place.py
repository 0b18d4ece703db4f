"""How a cue, and the names of a statement's ends, lie to the word that tells the statement."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.english.parse import Sentence
from kg.extract.english.stance.cues import Cue
from kg.extract.english.stance.sources import STOP, VERBAL, infinitive

_CONTENT = frozenset({"ccomp", "xcomp", "advcl", "dobj", "acl", "prep", "oprd", "pcomp"})
#: Arcs of a name that another one carries along: "Hong Kong-listed X", "Y's Z".
_CARRIED = frozenset({"poss", "compound", "amod", "nmod", "appos"})


class Place:
    """The place of a statement in its sentence. `quoted` tells that it stands in quotation marks.

    `kind` is the arc of an apposition, a relative clause or the like that holds the trigger, else `clause` or the
    trigger's part of speech.
    """

    def __init__(self, sentence: Sentence, trigger: int, quoted: bool = False) -> None:
        self._sentence = sentence
        self._trigger = trigger
        self.quoted = quoted
        token = sentence.doc[trigger]
        #: Each word above the trigger: the arc that leads up to it, and whether a bar stands between.
        self._above: dict[int, tuple[str, bool]] = {trigger: ("self", False)}
        bars: list[str] = []
        barred = False
        child = token
        while True:
            if child.dep_ in STOP:
                bars.append(child.dep_)
                barred = barred or not infinitive(child)
            if child.head.i == child.i:
                break
            self._above[child.head.i] = (child.dep_, barred)
            child = child.head
        self.kind: str = bars[0] if bars else "clause" if token.pos_ in VERBAL else token.pos_

    def way(self, cue: Cue) -> tuple[int, str]:
        """How a cue of the sentence lies to the trigger, and how close that is (0 the closest)."""
        doc = self._sentence.doc
        head = doc[cue.token].head.i
        if cue.kind == "named":
            if (found := self._above.get(head)) is not None:
                return 5, "name-barred" if found[1] else "name-over"
            return 6, "name"
        if (found := self._above.get(cue.token)) is not None:
            arc, barred = found
            if barred:
                return 3, "over-barred"
            if arc == "self":
                return 0, "self"
            return (1, "over") if arc in _CONTENT else (2, f"over-{arc}")
        if (found := self._above.get(head)) is not None:
            return (3, "beside-barred") if found[1] else (1, "beside")
        low, high = sorted((cue.token, self._trigger))
        parted = any(t.text in {";", ":"} for t in doc[low:high])
        side = "left" if cue.token < self._trigger else "right"
        return 4, f"{side}-parted" if parted else side

    def ends(self, *ends: str | None) -> str:
        """Through which bars the names of the ends hang on the main clause: "clear/poss" in "A sells A's B"."""
        return "/".join(self._bar(end) for end in ends if end)

    def carried(self, *ends: str | None) -> bool:
        """True when another name or noun carries one of the ends along."""
        return not _CARRIED.isdisjoint(self._bar(end) for end in ends if end)

    def within(self, cues: Sequence[Cue], source: str, ends: Sequence[str | None]) -> str:
        """Which of two ends belong to the expression for the source itself: "01" in "X, chairman of Y, said"."""
        for cue in cues:
            if cue.source == source and cue.kind == "verb":
                verb = self._sentence.doc[cue.token]
                told = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
                if told is None:
                    return "none"
                low, high = told.left_edge.i, told.right_edge.i
                inside = {a.entity for a in self._sentence.arguments if low <= a.head <= high}
                return "".join(str(i) for i, end in enumerate(ends) if end in inside) or "none"
        return "no"

    def _bar(self, end: str) -> str:
        heads = [a.head for a in self._sentence.arguments if a.entity == end]
        if not heads:
            return "away"
        token = self._sentence.doc[min(heads, key=lambda h: abs(h - self._trigger))]
        while token.head.i != token.i:
            if token.dep_ in STOP and not infinitive(token):
                return str(token.dep_)
            token = token.head
        return "clear"
