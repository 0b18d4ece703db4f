"""Texts with marks, for tests: `[Xpeng|Company]'s revenue rose 8%.`, `[Company 云岭智能]营收{7.22亿元}。`

A name stands with its type, before or behind it. `[S:Company Xpeng]` is an end that a frame is to find,
`{S:Company It}` an expression that stands for the name marked so, `{7.22亿元}` a number that is to be read. An entity's
id is its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.model import Document, Entity, Mention, Span, When

if TYPE_CHECKING:
    from kg.extract.chinese.text import Sentence as ChineseSentence
    from kg.extract.english.parse import Sentence as EnglishSentence

_MARK = re.compile(
    r"\[(?P<name>[^\]|]+)\|(?P<type>[A-Za-z]+)\]"
    r"|\[(?:(?P<end>[SO]):)?(?P<kind>[A-Z]\w+) (?P<named>[^\]|]+)\]"
    r"|\{(?P<stands>[SO]):(?P<as>\w+) (?P<expression>[^}]+)\}"
    r"|\{(?P<number>[^}]+)\}"
)


@dataclass
class Marked:
    """A text without its marks, and what they tell. `standing`: which end it stands for, as which type, where."""

    text: str = ""
    mentions: list[Mention] = field(default_factory=list)
    entities: dict[str, Entity] = field(default_factory=dict)
    ends: dict[str, set[str]] = field(default_factory=lambda: {"S": set(), "O": set()})
    standing: list[tuple[str, str, Span]] = field(default_factory=list)
    numbers: list[Span] = field(default_factory=list)

    @property
    def wanted(self) -> set[tuple[str, str]]:
        """The pairs of a subject and an object."""
        return {(s, o) for s in self.ends["S"] for o in self.ends["O"]}

    def put(self, sentences: Iterable[EnglishSentence | ChineseSentence]) -> None:
        """Gives sentences the expressions that stand for a name."""
        found = list(sentences)
        for end, kind, span in self.standing:
            (entity,) = self.ends[end]
            next(s for s in found if span.within(s.span)).add(entity, kind, span, anaphor=True)


def read(told: str, language: str = "en") -> Marked:
    """Takes the marks out of a text; entities have their label in that language."""
    out, at = Marked(), 0
    for mark in _MARK.finditer(told):
        out.text += told[at : mark.start()]
        at = mark.end()
        name = mark["name"] or mark["named"]
        word = name or mark["expression"] or mark["number"]
        span = Span(len(out.text), len(out.text) + len(word))
        out.text += word
        if name:
            kind = mark["type"] or mark["kind"]
            out.mentions.append(Mention(span, name, kind, name, "test"))
            out.entities[name] = Entity(name, kind, {language: name})
            if mark["end"]:
                out.ends[mark["end"]].add(name)
        elif mark["expression"]:
            out.standing.append((mark["stands"], mark["as"], span))
        else:
            out.numbers.append(span)
    out.text += told[at:]
    return out


def marked(
    body: str, title: str = "", published: str = "2025-11-21", language: str = "en"
) -> tuple[Document, list[Mention], dict[str, Entity]]:
    """The document without its marks, the mentions, and the entities; the title may be marked as well."""
    told = read(f"{title}\n{body}" if title else body, language)
    head, _, rest = told.text.partition("\n") if title else ("", "", told.text)
    document = Document("t", rest, head or None, None, When.parse(published), language)
    return document, told.mentions, told.entities


def chinese(
    body: str, title: str = "", published: str = "2025-11-21"
) -> tuple[Document, list[ChineseSentence], dict[str, Entity]]:
    """The Chinese document, its sentences, and the entities."""
    from kg.extract.chinese.boilerplate import content
    from kg.extract.chinese.script import simplified
    from kg.extract.chinese.text import split

    document, mentions, entities = marked(body, title, published, "zh")
    plain = simplified(document.text)
    return document, split(document, plain, content(document, plain), mentions), entities


def spotted(text: str, types: Mapping[str, str]) -> list[Mention]:
    """The names of a table, with their types, wherever a text has them; an entity's id is its name in lower case."""
    found = re.finditer("|".join(map(re.escape, types)), text)
    return [Mention(Span(m.start(), m.end()), m[0], types[m[0]], m[0].lower(), "test") for m in found]
