"""Sentences and clauses of a Chinese document, and the lines that say nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.extract.chinese.boilerplate import content
from kg.extract.chinese.script import simplified
from kg.extract.chinese.text import Sentence, split
from kg.model import Document, Mention, Span


def read(body: str, *names: str, title: str | None = None) -> list[Sentence]:
    document = Document("d", body, title, language="zh")
    found = []
    for name in names:
        start = document.text.index(name)
        found.append(Mention(Span(start, start + len(name)), name, "Company", name, "test"))
    plain = simplified(document.text)
    return split(document, plain, content(document, plain), found)


def test_sentences_in_simplified_script_at_their_places() -> None:
    first, second = read("雲嶺智能發布新品，售價三千元。股價上漲！", "雲嶺智能")
    assert first.text == "云岭智能发布新品，售价三千元。"
    assert [first.words(c) for c in first.clauses] == ["云岭智能发布新品", "售价三千元。"]
    assert second.text == "股价上涨！"
    assert [a.entity for a in first.arguments] == ["雲嶺智能"] and not second.arguments


def test_a_comma_in_a_number_or_a_name_ends_no_clause() -> None:
    (sentence,) = read("云岭，智能营收1,200万元，增长两成。", "云岭，智能")
    assert [sentence.words(c) for c in sentence.clauses] == ["云岭，智能营收1,200万元", "增长两成。"]


def test_the_clause_of_an_offset() -> None:
    (sentence,) = read("云岭智能扩产，股价上涨。", "云岭智能")
    assert sentence.clause_at(sentence.span.start) == 0
    assert sentence.clause_at(sentence.span.start + sentence.text.index("股价")) == 1


def test_boilerplate_yields_nothing() -> None:
    body = (
        "云岭智能发布新品。\n责任编辑：赵一\n相關閱讀：\n滇云数据融资\n滇云数据上市\n"
        "云岭智能总部位于昆明，员工三百人，去年扭亏。"
    )
    kept = "\n".join(s.text for s in read(body))
    assert "云岭智能发布新品" in kept and "总部位于昆明" in kept
    assert "赵一" not in kept and "滇云数据" not in kept


@given(st.text(alphabet="云岭，。；、：\n“”（）A1 ", max_size=60))
def test_every_sentence_is_where_it_says(body: str) -> None:
    document = Document("d", body, language="zh")
    plain = simplified(document.text)
    reach = 0
    for sentence in split(document, plain, content(document, plain), []):
        assert plain[sentence.span.start : sentence.span.end] == sentence.text
        assert sentence.span.start >= reach
        reach = sentence.span.end
        assert all(c.within(sentence.span) for c in sentence.clauses)


def test_a_text_without_stops_is_cut_behind_commas_and_never_inside_a_name() -> None:
    body = "云岭智能发布新品，" * 200 + "云" * 1000
    document = Document("d", body, language="zh")
    names = [
        Mention(Span(i, i + 4), "云岭智能", "Company", "a", "test")
        for i in range(0, len(body) - 1000, len("云岭智能发布新品，"))
    ]
    parts = split(document, body, content(document, body), names)
    assert "".join(p.text for p in parts) == body
    assert max(len(p.text) for p in parts) <= 400
    assert sum(len(p.arguments) for p in parts) == 200
    assert all(p.text.endswith("，") for p in parts[:4])
