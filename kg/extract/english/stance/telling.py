"""What a document shows about who may tell a statement: candidate sources, each with readable features.

A source stands in the sentence, in one near by ("IDC said. ... Huawei sold 800,000"), in the label of a turn, or is the
house itself that writes as "we". Every feature is a string that weighs for or against one candidate.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.extract.english.parse import Sentence
from kg.extract.english.stance.nearby import Way
from kg.extract.english.stance.place import Place
from kg.extract.english.stance.sources import source_words
from kg.extract.english.stance.voices import Voices
from kg.model import Modality

#: So many other sentences that name both ends are asked for a source.
_ALSO = 6
#: A sign with the contexts in which it weighs, None for the sign alone; "way:over" in "act" is the feature
#: "way:over/act".
Sign = tuple[str, Iterable[str | None]]
_BARE = (None,)
#: Ways in which a source has the statement for its own.
_STRONG = frozenset({"over", "beside", "turn"})
_GROUPS = {
    **dict.fromkeys(("holdsRole", "founded", "basedIn", "listedOn", "subsidiaryOf", "developed", "versionOf"), "fact"),
    **dict.fromkeys(("outperforms", "rivals", "basedOn"), "claim"),
    **dict.fromkeys(("marketShare", "shipmentCount", "userCount", "downloadCount", "salesGrowth"), "count"),
    **dict.fromkeys(("revenue", "revenueGrowth", "profit", "profitGrowth", "targetPrice"), "results"),
    **dict.fromkeys(("benchmarkScore", "trainingCost", "valuation"), "claimed"),
    **dict.fromkeys(("stockChange", "indexChange", "marketCap", "tokenPrice"), "market"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A statement as far as its source is concerned; `rules` is the source that the rules alone would name."""

    predicate: str
    subject: str
    object: str | None
    sentence: int
    trigger: int
    modality: Modality
    rules: str | None


def candidates(told: Told, sentences: Sequence[Sentence], voices: Voices) -> list[str]:
    """Who may have told it, in a fixed order."""
    more = [told.rules, voices.lead, voices.outside_before(told.sentence)]
    if voices.report or voices.first(told.sentence):
        more.append(voices.house)
    more += voices.made_by.get(told.subject, ())
    more += voices.made_by.get(told.object or "", ())
    rest = (source for source in more if source and voices.speaks(source))
    return list(dict.fromkeys((*voices.around(told.sentence), *rest)))


def features(told: Told, sentences: Sequence[Sentence], voices: Voices) -> Iterator[tuple[str, list[str]]]:
    """Each candidate with what speaks for and against it, in words: what weights are learned for."""
    same, who = weighed(told, sentences, voices)
    for source, own in who:
        signs = [*same, *own]
        made = [sign if context is None else f"{sign}/{context}" for sign, contexts in signs for context in contexts]
        yield source, list(dict.fromkeys(made))


def weighed(
    told: Told, sentences: Sequence[Sentence], voices: Voices
) -> tuple[list[Sign], list[tuple[str, list[Sign]]]]:
    """The signs that all candidates share, and each candidate with its own."""
    who = candidates(told, sentences, voices)
    if not who:
        return [], []
    place = voices.place(told.sentence, told.trigger)
    ways = _nearest(who, told, voices)
    strong = {source for source in who if ways[source].way in _STRONG}
    group, shared = _group(told), _shared(told, place, sentences, voices)
    also = _also(told, sentences, voices)
    found = []
    named = [f"{name}:{value}" for name, value in shared.items() if name != "ends"]
    for source, way in ways.items():
        tie, rivals = _tie(source, told, voices), bool(strong - {source})
        made = _of(source, told, place, way, voices, group, tie)
        made += [(sign, (way.way,)) for sign in named]
        made += _around(source, told, way, voices, rivals, also.get(source), shared, group, tie)
        found.append((source, made))
    return _same(told, place, group, shared), found


def _same(told: Told, place: Place, group: str, shared: Mapping[str, str]) -> list[Sign]:
    """What weighs alike for all candidates."""
    made: list[Sign] = [
        ("any", _BARE),
        (f"told:{told.predicate}", _BARE),
        (f"told:{told.modality.value}", (None, group)),
        (f"place:{place.kind}", (None, group)),
    ]
    return made + [_split(f"{name}:{value}", (group,)) for name, value in shared.items()]


def _split(sign: str, contexts: Sequence[str]) -> Sign:
    """A sign whose own text may hold a stroke, as weights are kept: by what stands before the first."""
    first, stroke, rest = sign.partition("/")
    return (first, [f"{rest}/{context}" for context in contexts]) if stroke else (sign, contexts)


def _of(source: str, told: Told, place: Place, found: Way, voices: Voices, group: str, tie: str) -> list[Sign]:
    """What the candidate, its cue and the statement are to one another."""
    way, kind, word = found.way, found.kind, found.word
    predicate, modality = told.predicate, told.modality.value
    sort, type_name = _sort(kind, word), voices.kind(source)
    says = "this" if told.rules == source else "none" if told.rules is None else "other"
    told_so, typed, tied = f"{tie}/{modality}", f"{type_name}/{group}", f"{tie}/{group}"
    within = place.within(voices.cues[told.sentence], source, (told.subject, told.object))
    return [
        (f"rules:{says}", (None, group, type_name, place.kind, told_so)),
        (f"way:{way}", dict.fromkeys((None, kind, word, type_name, group, predicate, place.kind, tie, typed))),
        (f"type:{type_name}", (None, group)),
        (f"tie:{tie}", (None, group, modality, f"{type_name}/{modality}")),
        (f"sort:{sort}", (way, tie, told_so, type_name, group, f"{way}/{group}")),
        (f"quoted:{place.quoted}", (type_name, way)),
        (f"within:{within}", (way, tied)),
    ]


def _around(
    source: str,
    told: Told,
    found: Way,
    voices: Voices,
    rivals: bool,
    also: str | None,
    shared: Mapping[str, str],
    group: str,
    tie: str,
) -> list[Sign]:
    """What the rest of the sentence and of the document adds."""
    way, type_name, first = found.way, voices.kind(source), shared["first"]
    here, typed, tied = f"{way}/{group}", f"{type_name}/{group}", f"{tie}/{group}"
    part = voices.count.get(source, 0) / voices.total
    share = "all" if part > 0.8 else "most" if part > 0.5 else "some" if part > 0.2 else "few"
    detail = found.word if found.kind == "named" else found.kind
    made: list[Sign] = [
        (f"carried:{shared['carried']}", (here, f"{way}/{told.predicate}", f"{way}/{tie}")),
        _split(f"ends:{shared['ends']}", (way, here)),
        (f"first:{first}", (type_name,)),
        (f"unsigned:{shared['unsigned']}", (tie, tied)),
        (f"also:{also}", (None, way, type_name)),
        (f"rivals:{rivals}", (None, way)),
        (f"share:{share}", (None, way, typed)),
        (f"outside:{source not in voices.ends}", (way, group, f"{way}/{detail}", here, type_name)),
    ]
    if source == voices.main:
        made.append(("main", (way, group, type_name, tied)))
    if source == voices.lead:
        made.append(("lead", (way, first)))
    if source == voices.house:
        made.append((f"house:{voices.report}", (first, told.predicate, told.modality.value, f"{group}/{first}")))
    return made


def _shared(told: Told, place: Place, sentences: Sequence[Sentence], voices: Voices) -> dict[str, str]:
    """What is the same for all candidates."""
    here = told.sentence
    return {
        "ends": place.ends(told.subject, told.object),
        "carried": str(place.carried(told.subject, told.object)),
        "first": str(voices.first(here)),
        "unsigned": str(voices.unsigned(here)),
        "block": sentences[here].block.kind,
        "nobody": str(any(c.kind == "verb" and c.source is None for c in voices.cues[here])),
    }


def _nearest(who: Iterable[str], told: Told, voices: Voices) -> dict[str, Way]:
    """The nearest cue of each candidate."""
    here = told.sentence
    turn, within, near = voices.turn(here), voices.within(here, told.trigger), voices.near(here)
    found = {}
    for source in who:
        if source == turn:
            found[source] = Way("turn")
        elif (way := within.get(source) or near.get(source)) is not None:
            found[source] = way
        else:
            known = "title" if source in voices.titled else "far" if source in voices.count else "none"
            found[source] = Way(known)
    return found


def _also(told: Told, sentences: Sequence[Sentence], voices: Voices) -> dict[str, str]:
    """Who tells it in another sentence that names both ends, and how."""
    found: dict[str, str] = {}
    if told.object is None:
        return found
    for i in voices.both(told.subject, told.object)[:_ALSO]:
        named = [c for c in voices.cues[i] if c.source and c.kind != "named"]
        if i == told.sentence or not named:
            continue
        head = next(a.head for a in sentences[i].arguments if a.entity == told.object)
        place = Place(sentences[i], head)
        for cue in named:
            found.setdefault(cue.source or "", place.way(cue)[1].partition("-")[0])
    return found


def _group(told: Told) -> str:
    return _GROUPS.get(told.predicate, "figure" if told.object is None else "act")


def _tie(source: str, told: Told, voices: Voices) -> str:
    """What the source is to the statement: its subject, its object, the maker of one of them, or another."""
    if source in (told.subject, told.object):
        return "subject" if source == told.subject else "object"
    return "maker" if voices.makers.get(source, frozenset()) & {told.subject, told.object} else "other"


@functools.cache
def _sort(kind: str, word: str) -> str:
    """The class of a cue's word."""
    if kind != "verb":
        return kind or "none"
    lists = source_words()
    return next((name for name in ("denying", "claiming", "foreseeing", "counting") if word in lists[name]), "saying")
