"""The quick parser says what spaCy's own says."""

from __future__ import annotations

import pytest

from kg.extract.english.pipeline import package, pipeline

TEXTS = (
    "There is no plan to sell Google, said Tim Cook, who runs Apple in Cupertino.",
    "",
    "Shares fell 3.5% on Monday; the maker of chips hasn't said why it cut its forecast twice this year.",
    "Windows 11 was released in 2021",
    " ",
    "“We don't know,” two people told Reuters. That changed.",
)


@pytest.mark.parametrize("texts", [TEXTS, ("",), (), TEXTS[:1]])
def test_words_are_those_of_spacy(texts: tuple[str, ...]) -> None:
    plain = package().load(exclude=["ner"])
    found = list(pipeline().pipe(texts))
    assert len(found) == len(texts)
    for text, words in zip(texts, found, strict=True):
        asked = [(t.text, t.idx, t.tag_, t.pos_, t.lemma_, t.dep_, t.head.i, t.whitespace_) for t in plain(text)]
        told = [(w.text, w.idx, w.tag_, w.pos_, w.lemma_, w.dep_, w.head.i, w.whitespace_) for w in words]
        assert told == asked
        assert all(child.head is word for word in words for child in word.children)
