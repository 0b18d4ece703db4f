"""Sentences parsed with masked names: every place leads back to the document's own characters."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.english.parse import STAND_INS, Sentence, mask, parse
from kg.model import Document, Mention, Span

_TYPES = ("Company", "Person", "AIModel", "Place", "StockIndex", "Benchmark")
_PLAIN = {"\n": " ", "\t": " ", "\u00a0": " ", "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-"}


def folded(text: str) -> str:
    return "".join(_PLAIN.get(c, c) for c in text)


@st.composite
def named_texts(draw: st.DrawFn, alphabet: str, size: int) -> tuple[str, list[Mention]]:
    """A text and mentions in it that do not overlap, in order."""
    text = draw(st.text(st.sampled_from(alphabet), min_size=1, max_size=size))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    mentions = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        kind = draw(st.sampled_from(_TYPES))
        mentions.append(Mention(Span(start, end), text[start:end], kind, f"e{start}", "test"))
    return text, mentions


@given(named_texts("ab A.,'’“ \n\t\u00a0阿🚀–9$", 40), st.integers(0, 3), st.integers(0, 3))
@settings(deadline=None, max_examples=250)
def test_the_way_back_from_a_mask_is_exact(told: tuple[str, list[Mention]], before: int, after: int) -> None:
    inner, mentions = told
    text = "x" * before + inner + "y" * after
    span = Span(before, before + len(inner))
    moved = [
        Mention(Span(m.span.start + before, m.span.end + before), m.text, m.type, m.entity, m.how) for m in mentions
    ]
    masked, pieces = mask(text, span, moved)
    at, place = 0, span.start
    names = {m.span: m for m in moved}
    for masked_start, masked_end, start, end in pieces:
        assert (masked_start, start) == (at, place), "pieces follow one another in both texts"
        mention = names.pop(Span(start, end), None)
        if mention is None:
            assert masked[masked_start:masked_end] == folded(text[start:end])
        elif masked[masked_start:masked_end] != mention.text:
            assert masked[masked_start:masked_end] == STAND_INS.get(mention.type, "Google")
        else:
            assert mention.type == "Place" or mention.text in {*STAND_INS.values(), "Google"}
        at, place = masked_end, end
    assert (at, place) == (len(masked), span.end)
    assert not names, "every mention is masked"


def check(document: Document, mentions: list[Mention], sentences: list[Sentence]) -> None:
    """What holds of every parse."""
    text = document.text
    at = 0
    for sentence in sentences:
        assert sentence.text == document.quote(sentence.span)
        assert at <= sentence.span.start
        at = sentence.span.end
        assert len(sentence.doc) == len(sentence.starts) == len(sentence.ends)
        assert sentence.starts == sorted(sentence.starts)
        assert sentence.ends == sorted(sentence.ends)
        names = [a.span for a in sentence.arguments]
        for token, start, end in zip(sentence.doc, sentence.starts, sentence.ends, strict=True):
            place = Span(start, end)
            assert place.within(sentence.span)
            if not any(place.overlaps(name) for name in names):
                assert folded(text[start:end]) == token.text
        for argument in sentence.arguments:
            first, last = argument.tokens
            assert 0 <= first < last <= len(sentence.doc)
            assert argument.span.within(sentence.range(first, last))
            assert first <= argument.head < last
            assert sentence.argument_at(argument.head) is not None
    inside = [m for m in mentions if any(m.span.within(s.span) for s in sentences)]
    assert [(a.entity, a.span) for s in sentences for a in s.arguments] == [(m.entity, m.span) for m in inside]


@given(named_texts("aB c. I’s\n\u00a0阿🚀$5-“", 30))
@settings(deadline=None, max_examples=60)
def test_any_text_with_any_names_is_parsed_in_place(told: tuple[str, list[Mention]]) -> None:
    text, mentions = told
    document = Document("d", text, "A title")
    shift = document.body_start
    moved = [Mention(Span(m.span.start + shift, m.span.end + shift), m.text, m.type, m.entity, "t") for m in mentions]
    check(document, moved, parse(document, moved))


def read(text: str, **names: str) -> list[Sentence]:
    """Parses; `names` maps a type to a name that stands in the text once."""
    found = [Mention(Span(text.index(n), text.index(n) + len(n)), n, k, n.lower(), "t") for k, n in names.items()]
    document = Document("d", text)
    sentences = parse(document, found)
    check(document, found, sentences)
    return sentences


def test_a_long_name_is_one_token_with_its_own_place() -> None:
    (sentence,) = read(
        "On Monday Beijing Zhipu Huazhang Co., Ltd. bought Baisha.", Company="Beijing Zhipu Huazhang Co., Ltd."
    )
    (name,) = sentence.arguments
    assert name.tokens == (2, 3)
    assert sentence.doc[2].text == "Google"
    assert sentence.doc[2].dep_ == "nsubj"
    assert sentence.text[sentence.starts[3] : sentence.ends[3]] == "bought"


@pytest.mark.parametrize("text", ["Lingyun’s shares rose.", "Lingyun's shares rose.", "“Lingyun,” he said, “rose.”"])
def test_quotation_marks_of_any_kind_are_read(text: str) -> None:
    (sentence,) = read(text, Company="Lingyun")
    (name,) = sentence.arguments
    assert name.tokens[1] - name.tokens[0] == 1
    assert sentence.doc[name.head].text == "Google"


def test_tokens_are_found_by_place() -> None:
    (sentence,) = read("  Lingyun Cloud bought it.", Company="Lingyun Cloud")
    text = "  Lingyun Cloud bought it."
    assert sentence.token_at(text.index("Cloud")) == 0
    assert sentence.doc[sentence.token_at(text.index("ought"))].lower_ == "bought"
    assert sentence.token_at(0) == 0
    assert sentence.argument_at(0) is sentence.arguments[0]
    assert sentence.argument_at(1) is None


def test_an_expression_is_added_where_it_stands() -> None:
    (sentence,) = read("Lingyun said the company would buy it.", Company="Lingyun")
    start = sentence.text.index("the company")
    made = sentence.add("lingyun", "Company", Span(start, start + 11), anaphor=True)
    assert sentence.arguments[-1] is made
    assert sentence.doc[made.head].text == "company"
    earlier = sentence.text.index("said")
    sentence.add("x", "Company", Span(earlier, earlier + 4))
    assert [a.span.start for a in sentence.arguments] == sorted(a.span.start for a in sentence.arguments)


def test_a_name_over_two_sentences_belongs_to_none() -> None:
    text = "Lingyun rose.\n\nBaisha fell."
    sentences = parse(Document("d", text), [Mention(Span(8, 21), text[8:21], "Company", "x", "t")])
    assert [s.text for s in sentences] == ["Lingyun rose.", "Baisha fell."]
    assert [s.arguments for s in sentences] == [[], []]


def test_a_text_without_words_has_no_sentence() -> None:
    assert parse(Document("d", " \n\t "), []) == []
