"""A small real store, told by hand-made extractions, and a way to run `kg` on it."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kg import assembly, pipeline
from kg.cli.main import run
from kg.model import Document, Entity, Evidence, Extraction, Mention, Modality, Quantity, Span, Statement, When
from kg.ontology import schema

HOSTILE = "Evil\x1b[31m [bold]Corp[/bold] \x9b2J\u202e<b>"

ENTITIES = {
    "Alibaba": Entity("alibaba", "Company", {"en": "Alibaba", "zh": "阿里巴巴"}, ("BABA",), ("9988.HK",), True),
    "DeepSeek": Entity("deepseek", "Company", {"en": "DeepSeek", "zh": "深度求索"}, (), (), True),
    "Moonshot AI": Entity("moonshot-ai", "Company", {"en": "Moonshot AI", "zh": "月之暗面"}, (), (), True),
    "Qwen": Entity("qwen", "AIModel", {"en": "Qwen", "zh": "通义千问"}, (), (), True),
    "Qwen2.5": Entity("qwen2-5", "AIModel", {"en": "Qwen2.5"}, (), (), True),
    "Pop Mart": Entity("pop-mart", "Company", {"en": "Pop Mart"}, (), (), True),
    "Eddie Wu": Entity("eddie-wu", "Person", {"en": "Eddie Wu", "zh": "吴泳铭"}, (), (), True),
    "Lonely Labs": Entity("company.lonely-labs", "Company", {"en": "Lonely Labs"}),
    HOSTILE: Entity("company.evil", "Company", {"en": HOSTILE}),
    "=SUM(A1)": Entity("company.sum", "Company", {"en": "=SUM(A1)"}),
}


class Story:
    """A document that is told sentence by sentence."""

    def __init__(self, id_: str, title: str, body: str, published: str | None, publisher: str | None) -> None:
        when = When.parse(published) if published else None
        self.document = Document(id=id_, title=title, body=body, published=when, publisher=publisher)
        self.evidence: list[Evidence] = []

    def tell(self, subject: str, predicate: str, value: str | Quantity, clause: str, **how: Any) -> Story:
        start = self.document.text.index(clause)
        when = When.parse(how.pop("when")) if "when" in how else None
        first = ENTITIES[subject].id
        if isinstance(value, Quantity):
            statement = Statement(first, predicate, value, when, how.pop("benchmark", None))
        else:
            symmetric = schema.load().relations[predicate].symmetric
            statement = Statement.relation(first, predicate, ENTITIES[value].id, symmetric=symmetric)
        span = Span(start, start + len(clause))
        self.evidence.append(
            Evidence(statement, self.document.id, span, clause, when=when, extractor="hand", rule="hand", **how)
        )
        return self

    def extraction(self) -> Extraction:
        text = self.document.text
        mentions = []
        for name, entity in ENTITIES.items():
            place = text.find(name)
            if place >= 0:
                mentions.append(Mention(Span(place, place + len(name)), name, entity.type, entity.id, "hand"))
        told = {mention.entity for mention in mentions}
        entities = tuple(entity for entity in ENTITIES.values() if entity.id in told)
        return Extraction(self.document, entities, tuple(mentions), tuple(self.evidence))


def usd(number: str, comparator: str | None = None, unit: str = "USD") -> Quantity:
    return Quantity(Decimal(number), unit, comparator)


def stories() -> list[Story]:
    race = Story(
        "t1",
        "The race",
        "Alibaba rivals DeepSeek. Qwen2.5 is a version of Qwen. Alibaba released Qwen2.5 in September. "
        "Pop Mart runs on Qwen2.5. Eddie Wu is chief executive of Alibaba. Alibaba took in more than $20 billion.",
        "2025-03-06",
        "Wire",
    )
    race.tell("Alibaba", "rivals", "DeepSeek", "Alibaba rivals DeepSeek")
    race.tell("Qwen2.5", "versionOf", "Qwen", "Qwen2.5 is a version of Qwen")
    released = "Alibaba released Qwen2.5 in September"
    race.tell("Alibaba", "released", "Qwen2.5", released, when="2024-09", qualifiers={"openSource": True})
    race.tell("Pop Mart", "adopts", "Qwen2.5", "Pop Mart runs on Qwen2.5")
    race.tell("Eddie Wu", "holdsRole", "Alibaba", "Eddie Wu is chief executive", qualifiers={"role": "chief executive"})
    money = usd("20000000000", ">")
    race.tell("Alibaba", "revenue", money, "Alibaba took in more than $20 billion", when="2024",
              alternatives=(usd("145000000000", unit="CNY"),))  # fmt: skip
    deals = Story(
        "t2",
        "阿里巴巴：交易",
        "Reuters said Alibaba holds a stake of 36% in Moonshot AI. Alibaba may buy DeepSeek. "
        "Alibaba competes with DeepSeek again. Moonshot AI is no rival of Alibaba. Lonely Labs is alone.",
        "2025-05-01",
        "Daily",
    )
    stake = usd("36", unit="percent")
    deals.tell("Alibaba", "investsIn", "Moonshot AI", "Alibaba holds a stake of 36% in Moonshot AI",
               attribution="Reuters", qualifiers={"stake": stake})  # fmt: skip
    deals.tell("Alibaba", "acquires", "DeepSeek", "Alibaba may buy DeepSeek", modality=Modality.SPECULATED)
    deals.tell("DeepSeek", "rivals", "Alibaba", "Alibaba competes with DeepSeek again")
    deals.tell("Moonshot AI", "rivals", "Alibaba", "Moonshot AI is no rival of Alibaba", modality=Modality.DENIED)
    bad = f"{HOSTILE} rivals =SUM(A1) [red]now[/red]"
    evil = Story("t3", "Title \x1b]0;owned\x07 [link=x]", f"{bad}. The end.", None, "=HYPERLINK(1)")
    evil.tell(HOSTILE, "rivals", "=SUM(A1)", bad, attribution="-1+1|cmd")
    return [race, deals, evil]


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the stories; nobody writes to it."""
    path = tmp_path_factory.mktemp("cli") / "store"
    fill(path)
    return path


def fill(path: Path) -> None:
    shape = assembly.shape()
    with assembly.open_writer(path) as writer:
        writer.put([pipeline.record(story.extraction(), "hand 1", shape) for story in stories()])


@pytest.fixture
def own_store(tmp_path: Path) -> Path:
    """A store with the stories, for one test to change."""
    path = tmp_path / "store"
    fill(path)
    return path


@dataclass(frozen=True)
class Outcome:
    """What a command did."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        import json

        assert self.status == 0, self.err
        return json.loads(self.out)

    @property
    def rows(self) -> list[dict[str, str]]:
        import csv

        assert self.status == 0, self.err
        return list(csv.DictReader(io.StringIO(self.out)))


Kg = Callable[..., Outcome]


@pytest.fixture
def bare(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Kg]:
    """Runs `kg` in this process, as from a terminal of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")

    def kg(*arguments: object, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capfd.readouterr()
        status = run([str(argument) for argument in arguments])
        sys.stdout.flush()
        done = capfd.readouterr()
        return Outcome(status, done.out, done.err)

    yield kg


@pytest.fixture
def kg(bare: Kg, store: Path) -> Kg:
    """Runs `kg` on the store of the stories."""
    return lambda *arguments, **more: bare("--store", store, *arguments, **more)
