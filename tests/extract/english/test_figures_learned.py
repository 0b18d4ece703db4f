"""The learned choice of what a number tells and of whom: its options, its signs, its limit, its file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from marked import marked

from kg.errors import OntologyError
from kg.extract.english.figures.bearers import Bearer
from kg.extract.english.figures.choosing import FigureModel, load, none_of, save
from kg.extract.english.figures.masked import AmountPiece
from kg.extract.english.figures.observations import extract_observations
from kg.extract.english.figures.signs import NONE, senses_of, stem
from kg.extract.english.parse import parse
from kg.model import Quantity


class _Always:
    """Chooses one metric wherever it can be, and the bearer of a given name."""

    def __init__(self, metric: str, name: str) -> None:
        self.wanted, self.name = metric, name
        self.signs: list[str] = []

    def metric(
        self, index: int, piece: AmountPiece, kind: str, options: Sequence[str], signs: Sequence[str]
    ) -> tuple[str, float]:
        self.signs += signs
        return (self.wanted, 1.0) if self.wanted in options else (NONE, 1.0)

    def subject(
        self, index: int, piece: AmountPiece, metric: str, likely: float, found: Sequence[Bearer]
    ) -> Bearer | None:
        return next((b for b in found if b.argument.entity == self.name), None)


def _observed(body: str, choice: _Always | FigureModel) -> list[str]:
    document, mentions, entities = marked(body)
    found = extract_observations(document, parse(document, mentions), entities, document.published, choice=choice)
    return [
        f"{c.subject} {c.predicate} {c.object.plain} {c.object.unit}" for c in found if isinstance(c.object, Quantity)
    ]


@pytest.mark.parametrize(
    ("text", "metric", "name", "told"),
    [
        ("[Acme|Company] put 7,000 gearboxes on lorries.", "shipmentCount", "Acme", ["Acme shipmentCount 7000 units"]),
        ("[Acme|Company]: 7bn yuan, with a loss of 2bn yuan.", "profit", "Acme", None),
        ("[Acme|Company] beat [Zenith|Company] with 4%.", "marketShare", "Zenith", ["Zenith marketShare 4 percent"]),
        ("Revenue at [Acme|Company] hit $2bn. So did [Zenith|Company].", "marketCap", "Acme", None),
    ],
)
def test_the_choice_tells_what_the_rules_do_not(text: str, metric: str, name: str, told: list[str] | None) -> None:
    found = _observed(text, _Always(metric, name))
    if told is not None:
        assert found == told
    assert all(line.startswith(f"{name} {metric} ") for line in found)


@pytest.mark.parametrize(("metric", "name"), [("revenue", "Acme"), ("headcount", "Nobody"), ("headcount", "Acme")])
def test_what_the_rules_read_stands_where_the_choice_finds_nothing_else(metric: str, name: str) -> None:
    assert _observed("[Acme|Company] has 900 staff.", _Always(metric, name)) == ["Acme headcount 900 people"]


def test_a_loss_is_negative_where_the_choice_makes_it_a_profit() -> None:
    found = _observed("[Acme|Company] saw 7bn yuan; a loss of 2bn yuan followed.", _Always("profit", "Acme"))
    assert found == ["Acme profit 7000000000 CNY", "Acme profit -2000000000 CNY"]


def test_a_bare_sum_takes_the_currency_of_the_document() -> None:
    found = _observed("[Acme|Company] earned 3bn yuan. [Zenith|Company] has it at 24bn.", _Always("revenue", "Zenith"))
    assert "Zenith revenue 24000000000 CNY" in found


def test_signs_tell_words_senses_and_what_the_rules_read() -> None:
    choice = _Always("headcount", "Acme")
    _observed("[Acme|Company] employs 900 people.", choice)
    assert {"rule:headcount", "behind1:people", "left:employ", "right-near:person", "verb:employ"} <= set(choice.signs)


def test_a_number_below_the_limit_tells_nothing() -> None:
    weights = {"left:send": {"shipmentCount": 2.0, none_of("count"): 0.0}}
    text = "[Acme|Company] sends 900 of them."
    assert _observed(text, FigureModel(weights, {}, 0.01)) == ["Acme shipmentCount 900 units"]
    assert _observed(text, FigureModel(weights, {}, 0.99)) == []


def test_a_model_survives_its_file(tmp_path: Path) -> None:
    model = FigureModel({"rule:profit": {"profit": 1.5}}, {"inside": 0.5}, 0.3, {"documents": 2})
    save(model, tmp_path / "m.gz")
    assert load(tmp_path / "m.gz") == model
    assert load(tmp_path / "none.gz") is None
    (tmp_path / "bad.gz").write_bytes(b"no")
    with pytest.raises(OntologyError, match="not a model file"):
        load(tmp_path / "bad.gz")


def test_forms_of_a_word_share_stem_and_senses() -> None:
    assert stem("employs") == stem("employed") == stem("employing") == "employ"
    assert stem("deliveries") == stem("delivery")
    assert senses_of("gearboxes") == senses_of("gearbox") == ("goods",)
