"""Surface frames: markers for names, the way back, and what a pattern finds."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract import surface
from kg.model import Span

_TEXT = st.text(st.sampled_from("ab A.,'’“ \n\t\u00a0阿—–\ue000\uf000\uf8ffİ"), min_size=1, max_size=40)
_FOLDED = {"’": "'", "“": '"', "–": "-", "—": "-", "\n": " ", "\t": " ", "\u00a0": " "}


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, int, list[Span], frozenset[int], frozenset[int]]:
    """A sentence, where it begins in its document, disjoint names in it, and which of them own or stand for others."""
    text = draw(_TEXT)
    start = draw(st.integers(0, 50))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    names = [Span(start + a, start + b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    pick = st.frozensets(st.sampled_from(range(len(names)))) if names else st.just(frozenset())
    return text, start, names, draw(pick), draw(pick)


def is_marker(character: str) -> bool:
    return "\ue000" <= character <= "\uf8ff"


@given(marked_texts())
@settings(deadline=None, max_examples=300)
def test_every_character_knows_its_place(told: tuple[str, int, list[Span], frozenset[int], frozenset[int]]) -> None:
    text, start, names, owners, anaphors = told
    marked = surface.mark(text, start, names, owners.__contains__, anaphors.__contains__)
    assert len(marked.text) == len(marked.back)
    assert list(marked.back) == sorted(marked.back)
    inside = {i: n for n in names for i in range(n.start, n.end)}
    for character, at in zip(marked.text, marked.back, strict=True):
        if at in inside:
            assert at == inside[at].start
            assert is_marker(character) or character in "'s"
        else:
            own = text[at - start]
            assert character == ("\ufffd" if is_marker(own) else _FOLDED.get(own, own))
    markers = [c for c in marked.text if is_marker(c)]
    assert [ord(c) - (0xF000 if i in anaphors else 0xE000) for i, c in enumerate(markers)] == list(range(len(names)))
    seen = set(marked.back)
    lost = [text[i] for i in range(len(text)) if start + i not in seen and start + i not in inside]
    assert all(_FOLDED.get(c, c) == " " for c in lost), "only repeated spaces are left out"


def found(pattern: str, text: str, *names: str, owns: tuple[str, ...] = ()) -> list[tuple[list[str], list[str]]]:
    """Subjects and objects of each match; `names` in order of place."""
    spans, at = [], 0
    for name in names:
        at = text.index(name, at)
        spans.append(Span(at, at + len(name)))
        at += len(name)
    marked = surface.mark(text, 0, spans, lambda i: names[i] in owns, lambda i: names[i] in owns)
    matches = surface.find(surface.compile_pattern(pattern), marked)
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


def test_sentences_chain_but_parts_of_a_list_do_not_repeat() -> None:
    chained = found("{S} beat {O}", "Ant beat Baidu beat Cambo", "Ant", "Baidu", "Cambo")
    assert chained == [(["Ant"], ["Baidu"]), (["Baidu"], ["Cambo"])]


def test_the_trigger_is_told_in_the_document() -> None:
    text = "  Ant  has bought Baisha"
    marked = surface.mark(text, 100, [Span(102, 105), Span(118, 124)])
    (match,) = surface.find(surface.compile_pattern("{S} {w2}(?P<T>bought) {O}"), marked)
    assert text[match.trigger - 100 :].startswith("bought")


def test_characters_that_would_read_as_markers_name_nobody() -> None:
    text = "\ue005 beat Baidu, and Ant beat \uf8f0"
    assert found("{S} beat {O}", text, "Baidu", "Ant") == []


def test_more_names_than_markers_do_not_become_others() -> None:
    text = "Ant beat Baidu " * 3000
    spans = [s for i in range(3000) for s in (Span(15 * i, 15 * i + 3), Span(15 * i + 9, 15 * i + 14))]
    marked = surface.mark(text, 0, spans)
    indices = [ord(c) - 0xE000 for c in marked.text if is_marker(c)]
    assert indices == list(range(len(indices)))
    assert 2000 < len(indices) <= 0x1000


def test_a_trigger_begins_no_later_than_its_word() -> None:
    led = "{S} (?:was )?{w2}(?P<T>led by) {O}"
    assert found(led, "Ant was led by Baidu", "Ant", "Baidu") == [(["Ant"], ["Baidu"])]
    assert found(led, "Ant was co-led by Baidu", "Ant", "Baidu") == []
    assert found("{S} was {t9}(?P<T>led by) {O}", "Ant was co-led by Baidu", "Ant", "Baidu") == [(["Ant"], ["Baidu"])]
    assert found("{S} was {t9}(?P<T>led by) {O}", "Ant was polled by Baidu", "Ant", "Baidu") == []
    assert found("{O}(?P<T>-backed) {S}", "Ant-backed Baidu", "Ant", "Baidu") == [(["Baidu"], ["Ant"])]


def test_a_group_is_told_as_written() -> None:
    marked = surface.mark("Ant's İ IPO in Wuhan", 0, [Span(0, 3), Span(15, 20)])
    (match,) = surface.find(surface.compile_pattern("{S}'s (?P<what>\\w+ (?P<T>IPO)) in {O}"), marked)
    assert match.groups == {"what": "İ IPO"}


def test_titles_and_nouns_for_firms_stand_for_many_words() -> None:
    assert found("{S}, {title} of {O}", "Mo, general counsel of Ant", "Mo", "Ant") == [(["Mo"], ["Ant"])]
    assert found("{S}, {title} of {O}", "Mo, chief technology officer of Ant", "Mo", "Ant") == [(["Mo"], ["Ant"])]
    assert found("{S}, {title} of {O}", "Mo, customer of Ant", "Mo", "Ant") == []
    assert found("{O} {firm} {S}", "Wuxi toolmaker Ant", "Wuxi", "Ant") == [(["Ant"], ["Wuxi"])]
