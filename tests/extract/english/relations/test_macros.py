"""The language of English frames: what a pattern finds in a sentence with marked names."""

from __future__ import annotations

from kg.extract import surface
from kg.extract.english.relations import macros
from kg.extract.literals import needed
from kg.model import Span


def found(pattern: str, text: str, *names: str, owns: tuple[str, ...] = ()) -> list[tuple[list[str], list[str]]]:
    """Subjects and objects of each match; `names` in order of place."""
    spans, at = [], 0
    for name in names:
        at = text.index(name, at)
        spans.append(Span(at, at + len(name)))
        at += len(name)
    marked = surface.mark(text, 0, spans, lambda i: names[i] in owns, lambda i: names[i] in owns)
    matches = surface.find(macros.compile_pattern(pattern), marked, macros.ends)
    return [([names[i] for i in m.subjects], [names[i] for i in m.objects]) for m in matches]


def test_a_list_is_one_end() -> None:
    text = "Ant, Baidu and Cambricon backed Dobot"
    names = ("Ant", "Baidu", "Cambricon", "Dobot")
    assert found("{S} backed {O}", text, *names) == [(["Ant", "Baidu", "Cambricon"], ["Dobot"])]
    assert found("{S1} backed {O}", text, *names) == [(["Cambricon"], ["Dobot"])]


def test_words_between_are_counted_and_hold_no_name() -> None:
    assert found("{S} {w2}bought {O}", "Ant has quietly bought Baisha", "Ant", "Baisha") == [(["Ant"], ["Baisha"])]
    assert found("{S} {w1}bought {O}", "Ant has quietly bought Baisha", "Ant", "Baisha") == []
    assert found("{S} {w4}bought {O}", "Ant hit Cambo bought Baisha", "Ant", "Cambo", "Baisha") == [
        (["Cambo"], ["Baisha"])
    ]
    assert found("{S}{g40}bought {O}", "Ant, hit by Cambo, bought Baisha", "Ant", "Cambo", "Baisha") != []
    assert found("{S}{t40}bought {O}", "Ant, hit by Cambo, bought Baisha", "Ant", "Cambo", "Baisha") == [
        (["Cambo"], ["Baisha"])
    ]


def test_an_owner_is_no_end() -> None:
    assert found("{S} bought {O}", "Ant bought Baisha's chips", "Ant", "Baisha") == []
    assert found("{S} bought {O}'s chips", "Ant bought Baisha’s chips", "Ant", "Baisha") == [(["Ant"], ["Baisha"])]


def test_a_possessive_reads_as_a_name_that_owns() -> None:
    text = "Ant rose after its chips sold"
    assert found("{O}'s chips", text, "Ant", "its", owns=("its",)) == [([], ["its"])]
    assert found("{OA}'s chips", text, "Ant", "its", owns=("its",)) == [([], ["its"])]
    assert found("{OA}'s chips", "Ant's chips sold", "Ant") == []


def test_a_trigger_begins_no_later_than_its_word() -> None:
    led = "{S} (?:was )?{w2}(?P<T>led by) {O}"
    assert found(led, "Ant was led by Baidu", "Ant", "Baidu") == [(["Ant"], ["Baidu"])]
    assert found(led, "Ant was co-led by Baidu", "Ant", "Baidu") == []
    assert found("{S} was {t9}(?P<T>led by) {O}", "Ant was co-led by Baidu", "Ant", "Baidu") == [(["Ant"], ["Baidu"])]
    assert found("{S} was {t9}(?P<T>led by) {O}", "Ant was polled by Baidu", "Ant", "Baidu") == []
    assert found("{O}(?P<T>-backed) {S}", "Ant-backed Baidu", "Ant", "Baidu") == [(["Baidu"], ["Ant"])]


def test_titles_and_nouns_for_firms_stand_for_many_words() -> None:
    assert found("{S}, {title} of {O}", "Mo, general counsel of Ant", "Mo", "Ant") == [(["Mo"], ["Ant"])]
    assert found("{S}, {title} of {O}", "Mo, chief technology officer of Ant", "Mo", "Ant") == [(["Mo"], ["Ant"])]
    assert found("{S}, {title} of {O}", "Mo, customer of Ant", "Mo", "Ant") == []
    assert found("{O} {firm} {S}", "Wuxi toolmaker Ant", "Wuxi", "Ant") == [(["Ant"], ["Wuxi"])]


def test_sentences_chain_but_parts_of_a_list_do_not_repeat() -> None:
    chained = found("{S} beat {O}", "Ant beat Baidu beat Cambo", "Ant", "Baidu", "Cambo")
    assert chained == [(["Ant"], ["Baidu"]), (["Baidu"], ["Cambo"])]


def test_characters_that_would_read_as_markers_name_nobody() -> None:
    text = "\ue005 beat Baidu, and Ant beat \uf8f0"
    assert found("{S} beat {O}", text, "Baidu", "Ant") == []


def test_parts_of_a_pattern_lose_nothing_of_what_it_needs() -> None:
    patterns = (
        "{S} (?P<T>acquired) {w3}{O}",
        "{XL} and {firm} {title}(?P<T>of) {S1}",
        "{S}'s (?P<T>stake) in {g40}{O1}",
    )
    for pattern in map(macros.written, patterns):
        assert any(part in pattern for part in macros.PARTS)
        assert needed(pattern, macros.PARTS) == needed(pattern)
