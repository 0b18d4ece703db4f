"""An extractor small enough to see through: "A rivals B." between capitalised words."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from kg.model import Document, Entity, Evidence, Extraction, Mention, Span, Statement

_RIVALS = re.compile(r"\b([A-Z]\w+) rivals ([A-Z]\w+)")


class RivalsExtractor:
    """`pause` seconds go by in each document; `fail` is in the title of those that it cannot read."""

    name = "rivals"
    version = "1"

    def __init__(self, pause: float = 0.0) -> None:
        self.pause = pause

    def extract(self, document: Document) -> Extraction:
        time.sleep(self.pause)
        if document.title and "fail" in document.title:
            raise RuntimeError("cannot")
        entities: dict[str, Entity] = {}
        mentions: list[Mention] = []
        evidence: list[Evidence] = []
        for found in _RIVALS.finditer(document.text):
            ids = []
            for group in (1, 2):
                name, span = found.group(group), Span(*found.span(group))
                ids.append(name.lower())
                entities[name.lower()] = Entity(name.lower(), "Company", {"en": name})
                mentions.append(Mention(span, name, "Company", name.lower(), "pattern"))
            statement = Statement.relation(ids[0], "rivals", ids[1], symmetric=True)
            evidence.append(Evidence(statement, document.id, Span(*found.span()), found.group(), rule="rivals"))
        return Extraction(document, tuple(entities.values()), tuple(mentions), tuple(evidence))


def maker(pause: float = 0.0) -> Callable[[], RivalsExtractor]:
    return lambda: RivalsExtractor(pause)
