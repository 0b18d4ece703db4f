"""Times of news, resolved against the publication date."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.date_mention import DateMention, main_period
from kg.extract.english.dates import find_dates, plan_period, when_for
from kg.model import Document, Precision, Span, When

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))


def dates(text: str, published: str | None) -> list[DateMention]:
    return find_dates(text, Span(0, len(text)), When.parse(published) if published else None)


@pytest.mark.parametrize(
    ("text", "published", "when", "role"),
    [
        ("rose on Thursday", "2025-03-07", "2025-03-06", "at"),
        ("rose on Friday", "2025-03-07", "2025-03-07", "at"),
        ("said last Friday", "2025-03-07", "2025-02-28", "at"),
        ("reports next Wednesday", "2025-03-07", "2025-03-12", "at"),
        ("up this week", "2025-03-07", "2025-03-03/2025-03-07", "at"),
        ("fell last week", "2025-03-07", "2025-02-24/2025-03-02", "at"),
        ("up this year", "2025-03-07", "2025", "at"),
        ("up 12% year to date", "2025-03-07", "2025", "at"),
        ("in the quarter ending December", "2025-03-07", "2024-Q4", "at"),
        ("the quarter to June", "2025-07-07", "2025-Q2", "at"),
        ("six months to June", "2025-08-29", "2025-H1", "at"),
        ("the three months through December", "2025-02-21", "2024-Q4", "at"),
        ("quarter ended September 30, 2025", "2025-11-13", "2025-Q3", "at"),
        ("year ended 31 December 2024", "2025-06-03", "2024", "at"),
        ("twelve months to August", "2025-11-26", "2024-09/2025-08", "at"),
        ("third-quarter revenue", "2025-11-13", "2025-Q3", "at"),
        ("fourth-quarter revenue", "2025-02-21", "2024-Q4", "at"),
        ("in Q3 2025", "2025-11-13", "2025-Q3", "at"),
        ("3Q25 sales", "2025-11-13", "2025-Q3", "at"),
        ("in the first half of this year", "2025-11-13", "2025-H1", "at"),
        ("2H26", "2025-11-13", "2026-H2", "at"),
        ("9M25 revenue", "2025-12-05", "2025-01/2025-09", "at"),
        ("nine-month revenue", "2026-01-09", "2025-01/2025-09", "at"),
        ("FY25 revenue", "2025-07-02", "2025", "at"),
        ("fiscal 2026", "2025-07-02", "2026", "at"),
        ("last year", "2025-07-02", "2024", "at"),
        ("next month", "2025-12-02", "2026-01", "at"),
        ("January to March", "2025-05-15", "2025-Q1", "at"),
        ("early March", "2025-03-07", "2025-03", "at"),
        ("in July", "2025-02-07", "2024-07", "at"),
        ("will list in July", "2025-02-07", "2025-07", "at"),
        ("29 August", "2025-09-01", "2025-08-29", "at"),
        ("Aug. 29", "2025-09-01", "2025-08-29", "at"),
        ("August 29, 2024", "2025-09-01", "2024-08-29", "at"),
        ("2024-08-29", "2025-09-01", "2024-08-29", "at"),
        ("at the end of last year", "2025-09-01", "2024-12-31", "at"),
        ("at year-end", "2026-03-26", "2025-12-31", "at"),
        ("since February", "2025-04-10", "2025-02/2025-04", "since"),
        ("by 2030", "2025-04-10", "2030", "by"),
        ("over the next three years", "2025-04-10", "2025/2028", "through"),
        ("over ten years", "2025-04-10", "2025/2035", "through"),
        ("three years ago", "2025-04-10", "2022", "at"),
        ("two weeks ago", "2025-07-07", "2025-06-23", "at"),
        ("in 2022", "2025-07-07", "2022", "at"),
        ("In March it rose", "2025-07-07", "2025-03", "at"),
        ("in May last year", "2025-07-07", "2024-05", "at"),
        ("in 1998", "2025-07-07", "1998", "at"),
        ("last Monday", "2025-07-08", "2025-06-30", "at"),
        ("next Wednesday", "2025-07-07", "2025-07-16", "at"),
        ("next week", "2025-07-07", "2025-07-14/2025-07-20", "at"),
        ("over the week", "2025-07-10", "2025-07-07/2025-07-10", "at"),
        ("overnight", "2025-07-10", "2025-07-09", "at"),
        ("4-6 July", "2025-07-10", "2025-07-04/2025-07-06", "at"),
        ("July 4–6, 2024", "2025-07-10", "2024-07-04/2024-07-06", "at"),
        ("between 2015 and 2020", "2025-07-10", "2015/2020", "at"),
        ("from 2022 to 2024", "2025-07-10", "2022/2024", "at"),
        ("2026–27 budget", "2026-03-10", "2026/2027", "at"),
        ("between June 2023 and March 2024", "2025-05-16", "2023-06/2024-03", "at"),
        ("within eighteen months", "2025-06-24", "2025-06/2026-12", "through"),
        ("within a fortnight", "2025-12-29", "2025-12-29/2026-01-12", "through"),
        ("in the past two years", "2025-07-08", "2023/2025", "at"),
        ("this autumn", "2023-12-15", "2023-09/2023-11", "at"),
        ("New Year’s Day", "2026-01-09", "2026-01-01", "at"),
        ("the first three quarters of 2025", "2025-12-05", "2025-01/2025-09", "at"),
        ("for the nine months", "2026-01-20", "2025-01/2025-09", "at"),
        ("for the full year", "2025-08-22", "2025", "at"),
        ("earlier in the month", "2024-09-20", "2024-09", "at"),
    ],
)
def test_a_time_is_resolved(text: str, published: str, when: str, role: str) -> None:
    found = dates(text, published)
    assert [(d.when.text, d.role) for d in found] == [(when, role)]


@pytest.mark.parametrize(
    "text", ["It may rise", "March on", "2025 units of 2,025", "It sold 2025%", "30 February 2025", "x 45 May"]
)
def test_look_alikes_are_no_days(text: str) -> None:
    assert all(d.when.precision is not Precision.DAY for d in dates(text, "2025-07-07"))


def test_a_year_earlier_is_relative() -> None:
    assert [d.is_relative for d in dates("up 8% from a year earlier", "2025-07-07")] == [True]


def test_without_a_publication_date_only_full_dates_are_read() -> None:
    assert [d.when.text for d in dates("on Thursday, in July and on 3 July 2025", None)] == ["2025-07-03"]


def test_names_hold_no_date() -> None:
    text = "AIME 2024 is a test"
    assert find_dates(text, Span(0, len(text)), When.parse("2025-01-01"), [Span(0, 9)]) == []


@given(DAYS, DAYS)
def test_a_full_date_comes_back(told: date, published: date) -> None:
    for text in (
        f"{told.day} {MONTHS[told.month - 1]} {told.year}",
        f"{MONTHS[told.month - 1]} {told.day}, {told.year}",
        told.isoformat(),
    ):
        assert [d.when for d in dates(f"on {text} it rose", published.isoformat())] == [When.day(told)]


@given(DAYS, st.integers(0, 6))
def test_a_weekday_lies_in_the_week_up_to_publication(published: date, back: int) -> None:
    told = published - timedelta(back)
    found = dates(f"on {told:%A} it rose", published.isoformat())
    assert [d.when for d in found] == [When.day(told)]


@given(DAYS, st.integers(0, 11))
def test_a_month_has_begun_by_publication(published: date, month: int) -> None:
    (found,) = dates(f"It was told in {MONTHS[month]}.", published.isoformat())
    assert found.when.start <= published
    assert (published - found.when.start).days < 366
    assert found.when.start.month == month + 1


@given(DAYS)
def test_nothing_told_reaches_beyond_its_words(published: date) -> None:
    text = "Revenue in the third quarter of 2024 rose on Monday, by 2030, since May and over the next two years."
    found = find_dates(text, Span(0, len(text)), When.day(published))
    assert [d.span for d in found] == sorted(d.span for d in found)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(found))


def told_for(text: str, words: str, published: str = "2025-11-21") -> str | None:
    at = text.index(words)
    whole = Span(0, len(text))
    chosen = when_for(
        Document("t", text), whole, Span(at, at + len(words)), find_dates(text, whole, When.parse(published))
    )
    return chosen.when.text if chosen else None


@pytest.mark.parametrize(
    ("text", "words", "when"),
    [
        ("In 2024 it sold 30 cars and made 5 million.", "5 million", "2024"),
        ("It sold 30 cars in 2024 and 50 in 2025.", "30 cars", "2024"),
        ("It sold 30 cars in 2024 and 50 in 2025.", "50", "2025"),
        ("Revenue rose 8% from 2024.", "8%", None),
        ("It rose 9%, the most since May 2022.", "9%", None),
        ("It was 5% now; in 2022 it had 85%.", "5%", None),
        ("It was 5% now; in 2022 it had 85%.", "85%", "2022"),
    ],
)
def test_the_time_that_belongs_to_a_number(text: str, words: str, when: str | None) -> None:
    assert told_for(text, words) == when


def test_a_plan_runs_from_publication_to_its_end() -> None:
    (told,) = dates("by 2030", "2025-04-10")
    assert plan_period(told, When.parse("2025-04-10")).text == "2025/2030"


def test_the_period_of_a_report_is_the_first_fine_one() -> None:
    told = dates("On 20 August it told of the quarter ended June 30, 2025 and of Q1 2024.", "2025-08-21")
    assert main_period(told) == When.parse("2025-Q2")
