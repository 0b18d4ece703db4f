"""Blocks and sentences: places in a text that is never changed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.segment import Block, blocks, sentences
from kg.model import Span

#: Pieces that blocks and sentences turn on, in any order.
_PIECES = st.lists(
    st.sampled_from(
        [
            "Alibaba",
            "rose",
            "it",
            "U.S.",
            "Inc.",
            "No.",
            "5",
            "3.5",
            ".",
            "!",
            "?",
            "…",
            "。",
            "！",
            "”",
            '"',
            ")",
            "(",
            " ",
            "  ",
            "\n",
            "\n\n",
            "\t",
            "\u00a0",
            "\u3000",
            "• ",
            "- ",
            "1. ",
            "(2) ",
            "## ",
            "阿里巴巴",
            "；",
            ":",
            "J.",
            "BEIJING, May 3 (Wire) - ",
            "SHANGHAI -- ",
            "Dr",
            "x" * 95,
        ]
    ),
    max_size=25,
)


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, int]:
    """A text and where its title ends."""
    body = "".join(draw(_PIECES))
    title = draw(st.sampled_from(["", "Alibaba rises", "1. what now?", "two\nlines"]))
    return (f"{title}\n{body}", len(title) + 1) if title else (body, 0)


@given(texts())
@settings(deadline=None, max_examples=250)
def test_blocks_lie_in_the_text_in_order_and_apart(told: tuple[str, int]) -> None:
    text, title_end = told
    found = blocks(text, title_end)
    at = 0
    for block in found:
        assert at <= block.span.start
        assert block.span.end <= len(text)
        piece = text[block.span.start : block.span.end]
        assert piece == piece.strip()
        assert (block.kind == "title") == (block.span.start < title_end)
        assert block.kind in {"title", "heading", "item", "text"}
        at = block.span.end
    covered = {i for b in found for i in range(b.span.start, b.span.end)}
    lost = "".join(c for i, c in enumerate(text) if i not in covered and not c.isspace())
    assert not any(c.isalpha() for c in lost), "only the marks of lists are left out"


@given(texts())
@settings(deadline=None, max_examples=250)
def test_sentences_cover_their_block_without_overlap(told: tuple[str, int]) -> None:
    text, title_end = told
    for block in blocks(text, title_end):
        found = list(sentences(text, block))
        at = block.span.start
        for number, span in enumerate(found):
            gap = text[at : span.start]
            dateline = number == 0 and block.kind in {"text", "item"} and gap.rstrip().endswith("-")
            assert not gap.strip() or dateline
            assert span.within(block.span)
            assert not text[span.start].isspace()
            assert not text[span.end - 1].isspace()
            at = span.end
        assert found
        assert not text[at : block.span.end].strip()


@given(texts(), st.data())
@settings(deadline=None, max_examples=120)
def test_no_sentence_ends_inside_a_name(told: tuple[str, int], data: st.DataObject) -> None:
    text, title_end = told
    for block in blocks(text, title_end):
        start = data.draw(st.integers(block.span.start, block.span.end - 1))
        name = Span(start, data.draw(st.integers(start + 1, block.span.end)))
        for span in sentences(text, block, [name]):
            assert not name.start < span.end < name.end or not text[span.end : name.end].strip()


def test_a_name_that_begins_amid_dots_is_not_cut() -> None:
    text = "It is 5..\tAlibaba"
    (block,) = blocks(text, 0)
    name = Span(text.index(".") + 1, text.index("Al") + 1)
    assert [text[span.start : span.end] for span in sentences(text, block, [name])] == [text]


def kinds(text: str, title_end: int = 0) -> list[tuple[str, str]]:
    return [(b.kind, text[b.span.start : b.span.end]) for b in blocks(text, title_end)]


def test_kinds_of_blocks() -> None:
    text = "The race\nBackground\n• Alibaba rose.\n2) Baidu fell\n\nAlibaba is a company."
    assert kinds(text, 9) == [
        ("title", "The race"),
        ("heading", "Background"),
        ("item", "Alibaba rose."),
        ("item", "Baidu fell"),
        ("text", "Alibaba is a company."),
    ]


def test_a_broken_line_goes_on_but_a_paragraph_does_not() -> None:
    assert kinds("Alibaba said it\nwould buy Baisha.") == [("text", "Alibaba said it\nwould buy Baisha.")]
    assert kinds("• Alibaba said it\nwould buy") == [("item", "Alibaba said it\nwould buy")]
    assert len(kinds("Alibaba said it.\n\nwould it buy?")) == 2
    assert len(kinds("Alibaba said it\nBaidu agreed.")) == 2
    assert len(kinds("A title\nlower case body.", 8)) == 2


def split(text: str, names: tuple[str, ...] = ()) -> list[str]:
    block = Block(Span(0, len(text)), "text")
    spans = [Span(text.index(n), text.index(n) + len(n)) for n in names]
    return [text[s.start : s.end] for s in sentences(text, block, spans)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Alibaba rose. Baidu fell.", ["Alibaba rose.", "Baidu fell."]),
        ("Alibaba Inc. rose 3.5 percent.", ["Alibaba Inc. rose 3.5 percent."]),
        ("It sued Alibaba Inc. The court agreed.", ["It sued Alibaba Inc.", "The court agreed."]),
        ("Dr. Li met J. Doe in the U.S. capital.", ["Dr. Li met J. Doe in the U.S. capital."]),
        ("It leads in the U.S. But it lags here.", ["It leads in the U.S.", "But it lags here."]),
        ("It said: “We won.” Baidu fell.", ["It said: “We won.”", "Baidu fell."]),
        ("Why? Because. Really!", ["Why?", "Because.", "Really!"]),
        ("阿里巴巴上涨。百度下跌！", ["阿里巴巴上涨。", "百度下跌！"]),
        ("It uses node.js and costs $3.50 a piece.", ["It uses node.js and costs $3.50 a piece."]),
        ("BEIJING, May 3 (Wire) - Alibaba rose.", ["Alibaba rose."]),
        ("SHANGHAI/HONG KONG -- Alibaba rose.", ["Alibaba rose."]),
    ],
)
def test_where_sentences_end(text: str, parts: list[str]) -> None:
    assert split(text) == parts


def test_a_name_with_a_stop_is_one_sentence() -> None:
    assert split("Yahoo! Japan rose. Baidu fell.") == ["Yahoo!", "Japan rose.", "Baidu fell."]
    assert split("Yahoo! Japan rose. Baidu fell.", ("Yahoo! Japan",)) == ["Yahoo! Japan rose.", "Baidu fell."]
    assert split("It bought 01.AI. Baidu fell.", ("01.AI.",)) == ["It bought 01.AI.", "Baidu fell."]
