"""A real extractor for tests: it reads statements from lines of a plain form, without any language model.

    (Alibaba*:Company) rivals (DeepSeek:Company) {planned; by Reuters; when 2025-Q1; role CEO}.
    (Alibaba*:Company) revenue 100.5 CNY {when 2024}.

A star marks an entity of the registry, and (Alibaba|阿里巴巴*:Company) names one in both languages. The word KILL ends
the process, the word BREAK is a fault of the extractor.
"""

from __future__ import annotations

import os
import re
import signal
import time
from decimal import Decimal
from pathlib import Path

from kg.model import Document, Entity, Evidence, Extraction, Mention, Modality, Quantity, Span, Statement, When
from kg.model.ids import slug
from kg.ontology.schema import load

_NAME = r"\((?P<{0}>[^():*]+)(?P<{0}_known>\*?):(?P<{0}_type>\w+)\)"
_LINE = re.compile(
    _NAME.format("s")
    + r" (?P<p>\w+) (?:"
    + _NAME.format("o")
    + r"|(?P<value>-?[\d.]+) (?P<unit>\w+))(?: \{(?P<more>[^}]*)\})?"
)
_QUANTITY = re.compile(r"(?P<comparator>[<>~]?)(?P<value>[\d.]+) (?P<unit>\w+)$")


class LineExtractor:
    name = "lines"

    def __init__(self, version: str = "1", pause: float = 0.0) -> None:
        self.version = version
        self._pause = pause

    def extract(self, document: Document) -> Extraction:
        if "KILL" in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "BREAK" in document.text:
            raise ValueError("broken on purpose")
        time.sleep(self._pause)
        entities: dict[str, Entity] = {}
        mentions: list[Mention] = []
        evidence: list[Evidence] = []
        for found in _LINE.finditer(document.text):
            ends = [_entity(found, end, entities, mentions) for end in "so" if found[end]]
            evidence.append(_evidence(document, found, ends, f"{self.name} {self.version}"))
        return Extraction(document, tuple(entities.values()), tuple(mentions), tuple(evidence))


def _entity(found: re.Match[str], end: str, entities: dict[str, Entity], mentions: list[Mention]) -> Entity:
    name, type_ = found[end], found[f"{end}_type"]
    known = bool(found[f"{end}_known"])
    labels = dict(zip(("en", "zh"), name.split("|"), strict=False))
    key = slug(labels["en"]) if known else f"{type_}:{labels['en']}"
    entity = entities.setdefault(key, Entity(key, type_, labels, known=known))
    mentions.append(Mention(Span(*found.span(end)), name, type_, key, "line"))
    return entity


def _evidence(document: Document, found: re.Match[str], ends: list[Entity], extractor: str) -> Evidence:
    modality, attribution, when, benchmark = Modality.ASSERTED, None, None, None
    qualifiers: dict[str, str | bool | Quantity] = {}
    for part in filter(None, (piece.strip() for piece in (found["more"] or "").split(";"))):
        key, _, value = part.partition(" ")
        if key in {item.value for item in Modality}:
            modality = Modality(key)
        elif key == "by":
            attribution = value
        elif key == "when":
            when = When.parse(value)
        elif key == "benchmark":
            benchmark = value
        elif told := _QUANTITY.match(value):
            qualifiers[key] = Quantity(Decimal(told["value"]), told["unit"], told["comparator"] or None)
        else:
            qualifiers[key] = value == "true" if value in ("true", "false") else value
    if found["value"]:
        value_ = Quantity(Decimal(found["value"]), found["unit"])
        statement = Statement(ends[0].id, found["p"], value_, when, benchmark)
    else:
        symmetric = load().relations[found["p"]].symmetric
        statement = Statement.relation(ends[0].id, found["p"], ends[1].id, symmetric=symmetric)
    return Evidence(
        statement, document.id, Span(*found.span()), found.group(), modality, attribution, when, qualifiers,
        extractor=extractor, rule="line",
    )  # fmt: skip


def make() -> LineExtractor:
    return LineExtractor()


def make_second_version() -> LineExtractor:
    return LineExtractor("2")


def document(
    name: str, body: str, publisher: str | None = "Lakeside Wire", published: str | None = "2025-03-06", **more: str
) -> Document:
    when = When.parse(published) if published else None
    return Document(name, body, more.get("title", f"Title of {name}"), publisher, when, url=more.get("url"))


def ingest(folder: Path, *documents: Document) -> None:
    """Documents into a store, by the pipeline."""
    from kg.assembly import open_writer, shape
    from kg.pipeline import ingest as run

    with open_writer(folder) as writer:
        summary = run(documents, make, writer, shape())
        assert not summary.errors
