"""Sentences with their names marked, for tests: `[Xpeng|Company]'s revenue rose 8%.`"""

from __future__ import annotations

import re

from kg.extract.candidate import Candidate
from kg.extract.english.figures.observations import extract_observations
from kg.extract.english.parse import parse
from kg.model import Document, Entity, Mention, Quantity, Span, When

_MARK = re.compile(r"\[([^\]|]+)\|([A-Za-z]+)\]")


def marked(
    body: str, title: str = "", published: str = "2025-11-21"
) -> tuple[Document, list[Mention], dict[str, Entity]]:
    """The document without its marks, the mentions, and the entities; an entity's id is its name."""
    text = f"{title}\n{body}" if title else body
    plain, mentions, entities, at = "", [], {}, 0
    for match in _MARK.finditer(text):
        plain += text[at : match.start()]
        name, kind = match[1], match[2]
        mentions.append(Mention(Span(len(plain), len(plain) + len(name)), name, kind, name, "test"))
        entities[name] = Entity(name, kind, {"en": name})
        plain += name
        at = match.end()
    plain += text[at:]
    head, _, rest = plain.partition("\n") if title else ("", "", plain)
    return Document("t", rest, head or None, None, When.parse(published)), mentions, entities


def candidates(body: str, title: str = "", published: str = "2025-11-21") -> list[Candidate]:
    document, mentions, entities = marked(body, title, published)
    return extract_observations(document, parse(document, mentions), entities, document.published)


def observed(body: str, title: str = "", published: str = "2025-11-21") -> list[str]:
    """`subject metric value unit` of each observation."""
    out = []
    for c in candidates(body, title, published):
        assert isinstance(c.object, Quantity)
        out.append(f"{c.subject} {c.predicate} {c.object.plain} {c.object.unit}")
    return out
