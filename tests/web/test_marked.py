"""A text in pieces: nothing is lost, and each piece stands in the spans that hold it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.web.marked import paragraphs, pieces

TEXT = st.text(alphabet="ab 阿🚀\n", max_size=40)
SPANS = st.lists(st.tuples(st.integers(-3, 45), st.integers(-3, 45)), max_size=8)


@given(TEXT, SPANS, SPANS)
def test_the_pieces_are_the_text(text: str, names: list[tuple[int, int]], quotes: list[tuple[int, int]]) -> None:
    found = pieces(text, names, quotes)
    assert "".join(piece.text for piece in found) == text
    at = 0
    for piece in found:
        end = at + len(piece.text)
        inside = [
            number for number, (low, high) in enumerate(quotes) if max(low, 0) <= at and end <= high and low < high
        ]
        assert list(piece.told) == inside
        if piece.name is not None:
            low, high = names[piece.name]
            assert low <= at
            assert end <= high
        at = end


@given(TEXT, SPANS)
def test_every_quote_begins_once(text: str, quotes: list[tuple[int, int]]) -> None:
    begun = [number for piece in pieces(text, [], quotes) for number in piece.begins]
    real = [number for number, (low, high) in enumerate(quotes) if max(low, 0) < min(high, len(text))]
    assert sorted(begun) == real


@given(TEXT, SPANS)
def test_lines_hold_all_words(text: str, quotes: list[tuple[int, int]]) -> None:
    lines = list(paragraphs(pieces(text, [], quotes)))
    assert [("".join(piece.text for piece in line)) for line in lines] == [
        line for line in text.split("\n") if line.strip()
    ]


def test_of_names_that_overlap_the_first_counts() -> None:
    found = pieces("Qwen2.5-VL", [(0, 7), (4, 10), (0, 10)], [])
    assert [(piece.text, piece.name) for piece in found] == [("Qwen2.5-VL", 2)]
