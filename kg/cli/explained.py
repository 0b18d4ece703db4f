"""How a document was read, for a terminal: each sentence with what was found in it and what was rejected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kg.cli.render import Block, Page
from kg.cli.say import mark, number
from kg.cli.tongue import Tongue

if TYPE_CHECKING:
    from kg.extract.explanation import (
        Explanation,
        FrameTold,
        MentionTold,
        RejectedTold,
        SentenceTold,
        SpokeTold,
        StatementTold,
    )

#: Shown for an expression that stands for nobody.
_NOBODY = "?"


def page(told: Explanation, tongue: Tongue) -> Page:
    """An explanation as a page."""
    heading = f"{told['title'] or told['id']} · {told['publisher'] or '?'} · {told['published'] or 'undated'}"
    shown = _Shown({entity["id"]: entity["name"] for entity in told["entities"]}, tongue)
    parts = [Block(heading, [f"names in no sentence: {shown.mentions(told['outside'])}"] if told["outside"] else [])]
    for place, sentence in enumerate(told["sentences"], 1):
        parts.append(Block(f"{place}. {sentence['text']}", list(shown.lines(sentence))))
        parts += [shown.rejected(item) for item in sentence["rejected"]]
    return Page(parts, told)


class _Shown:
    """Puts things in words, with the entities' names."""

    def __init__(self, names: Mapping[str, str], tongue: Tongue) -> None:
        self.names = names
        self.tongue = tongue
        self.wording = tongue.wording

    def lines(self, sentence: SentenceTold) -> Iterator[str]:
        """What was found in a sentence."""
        if sentence["silent"]:
            yield "not read for names: a part of the page that says nothing of its own"
        if sentence["mentions"]:
            yield f"names: {self.mentions(sentence['mentions'])}"
        if links := self.links(sentence):
            yield f"links: {links}"
        yield from (f"frame: {self.frame(frame)}" for frame in sentence["frames"])
        yield from (f"told: {self.statement(item)}" for item in sentence["told"])

    def name(self, entity: str | None) -> str:
        """An entity's name, or its id where the document does not name it."""
        return _NOBODY if entity is None else self.names.get(entity, entity)

    def mentions(self, mentions: list[MentionTold]) -> str:
        """Names with type and entity."""
        told = []
        for one in mentions:
            known = ["known" if one["known"] else "new", *([one["how"]] if one["how"] != "registry" else [])]
            means = "" if one["text"] == self.name(one["entity"]) else f" = {self.name(one['entity'])}"
            told.append(f"{one['text']}{means} ({', '.join((self.wording.type(one['type']), *known))})")
        return " · ".join(told)

    def links(self, sentence: SentenceTold) -> str:
        """Whom the anaphors stand for, each once; `?` for nobody."""
        found: dict[tuple[int, int, str], list[str]] = {}
        for link in sentence["links"]:
            if link["anaphor"]:
                found.setdefault((link["start"], link["end"], link["text"]), []).append(self.name(link["entity"]))
        return " · ".join(f"“{text}” → {', '.join(meant)}" for (_, _, text), meant in found.items())

    def claim(self, subject: str | None, predicate: str | None, target: str | None) -> str:
        """`A — rivals — B`, or what of it is known."""
        name = predicate or _NOBODY
        link = f"— {self.wording.relation(name)} {'—' if self.wording.symmetric(name) else '→'}"
        return f"{self.name(subject)} {link} {self.name(target)}"

    def figure(self, subject: str | None, metric: str | None, value: str | None) -> str:
        """`A — revenue: 5 CNY`, or what of it is known."""
        amount, _, unit = (value or _NOBODY).partition(" ")
        return f"{self.name(subject)} — {self.wording.metric(metric or _NOBODY)}: {number(amount)} {unit}".rstrip()

    def frame(self, frame: FrameTold) -> str:
        """A frame with its claim and the words that made it."""
        claim = self.claim(frame["subject"], frame["predicate"], frame["object"])
        told = (frame["subject_text"], frame["trigger"], frame["object_text"])
        return f"{frame['frame']}: {claim}, by {' · '.join(f'“{text}”' if text else '(understood)' for text in told)}"

    def statement(self, item: StatementTold) -> str:
        """What the sentence is evidence for, with what decided it."""
        put = self.figure if item["observation"] else self.claim
        claim = put(item["subject"], item["predicate"], item["object"])
        score = f"{item['score']:.2f}, " if item["score"] is not None else ""
        return f"{mark(item['modality'], self.tongue)}{claim} ({score}{item['rule']})"

    def rejected(self, item: RejectedTold) -> Block:
        """Something left out, and why."""
        match item["kind"]:
            case "mention":
                told = f"“{item['text']}”" + (f" = {self.name(item['subject'])}" if item["subject"] else "")
            case "figure":
                told = f"“{item['text']}”"
                if item["predicate"]:
                    told += f" {self.figure(item['subject'], item['predicate'], item['object'])}"
            case _:
                told = self.claim(item["subject"], item["predicate"], item["object"])
        return Block(f"rejected: {told}", list(self.reasons(item)), 1)

    def reasons(self, item: RejectedTold) -> Iterator[str]:
        """Why, with score, frames, features and what was preferred."""
        score, threshold = item["score"], item["threshold"]
        scored = f" (score {score:.2f}, needed {threshold:.2f})" if score is not None and threshold is not None else ""
        yield f"{item['words']}{scored}"
        if item["rules"]:
            yield f"by {', '.join(item['rules'])}"
        if item["favour"]:
            yield f"for it: {_spoke(item['favour'])}"
        if item["against"]:
            yield f"against it: {_spoke(item['against'])}"
        if better := item["instead"]:
            yield f"told instead: {self.claim(better['subject'], better['predicate'], better['object'])}"


def _spoke(features: list[SpokeTold]) -> str:
    return ", ".join(f"{one['feature']} {one['weight']:+.2f}" for one in features)
