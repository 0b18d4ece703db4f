"""Loads the frames for numbers: data in `frames/metrics-en.yaml`, checked and compiled once."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from kg.errors import OntologyError
from kg.extract import data_file
from kg.extract.english.parse import Argument
from kg.model import Modality

KINDS = ("money", "percent", "count", "times", "points")
_ORG = "<(?:company|fund|institute|government|media|product|model|chip|other)>"
_TECH = "<(?:model|product|chip)>"
_ALLOWED = {
    "unit",
    "time",
    "least",
    "most",
    "shared",
    "givers",
    "brokers",
    "name",
    "gives",
    "subjects",
    "direction",
    "cues",
    "negative",
    "patterns",
    "weak",
    "context",
    "modality",
    "match",
    "no_match",
}


@dataclass(frozen=True)
class Frame:
    """A topic of numbers. `gives` maps the kind of number to a metric; empty for a topic that no metric covers.

    `weak` patterns count only where `context` is found in the sentence, the one before it, or (for a list) the title.
    `unit` is the unit of a count, `time` what kind of time belongs to it (`day`, `period`, `survey`, `plan` or empty),
    `least` and `most` bound a level. `shared`: two subjects of a verb each have the number; `givers`, `brokers`: those
    who give money, or judge shares, are no subjects. `modality` is what the topic tells by itself: a target is told as
    fact, whatever the word means elsewhere.
    """

    name: str
    gives: Mapping[str, str]
    subjects: tuple[str, ...]
    direction: bool
    cues: re.Pattern[str] | None
    negative: re.Pattern[str] | None
    unit: str
    time: str
    least: Decimal
    most: Decimal
    shared: bool
    givers: bool
    brokers: bool
    patterns: Mapping[str, tuple[re.Pattern[str], ...]]
    weak: Mapping[str, tuple[re.Pattern[str], ...]]
    context: re.Pattern[str] | None
    modality: Modality | None = None

    def signs(self, kind: str) -> bool:
        """True where the words around decide the sign: changes, and levels that may be losses."""
        return (kind == "percent" and self.direction) or (kind == "money" and self.negative is not None)


@dataclass(frozen=True, slots=True)
class Example:
    """Sentences with marked names that a frame must and must not match; `match` pairs each with what it gives."""

    name: str
    match: tuple[tuple[str, tuple[str, ...]], ...]
    no_match: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """Words of a topic at a place range of a tagged text."""

    frame: Frame
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Option:
    """One way to read a number: the cheapest wins. `sign` and `changed` are set where the rule knows them."""

    cost: float
    frame: Frame
    cue: Cue | None
    rule: str
    sign: int = 0
    changed: Argument | None = None


@dataclass(frozen=True, eq=False)
class FrameSet:
    """All frames, with the words for a rise and a fall (left of the number, or only right of it).

    `organisations` are heads of descriptions ("the chipmaker"), `types` maps such a head to the type it stands for,
    `vocabulary` holds every list of words by its name in the file.
    """

    frames: tuple[Frame, ...]
    up: frozenset[str]
    down: frozenset[str]
    up_after: frozenset[str]
    down_after: frozenset[str]
    organisations: frozenset[str]
    vocabulary: Mapping[str, frozenset[str]]
    types: Mapping[str, str]
    examples: tuple[Example, ...]

    def frame(self, name: str) -> Frame:
        """The frame of that name. Raises KeyError."""
        return next((f for f in self.frames if f.name == name), None) or _missing(name)

    def of_metric(self, metric: str) -> Frame | None:
        """The frame that gives a metric; None where a reader of its own finds it."""
        return next((f for f in self.frames if metric in f.gives.values()), None)


def _missing(name: str) -> Frame:
    raise KeyError(name)


def _compile(pattern: str, kind: str, where: str) -> re.Pattern[str]:
    """Writes the short forms out: Q the number, ~ and ~~ gaps, <org> and <tech> groups of tags."""
    full = re.sub(r"\bQ(?![a-z])", f"(?P<q><{kind}>)", pattern)
    full = full.replace("~~", r"(?:[^<>;]|<(?!money|percent|count|times|points)[a-z]+>){0,70}?").replace(
        "~", r"[^<>;]{0,45}?"
    )
    full = full.replace("<org>", _ORG).replace("<tech>", _TECH)
    lead = "" if full.startswith(("^", "(?P<q>", "<")) else r"(?<![\w-])"
    try:
        made = re.compile(lead + full)
    except re.error as error:
        raise OntologyError(f"{where}: the pattern {pattern!r} is no regular expression: {error}") from error
    if "q" not in made.groupindex:
        raise OntologyError(f"{where}: the pattern {pattern!r} has no Q for its number")
    return made


def _words(patterns: list[str], where: str) -> re.Pattern[str] | None:
    if not patterns:
        return None
    try:
        return re.compile(r"(?<![\w<-])(?:" + "|".join(patterns) + r")(?![\w>])")
    except re.error as error:
        raise OntologyError(f"{where}: a cue is no regular expression: {error}") from error


def _frame(raw: Mapping[str, Any], where: str) -> Frame:
    unknown = set(raw) - _ALLOWED
    if unknown or "name" not in raw:
        raise OntologyError(f"{where}: a frame has {', '.join(sorted(unknown)) or 'no name'}")
    where = f"{where}: frame {raw['name']}"
    bad = set(raw.get("patterns", {})) - set(KINDS) | set(raw.get("gives", {})) - set(KINDS)
    if bad:
        raise OntologyError(f"{where}: no kind of number is called {', '.join(sorted(bad))}")
    return Frame(
        name=raw["name"],
        gives=raw.get("gives", {}),
        subjects=tuple(raw.get("subjects", ("Company", "Product", "ResearchInstitute"))),
        direction=bool(raw.get("direction", False)),
        cues=_words(raw.get("cues", []), where),
        negative=_words(raw.get("negative", []), where),
        patterns={k: tuple(_compile(p, k, where) for p in ps) for k, ps in raw.get("patterns", {}).items()},
        unit=raw.get("unit", ""),
        time=raw.get("time", ""),
        least=Decimal(raw.get("least", 0)),
        most=Decimal(raw.get("most", "Infinity")),
        shared=bool(raw.get("shared", False)),
        givers=bool(raw.get("givers", False)),
        brokers=bool(raw.get("brokers", False)),
        weak={k: tuple(_compile(p, k, where) for p in ps) for k, ps in raw.get("weak", {}).items()},
        context=_words(raw.get("context", []), where),
        modality=Modality(raw["modality"]) if "modality" in raw else None,
    )


def _example(raw: Mapping[str, Any]) -> Example:
    told = tuple((item["text"], tuple(item["gives"])) for item in raw.get("match", ()))
    return Example(raw["name"], told, tuple(raw.get("no_match", ())))


@functools.cache
def load(path: Path | None = None) -> FrameSet:
    """The frames of a file; None is the one that ships with the program. Raises OntologyError for a fault in it."""
    path = path or Path(__file__).parents[2] / "frames" / "metrics-en.yaml"
    try:
        raw = data_file.load(path)
    except (OSError, yaml.YAMLError) as error:
        raise OntologyError(f"{path.name}: cannot be read: {error}") from error
    words = {k: frozenset(str(v).split()) for k, v in raw["vocabulary"].items()}
    frames = tuple(_frame(f, path.name) for f in raw["frames"])
    types = {word: kind for kind, heads in raw["types"].items() for word in str(heads).split()}
    return FrameSet(
        frames=frames,
        up=words["up"],
        down=words["down"],
        up_after=words["up_after"],
        down_after=words["down_after"],
        organisations=words["organisations"],
        vocabulary=words,
        types=types,
        examples=tuple(_example(f) for f in [*raw["frames"], *raw["examples"]]),
    )
