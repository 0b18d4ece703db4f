"""Who may tell a statement, and the learned choice among them, on sentences that are parsed for real."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from marked import marked

from kg.errors import OntologyError
from kg.extract.attribution import Attributor
from kg.extract.candidate import Candidate
from kg.extract.english.parse import Sentence, parse
from kg.extract.english.stance import choice
from kg.extract.english.stance.choice import SourceModel
from kg.extract.english.stance.cues import cues_of
from kg.extract.english.stance.place import Place
from kg.extract.english.stance.signs import Sign
from kg.extract.english.stance.telling import Told, candidates, features
from kg.extract.english.stance.voices import HOUSE, Voices
from kg.extract.modality import told_modality
from kg.model import Document, Entity, Modality


def read(text: str, publisher: str | None = None) -> tuple[Document, list[Sentence], dict[str, Entity]]:
    document, mentions, entities = marked(text)
    return Document("t", document.body, None, publisher), parse(document, mentions), entities


def sources(text: str) -> list[tuple[str, str | None]]:
    """Kind and source of the cues that are more than a name."""
    _, sentences, _ = read(text)
    return [(c.kind, c.source) for row in cues_of(sentences) for c in row if c.kind != "named"]


def trigger(sentences: list[Sentence], word: str) -> tuple[int, int]:
    return next((i, t.i) for i, s in enumerate(sentences) for t in s.doc if t.text == word)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Harbin Post|MediaOutlet] reported that [Osk|Company] fell.", ("verb", "Harbin Post")),
        ("[Osk|Company] fell, according to figures of [Tallyman|Company].", ("according", "Tallyman")),
        ("[Osk|Company] leads by the count of [Tallyman|Company].", ("account", "Tallyman")),
        ("[Tallyman|Company] cut its target for [Osk|Company].", ("comment", "Tallyman")),
    ],
)
def test_cues(text: str, expected: tuple[str, str]) -> None:
    assert expected in sources(text)


def test_a_source_without_a_name_is_a_cue_too() -> None:
    assert ("verb", None) in sources("Two engineers said [Osk|Company] had bought the plant.")


def test_the_way_from_a_cue_to_a_statement() -> None:
    _, sentences, _ = read("[Harbin Post|MediaOutlet] said [Osk|Company], which bought [Lim|Company], sells chips.")
    told = next(c for c in cues_of(sentences)[0] if c.kind == "verb" and c.source)
    assert Place(sentences[0], trigger(sentences, "sells")[1]).way(told)[1] == "over"
    assert Place(sentences[0], trigger(sentences, "bought")[1]).way(told)[1] == "over-barred"


def test_a_source_a_few_sentences_before_is_a_candidate() -> None:
    text = "[Tallyman|Company] published its count. It was a long year. [Osk|Company] shipped 800 units."
    document, sentences, entities = read(text)
    voices = Voices(document, sentences, entities, [])
    index, token = trigger(sentences, "shipped")
    told = Told("shipmentCount", "Osk", None, index, token, Modality.ASSERTED, None)
    assert "Tallyman" in candidates(told, sentences, voices)
    way = next(
        f for source, row in features(told, sentences, voices) if source == "Tallyman" for f in row if "way:" in f
    )
    assert way == "way:before2in"


@pytest.mark.parametrize(
    ("publisher", "house", "name"),
    [
        ("Osk Securities (research)", "Osk Securities", None),
        ("Marrow Lane Research, Semis", HOUSE, "Marrow Lane Research"),
        (None, None, None),
    ],
)
def test_the_house(publisher: str | None, house: str | None, name: str | None) -> None:
    document, sentences, entities = read("We at [Osk Securities|Company] expect less.", publisher)
    voices = Voices(document, sentences, entities, [])
    assert (voices.house, voices.house_name) == (house, name)


class One(NamedTuple):
    """A single sign."""

    sign: str
    context: str | None = None

    def signs(self) -> list[Sign]:
        return [(self.sign, (self.context,))]


def test_the_likeliest_candidate_is_chosen_when_it_is_likely_enough() -> None:
    model = SourceModel.of({"near": 2.0, "far": -2.0, "far/act": 3.0}, 0.0, 0.5, {})
    far, near = One("far"), One("near")
    assert model.choose([], [("a", [far]), ("b", [near]), ("c", [near])]) == "b"
    assert model.choose([], [("a", [far])]) is None
    assert model.choose([], [("a", [far, One("far", "act")])]) == "a"
    assert model.choose([near], [("a", [far])]) == "a"
    assert model.choose([], []) is None


def test_a_model_is_kept_as_it_is(tmp_path: Path) -> None:
    model = SourceModel.of({"near": 2.0}, -0.5, 0.4, {"documents": 3})
    choice.save(model, tmp_path / "m.gz")
    assert choice.load(tmp_path / "m.gz") == model
    assert choice.load(tmp_path / "none.gz") is None
    (tmp_path / "bad.gz").write_bytes(b"no model")
    with pytest.raises(OntologyError):
        choice.load(tmp_path / "bad.gz")


def test_what_the_rules_say_stands_with_and_without_a_model() -> None:
    document, sentences, entities = read("[Osk|Company] bought [Lim|Company], [Harbin Post|MediaOutlet] reported.")
    index, token = trigger(sentences, "bought")
    one = Candidate("acquires", "Osk", "Lim", index, token, sentences[index].span, "test")
    alone = Attributor(document, sentences, entities, [one], None)
    assert alone.of(one, Modality.ASSERTED) == "Harbin Post"
    never = SourceModel.of({}, 0.0, 0.9, {})
    assert Attributor(document, sentences, entities, [one], never).of(one, Modality.ASSERTED) == "Harbin Post"
    always = SourceModel.of({"rules:this": 9.0}, 0.0, 0.9, {})
    assert Attributor(document, sentences, entities, [one], always).of(one, Modality.ASSERTED) == "Harbin Post"


def test_the_house_without_a_name_in_the_text_goes_by_the_publisher() -> None:
    document, sentences, entities = read("We expect [Osk|Company] to buy [Lim|Company].", "Marrow Lane Research, Semis")
    index, token = trigger(sentences, "buy")
    one = Candidate("acquires", "Osk", "Lim", index, token, sentences[index].span, "test")
    model = SourceModel.of({"type:House": 9.0}, 0.0, 0.9, {})
    assert (
        Attributor(document, sentences, entities, [one], model).of(one, Modality.SPECULATED) == "Marrow Lane Research"
    )


@pytest.mark.parametrize(
    ("text", "word", "predicate", "ends", "expected"),
    [
        ("[Osk|Company] may sell its [Pell|Chip] abroad.", "sell", "developed", ("Osk", "Pell"), Modality.ASSERTED),
        ("[Osk|Company]'s [Pell|Chip] will not ship.", "ship", "developed", ("Osk", "Pell"), Modality.ASSERTED),
        ("[Osk|Company] has not developed [Pell|Chip].", "developed", "developed", ("Osk", "Pell"), Modality.DENIED),
        ("[Osk|Company] may buy [Lim|Company].", "buy", "acquires", ("Osk", "Lim"), Modality.SPECULATED),
    ],
)
def test_what_holds_anyway_is_told_as_a_fact(
    text: str, word: str, predicate: str, ends: tuple[str, str], expected: Modality
) -> None:
    _, sentences, _ = read(text)
    index, token = trigger(sentences, word)
    assert told_modality(Candidate(predicate, *ends, index, token, sentences[index].span, "t"), sentences) is expected
