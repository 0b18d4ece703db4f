"""What a sentence's characters show of two names."""

from __future__ import annotations

from kg.extract.chinese.relations.clues import Clues
from kg.extract.chinese.text import Argument, Sentence, split
from kg.extract.segment import blocks
from kg.model import Document, Mention, Span


def read(body: str, *names: tuple[str, str]) -> tuple[Sentence, list[Argument]]:
    document = Document("d", body, language="zh")
    spans = [(Span(body.index(n), body.index(n) + len(n)), n, t) for n, t in names]
    (sentence,) = split(document, body, blocks(body), [Mention(s, n, t, n, "test") for s, n, t in spans])
    return sentence, [next(a for a in sentence.arguments if a.entity == n) for n, _ in names]


def test_order_words_and_classes_between_two_names() -> None:
    sentence, (one, other) = read("云岭智能接入滇语大模型。", ("云岭智能", "Company"), ("滇语", "AIModel"))
    told = set(Clues(sentence).between(one, other))
    assert {"so:word:接入", "so:class:adopts", "so:is:接入", "so:names-between:0"} <= told
    assert {"os:word:接入", "os:class:adopts"} <= set(Clues(sentence).between(other, one))


def test_the_word_that_joins_two_names_and_the_commas_between() -> None:
    sentence, (one, other) = read(
        "云岭智能去年扭亏，今年收购了滇云数据。", ("云岭智能", "Company"), ("滇云数据", "Company")
    )
    top, told = Clues(sentence).path(one, other)
    assert top == sentence.text.index("收购")
    assert "path:length:1" in told and "so:top:class:acquires" in told


def test_names_do_not_teach() -> None:
    sentence, (one, other) = read("收购宝携手滇云数据。", ("收购宝", "Company"), ("滇云数据", "Company"))
    told = [*Clues(sentence).between(one, other), *Clues(sentence).around, *Clues(sentence).said(one)]
    assert not any("收购" in feature or "acquires" in feature for feature in told)
