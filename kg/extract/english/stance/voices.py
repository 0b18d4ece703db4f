"""Who speaks in a document as a whole: how often each source is named, whose turn it is, the house that writes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from kg.extract.candidate import Candidate
from kg.extract.english.parse import Sentence
from kg.extract.english.stance.cues import cues_of
from kg.extract.english.stance.nearby import Way, sources_around, ways_around, ways_within
from kg.extract.english.stance.place import Place
from kg.extract.english.stance.sources import source_words
from kg.extract.english.stance.speech import interview, quoted_ranges
from kg.extract.kinds import SPEAKERS
from kg.extract.segment import Block
from kg.model import Document, Entity

#: Stands for the publisher where it is no entity of the document.
HOUSE = "@house"
_FIRST = frozenset({"we", "our", "us", "i", "my", "me", "ours"})
_MAKING = frozenset({"released", "developed", "holdsRole", "founded"})
_BELONGING = frozenset({"subsidiaryOf", "versionOf"})


class Voices:
    """The sources of one document. Reads it once.

    `cues` holds a list a sentence; `count` how often each source is told of; `main` the one told of most; `lead` the
    first person named; `titled` the sources told of in the first sentence; `ends` the entities that some statement is
    about; `house` the publisher's entity or HOUSE, `house_name` its name in the latter case, `report` that it is a
    house with estimates of its own.
    """

    def __init__(
        self,
        document: Document,
        sentences: Sequence[Sentence],
        entities: Mapping[str, Entity],
        found: Sequence[Candidate],
    ) -> None:
        self._sentences = sentences
        self._entities = entities
        self.cues = cues_of(sentences)
        told = [(i, c.source) for i, row in enumerate(self.cues) for c in row if c.source and c.kind != "named"]
        self.count = Counter(source for _, source in told)
        self._often = [source for source, _ in self.count.most_common(2)]
        self.titled = dict.fromkeys(source for i, source in told if i == 0)
        self.total = max(1, sum(self.count.values()))
        self.main = self.count.most_common(1)[0][0] if self.count else None
        self.lead = next((a.entity for s in sentences for a in s.arguments if a.type == "Person"), None)
        self.ends = {e for c in found for e in (c.subject, c.object) if isinstance(e, str)}
        self.makers, self.made_by = _makers(found)
        self.house, self.house_name = _house(document, entities)
        publisher = {w.strip(",.()").lower() for w in (document.publisher or "").split()}
        self.report = bool(publisher & source_words()["houses"])
        self._outside = [(i, source) for i, source in told if source not in self.ends]
        self._quotes = quoted_ranges(sentences)
        self._turns: dict[Block, str | None] = {}
        self._turn: dict[int, str | None] = {}
        self._around: dict[int, list[str]] = {}
        self._near: dict[int, dict[str, Way]] = {}
        self._places: dict[tuple[int, int], Place] = {}
        self._within: dict[tuple[int, int], dict[str, Way]] = {}
        self._firsts: dict[int, bool] = {}
        self._unsigned: dict[int, bool] = {}
        self._where: dict[str, list[int]] = {}
        for i, sentence in enumerate(sentences):
            for entity in {a.entity for a in sentence.arguments}:
                self._where.setdefault(entity, []).append(i)

    def speaks(self, source: str) -> bool:
        """True for the house and for entities of a type that tells."""
        return source == HOUSE or (source in self._entities and self._entities[source].type in SPEAKERS)

    def kind(self, source: str) -> str:
        """The type of a source; `House` for the publisher."""
        return "House" if source == self.house or source not in self._entities else self._entities[source].type

    def quoted(self, index: int, token: int) -> bool:
        """True for a token inside quotation marks."""
        offset = self._sentences[index].starts[token]
        return any(a <= offset <= b for a, b in self._quotes)

    def turn(self, index: int) -> str | None:
        """Whose turn in an interview a sentence belongs to."""
        if index not in self._turn:
            block = self._sentences[index].block
            if block not in self._turns:
                self._turns[block] = interview(self._sentences, index, self._entities)
            self._turn[index] = self._turns[block]
        return self._turn[index]

    def around(self, index: int) -> list[str]:
        """Who may tell what a sentence says, by the sentences around it, the first and the document as a whole."""
        if index not in self._around:
            turn = self.turn(index)
            told = (*sources_around(index, self._sentences, self.cues), *self.titled, *self._often)
            found = dict.fromkeys((*told, turn) if turn else told)
            self._around[index] = [source for source in found if self.speaks(source)]
        return self._around[index]

    def near(self, index: int) -> dict[str, Way]:
        """The nearest cue of each source told of in the sentences around one."""
        if index not in self._near:
            self._near[index] = ways_around(index, self._sentences, self.cues)
        return self._near[index]

    def place(self, index: int, trigger: int) -> Place:
        """The place of what hangs on a word of a sentence."""
        if (index, trigger) not in self._places:
            self._places[index, trigger] = Place(self._sentences[index], trigger, self.quoted(index, trigger))
        return self._places[index, trigger]

    def within(self, index: int, trigger: int) -> dict[str, Way]:
        """The closest cue in its own sentence of each source of what hangs on a word."""
        if (index, trigger) not in self._within:
            self._within[index, trigger] = ways_within(self.place(index, trigger), self.cues[index])
        return self._within[index, trigger]

    def first(self, index: int) -> bool:
        """True for a sentence in the first person outside quotation marks."""
        if index not in self._firsts:
            doc = self._sentences[index].doc
            self._firsts[index] = any(t.lower_ in _FIRST and not self.quoted(index, t.i) for t in doc)
        return self._firsts[index]

    def unsigned(self, index: int) -> bool:
        """True for a sentence with words that speak for a maker who is not named there: "the model card"."""
        if index not in self._unsigned:
            sentence, words = self._sentences[index], source_words()["makers"]
            self._unsigned[index] = any(
                t.lemma_.lower() in words and not sentence.argument_at(t.i) for t in sentence.doc
            )
        return self._unsigned[index]

    def outside_before(self, index: int) -> str | None:
        """The source last told of up to a sentence that no statement is about, such as a data house."""
        return next((source for i, source in reversed(self._outside) if i <= index), None)

    def both(self, one: str, other: str) -> list[int]:
        """The sentences that name both entities."""
        places = set(self._where.get(other, ()))
        return [i for i in self._where.get(one, ()) if i in places]


def _makers(found: Sequence[Candidate]) -> tuple[dict[str, frozenset[str]], dict[str, list[str]]]:
    """Entity → what it has made or works for, as far as the document tells; and the other way round."""
    made: dict[str, set[str]] = {}
    for one in found:
        if isinstance(one.object, str):
            if one.predicate in _MAKING:
                made.setdefault(one.subject, set()).add(one.object)
            elif one.predicate in _BELONGING:
                made.setdefault(one.object, set()).add(one.subject)
    whole = {e: frozenset(own | {g for o in own for g in made.get(o, ())}) for e, own in sorted(made.items())}
    back: dict[str, list[str]] = {}
    for maker, things in whole.items():
        for thing in sorted(things):
            back.setdefault(thing, []).append(maker)
    return whole, back


def _house(document: Document, entities: Mapping[str, Entity]) -> tuple[str | None, str | None]:
    """The publisher as a source: its entity, or HOUSE and its name without what is added in brackets."""
    if not document.publisher:
        return None, None
    name = re.split(r"\s*[(,|]", document.publisher, maxsplit=1)[0].strip() or document.publisher
    low = name.casefold()
    fitting = [
        (len(form), i)
        for i, e in entities.items()
        if e.type in SPEAKERS
        for form in {f.casefold() for f in (*e.labels.values(), *e.aliases)}
        if low == form or low.startswith(f"{form} ")
    ]
    return (max(fitting)[1], None) if fitting else (HOUSE, name)
