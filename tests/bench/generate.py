"""Makes a store of a given size for measuring: invented entities, a real shape.

    python tests/bench/generate.py DIR [--statements 100000] [--seed 1]

Firms, models, investors and persons of a plausible skew: few are told of in many documents, most in one or two.
Alibaba has about `statements / 1600` rivals, some of them told by several papers.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from kg.model import Document, Entity, Evidence, Extraction, Mention, Modality, Quantity, Span, Statement, When
from kg.ontology.schema import load
from kg.store.base import Record
from kg.store.rdf import Shape
from kg.store.writer import OxigraphWriter

PUBLISHERS = ("Lakeside Wire", "Harbour Daily", "The Ledger", "Chip Review", "Morning Dispatch", "Tech Courier")
FIRST_DAY = date(2024, 1, 1)
PER_DOCUMENT = 9

RELATIONS = (
    # predicate, subject's pool, object's pool, how it is told, weight
    ("rivals", "firm", "firm", "{s} competes with {o}", 10),
    ("partnersWith", "firm", "firm", "{s} works together with {o}", 12),
    ("investsIn", "fund", "firm", "{s} put money into {o}", 14),
    ("released", "firm", "model", "{s} launched {o}", 14),
    ("outperforms", "model", "model", "{o} scored below {s}", 9),
    ("adopts", "firm", "model", "{s} has built {o} into its service", 16),
    ("supplies", "firm", "firm", "{s} delivers servers to {o}", 7),
    ("holdsRole", "person", "firm", "{s} is a director of {o}", 8),
    ("basedIn", "firm", "place", "{s} is at home in {o}", 6),
)
TYPES = {"firm": "Company", "fund": "Fund", "model": "AIModel", "person": "Person", "place": "Place"}


def pools(statements: int) -> dict[str, list[Entity]]:
    """Entities by pool; the first of each pool are the ones told of most."""
    sizes = {"firm": statements // 20, "fund": statements // 100, "model": statements // 25, "person": statements // 50}
    found = {
        pool: [
            Entity(f"{TYPES[pool].lower()}.{pool}-{i}", TYPES[pool], {"en": f"{pool.title()} {i}"})
            for i in range(max(size, 10))
        ]
        for pool, size in {**sizes, "place": 60}.items()
    }
    alibaba = Entity(
        "alibaba", "Company", {"en": "Alibaba", "zh": "阿里巴巴"}, ("Alibaba Group",), ("NYSE:BABA",), known=True
    )
    found["firm"].insert(0, alibaba)
    return found


def extractions(statements: int, seed: int) -> Iterator[Extraction]:
    """Documents until together they hold that many different statements."""
    chance = random.Random(seed)
    known = pools(statements)
    seen: set[str] = set()
    number = 0
    while len(seen) < statements:
        yield _document(number, chance, known, seen, statements)
        number += 1


def _pick(chance: random.Random, pool: list[Entity]) -> Entity:
    # Half of all talk is about the first fiftieth; the rest is spread evenly.
    head = max(len(pool) // 50, 5)
    return pool[chance.randrange(head)] if chance.random() < 0.5 else pool[chance.randrange(len(pool))]


def _document(
    number: int, chance: random.Random, known: dict[str, list[Entity]], seen: set[str], statements: int
) -> Extraction:
    title = f"Report {number}"
    sentences: list[str] = []
    told: list[tuple[Statement, str, Modality]] = []
    entities: dict[str, Entity] = {}
    for index in range(PER_DOCUMENT):
        if index == 0 and chance.random() < 9 / 1600:
            statement, words = _rival(chance, known, statements, entities)
        elif chance.random() < 0.15:
            statement, words = _observation(chance, known, entities)
        else:
            statement, words = _relation(chance, known, entities)
        modality = chance.choices(tuple(Modality), (85, 6, 7, 2))[0]
        seen.add(statement.id)
        sentences.append(f"{words}, a person close to matter number {number * PER_DOCUMENT + index} said on the day.")
        told.append((statement, sentences[-1], modality))
    published = FIRST_DAY + timedelta(days=chance.randrange(800))
    document = Document(
        id=f"generated-{number}",
        title=title,
        body=" ".join(sentences),
        publisher=chance.choice(PUBLISHERS),
        published=When.day(published),
        url=f"https://example.org/{number}",
    )
    evidence = []
    mentions = []
    for statement, sentence, modality in told:
        start = document.text.index(sentence)
        clause = sentence.partition(",")[0]
        evidence.append(
            Evidence(
                statement,
                document.id,
                Span(start, start + len(clause)),
                clause,
                modality,
                extractor="made 1",
                rule="made",
            )
        )
        for name in (statement.subject, statement.object):
            if isinstance(name, str):
                label = entities[name].label()
                place = start + sentence.index(label)
                span = Span(place, place + len(label))
                mentions.append(Mention(span, label, entities[name].type, name, "made"))
    return Extraction(document, tuple(entities.values()), tuple(mentions), tuple(evidence))


def _rival(
    chance: random.Random, known: dict[str, list[Entity]], statements: int, entities: dict[str, Entity]
) -> tuple[Statement, str]:
    alibaba = known["firm"][0]
    # The cube makes some rivals be told of again and again.
    rival = known["firm"][1 + int(chance.random() ** 3 * min(statements // 1000, len(known["firm"]) - 2))]
    entities.update({alibaba.id: alibaba, rival.id: rival})
    words = f"{alibaba.label()} competes with {rival.label()}"
    return Statement.relation(alibaba.id, "rivals", rival.id, symmetric=True), words


def _relation(
    chance: random.Random, known: dict[str, list[Entity]], entities: dict[str, Entity]
) -> tuple[Statement, str]:
    predicate, subjects, objects, words, _ = chance.choices(RELATIONS, [row[-1] for row in RELATIONS])[0]
    subject = object_ = _pick(chance, known[subjects])
    while object_ is subject or (predicate == "rivals" and "alibaba" in (subject.id, object_.id)):
        subject, object_ = _pick(chance, known[subjects]), _pick(chance, known[objects])
    entities.update({subject.id: subject, object_.id: object_})
    symmetric = load().relations[predicate].symmetric
    statement = Statement.relation(subject.id, predicate, object_.id, symmetric=symmetric)
    return statement, words.format(s=subject.label(), o=object_.label())


def _observation(
    chance: random.Random, known: dict[str, list[Entity]], entities: dict[str, Entity]
) -> tuple[Statement, str]:
    firm = _pick(chance, known["firm"])
    entities[firm.id] = firm
    when = When.parse(f"{2020 + chance.randrange(6)}-Q{1 + chance.randrange(4)}")
    value = Quantity(Decimal(chance.randrange(1, 100_000)) * 10_000, "CNY")
    return Statement(firm.id, "revenue", value, when), f"{firm.label()} took in {value.plain} yuan in {when.text}"


def generate(folder: Path, statements: int = 100_000, seed: int = 1, batch: int = 500) -> int:
    """Writes the store; how many documents went in."""
    documents = 0
    records: list[Record] = []
    with OxigraphWriter(folder, Shape.of(load())) as writer:
        for extraction in extractions(statements, seed):
            text = extraction.document.text
            sentences = {e.span: Span(e.span.start, text.index(".", e.span.end) + 1) for e in extraction.evidence}
            records.append(Record(extraction, sentences, "made 1"))
            documents += 1
            if len(records) == batch:
                writer.put(records)
                records.clear()
        writer.put(records)
        writer.compact()
    return documents


def given_or_made(store: Path | None, scratch: Path, statements: int) -> Path:
    """The store that was given, or one made in `scratch`."""
    if store is None:
        store = scratch / "store"
        generate(store, statements)
    return store


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    started = time.perf_counter()
    count = generate(options.folder, options.statements, options.seed)
    print(f"{count} documents in {time.perf_counter() - started:.0f} s")
