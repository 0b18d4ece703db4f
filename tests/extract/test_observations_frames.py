"""Every frame for numbers keeps its promises: sentences that it must and must not match."""

from __future__ import annotations

from pathlib import Path

import pytest
from figures_told import observed

from kg.errors import OntologyError
from kg.extract.english.figures.metric_frames import load
from kg.ontology import schema as ontology

METRICS = ontology.load().metrics
MATCH = [(e.name, text, gives) for e in load().examples for text, gives in e.match]
NO_MATCH = [(e.name, text) for e in load().examples for text in e.no_match]


@pytest.mark.parametrize(("name", "text", "gives"), MATCH)
def test_a_frame_reads_its_sentences(name: str, text: str, gives: tuple[str, ...]) -> None:
    told = [line.split(" ", line.count(" ") - 2)[-1] for line in observed(text)]
    assert sorted(told) == sorted(gives)


@pytest.mark.parametrize(("name", "text"), NO_MATCH)
def test_a_frame_leaves_look_alikes(name: str, text: str) -> None:
    frames = {f.name: f for f in load().frames}
    own = set(frames[name].gives.values()) if name in frames else {name}
    assert not own & {line.split()[-3] for line in observed(text)}


def test_every_metric_has_a_sentence() -> None:
    shown = {told.split()[0] for _, _, gives in MATCH for told in gives}
    assert shown == set(METRICS)


def test_frames_and_ontology_agree() -> None:
    for frame in load().frames:
        for kind, name in frame.gives.items():
            metric = METRICS[name]
            assert frame.subjects[0] in metric.domain, (frame.name, name)
            unit = {"money": "currency", "count": frame.unit}.get(kind, "percent")
            assert unit in metric.units, (frame.name, name, unit)


def test_every_frame_that_gives_something_has_both_kinds() -> None:
    giving = {f.name for f in load().frames if f.gives}
    assert {e.name for e in load().examples if e.match and e.no_match} >= giving


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("frames: [", "cannot be read"),
        ("frames: [{name: x, patterns: {money: ['no number']}}]", "no Q"),
        ("frames: [{name: x, patterns: {money: ['(Q']}}]", "no regular expression"),
        ("frames: [{name: x, patterns: {gold: ['Q']}}]", "gold"),
        ("frames: [{name: x, colour: red}]", "colour"),
    ],
)
def test_a_faulty_file_is_named(tmp_path: Path, content: str, fault: str) -> None:
    path = tmp_path / "frames.yaml"
    words = "vocabulary: {up: a, down: b, up_after: c, down_after: d, organisations: e}\ntypes: {}\nexamples: []\n"
    path.write_text(words + content, encoding="utf-8")
    with pytest.raises(OntologyError, match=fault):
        load(path)
