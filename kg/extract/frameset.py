"""Frames of relations as data: what a pattern looks for, and sentences that it must and must not match.

A frame names its predicate and one way of finding it:

- `verb` or `noun`: lemmas whose grammatical roles hold the subject and object (dependency frames, see
  `english/relations/roles.py`);
- `pattern`: regular expressions over the sentence with each name as one marker (surface frames, see
  `english/relations/macros.py` and `chinese/relations/patterns.py`);
- `scores`: one who is told to have the higher score, or the better place, than another (`scoreboard.py`).

The roles `topic` (what the text is about), `maker:ROLE` (who made the product in that role, `maker:P` for the third
name of a pattern, `maker:topic` for the product that the text is about), `family:ROLE` (who made the family that its
name begins with, where no maker is told) and `others` (the rest of a list) fill an end that the sentence leaves out.
In a pattern `subject` and `object` name such a role only.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from kg.errors import OntologyError
from kg.extract import data_file
from kg.ontology.schema import Ontology

FOLDER = Path(__file__).parent / "frames"


class Frame(BaseModel):
    """One frame. Unknown keys are refused, so that a misspelt one is found."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    predicate: str
    verb: tuple[str, ...] = ()
    noun: tuple[str, ...] = ()
    pattern: tuple[str, ...] = ()
    scores: bool = Field(False, description="compares the scores that are told of two names")
    subject: tuple[str, ...] = Field(("subj",), description="roles, the first that is filled counts")
    object: tuple[str, ...] = Field(("obj",), description="roles, the first that is filled counts")
    subject_type: tuple[str, ...] = Field((), description="types or groups, narrower than the relation's domain")
    object_type: tuple[str, ...] = ()
    requires: str | None = Field(None, description="regular expression that the sentence must hold")
    forbids: str | None = Field(None, description="regular expression that the sentence must not hold")
    before: str | None = Field(None, description="regular expression that the sentence before, in its block, must hold")
    never: tuple[str, ...] = Field((), description="pairs of types, as `AIModel > AIModel`, that it says nothing of")
    without: tuple[str, ...] = Field((), description="roles of a verb or noun that must not hold a possible end")
    qualifiers: dict[str, str | bool] = Field(default_factory=dict)
    role_from: str | None = Field(None, description="named group of the pattern that holds the role")
    match: tuple[str, ...] = Field((), description="sentences, with [Type Name] marks, that it must match")
    no_match: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> Frame:
        if sum((bool(self.verb), bool(self.noun), bool(self.pattern), self.scores)) != 1:
            raise ValueError("a frame has exactly one of verb, noun, pattern, scores")
        return self


def _as_tuples(raw: dict[str, Any]) -> dict[str, Any]:
    several = (
        "verb",
        "noun",
        "pattern",
        "subject",
        "object",
        "subject_type",
        "object_type",
        "without",
        "never",
        "match",
        "no_match",
    )
    return {k: (v,) if k in several and isinstance(v, str) else v for k, v in raw.items()}


def load(path: Path, ontology: Ontology) -> tuple[Frame, ...]:
    """Reads a frame file and checks it against the ontology. Raises OntologyError with file and frame."""
    try:
        raw = data_file.load(path)
        frames = tuple(Frame.model_validate(_as_tuples(item)) for item in raw)
    except (yaml.YAMLError, ValidationError, TypeError, AttributeError) as error:
        raise OntologyError(f"{path.name}: {error}") from error
    seen: set[str] = set()
    for frame in frames:
        if frame.id in seen:
            raise OntologyError(f"{path.name}: two frames are named {frame.id}")
        seen.add(frame.id)
        if frame.predicate not in ontology.relations:
            raise OntologyError(f"{path.name}: {frame.id}: the ontology has no relation {frame.predicate!r}")
        for name in (*frame.subject_type, *frame.object_type):
            if name not in ontology.types and name not in ontology.groups:
                raise OntologyError(f"{path.name}: {frame.id}: the ontology has no type {name!r}")
    return frames


def relation_frames(language: str, ontology: Ontology, folder: Path = FOLDER) -> tuple[Frame, ...]:
    """All frames of relations in a language: every `relations*-{language}.yaml`, in order of name."""
    return tuple(f for path in sorted(folder.glob(f"relations*-{language}.yaml")) for f in load(path, ontology))


def types_of(names: tuple[str, ...], ontology: Ontology) -> frozenset[str]:
    """Leaf types behind type and group names."""
    return frozenset(t for name in names for t in ontology.groups.get(name, frozenset((name,))))


@functools.cache
def triggers(language: str) -> dict[str, frozenset[str]]:
    """Word → the relations it may speak of, from `triggers-{language}.yaml`."""
    raw = data_file.load(FOLDER / f"triggers-{language}.yaml")
    table: dict[str, set[str]] = {}
    for predicate, words in raw.items():
        for word in words:
            table.setdefault(str(word).casefold(), set()).add(predicate)
    return {word: frozenset(found) for word, found in table.items()}
