"""Resolves pronouns and descriptions to the document's entities: to the right one or to none.

Salience (grammatical role, recency, count, title) proposes; type, number, gender, trade, place and grammar decide who
may be meant at all; the words around an expression ("its shares", "it scored") tell organisation from product.
Expressions are read from left to right, and each one that is resolved counts as a mention for those after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from kg.extract.english.parse import Argument, Sentence
from kg.extract.english.reference.anaphors import Anaphor, find, words
from kg.extract.english.reference.antecedents import REACH, Scorer
from kg.extract.english.reference.discourse import Discourse
from kg.extract.kinds import ORGANISATIONS, THINGS
from kg.model import Entity
from kg.ontology.registry import Registry

#: The least score of a winner, and by how much it must lead; found on training documents.
_LEAST = {"pronoun": 1.0, "description": 0.9}
_LEAD = 1.1
#: So many of an entity's last mentions are looked at for "the two".
_RECENT = 20
#: A group of more names than this is no "they".
_GROUP = 5


def resolve_anaphors(sentences: Sequence[Sentence], entities: Mapping[str, Entity], registry: Registry) -> None:
    """Adds to each sentence an Argument with `anaphor=True` for every expression whose entity is clear.

    Several entities over one expression ("both firms") give as many arguments over the same span.
    """
    discourse = Discourse(entities, registry)
    for sentence in sentences:
        discourse.learn(sentence)
    for index, sentence in enumerate(sentences):
        _Reader(index, sentence, sentences, discourse).read()


class _Reader:
    """Resolves the expressions of one sentence."""

    def __init__(self, index: int, sentence: Sentence, sentences: Sequence[Sentence], discourse: Discourse) -> None:
        self.index, self.sentence, self.discourse = index, sentence, discourse
        self.scorer = Scorer(index, sentence, sentences, discourse)

    def read(self) -> None:
        for name in [a for a in self.sentence.arguments if not a.anaphor]:
            self.discourse.mention(self.index, self.sentence, name)
        for anaphor in list(find(self.sentence)):
            found = self._resolve(anaphor)
            for entity in found:
                self._add(entity, anaphor)
            if len(found) > 1:
                self.discourse.groups.append((self.index, anaphor.head, tuple(found)))
        self.discourse.groups.extend(self._rows())

    def _add(self, entity: str, anaphor: Anaphor) -> None:
        span = self.sentence.range(*anaphor.tokens)
        made = self.sentence.add(entity, self.discourse.types[entity], span, anaphor=True)
        self.discourse.mention(self.index, self.sentence, made)
        if anaphor.gender:
            self.discourse.gender.setdefault(entity, anaphor.gender)

    def _resolve(self, anaphor: Anaphor) -> list[str]:
        match anaphor.kind:
            case "maker":
                return self._maker(anaphor)
            case "unit":
                return self._unit(anaphor)
            case "rival":
                return self._rival(anaphor)
            case "pair" | "former" | "latter":
                return self._of_pair(anaphor)
        if anaphor.plural:
            group = self._group(anaphor, None, 1)
            return group if len(group) <= _GROUP else []
        return self._said_to_be(anaphor) or self._best(anaphor)

    def _said_to_be(self, anaphor: Anaphor) -> list[str]:
        """Who a description is said to be: "the strongest open model was Qwen 2.5"."""
        head = self.sentence.doc[anaphor.head]
        if anaphor.kind != "description" or head.dep_ != "nsubj" or head.head.lemma_ != "be":
            return []
        names = [self.sentence.argument_at(c.i) for c in head.head.children if c.dep_ == "attr"]
        return _only([n.entity for n in names if n is not None and not n.anaphor and n.type in anaphor.types])

    def _best(self, anaphor: Anaphor) -> list[str]:
        """The candidate that leads, or none when two are too close."""
        scored = [(self.scorer.score(anaphor, e), e) for e in sorted(self.discourse.near(self.index, REACH))]
        scored = sorted((item for item in scored if item[0] > 0), key=lambda item: (-item[0], item[1]))
        least = _LEAST[anaphor.kind] * (0.6 if anaphor.gender else 1.0)
        if not scored or scored[0][0] < least:
            return []
        if len(scored) > 1 and scored[0][0] < scored[1][0] * _LEAD:
            return []
        return [scored[0][1]]

    # --- rows of names ---------------------------------------------------------------------------------------------

    def _rows(self) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Coordinated names of this sentence, as (sentence, token, ids)."""
        rows: dict[int, list[str]] = {}
        for argument in sorted(self.sentence.arguments, key=lambda a: a.tokens):
            top = self.sentence.doc[argument.head]
            while top.dep_ == "conj" and self.sentence.argument_at(top.head.i):
                top = top.head
            row = rows.setdefault(top.i, [])
            if argument.entity not in row:
                row.append(argument.entity)
        for first, row in sorted(rows.items()):
            if len(row) > 1:
                yield self.index, first, tuple(row)

    def _group(self, anaphor: Anaphor, size: int | None, reach: int) -> list[str]:
        """The last row before the expression whose names are all of a type that fits."""
        for at, token, row in chain(reversed(list(self._rows())), reversed(self.discourse.groups)):
            if self.index - at > reach:
                break
            if (at, token) >= (self.index, anaphor.tokens[0]) or (size is not None and len(row) != size):
                continue
            fits = all(self.discourse.types[e] in anaphor.types for e in row)
            if fits and not any(self.scorer.forbidden(anaphor, e) for e in row):
                return list(row)
        return []

    def _of_pair(self, anaphor: Anaphor) -> list[str]:
        pair = self._group(anaphor, 2, 1)
        if anaphor.kind == "pair":
            pair = pair or self._titled(anaphor) or self._group(anaphor, 2, 3) or self._only_two(anaphor)
        else:
            pair = pair or self._group(anaphor, 2, 3)
        if len(pair) != 2:
            return []
        return pair if anaphor.kind == "pair" else [pair[0 if anaphor.kind == "former" else 1]]

    def _titled(self, anaphor: Anaphor) -> list[str]:
        """The two of one kind that the title names, while the text still speaks of both."""
        title = self.scorer.sentences[0]
        if title.block.kind != "title" or not self.index:
            return []
        fitting = anaphor.types & (ORGANISATIONS | THINGS | {"Person"})
        named = list(dict.fromkeys(a.entity for a in title.arguments if a.type in fitting))
        near = self.discourse.near(self.index, _GROUP)
        kinds = {self.discourse.types[e] in ORGANISATIONS for e in named}
        return named if len(named) == 2 and len(kinds) == 1 and near.issuperset(named) else []

    def _only_two(self, anaphor: Anaphor) -> list[str]:
        """The two entities of one kind that this sentence, or else the one before, names, when they are just two."""
        fitting = anaphor.types & (ORGANISATIONS | THINGS | {"Person"})
        for at in (self.index, self.index - 1):
            named = [
                (token, entity)
                for entity in sorted(self.discourse.present.get(at, ()))
                for i, token, _ in self.discourse.mentions[entity][-_RECENT:]
                if i == at
                and (at < self.index or token < anaphor.tokens[0])
                and self.discourse.types[entity] in fitting
            ]
            ordered = list(dict.fromkeys(entity for _, entity in sorted(named)))
            if len(ordered) == 2 and len({self.discourse.types[e] in ORGANISATIONS for e in ordered}) == 1:
                return ordered
        return []

    # --- entities told by another one ------------------------------------------------------------------------------

    def _maker(self, anaphor: Anaphor) -> list[str]:
        """Who "the Kimi maker", "the TikTok owner" or "the Tsinghua University spin-off" is."""
        anchor, told = anaphor.anchor, self.discourse
        if anchor is None:
            return []
        lemma = self.sentence.doc[anaphor.head].lemma_.lower()
        if anchor.type in THINGS:
            return _only([m for m in told.makers_of(anchor.entity) if told.types.get(m) in anaphor.types])
        if lemma in words().sets["parents"]:
            known = told.registry.entities.get(anchor.entity)
            owners = [o for o in told.makers_of(anchor.entity) if told.types.get(o) in ORGANISATIONS]
            return _only(owners or [o for o in (known.subsidiary_of if known else ()) if o in told.types])
        if anaphor.types <= ORGANISATIONS and anaphor.belongs:
            units = [u for u in told.units_of(anchor.entity) if told.last(u, self.index, anaphor.tokens[0]) >= 0]
            return _only(units) or self._newcomer(anaphor, anchor)
        return []

    def _newcomer(self, anaphor: Anaphor, anchor: Argument) -> list[str]:
        """The one firm in view, when nothing is known of whose unit it is."""
        found = self._best(replace(anaphor, kind="description", modifiers=("company",)))
        alone = bool(found) and self.scorer.alone(replace(anaphor, types=frozenset({"Company"})), found[0])
        return found if alone and found[0] != anchor.entity else []

    def _owner(self, anaphor: Anaphor) -> str | None:
        if anaphor.anchor is not None:
            return anaphor.anchor.entity
        owner = self.sentence.argument_at(anaphor.owner) if anaphor.owner is not None else None
        return owner.entity if owner else None

    def _unit(self, anaphor: Anaphor) -> list[str]:
        """The one unit whose name or trade the words tell: "Alibaba's cloud arm"."""
        owner = self._owner(anaphor)
        return _only([u for u in self.discourse.units_of(owner) if self._told(u, anaphor.modifiers)]) if owner else []

    def _told(self, unit: str, modifiers: tuple[str, ...]) -> bool:
        if not modifiers:
            return True
        entity, domains = self.discourse.entities.get(unit), words().domains
        named = {w.lower() for label in (entity.labels.values() if entity else ()) for w in label.split()}
        trades = {domains[w] for w in modifiers if w in domains}
        told = set(modifiers) & (named | self.discourse.described[unit])
        return bool(told or trades & self.discourse.domains_of(unit))

    def _rival(self, anaphor: Anaphor) -> list[str]:
        """Another of its kind, when just one stands near: "its rival"."""
        owner = self._owner(anaphor)
        if owner is None:
            return []
        kind = self.discourse.types[owner]
        near = [
            other
            for other in sorted(self.discourse.near(self.index, 1))
            if other != owner
            and self.discourse.types[other] == kind
            and self.discourse.last(other, self.index, anaphor.tokens[0]) >= max(0, self.index - 1)
            and not self.scorer.forbidden(anaphor, other)
        ]
        return _only(near)


def _only(found: list[str]) -> list[str]:
    """The list when it holds just one."""
    return found if len(found) == 1 else []
