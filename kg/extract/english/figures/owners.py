"""Numbers whose owner the nearest name is not: price targets, comparisons, lines of business."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.extract.english.figures.masked import Masked
from kg.extract.english.figures.memory import HOUSES
from kg.extract.english.figures.topics import COMPARED, Reading
from kg.extract.english.parse import Argument, Sentence
from kg.model import Entity

_LINE = re.compile(r"\b([a-z]+) $")
_PART_OF = re.compile(
    r"(?:<percent>|\b(?:half|third|quarter|fifth|tenth|twentieth|fraction|times)) (?:of )?(?:its|<model>(?:'s)?) "
    r"(?:\w+ )?$"
)
#: So many sentences before a comparison are searched for what it compares with.
_BEFORE = 2


def judge_of(
    view: Masked, reading: Reading, subject: Argument, entities: Mapping[str, Entity], publisher: str | None
) -> str | None:
    """Who set a price target: the firm named nearest before the number, else after it, else a publisher that rates."""
    others = [n for n in view.names if n.argument.type == "Company" and n.argument.entity != subject.entity]
    start, end = reading.piece.start, reading.piece.end
    before = [n for n in others if n.end <= start and ";" not in view.text[n.end : start]]
    after = [n for n in others if n.start >= end and ";" not in view.text[end : n.start]]
    nearest = before[-1:] or after[:1]
    if nearest:
        entity = entities.get(nearest[0].argument.entity)
        return entity.label("en") if entity else None
    return publisher if publisher and HOUSES.search(publisher) else None


def is_measure(view: Masked, reading: Reading) -> bool:
    """True for the second number of "32 billion against 671 billion", and for "a third of its 671 billion"."""
    return reading.rule.endswith(COMPARED) or bool(_PART_OF.search(view.text[: reading.piece.start]))


def measured_against(
    view: Masked, reading: Reading, index: int, sentences: Sequence[Sentence], told: str | None
) -> Argument | None:
    """The model that the sentence, or one before it in the paragraph, measures its subject against.

    `told` is the entity that the number before was given to; the sentence's first model where there was none.
    """
    start = reading.piece.start
    here = [n.argument for n in view.names if n.argument.type == "AIModel" and n.start < start]
    own = told or next((a.entity for a in here), None)
    block = sentences[index].block.span
    before = [s for s in sentences[max(0, index - _BEFORE) : index] if s.block.span == block]
    earlier = [a for s in before for a in s.arguments if a.type == "AIModel"]
    return next((a for a in reversed([*earlier, *here]) if a.entity != own), None)


def unit_of(
    view: Masked,
    reading: Reading,
    subject: Argument,
    sentences: Sequence[Sentence],
    entities: Mapping[str, Entity],
) -> Argument:
    """The unit whose figure it is: "cloud revenue" told of Alibaba is Alibaba Cloud's, where the text names that."""
    word = _LINE.search(view.text[: reading.cue[0]]) if reading.cue else None
    owner = entities.get(subject.entity)
    if word is None or owner is None or subject.type != "Company":
        return subject
    name = f"{owner.label('en')} {word.group(1)}".casefold()
    named = (a for s in sentences for a in s.arguments if a.type == "Company" and a.entity in entities)
    return next((a for a in named if entities[a.entity].label("en").casefold() == name), subject)
