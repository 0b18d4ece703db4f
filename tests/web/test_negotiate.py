"""Accept headers: the most exact range decides, the highest weight wins, the first offered among equals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.web.negotiate import best

OFFERED = ["text/html", "text/turtle", "application/ld+json"]


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        (None, "text/html"),
        ("", "text/html"),
        ("*/*", "text/html"),
        ("text/turtle", "text/turtle"),
        ("TEXT/Turtle", "text/turtle"),
        ("text/turtle;charset=utf-8", "text/turtle"),
        ("text/html;q=0.4, text/turtle;q=0.5", "text/turtle"),
        ("text/*;q=0.9, application/ld+json", "application/ld+json"),
        ("text/html;q=0, */*", "text/turtle"),
        ("application/pdf, */*;q=0.1", "text/html"),
        ("application/pdf", None),
        ("text/html;q=0", None),
        ("text/turtle;q=abc", None),
        ("nonsense", None),
    ],
)
def test_the_best_is_found(accept: str | None, wanted: str | None) -> None:
    assert best(accept, OFFERED) == wanted


@given(st.text())
def test_no_header_breaks_it(accept: str) -> None:
    assert best(accept, OFFERED) in [*OFFERED, None]
