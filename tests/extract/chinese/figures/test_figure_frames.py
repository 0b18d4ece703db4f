"""Every Chinese frame for numbers reads what is marked in its sentences, and nothing in the others."""

from __future__ import annotations

from pathlib import Path

import pytest
from figures_told import chinese_candidates
from marked import read

from kg.errors import OntologyError
from kg.extract.chinese.figures.metrics import Frame, load
from kg.extract.frameset import FOLDER
from kg.ontology import schema

FRAMES = {f.name: f for f in load(schema.load()).frames}
GIVING = [f for f in FRAMES.values() if f.gives]
MATCH = [(f.name, text) for f in GIVING for text in f.match]
NO_MATCH = [(f.name, text) for f in GIVING for text in f.no_match]


def found_by(frame: Frame, text: str) -> list[tuple[int, int]]:
    """Where the numbers stand that are read as one of the frame's metrics."""
    metrics = {*frame.gives.values(), *frame.by_type.values()}
    found = [c.anchor for c in chinese_candidates(text) if c.predicate in metrics]
    return sorted({(a.start, a.end) for a in found if a is not None})


@pytest.mark.parametrize(("name", "text"), MATCH)
def test_a_frame_reads_its_numbers(name: str, text: str) -> None:
    marked = [(s.start, s.end) for s in read(text).numbers]
    found = found_by(FRAMES[name], text)
    assert len(found) == len(marked), found
    assert all(a < d and c < b for (a, b), (c, d) in zip(marked, found, strict=True)), found


@pytest.mark.parametrize(("name", "text"), NO_MATCH)
def test_a_frame_leaves_look_alikes(name: str, text: str) -> None:
    assert not found_by(FRAMES[name], text)


@pytest.mark.parametrize("name", [f.name for f in GIVING])
def test_a_frame_carries_both_kinds_of_sentences(name: str) -> None:
    assert FRAMES[name].match and FRAMES[name].no_match


def test_frames_and_ontology_agree() -> None:
    metrics = schema.load().metrics
    for frame in GIVING:
        for kind, name in frame.gives.items():
            unit = {"money": "currency", "count": frame.unit}.get(kind, "percent")
            assert unit in metrics[name].units, (frame.name, name)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("gives: {money: targetPrice}", "gives: {money: noSuchMetric}", "noSuchMetric"),
        ("gives: {money: targetPrice}", "gives: {gold: targetPrice}", "gold"),
        ("cues: 目标价", "cues: (目标价", "metrics-zh.yaml"),
        ("    bare: true\n", "    bear: true\n", "bear"),
        ("subjects: [Fund]", "subjects: [Chip]", "Chip"),
    ],
)
def test_a_faulty_file_is_named(tmp_path: Path, old: str, new: str, fault: str) -> None:
    path = tmp_path / "metrics-zh.yaml"
    path.write_text((FOLDER / "metrics-zh.yaml").read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(OntologyError, match=fault):
        load(schema.load(), path)
