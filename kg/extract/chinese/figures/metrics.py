"""Loads the frames for Chinese figures: data in `frames/metrics-zh.yaml`, checked and compiled once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from kg.errors import OntologyError
from kg.extract import data_file
from kg.extract.frameset import FOLDER
from kg.ontology.schema import Ontology

KINDS = ("money", "percent", "count", "times", "points")
_WORDS = ("up", "down", "up_noun", "down_noun")


class _Told(BaseModel):
    """One frame as written. Unknown keys are refused, so that a misspelt one is found."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    gives: dict[str, str]
    by_type: dict[str, str] = {}
    cues: str
    weak: str | None = None
    context: str | None = None
    behind: str | None = None
    negative: str | None = None
    counter: str | None = None
    kinds: tuple[str, ...] = KINDS
    subjects: tuple[str, ...] = ()
    direction: bool = False
    bare: bool = False
    receiver: bool = False
    unit: str = ""
    time: str = ""
    least: Decimal = Decimal(0)
    most: Decimal = Decimal("1e15")
    match: tuple[str, ...] = ()
    no_match: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Frame:
    """A topic of numbers; see the head of `metrics-zh.yaml`. `gives` maps a kind of number to a metric."""

    name: str
    gives: Mapping[str, str]
    by_type: Mapping[str, str]
    cues: re.Pattern[str]
    weak: re.Pattern[str] | None
    context: re.Pattern[str] | None
    behind: re.Pattern[str] | None
    counter: re.Pattern[str] | None
    kinds: frozenset[str]
    subjects: tuple[str, ...]
    direction: bool
    bare: bool
    receiver: bool
    unit: str
    time: str
    least: Decimal
    most: Decimal
    match: tuple[str, ...]
    no_match: tuple[str, ...]

    def holds(self, kind: str) -> bool:
        """True where a number of this kind belongs to the topic, be it only to be left out."""
        return kind in self.gives if self.gives else kind in self.kinds


@dataclass(frozen=True)
class FrameSet:
    """All frames, with the words for rises and falls."""

    frames: tuple[Frame, ...]
    up: re.Pattern[str]
    down: re.Pattern[str]
    up_noun: re.Pattern[str]
    down_noun: re.Pattern[str]

    def named(self, name: str) -> Frame:
        """The frame of a name. Raises KeyError where there is none."""
        for frame in self.frames:
            if frame.name == name:
                return frame
        raise KeyError(name)


def load(ontology: Ontology, path: Path = FOLDER / "metrics-zh.yaml") -> FrameSet:
    """Reads the frames and checks them against the ontology. Raises OntologyError with file and frame."""
    try:
        raw = data_file.load(path)
        told = [_Told.model_validate({k: _listed(v) for k, v in one.items()}) for one in raw["frames"]]
        frames = tuple(_compiled(one, ontology) for one in told)
        words = [re.compile(raw["vocabulary"][name]) for name in _WORDS]
    except (yaml.YAMLError, ValidationError, KeyError, TypeError, AttributeError, re.error) as error:
        raise OntologyError(f"{path.name}: {error}") from error
    return FrameSet(frames, *words)


def _listed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _compiled(one: _Told, ontology: Ontology) -> Frame:
    for kind, metric in [*one.gives.items(), *(("percent", m) for m in one.by_type.values())]:
        if kind not in KINDS or metric not in ontology.metrics:
            raise OntologyError(f"metrics-zh.yaml: {one.name}: the ontology has no metric {metric!r} of a {kind}")
    metrics = [ontology.metrics[m] for m in (*one.gives.values(), *one.by_type.values())]
    domain = frozenset[str]().union(*(m.domain for m in metrics))
    if not set(one.subjects) <= domain and one.gives:
        raise OntologyError(f"metrics-zh.yaml: {one.name}: {one.subjects} are not all subjects of its metrics")
    return Frame(
        name=one.name,
        gives=one.gives,
        by_type=one.by_type,
        cues=re.compile(f"(?P<negative>{one.negative})|{one.cues}" if one.negative else one.cues, re.IGNORECASE),
        weak=_pattern(one.weak),
        context=_pattern(one.context),
        behind=_pattern(one.behind),
        counter=_pattern(one.counter),
        kinds=frozenset(one.kinds),
        subjects=one.subjects or tuple(sorted(domain)),
        direction=one.direction,
        bare=one.bare,
        receiver=one.receiver,
        unit=one.unit,
        time=one.time,
        least=one.least,
        most=one.most,
        match=one.match,
        no_match=one.no_match,
    )


def _pattern(told: str | None) -> re.Pattern[str] | None:
    return re.compile(told, re.IGNORECASE) if told else None
