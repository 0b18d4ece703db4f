"""The grammar of model names, and shapes of persons."""

from __future__ import annotations

import pytest

from kg.extract.english.names.persons import family_first, likeness, short_forms
from kg.extract.names import BARE, MODEL_WORDS, SIZE, ModelGrammar

GRAMMAR = ModelGrammar.of(MODEL_WORDS)


@pytest.mark.parametrize(
    ("text", "family", "name"),
    [
        ("Qwen 2.5-Max beats it", "Qwen", "Qwen 2.5-Max"),
        ("Qwen2.5-VL-72B-Instruct.", "Qwen", "Qwen2.5-VL-72B-Instruct"),
        ("Kimi K2 Thinking model", "Kimi", "Kimi K2 Thinking"),
        ("Qwen3-235B-A22B is", "Qwen", "Qwen3-235B-A22B"),
        ("DeepSeek-V3.1-Terminus. A", "DeepSeek", "DeepSeek-V3.1-Terminus"),
        ("DeepSeek-V3-0324", "DeepSeek", "DeepSeek-V3-0324"),
        ("Llama 4 Maverick", "Llama", "Llama 4 Maverick"),
        ("GPT-4o is", "GPT", "GPT-4o"),
        ("Claude Opus 4, which", "Claude", "Claude Opus 4"),
        ("Qwen-based apps", "Qwen", "Qwen"),
        ("Qwen 3 million users", "Qwen", "Qwen"),
        ("Qwen's new", "Qwen", "Qwen"),
        ("Gemini 2025", "Gemini", "Gemini"),
        ("Kimi K2 71.3 points", "Kimi", "Kimi K2"),
        ("GLM-4.5 355B / 32B", "GLM", "GLM-4.5"),
        ("Qwen\n3 things", "Qwen", "Qwen"),
    ],
)
def test_reading_on_from_a_family(text: str, family: str, name: str) -> None:
    assert text[: GRAMMAR.end(text, len(family))] == name


@pytest.mark.parametrize("name", ["LoomCore-34B", "Wick-32B", "Mixtral-8x7B", "Pelican-40B-Chat"])
def test_a_size_shows_a_model(name: str) -> None:
    assert SIZE.fullmatch(name)


@pytest.mark.parametrize("name", ["R1", "V3.2", "K2", "o1-mini", "M1-80k", "V4-Pro"])
def test_bare_versions(name: str) -> None:
    assert BARE.fullmatch(name)


@pytest.mark.parametrize("name", ["Q3 2025", "Mate 60", "R1000", "US$5"])
def test_what_is_no_bare_version(name: str) -> None:
    assert not BARE.fullmatch(name)


@pytest.mark.parametrize(
    "name", ["Liang Wenfeng", "Kai-Fu Lee", "Son Hye-rim", "Helen Yeo", "Ouyang Rui", "Ng Ka-wing"]
)
def test_persons_by_shape(name: str) -> None:
    assert likeness(name.split()) >= 2


@pytest.mark.parametrize(
    "name", ["Moore Threads", "Red Lantern Partners", "Straits Compute", "Baidu", "High-Tech Investment"]
)
def test_firms_do_not_look_like_persons(name: str) -> None:
    assert likeness(name.split()) < 2


def test_short_forms_follow_the_order_of_the_name() -> None:
    assert short_forms(["Liang", "Wenfeng"])[0] == "Liang"
    assert short_forms(["Jensen", "Huang"])[0] == "Huang"
    assert short_forms(["Kai-Fu", "Lee"])[0] == "Lee"
    assert short_forms(["Yann", "Le", "Goff"])[0] == "Le Goff"
    assert family_first(["Wang", "Xingxing"])
    assert not family_first(["Eddie", "Wu"])
