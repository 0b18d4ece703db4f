"""What the example sentences of a frame of relations prove, in whichever language."""

from __future__ import annotations

from collections.abc import Collection

from marked import Marked

from kg.extract.frameset import Frame
from kg.ontology.schema import Ontology


def check_examples(frame: Frame) -> None:
    """A frame carries enough sentences."""
    assert len(frame.match) >= 2, "a frame has at least two sentences that it matches"
    assert len(frame.no_match) >= 1, "a frame has at least one sentence that it does not match"


def check_ends(frame: Frame, told: Marked, pairs: Collection[tuple[str, str]], ontology: Ontology) -> None:
    """The pairs that a frame found are those marked, and no end is taken for the other."""
    assert told.wanted, "the marks S: and O: tell what is to be found"
    if any("(?P<Z>" in p for p in frame.pattern) and len(told.ends["S"]) > 1:
        assert len(pairs) == len(told.ends["S"]), f"found {sorted(pairs)}"
        return
    assert told.wanted <= set(pairs), f"found {sorted(pairs)}"
    if "others" not in frame.object:
        turned = {(o, s) for s, o in told.wanted} if ontology.relations[frame.predicate].symmetric else set()
        named = told.ends["S"] | told.ends["O"]
        assert {p for p in pairs if set(p) <= named} <= told.wanted | turned, "an end is taken for the other"
