from __future__ import annotations

import importlib.util
import json
import random
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kg.errors import DocumentError, UsageError
from kg.evaluate import Evaluation, compare, evaluate, normalised, pair_entities
from kg.extract.document_json import from_json, to_json
from kg.extract.gold import read_gold
from kg.model import Document, Entity, Evidence, Extraction, Mention, Modality, Quantity, Span, Statement, When
from kg.ontology import schema

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
SCORER = SHARED / "eval" / "score.py"
GOLD = SHARED / "gold" / "dev" / "en"


def entity(id_: str, name: str, type_: str = "Company", *forms: str) -> dict[str, Any]:
    return {"id": id_, "type": type_, "name": name, "mentions": list(forms or (name,))}


def relation(subject: str, predicate: str, object_: str, **more: Any) -> dict[str, Any]:
    plain = {"modality": "asserted", "attribution": None, "when": None, "qualifiers": {}, "evidence": "Alibaba"}
    return {"subject": subject, "predicate": predicate, "object": object_, **plain, **more}


def observation(subject: str, metric: str, value: float, unit: str, **more: Any) -> dict[str, Any]:
    plain = {"comparator": None, "when": None, "modality": "asserted", "attribution": None, "evidence": "Alibaba"}
    return {"subject": subject, "metric": metric, "value": value, "unit": unit, **plain, **more}


def document(entities: list[Any], relations: list[Any] = (), observations: list[Any] = ()) -> dict[str, Any]:  # type: ignore[assignment]
    return {
        "id": "x",
        "lang": "en",
        "published": "2025-03-06",
        "title": "Alibaba",
        "publisher": "Test",
        "text": "Alibaba rivals DeepSeek and released Qwen.",
        "entities": entities,
        "relations": list(relations),
        "observations": list(observations),
    }


def judge(gold: dict[str, Any], found: dict[str, Any]) -> Evaluation:
    return compare({"x": gold}, {"x": found}, schema.load())  # type: ignore[typeddict-item]


THREE = [entity("a", "Alibaba"), entity("d", "DeepSeek"), entity("q", "Qwen", "AIModel")]


class TestCompare:
    def test_counts_right_wrong_and_missed(self) -> None:
        gold = document(THREE, [relation("a", "rivals", "d"), relation("a", "released", "q")])
        found = document(THREE, [relation("d", "rivals", "a"), relation("d", "released", "q")])
        result = judge(gold, found)
        tally = result.tallies["relations"]
        assert (tally.right, tally.wrong, tally.missed) == (1, 1, 1)
        assert tally.precision == tally.recall == tally.f1 == 0.5
        assert result.tallies["relations/rivals"].f1 == 1.0
        assert [(m.kind, m.claim) for m in result.mistakes] == [
            ("wrong", "DeepSeek released Qwen"),
            ("missed", "Alibaba released Qwen"),
        ]

    def test_a_wrong_one_names_what_told_it(self) -> None:
        found = document(THREE, [relation("d", "released", "q", rule="released.verb")])
        (wrong,) = judge(document(THREE), found).mistakes
        assert (wrong.kind, wrong.rule) == ("wrong", "released.verb")

    @pytest.mark.parametrize(("told", "overheard"), [(0, []), (1, []), (2, ["x"])])
    def test_silent_documents_are_watched(self, told: int, overheard: list[str]) -> None:
        found = [relation("a", "rivals", "d"), relation("d", "released", "q")][:told]
        result = judge(document(THREE), document(THREE, found))
        assert (result.silent, result.overheard) == (1, overheard)
        spoken = judge(document(THREE, [relation("a", "rivals", "d")]), document(THREE, found))
        assert (spoken.silent, spoken.overheard) == (0, [])

    def test_a_relation_that_follows_from_gold_is_not_wrong(self) -> None:
        gold = document(THREE, [relation("a", "released", "q")])
        result = judge(gold, document(THREE, [relation("a", "released", "q"), relation("a", "developed", "q")]))
        assert result.tallies["relations"].f1 == 1.0

    def test_direction_counts(self) -> None:
        result = judge(
            document(THREE, [relation("a", "acquires", "d")]), document(THREE, [relation("d", "acquires", "a")])
        )
        assert result.tallies["relations"].right == 0

    def test_types_count_only_for_typed_entities(self) -> None:
        result = judge(document(THREE), document([entity("z", "The Alibaba", "Fund")]))
        assert (result.tallies["entities"].right, result.tallies["entities typed"].right) == (1, 0)
        assert result.tallies["entities typed"].missed == 3

    @pytest.mark.parametrize(("value", "right"), [(100.0, 1), (101.0, 1), (101.1, 0), (-100.0, 0)])
    def test_values_match_within_a_percent(self, value: float, right: int) -> None:
        gold = document(THREE, [], [observation("a", "revenue", 100, "USD")])
        result = judge(gold, document(THREE, [], [observation("a", "revenue", value, "USD")]))
        assert result.tallies["observations"].right == right
        assert result.tallies["observations/revenue"].wrong == 1 - right

    def test_units_must_agree(self) -> None:
        gold = document(THREE, [], [observation("a", "revenue", 100, "USD")])
        result = judge(gold, document(THREE, [], [observation("a", "revenue", 100, "CNY")]))
        assert result.tallies["observations"].right == 0

    def test_agreement_is_counted_over_matches(self) -> None:
        gold = document(THREE, [relation("a", "rivals", "d", when="2025", attribution="The Reuters")])
        found = document(
            THREE,
            [relation("a", "rivals", "d", when="2024", attribution="Reuters", modality="denied", evidence="not there")],
        )
        shares = judge(gold, found).to_json()["agreement"]
        assert shares == {"attribution": 1.0, "evidence in text": 0.0, "modality": 0.0, "when": 0.0}

    def test_a_document_without_prediction_is_all_missed(self) -> None:
        result = compare({"x": document(THREE, [relation("a", "rivals", "d")])}, {}, schema.load())  # type: ignore[dict-item]
        assert result.tallies["relations"].missed == 1
        assert result.tallies["entities"].recall == 0.0

    def test_pairs_one_to_one_but_a_split_entity_still_stands_for_its_gold(self) -> None:
        split = [entity("1", "Qwen", "AIModel"), entity("2", "qwen", "AIModel")]
        pairing = pair_entities([entity("q", "Qwen", "AIModel")], split)  # type: ignore[list-item, arg-type]
        assert (pairing.matched, pairing.stands_for) == ({0: 0}, {0: 0, 1: 0})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alibaba Group Holding Ltd.", "alibaba"),
        ("“Baidu, Inc.”", "Baidu"),
        ("The Information", "information"),
        ("Qwen2.5-VL", "qwen2.5 vl"),
        ("Moonshot’s", "moonshot"),
        ("Ｑｗｅｎ", "qwen"),
    ],
)
def test_forms_that_are_one(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


def test_a_name_is_never_worn_down_to_nothing() -> None:
    assert normalised("Group") == "group"
    assert normalised("X Group") == "x group"


class TestReadGold:
    def write(self, folder: Path, content: Any, name: str = "x.json") -> Path:
        path = folder / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return folder

    def test_reads_documents_below_the_folder(self, tmp_path: Path) -> None:
        (tmp_path / "en").mkdir()
        self.write(tmp_path / "en", document(THREE, [relation("a", "rivals", "d")]))
        assert list(read_gold(tmp_path)) == ["x"]

    def test_a_missing_and_an_empty_folder(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="no folder"):
            read_gold(tmp_path / "none")
        with pytest.raises(UsageError, match="no annotated document"):
            read_gold(tmp_path)

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            ("{", "is no JSON"),
            ("[]", "no object"),
            ({**document(THREE), "id": 1}, "'id' is missing"),
            ({**document(THREE), "relations": None}, "'relations' is missing"),
            ({**document(THREE), "published": "soon"}, "no date"),
            (document([{"id": "a"}]), "lacks 'type'"),
            (document([{**THREE[0], "mentions": 1}]), "mentions"),
            (document(THREE, [relation("a", "rivals", "nobody")]), "'nobody'"),
            (document(THREE, [], [observation("a", "revenue", "much", "USD")]), "lacks 'value'"),  # type: ignore[arg-type]
        ],
    )
    def test_says_what_is_wrong(self, tmp_path: Path, content: Any, message: str) -> None:
        with pytest.raises(DocumentError, match=message):
            read_gold(self.write(tmp_path, content))

    def test_two_documents_of_one_id(self, tmp_path: Path) -> None:
        self.write(tmp_path, document(THREE))
        self.write(tmp_path, document(THREE), "y.json")
        with pytest.raises(DocumentError, match="second document"):
            read_gold(tmp_path)


BODY = "Alibaba may invest $1 billion in Moonshot AI, Reuters reported. Alibaba invested in Moonshot AI in 2024."


def extraction() -> Extraction:
    told = Document(id="t1", title="Deal", body=BODY, published=When.parse("2024-03-01"), publisher="Wire")
    text = told.text

    def at(words: str, start: int = 0) -> Span:
        place = text.index(words, start)
        return Span(place, place + len(words))

    second = text.index("Alibaba invested")
    statement = Statement.relation("alibaba", "investsIn", "moonshot-ai")
    amount = Quantity(value=Decimal("1e9"), unit="USD", comparator="~")
    raised = Statement("moonshot-ai", "fundingRaised", amount, When.parse("2024"))
    first_clause, second_clause = at("Alibaba may invest $1 billion in Moonshot AI"), at(text[second:-1], second)
    return Extraction(
        told,
        (
            Entity("alibaba", "Company", {"en": "Alibaba Group", "zh": "阿里巴巴"}),
            Entity("moonshot-ai", "Company", {"en": "Moonshot AI"}),
        ),
        tuple(
            Mention(span, text[span.start : span.end], "Company", name, "registry")
            for name, span in (
                ("alibaba", at("Alibaba", second)),
                ("alibaba", at("Alibaba")),
                ("moonshot-ai", at("Moonshot AI")),
            )
        ),
        (
            Evidence(
                statement,
                "t1",
                first_clause,
                told.quote(first_clause),
                Modality.SPECULATED,
                "Reuters",
                None,
                {"amount": amount},
            ),
            Evidence(statement, "t1", second_clause, told.quote(second_clause), when=When.parse("2024")),
            Evidence(
                raised, "t1", first_clause, told.quote(first_clause), alternatives=(Quantity(amount.value, "CNY"),)
            ),
        ),
    )


class Canned:
    name = "canned"
    version = "1"

    def extract(self, document: Document) -> Extraction:
        return extraction()


class TestDocumentJson:
    def test_has_the_form_of_annotated_documents(self) -> None:
        told = to_json(extraction())
        assert told["entities"][0] == {
            "id": "alibaba",
            "type": "Company",
            "name": "Alibaba Group",
            "mentions": ["Alibaba"],
            "spans": [[5, 12], [69, 76]],
        }
        assert [(r["modality"], r["when"], r["attribution"]) for r in told["relations"]] == [("asserted", "2024", None)]
        (observed,) = told["observations"]
        assert (observed["value"], observed["unit"], observed["comparator"]) == (1_000_000_000, "USD", "~")
        assert observed["alternatives"] == [{"value": 1_000_000_000, "unit": "CNY", "comparator": None}]
        json.dumps(told)

    def test_offsets_point_at_the_evidence(self) -> None:
        told = to_json(extraction())
        text = f"{told['title']}\n{told['text']}"
        for item in (*told["relations"], *told["observations"]):
            assert text[item["start"] : item["end"]] == item["evidence"]
        for found in told["entities"]:
            assert {text[start:end] for start, end in found["spans"]} == set(found["mentions"])

    def test_names_are_in_the_language_of_the_document(self) -> None:
        english = extraction()
        chinese = Extraction(Document(id="z", body=english.document.text, language="zh"), english.entities, (), ())
        assert [found["name"] for found in to_json(chinese)["entities"]] == ["阿里巴巴", "Moonshot AI"]

    def test_the_document_comes_back(self) -> None:
        assert from_json(to_json(extraction())) == extraction().document

    def test_evaluate_runs_the_extractor(self) -> None:
        seen: list[str] = []
        gold = {"t1": to_json(extraction())}
        result = evaluate(gold, Canned(), schema.load(), seen.append)
        assert seen == ["t1"]
        assert result.tallies["relations"].f1 == result.tallies["observations"].f1 == 1.0


def shared_scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("shared_score", SCORER)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def perturbed(gold: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    """A prediction with the kinds of faults that extraction makes."""
    found = json.loads(json.dumps(gold))
    types = sorted(schema.load().types)
    predicates = sorted(schema.load().relations)
    for item in list(found["entities"]):
        draw = dice.random()
        if draw < 0.08:
            item["type"] = dice.choice(types)
        elif draw < 0.16:
            item["name"] = item["name"].upper() + " Inc."
        elif draw < 0.24:
            item["name"], item["mentions"] = "Nobody", ["Nobody"]
        elif draw < 0.30:
            found["entities"].remove(item)
        elif draw < 0.40:
            found["entities"].insert(dice.randrange(len(found["entities"])), {**item, "id": item["id"] + "-twin"})
    ids = [item["id"] for item in found["entities"]] + ["unknown"]
    for item in list(found["relations"]):
        draw = dice.random()
        if draw < 0.1:
            found["relations"].remove(item)
        elif draw < 0.2:
            item["subject"], item["object"] = item["object"], item["subject"]
        elif draw < 0.3:
            item["predicate"] = dice.choice(predicates)
        elif draw < 0.4:
            found["relations"].append({**item, "object": dice.choice(ids)})
        elif draw < 0.5:
            found["relations"].append({**item, "predicate": "developed"})
        if dice.random() < 0.2:
            item["modality"] = "planned"
        if dice.random() < 0.2:
            item["attribution"] = dice.choice([None, "The Reuters’s", "Bloomberg"])
        if dice.random() < 0.2:
            item["when"] = "2025"
        if dice.random() < 0.2:
            item["evidence"] = item["evidence"][::-1]
    for item in list(found["observations"]):
        draw = dice.random()
        if draw < 0.1:
            found["observations"].remove(item)
        elif draw < 0.3:
            item["value"] *= dice.choice([1.005, 1.01, 1.02, -1])
        elif draw < 0.4:
            item["unit"] = "CNY"
        elif draw < 0.5:
            found["observations"].append(dict(item))
        elif draw < 0.6:
            item["when"], item["modality"] = "2024", "denied"
        elif draw < 0.7:
            item["subject"] = dice.choice(ids)
    return found


@pytest.mark.skipif(not (SCORER.is_file() and GOLD.is_dir()), reason="the shared scorer and gold are not here")
@pytest.mark.parametrize("seed", range(5))
def test_equals_the_shared_scorer(seed: int) -> None:
    gold = read_gold(GOLD)
    dice = random.Random(seed)
    found = {name: perturbed(dict(told), dice) for name, told in gold.items() if seed == 0 or dice.random() < 0.95}
    theirs = shared_scorer().score(gold, found)
    ours = compare(gold, found, schema.load())  # type: ignore[arg-type]
    agreement = theirs.pop("agreement")
    assert {name: found.share for name, found in ours.agreements.items()} == pytest.approx(agreement)
    compared = {name: tally for name, tally in ours.tallies.items() if not name.startswith("observations/")}
    assert set(compared) == set(theirs)
    for name, row in theirs.items():
        tally = compared[name]
        assert (tally.right, tally.wrong, tally.missed) == (row["tp"], row["fp"], row["fn"]), name
        assert (tally.precision, tally.recall, tally.f1) == pytest.approx((row["p"], row["r"], row["f1"])), name
    assert ours.tallies["relations"].wrong > 20  # the perturbation bites
