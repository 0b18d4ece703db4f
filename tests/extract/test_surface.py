"""Surface frames: markers for names, the way back, and what a pattern finds."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract import surface
from kg.model import Span

NAME = f"[{surface.NAMES}]"
_TEXT = st.text(st.sampled_from("ab A.,'’“ \n\t\u00a0阿—–\ue000\uf000\uf8ffİ"), min_size=1, max_size=40)
_FOLDED = {"’": "'", "“": '"', "–": "-", "—": "-", "\n": " ", "\t": " ", "\u00a0": " "}


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, int, list[Span], frozenset[int], frozenset[int]]:
    """A sentence, where it begins in its document, disjoint names in it, and which of them own or stand for others."""
    text = draw(_TEXT)
    start = draw(st.integers(0, 50))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    names = [Span(start + a, start + b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    pick = st.frozensets(st.sampled_from(range(len(names)))) if names else st.just(frozenset())
    return text, start, names, draw(pick), draw(pick)


def is_marker(character: str) -> bool:
    return "\ue000" <= character <= "\uf8ff"


@given(marked_texts())
@settings(deadline=None, max_examples=300)
def test_every_character_knows_its_place(told: tuple[str, int, list[Span], frozenset[int], frozenset[int]]) -> None:
    text, start, names, owners, anaphors = told
    marked = surface.mark(text, start, names, owners.__contains__, anaphors.__contains__)
    assert len(marked.text) == len(marked.back)
    assert list(marked.back) == sorted(marked.back)
    inside = {i: n for n in names for i in range(n.start, n.end)}
    for character, at in zip(marked.text, marked.back, strict=True):
        if at in inside:
            assert at == inside[at].start
            assert is_marker(character) or character in "'s"
        else:
            own = text[at - start]
            assert character == ("\ufffd" if is_marker(own) else _FOLDED.get(own, own))
    markers = [c for c in marked.text if is_marker(c)]
    assert [ord(c) - (0xF000 if i in anaphors else 0xE000) for i, c in enumerate(markers)] == list(range(len(names)))
    seen = set(marked.back)
    lost = [text[i] for i in range(len(text)) if start + i not in seen and start + i not in inside]
    assert all(_FOLDED.get(c, c) == " " for c in lost), "only repeated spaces are left out"


def test_the_trigger_is_told_in_the_document() -> None:
    text = "  Ant  has bought Baisha"
    marked = surface.mark(text, 100, [Span(102, 105), Span(118, 124)])
    (match,) = surface.find(re.compile(f"(?P<S>{NAME}) has (?P<T>bought) (?P<O>{NAME})"), marked, surface.indices)
    assert (match.subjects, match.objects) == ((0,), (1,))
    assert text[match.trigger - 100 :].startswith("bought")


def test_more_names_than_markers_do_not_become_others() -> None:
    text = "Ant beat Baidu " * 3000
    spans = [s for i in range(3000) for s in (Span(15 * i, 15 * i + 3), Span(15 * i + 9, 15 * i + 14))]
    marked = surface.mark(text, 0, spans)
    indices = [ord(c) - 0xE000 for c in marked.text if is_marker(c)]
    assert indices == list(range(len(indices)))
    assert 2000 < len(indices) <= 0x1000


def test_a_group_is_told_as_written() -> None:
    marked = surface.mark("Ant's İ IPO in Wuhan", 0, [Span(0, 3), Span(15, 20)])
    (match,) = surface.find(re.compile(rf"(?P<S>{NAME})'s (?P<what>\w+ (?P<T>ipo)) in"), marked, surface.indices)
    assert match.groups == {"what": "İ IPO"}
