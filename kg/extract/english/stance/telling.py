"""What a document shows about who may tell a statement: candidate sources, each with readable features.

A source stands in the sentence, in one near by ("IDC said. ... Huawei sold 800,000"), in the label of a turn, or is the
house itself that writes as "we". Every feature is a string that weighs for or against one candidate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.extract.english.parse import Sentence
from kg.extract.english.stance.nearby import Way
from kg.extract.english.stance.place import Place
from kg.extract.english.stance.signs import Common, Known, Seen, Shown, Tied
from kg.extract.english.stance.voices import Voices
from kg.model import Modality

#: So many other sentences that name both ends are asked for a source.
_ALSO = 6
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
        signs = [sign for shown in (*same, *own) for sign in shown.signs()]
        made = [sign if context is None else f"{sign}/{context}" for sign, contexts in signs for context in contexts]
        yield source, list(dict.fromkeys(made))


def weighed(
    told: Told, sentences: Sequence[Sentence], voices: Voices
) -> tuple[tuple[Shown, ...], list[tuple[str, tuple[Shown, ...]]]]:
    """What all candidates share, and each candidate with what is its own."""
    who = candidates(told, sentences, voices)
    if not who:
        return (), []
    place, cues = voices.place(told.sentence, told.trigger), voices.cues[told.sentence]
    ways = _nearest(who, told, voices)
    strong = [source for source in who if ways[source].way in _STRONG]
    also = _also(told, sentences, voices)
    predicate, modality = told.predicate, told.modality.value
    shared = _shared(told, place, sentences, voices)
    common = Common(predicate, modality, _group(told), place.kind, *shared)
    group, first, ends = common.group, common.first, (told.subject, told.object)
    found: list[tuple[str, tuple[Shown, ...]]] = []
    for source, (way, kind, word) in ways.items():
        says = "this" if told.rules == source else "none" if told.rules is None else "other"
        tie, sort = _tie(source, told, voices), voices.kind(source)
        within = place.within(cues, source, ends)
        part = voices.count.get(source, 0) / voices.total
        own = (
            Tied(predicate, modality, group, place.kind, place.quoted, says, way, kind, word, sort, tie, within),
            Seen(way, sort, tie, predicate, group, *shared),
            Known(
                way,
                word if kind == "named" else kind,
                sort,
                tie,
                group,
                first,
                also.get(source),
                len(strong) > (source in strong),
                "all" if part > 0.8 else "most" if part > 0.5 else "some" if part > 0.2 else "few",
                source not in voices.ends,
                source == voices.main,
                source == voices.lead,
                (str(voices.report), predicate, modality) if source == voices.house else (),
            ),
        )
        found.append((source, own))
    return (common,), found


def _shared(
    told: Told, place: Place, sentences: Sequence[Sentence], voices: Voices
) -> tuple[str, str, str, str, str, str]:
    """What is the same for all candidates, from `Common.ends` on."""
    here = told.sentence
    return (
        place.ends(told.subject, told.object),
        str(place.carried(told.subject, told.object)),
        str(voices.first(here)),
        str(voices.unsigned(here)),
        sentences[here].block.kind,
        str(any(c.kind == "verb" and c.source is None for c in voices.cues[here])),
    )


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
