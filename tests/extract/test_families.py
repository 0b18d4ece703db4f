"""Families told by names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.families import families
from kg.model import Entity
from kg.ontology.registry import Known, Registry

NOBODY = Registry({})


def entities(*names: str, kind: str = "AIModel") -> dict[str, Entity]:
    return {n: Entity(n, kind, {"en": n}) for n in names}


def told(*names: str, registry: Registry = NOBODY) -> dict[str, str]:
    return families(entities(*names), registry)


def test_the_nearest_family_counts() -> None:
    assert told("Qwen", "Qwen3", "Qwen3-32B") == {"Qwen3-32B": "Qwen3", "Qwen3": "Qwen"}
    assert told("Qwen", "Qwen3-32B") == {"Qwen3-32B": "Qwen"}


@pytest.mark.parametrize(
    ("version", "family"),
    [
        ("Qwen2.5-VL", "Qwen2.5"),
        ("Kimi K2", "Kimi"),
        ("GLM-4.5-Air", "GLM 4.5"),
        ("qwen 3 Max", "Qwen3"),
        ("o1-mini", "o1"),
    ],
)
def test_a_name_that_goes_on_is_a_version(version: str, family: str) -> None:
    assert told(family, version) == {version: family}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Qwen2.5", "Qwen2"), ("Qwen25", "Qwen2"), ("GLM-4.5", "GLM-4"), ("V3.1", "V3"), ("Kimina", "Kimi"),
        ("R1", "R"), ("Doubao", "Baobao"),
    ],
)  # fmt: skip
def test_digits_and_words_do_not_run_on(one: str, other: str) -> None:
    assert told(one, other) == {}


def test_only_things_of_one_type_are_a_family() -> None:
    mixed = {**entities("Ascend", kind="Chip"), **entities("Ascend 910C", kind="AIModel")}
    assert families(mixed, NOBODY) == {}
    assert families(entities("Ascend", "Ascend 910C", kind="Chip"), NOBODY) == {"Ascend 910C": "Ascend"}
    assert families(entities("Ping An", "Ping An Bank", kind="Company"), NOBODY) == {}


def test_aliases_tell_too() -> None:
    found = {
        "tongyi": Entity("tongyi", "AIModel", {"zh": "通义千问"}, ("Qwen",)),
        "max": Entity("max", "AIModel", {"en": "Qwen-Max"}),
    }
    assert families(found, NOBODY) == {"max": "tongyi"}


def test_the_registry_goes_before_names_and_skips_what_is_not_named() -> None:
    known = Registry(
        {
            "QwQ": Known("QwQ", "AIModel", {"en": "QwQ"}, version_of=("Qwen2.5",)),
            "Qwen2.5": Known("Qwen2.5", "AIModel", {"en": "Qwen2.5"}, version_of=("Qwen",)),
            "Qwen": Known("Qwen", "AIModel", {"en": "Qwen"}),
        }
    )
    assert told("Qwen", "QwQ", registry=known) == {"QwQ": "Qwen"}
    assert told("Qwen", "QwQ", "Qwen2.5", registry=known) == {"QwQ": "Qwen2.5", "Qwen2.5": "Qwen"}
    assert told("QwQ", registry=known) == {}


def test_a_registry_that_goes_in_circles_comes_to_an_end() -> None:
    known = Registry({n: Known(n, "AIModel", {"en": n}, version_of=(o,)) for n, o in (("A1", "B1"), ("B1", "A1"))})
    assert told("A1", registry=known) == {}
    assert told("A1", "B1", registry=known) == {"A1": "B1", "B1": "A1"}


_NAMES = st.lists(
    st.builds(
        "".join,
        st.lists(
            st.sampled_from(["Qwen", "GLM", "2", "2.5", "3", "-", " ", "VL", "Max", "32B", "K"]), min_size=1, max_size=5
        ),
    ).filter(str.strip),
    unique_by=str.casefold,
    max_size=6,
)


@given(_NAMES)
@settings(deadline=None, max_examples=200)
def test_families_have_shorter_names_and_no_order(names: list[str]) -> None:
    found = told(*names)
    assert found == told(*reversed(names))

    def plain(name: str) -> str:
        return "".join(c for c in name.casefold() if c.isalnum() or c == ".")

    for version, family in found.items():
        assert plain(version).startswith(plain(family))
        assert len(plain(version)) > len(plain(family))
