"""Which time a statement tells: what a time may mean, how it stands to a statement, and the learned choice."""

from __future__ import annotations

import gzip
import json
from decimal import Decimal
from pathlib import Path

import pytest
from marked import marked

from kg.errors import OntologyError
from kg.extract.candidate import Candidate
from kg.extract.english.parse import Sentence, parse
from kg.extract.english.times.anchored import anchored
from kg.extract.english.times.chain import Chain
from kg.extract.english.times.chooser import MODEL, TimeChooser, TimeModel, in_reading_order, load, save
from kg.extract.english.times.grammar import Grammar, tense_of, verb_of
from kg.extract.english.times.options import Option, OptionReader
from kg.extract.english.times.timetable import Timetable, constants
from kg.model import Document, Quantity, Span, When


def read(body: str, published: str = "2025-11-21") -> tuple[Document, list[Sentence]]:
    document, mentions, _ = marked(body, published=published)
    return document, parse(document, mentions)


def statement(sentences: list[Sentence], predicate: str, word: str, index: int = 0) -> Candidate:
    """A relation of Lingyun to Kestrel that is told by a word of a sentence."""
    sentence = sentences[index]
    trigger = next(t.i for t in sentence.doc if t.text == word)
    return Candidate(predicate, "Lingyun", "Kestrel", index, trigger, sentence.span, "test")


def options(body: str, word: str, predicate: str = "released", published: str = "2025-11-21") -> dict[str, Option]:
    document, sentences = read(body, published)
    reader = OptionReader(document, sentences, Timetable(document, sentences))
    return {str(o.when): o for o in reader.options(statement(sentences, predicate, word))}


@pytest.mark.parametrize(
    ("text", "last", "when"),
    [
        ("It fell the next day.", "2025-03-11", ["2025-03-12"]),
        ("A day later it fell.", "2025-03-11", ["2025-03-12"]),
        ("a week before that", "2025-05-15", ["2025-05-08"]),
        ("the day after", "2025-05-15", ["2025-05-16"]),
        ("two months later", "2025-11-15", ["2026-01"]),
        ("the following month", "2025-12", ["2026-01"]),
        ("A year later it came.", "2026", ["2027"]),
        ("in the same month", "2024-12-03", ["2024-12"]),
        ("that year", "2024-Q3", ["2024"]),
        ("on the 16th", "2025-02-08", ["2025-02-16"]),
        ("on the 31st", "2025-02-08", []),
        ("a day later", "2025-02", []),
        ("It rained.", "2025-02", []),
    ],
)
def test_a_time_that_hangs_on_another(text: str, last: str, when: list[str]) -> None:
    found = anchored(text, Span(0, len(text)), lambda offset: When.parse(last), When.parse("2025-02-20"))
    assert [told.text for _, told in found] == when


@pytest.mark.parametrize(
    ("body", "published", "meanings"),
    [
        ("It lists on July 8.", "2025-06-24", {"2024-07-08", "2025-07-08"}),
        ("It lists on Tuesday.", "2025-09-05", {"2025-09-02", "2025-09-09"}),
        ("It comes in January.", "2025-10-17", {"2025-01", "2026-01"}),
        ("It came in January 2024.", "2025-10-17", {"2024-01"}),
        ("It has held it since 2022.", "2025-10-17", {"2022", "2022/2025-10", "2022/2025", "2022-01-01/2025-10-17"}),
        ("It comes by 2030.", "2025-10-17", {"2030", "2025/2030"}),
        ("It had 30 people at the end of 2024.", "2025-10-17", {"2024-12-31", "2024", "2024-12"}),
        ("It rose this week.", "2025-10-17", {"2025-10-13/2025-10-17", "2025-10-13/2025-10-19"}),
    ],
)
def test_what_a_time_may_mean(body: str, published: str, meanings: set[str]) -> None:
    document, sentences = read(body, published)
    (told,) = Timetable(document, sentences).told[0]
    assert {when.text for _, when in told.meanings} == meanings


def test_a_year_earlier_is_the_same_period_of_that_year() -> None:
    document, sentences = read("In the third quarter it earned $5 million, against $3 million a year earlier.")
    told = Timetable(document, sentences).told[0][-1]
    assert "2024-Q3" in {when.text for _, when in told.meanings}


def test_without_publication_there_is_no_present() -> None:
    document, mentions, _ = marked("On 3 July 2025 it rose.")
    bare = Document("t", document.body)
    table = Timetable(bare, parse(bare, mentions))
    assert [t.when.text for t in table.told[0]] == ["2025-07-03"]
    assert list(constants(None, table.period)) == []


def test_the_present_and_the_period_of_a_report() -> None:
    told = {name: when.text for name, when in constants(When.parse("2025-11-21"), When.parse("2025-Q3"))}
    assert told["day"] == "2025-11-21"
    assert told["week"] == "2025-11-17/2025-11-21"
    assert told["last quarter"] == told["period"] == "2025-Q3"
    assert told["period before"] == "2024-Q3"
    assert told["period end"] == "2025-09-30"


@pytest.mark.parametrize(
    ("body", "trigger", "time", "relation"),
    [
        ("[Lingyun|Company] released [Kestrel|AIModel] in May.", "released", "May", "below"),
        ("The release of [Kestrel|AIModel] came in May.", "release", "May", "verb"),
        ("On Monday [Lingyun|Company] said that it released [Kestrel|AIModel].", "released", "Monday", "above"),
        ("[Lingyun|Company], which listed in 2019, bought [Baisha|Company].", "bought", "2019", "below"),
    ],
)
def test_how_a_time_stands_to_what_is_told(body: str, trigger: str, time: str, relation: str) -> None:
    _, (sentence,) = read(body)
    place = {t.text: t.i for t in sentence.doc}
    assert Grammar(sentence).relation(place[trigger], place[time]) == relation


@pytest.mark.parametrize(
    ("body", "word", "tense"),
    [
        ("It will release the model.", "release", "modal"),
        ("It has released the model.", "released", "perfect"),
        ("It released the model.", "released", "past"),
        ("It was released in May.", "released", "past"),
        ("It releases the model.", "releases", "present"),
        ("It is releasing the model.", "releasing", "going"),
        ("The model is red.", "model", "present"),
    ],
)
def test_tenses(body: str, word: str, tense: str) -> None:
    _, (sentence,) = read(body)
    assert tense_of(verb_of(next(t for t in sentence.doc if t.text == word))) == tense


def test_options_hold_times_of_the_sentence_of_others_and_the_present() -> None:
    body = "It began in 2019. [Lingyun|Company] released [Kestrel|AIModel] in May. It listed in 2021."
    document, sentences = read(body)
    reader = OptionReader(document, sentences, Timetable(document, sentences))
    found = {str(o.when): o for o in reader.options(statement(sentences, "released", "released", 1))}
    assert next(iter(found)) == "None"
    assert {"2025-05", "2019", "2021", "2025-11-21"} <= set(found)
    assert "same below after" in found["2025-05"].signs
    assert "paragraph 0" in found["2019"].signs
    assert "on" in found["2021"].signs
    assert "now day" in found["2025-11-21"].signs
    assert ("same below", "released") in set(found["2025-05"].features())


def test_another_sentence_that_names_both_ends() -> None:
    gap = "Nothing else was told. " * 8
    body = f"[Lingyun|Company] makes [Kestrel|AIModel]. {gap}[Lingyun|Company] released [Kestrel|AIModel] in May."
    found = options(body, "makes")
    assert "both below" in found["2025-05"].signs or "both verb" in found["2025-05"].signs


def test_what_the_rules_say_is_a_sign() -> None:
    document, sentences = read("[Lingyun|Company] released [Kestrel|AIModel] in May.")
    one = statement(sentences, "released", "released")
    ruled = Candidate(*(getattr(one, name) for name in one.__slots__[:7]), When.parse("2025-05"))
    reader = OptionReader(document, sentences, Timetable(document, sentences))
    assert [str(o.when) for o in reader.options(ruled) if "rule" in o.signs] == ["2025-05"]


def test_a_list_follows_the_time_of_its_first() -> None:
    _, sentences = read("[Lingyun|Company] rose 4% on Thursday, Baisha 2%.")
    one = Candidate("stockChange", "Lingyun", Quantity(Decimal(4), "percent"), 0, 1, sentences[0].span, "test")
    chain = Chain(sentences)
    none, day = Option(None, ("",)), Option(When.parse("2025-11-20"), ("",))
    chain.mark(one, [none, day])
    assert not day.signs
    chain.note(one, "2025-11-20")
    chain.mark(one, [none, day])
    assert set(day.signs) == {"as before: last in sentence", "as before: kind in sentence"}
    assert all(Chain.is_sign(sign) for sign in (*none.signs, *day.signs))


BELOW = TimeModel(
    {"none": {"": 1.0}, "same below": {"": 2.0}, "now day": {"stockChange": 3.0}}, frozenset(["released"])
)


@pytest.mark.parametrize(
    ("body", "predicate", "when"),
    [
        ("[Lingyun|Company] released [Kestrel|AIModel] in May.", "released", "2025-05"),
        ("[Lingyun|Company] released [Kestrel|AIModel].", "released", "None"),
        ("[Lingyun|Company] released [Kestrel|AIModel] in May.", "rivals", "None"),
    ],
)
def test_the_best_option_is_chosen(body: str, predicate: str, when: str) -> None:
    document, sentences = read(body)
    one = statement(sentences, predicate, "released")
    assert [str(c.when) for c in TimeChooser(document, sentences, BELOW).choose([one])] == [when]


def test_statements_keep_their_order_and_are_read_in_the_order_of_the_text() -> None:
    document, sentences = read("[Lingyun|Company] came. [Lingyun|Company] released [Kestrel|AIModel] in May.")
    late, early = statement(sentences, "released", "released", 1), statement(sentences, "released", "came")
    assert in_reading_order([late, early], sentences) == [1, 0]
    chosen = TimeChooser(document, sentences, BELOW).choose([late, early])
    assert [c.sentence for c in chosen] == [1, 0]


def test_a_model_comes_back_from_its_file(tmp_path: Path) -> None:
    save(BELOW, tmp_path / "a.gz")
    save(BELOW, tmp_path / "b.gz")
    assert load(tmp_path / "a.gz") == BELOW
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()
    assert load(tmp_path / "none.gz") is None


@pytest.mark.parametrize(
    "content", [b"", b"x", gzip.compress(b"[]", mtime=0), gzip.compress(json.dumps({"layout": 0}).encode(), mtime=0)]
)
def test_what_is_no_model_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.gz").write_bytes(content)
    with pytest.raises(OntologyError, match=r"bad\.gz"):
        load(tmp_path / "bad.gz")


def test_the_model_that_comes_along_is_read() -> None:
    model = load(MODEL)
    assert model is not None
    assert {"released", "stockChange"} <= model.timed
    assert "rivals" not in model.timed
