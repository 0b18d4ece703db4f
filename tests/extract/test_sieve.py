"""Which expressions may match a text: never one too few."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.literals import folded, needed
from kg.extract.sieve import Screened, Sieve, places

_LETTERS = st.sampled_from("abA -'\ue000\uf000")


def _deeper(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    group = inner.map("(?:{})".format)
    return st.one_of(
        st.lists(inner, min_size=2, max_size=4).map("".join),
        st.lists(inner, min_size=2, max_size=4).map("|".join).map("(?:{})".format),
        st.tuples(group, st.sampled_from(["?", "*", "+", "{2}", "{0,2}?", "{1,3}"])).map("".join),
        st.tuples(st.sampled_from(["(?=", "(?!", "(?P<x>", "(?<="]), _LETTERS).map(lambda t: f"{t[0]}{t[1]})"),
    )


_ATOMS = st.one_of(_LETTERS, st.sampled_from(["[ab]", "[^a]", ".", r"\w", r"\b", "^", "[\ue000-\uf8ff]", "[a-f]"]))
_PATTERNS = st.recursive(_ATOMS, _deeper, max_leaves=12).filter(lambda p: p.count("(?P<x>") < 2)


@given(st.lists(_PATTERNS, max_size=5), st.lists(_LETTERS, max_size=12).map("".join))
@settings(deadline=None, max_examples=500)
def test_what_matches_is_likely(patterns: list[str], text: str) -> None:
    likely = set(places(Sieve(patterns).likely(text)))
    assert (
        {i for i, p in enumerate(patterns) if re.search(p, text, re.IGNORECASE)} <= likely <= set(range(len(patterns)))
    )


@pytest.mark.parametrize(
    ("pattern", "conditions"),
    [
        ("(?:has |had )?(?:bought|sold) [A-Z]", [{"bought ", "sold "}]),
        ("Ant (?:quietly )?bought", [{"ant bought", "ant quietly bought"}]),
        ("bought \\w+ of (?:its|their)", [{"bought "}, {" of its", " of their"}]),
        ("[\ue000-\uf8ff]'s (?P<T>chips?)(?! and)", [{"\ue000's chip"}]),
        ("bought|s.ld|(?:a )?price", [{"bought", "ld", "price"}]),
        ("bought|.*", []),
        ("a*(?=bought)", []),
        ("(?:raised|secured) [^<>]{0,9}?(?:some )?(?P<q><money>)", [{"raised ", "secured "}, {"<money>"}]),
        ("(?:led|)(?P<q><money>)", [{"<money>"}]),
        (r"shares? at \d+", [{"share at ", "shares at "}]),
        ("one|two", [{"one", "two"}]),
    ],
)
def test_conditions_are_strings_that_a_match_holds(pattern: str, conditions: list[set[str]]) -> None:
    assert needed(pattern) == conditions


@given(_PATTERNS, st.lists(st.one_of(_PATTERNS, st.none()), min_size=1, max_size=5), st.lists(_LETTERS, max_size=12))
@settings(deadline=None)
def test_with_parts_what_matches_is_likely_too(inner: str, pieces: list[str | None], letters: list[str]) -> None:
    part = f"(?:{inner})".replace("(?P<x>", "(?:")
    pattern = "".join(part if piece is None else piece.replace("(?P<x>", "(?:") for piece in pieces)
    text = "".join(letters)
    assert re.search(pattern, text, re.IGNORECASE) is None or Sieve([pattern], [part]).likely(text) == 1


def test_all_conditions_must_be_met() -> None:
    sieve = Sieve(["bought .* chips", "sold", "."])
    assert list(places(sieve.likely("Bought the CHIPS"))) == [0, 2]
    assert list(places(sieve.likely("bought the farm"))) == [2]
    assert list(places(Sieve([]).likely("bought"))) == []


def test_case_and_names_are_folded() -> None:
    assert folded("The \uf123 IPO") == "the \ue000 ipo"


@pytest.mark.parametrize("text", ["he Bought it, then sold it", "nothing of that", ""])
def test_a_screened_expression_finds_what_it_finds_alone(text: str) -> None:
    pattern = re.compile("bought|sold", re.IGNORECASE)
    screened = Screened(pattern)
    assert [m.span() for m in screened.finditer(text)] == [m.span() for m in pattern.finditer(text)]
    assert bool(screened.search(text)) == bool(pattern.search(text))
