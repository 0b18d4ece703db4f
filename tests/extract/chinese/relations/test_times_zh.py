"""When a relation of a Chinese text holds."""

from __future__ import annotations

import time

import pytest
from marked import chinese

from kg.extract.candidate import Candidate
from kg.extract.chinese.reference.anaphors import resolve
from kg.extract.chinese.relations.timetable import Timetable
from kg.extract.chinese.script import simplified


def when(
    body: str,
    trigger: str,
    predicate: str = "released",
    subject: str = "云岭智能",
    object_: str = "滇语2",
    *,
    title: str = "",
    published: str = "2025-08-15",
) -> str | None:
    """The time of what stands at the first `trigger` of the body."""
    document, sentences, _ = chinese(body, title, published)
    resolve(sentences)
    sentence = next(s for s in sentences if trigger in s.text and s.block.kind != "title")
    at = sentence.span.start + sentence.text.index(trigger)
    found = Timetable(document, simplified(document.text), sentences).of(
        Candidate(predicate, subject, object_, sentence.index, at, sentence.span, "t")
    )
    return found.text if found else None


@pytest.mark.parametrize(
    ("body", "trigger", "predicate", "expected"),
    [
        ("[云岭智能|Company]8月12日发布[滇语2|AIModel]。", "发布", "released", "2025-08-12"),
        ("昨日，在昆明的活动上，[云岭智能|Company]发布[滇语2|AIModel]。", "发布", "released", "2025-08-14"),
        ("[云岭智能|Company]昨（14）日发布[滇语2|AIModel]。", "发布", "released", "2025-08-14"),
        ("[滇语2|AIModel]明年一季度推出。", "推出", "released", "2026-Q1"),
        ("[云岭智能|Company]自去年起使用[滇语2|AIModel]。", "使用", "adopts", "2024/"),
        ("[云岭智能|Company]采用[滇语2|AIModel]。", "采用", "adopts", None),
        ("[晨光社|MediaOutlet]8月14日报道，[云岭智能|Company]研发[滇语2|AIModel]多时。", "研发", "developed", None),
    ],
)
def test_the_time_of_the_clause_or_the_sentence(body: str, trigger: str, predicate: str, expected: str | None) -> None:
    assert when(body, trigger, predicate) == expected


def test_the_day_of_the_report_is_no_time_of_what_it_tells() -> None:
    body = "[晨光社|MediaOutlet]14日报道，[云岭智能|Company]年初推出[滇语2|AIModel]。"
    assert when(body, "推出") == "2025"
    dateline = "昆明8月13日电　[云岭智能|Company]推出[滇语2|AIModel]。"
    assert when(dateline, "推出") is None


def test_each_thing_has_the_time_of_its_own_clause() -> None:
    body = "[云岭智能|Company]公布路线图：[滇语2|AIModel]明年推出，[滇语3|AIModel]定在2027年。"
    assert when(body, "推出", object_="滇语2") == "2026"
    assert when(body, "推出", object_="滇语3") == "2027"


def test_words_that_refer_to_a_day_told_before() -> None:
    body = (
        "8月6日，[云岭智能|Company]办开发者大会。会上，[云岭智能|Company]发布[滇语2|AIModel]。"
        "次日，它与[沅水软件|Company]签约。"
    )
    assert when(body, "发布") == "2025-08-06"
    assert when(body, "签约", "partnersWith", object_="沅水软件") == "2025-08-07"
    later = "8月6日，[云岭智能|Company]办开发者大会。\n一周后，[云岭智能|Company]发布[滇语2|AIModel]。"
    assert when(later, "发布") == "2025-08-13"
    same = "8月6日，[云岭智能|Company]办开发者大会。[滇语2|AIModel]当天发布。"
    assert when(same, "发布") == "2025-08-06"


def test_the_line_above_a_list_governs_it() -> None:
    body = "8月11日，[昆明市网信办|GovernmentBody]公布备案名单如下：\n一、[滇语2|AIModel]\n二、[澜语|AIModel]"
    assert when(body, "澜语", "regulates", "昆明市网信办", "澜语") == "2025-08-11"
    week = "本周融资速览（8.4—8.10）\n1. [沅水软件|Company]：[云岭智能|Company]领投A轮。"
    assert when(week, "领投", "investsIn", "云岭智能", "沅水软件") == "2025-08-04/2025-08-10"


def test_the_same_two_told_elsewhere_with_a_date() -> None:
    body = "[滇语2|AIModel]由[云岭智能|Company]推出，口碑不错。\n[云岭智能|Company]是在8月1日推出[滇语2|AIModel]的。"
    assert when(body, "推出") == "2025-08-01"


def test_a_firm_has_one_year_of_founding() -> None:
    body = "[云岭智能|Company]成立于2019年，总部在昆明。\n创始人[高远|Person]说，公司不急。"
    assert when(body, "创始人", "founded", "高远", "云岭智能") == "2019"
    notice = "6日，这家由[高远|Person]创办的公司宣布扩产。"
    assert when(notice, "创办", "founded", "高远", "云岭智能") is None


def test_a_holding_has_no_time_but_its_own() -> None:
    body = "8月1日，[云岭智能|Company]上市。[沅水软件|Company]是其股东。"
    assert when(body, "股东", "investsIn", "沅水软件", "云岭智能") is None
    own = "今年6月，[沅水软件|Company]对[云岭智能|Company]的持股约为两成。"
    assert when(own, "持股", "investsIn", "沅水软件", "云岭智能") == "2025-06"


def test_a_post_in_passing_has_no_time_and_a_change_has() -> None:
    body = "[云岭智能|Company]8月1日宣布，[沅水软件|Company]前副总裁[高远|Person]出任首席运营官。"
    assert when(body, "副总裁", "holdsRole", "高远", "沅水软件") is None
    assert when(body, "出任", "holdsRole", "高远", "云岭智能") == "2025-08-01"
    starts = "[高远|Person]获委任为[云岭智能|Company]首席财务官，自九月一日起生效。"
    assert when(starts, "委任", "holdsRole", "高远", "云岭智能") == "2025-09-01"


def test_a_number_is_no_year() -> None:
    body = "[沅水软件|Company]领投[云岭智能|Company]2000万。"
    assert when(body, "领投", "investsIn", "沅水软件", "云岭智能") is None


@pytest.mark.parametrize("unit", ["昨日[甲乙|Company]发布了", "当日。", "2025年3月5日", "三天后"])
def test_a_text_without_an_end_is_read_in_time(unit: str) -> None:
    document, sentences, _ = chinese(unit * 1500)
    start = time.perf_counter()
    table = Timetable(document, simplified(document.text), sentences)
    for sentence in sentences[-50:]:
        table.of(Candidate("released", "甲乙", "丙", sentence.index, sentence.span.end - 1, sentence.span, "t"))
    assert time.perf_counter() - start < 3
