"""Times: what may be written, which days it means, and what is refused."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Precision, When

_DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


@st.composite
def points(draw: st.DrawFn) -> str:
    """A time that is no interval."""
    day = draw(_DAYS)
    year = f"{day.year:04d}"
    return draw(
        st.sampled_from(
            (
                day.isoformat(),
                f"{year}-{day.month:02d}",
                f"{year}-Q{(day.month + 2) // 3}",
                f"{year}-H{(day.month + 5) // 6}",
                year,
            )
        )
    )


@given(points())
@settings(deadline=None, max_examples=200)
def test_a_time_is_written_as_it_was_read(text: str) -> None:
    told = When.parse(text)
    assert str(told) == text
    assert When.parse(str(told)) == told
    assert told.start <= told.end
    assert told.precision is not Precision.INTERVAL


@given(_DAYS)
@settings(deadline=None, max_examples=200)
def test_every_longer_time_holds_its_day(day: date) -> None:
    year = f"{day.year:04d}"
    quarter, half = (day.month + 2) // 3, (day.month + 5) // 6
    narrow_to_wide = [
        day.isoformat(),
        f"{year}-{day.month:02d}",
        f"{year}-Q{quarter}",
        f"{year}-H{half}",
        year,
    ]
    found = [When.parse(text) for text in narrow_to_wide]
    for inner, outer in itertools.pairwise(found):
        assert outer.start <= inner.start <= inner.end <= outer.end
    assert When.day(day) == found[0]
    assert [told.precision.value for told in found] == ["day", "month", "quarter", "half", "year"]


@given(st.integers(1, 9998))
@settings(deadline=None, max_examples=50)
def test_the_parts_of_a_year_make_the_year(year: int) -> None:
    for parts in (
        [f"{year:04d}-{m:02d}" for m in range(1, 13)],
        [f"{year:04d}-Q{q}" for q in range(1, 5)],
        [f"{year:04d}-H1", f"{year:04d}-H2"],
    ):
        told = [When.parse(part) for part in parts]
        assert told[0].start == date(year, 1, 1)
        assert told[-1].end == date(year, 12, 31)
        for before, after in itertools.pairwise(told):
            assert after.start - before.end == timedelta(days=1)


@given(points(), points())
@settings(deadline=None, max_examples=100)
def test_an_interval_runs_from_its_first_day_to_its_last(left: str, right: str) -> None:
    first, last = When.parse(left), When.parse(right)
    if first.start > last.end:
        with pytest.raises(ValueError, match="ends before it starts"):
            When.parse(f"{left}/{right}")
        return
    told = When.parse(f"{left}/{right}")
    assert (told.start, told.end, told.precision) == (first.start, last.end, Precision.INTERVAL)
    assert str(told) == f"{left}/{right}"


def test_an_end_may_be_open() -> None:
    assert (When.parse("2024/").start, When.parse("2024/").end) == (date(2024, 1, 1), date.max)
    assert (When.parse("/2024-02").start, When.parse("/2024-02").end) == (date.min, date(2024, 2, 29))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/",
        "2025-13",
        "2025-00",
        "2025-02-30",
        "2025-Q5",
        "2025-Q0",
        "2025-H3",
        "25",
        "2025-3-6",
        "0000",
        "2025 ",
        "2025\n",
        "2025-03-06\n",
        "2025/\n",
        "２０２５",
        "2025-03-06T10:00",
        "2024/2025/2026",
        "2024//",
        "//2024",
        "now",
        "2026/2025",
        "2025-q1",
    ],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        When.parse(text)


@given(st.text(max_size=12))
@settings(deadline=None, max_examples=200)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        told = When.parse(text)
    except ValueError:
        return
    assert str(told) == text
    assert told.start <= told.end
