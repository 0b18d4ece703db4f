"""Known names on raw characters: folding, boundaries, case, separators, both scripts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.gazetteer import Gazetteer, fold, longest
from kg.ontology.registry import Known, Registry


def known(id_: str, type_: str, *labels: str, cue: tuple[str, ...] = (), zh: str | None = None) -> Known:
    names = {"en": labels[0]} | ({"zh": zh} if zh else {})
    return Known(id_, type_, names, aliases=tuple(labels[1:]), cue_labels=cue)


REGISTRY = Registry(
    {
        k.id: k
        for k in (
            known("moonshot-ai", "Company", "Moonshot AI", "Moonshot", cue=("Moonshot",), zh="月之暗面"),
            known("meta", "Company", "Meta", "Meta Platforms"),
            known("smic", "Company", "SMIC"),
            known("moore-threads", "Company", "Moore Threads"),
            known("qwen", "AIModel", "Qwen"),
            known("qwen-2-5", "AIModel", "Qwen2.5"),
            known("h20", "Chip", "H20"),
            known("iflytek", "Company", "iFlytek"),
            known("china", "Place", "China", "Chinese", zh="中国"),
            known("china-mobile", "Company", "China Mobile"),
            known("intel", "Company", "Intel"),
            known("the-information", "MediaOutlet", "The Information"),
            known("o1", "AIModel", "o1"),
        )
    }
)
GAZETTEER = Gazetteer(REGISTRY)


def found(text: str) -> list[tuple[str, str]]:
    hits = longest(GAZETTEER.find(text))
    return [(text[h.span.start : h.span.end], h.meanings[0].known.id) for h in hits]


@pytest.mark.parametrize(
    ("text", "surface", "entity"),
    [
        ("Qwen 2.5 beats it", "Qwen 2.5", "qwen-2-5"),
        ("a Qwen-2.5 model", "Qwen-2.5", "qwen-2-5"),
        ("uses qwen2.5 daily", "qwen2.5", "qwen-2-5"),
        ("MooreThreads cards", "MooreThreads", "moore-threads"),
        ("MOORE THREADS soars", "MOORE THREADS", "moore-threads"),
        ("Iflytek said", "Iflytek", "iflytek"),
        ("Meta’s models", "Meta", "meta"),
        ("10,000 H20s arrived", "H20s", "h20"),
        ("China Mobile buys", "China Mobile", "china-mobile"),
        ("China-backed", "China", "china"),
        ("月之暗面发布了新模型", "月之暗面", "moonshot-ai"),
        ("在中国市场", "中国", "china"),
        ("OpenAI's o1 did", "o1", "o1"),
    ],
)
def test_a_known_form_is_found(text: str, surface: str, entity: str) -> None:
    assert (surface, entity) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "the meta analysis",  # no capital
        "Smic is a word",  # an abbreviation in other case
        "metaphysics and Metadata",  # inside a word
        "we were in tel aviv, In Tel Aviv",  # a break inside a word
        "Qwen2.55 and 1.H20",  # inside a number
        "press@Meta and x.Meta",  # in an address
        "a cargo1 ship",
        "The information is open",
        "O1 visa",
    ],
)
def test_what_only_looks_alike_is_left(text: str) -> None:
    assert not [f for f in found(text) if f[1] not in {"qwen", "china"}]


def test_a_cue_form_is_marked() -> None:
    (hit,) = longest(GAZETTEER.find("Moonshot has not moved"))
    assert hit.cue
    (hit,) = longest(GAZETTEER.find("Moonshot AI has not moved"))
    assert not hit.cue


def test_separators_in_a_row_part_names() -> None:
    assert found("Moore – Threads") == []


@given(st.text(alphabet=st.sampled_from("Qwen2.5 -MetaH0s中国月之暗面\n\u00a0’ßİ"), max_size=60))
def test_offsets_point_at_the_text(text: str) -> None:
    folded, offsets = fold(text)
    assert len(folded) == len(offsets)
    assert offsets == sorted(offsets)
    for hit in GAZETTEER.find(text):
        assert 0 <= hit.span.start < hit.span.end <= len(text)
    chosen = longest(GAZETTEER.find(text))
    assert all(a.span.end <= b.span.start for a, b in pairwise(chosen))
