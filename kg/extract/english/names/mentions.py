"""The names of an English document: where they stand, and which entity each one names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kg.extract.boilerplate import content
from kg.extract.english.names import places, senses, typer, versions
from kg.extract.english.names.book import Book
from kg.extract.english.names.cluster import Cluster
from kg.extract.english.names.clusters import gather
from kg.extract.english.names.lexicon import is_common, lexicon
from kg.extract.english.names.scan import scan
from kg.extract.english.names.shapes import plausible
from kg.extract.english.names.spots import Spot
from kg.extract.english.names.traits import Scene
from kg.extract.gazetteer import Gazetteer, Meaning
from kg.extract.kin import Kin
from kg.extract.segment import Block
from kg.extract.trace import Trace, Why
from kg.model import Document, Entity, Mention, Span
from kg.model.ids import minted_entity_id
from kg.ontology.registry import Known, Registry


class Names:
    """A registry made ready for reading: its gazetteer and who is kin to whom."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.gazetteer = Gazetteer(registry)
        self.kin = Kin(registry.entities.values())
        #: Types unknown names; None leaves them as the rules have typed them.
        self.types = typer.load()


_last: list[Names] = []


def prepare(registry: Registry) -> Names:
    """The registry made ready; kept as long as the same registry is asked for."""
    if not _last or _last[0].registry is not registry:
        _last[:] = [Names(registry)]
    return _last[0]


def find_mentions(
    document: Document, registry: Registry, trace: Trace | None = None
) -> tuple[list[Mention], dict[str, Entity]]:
    """Names in order of place, without overlaps, and the entities they name by id.

    A known entity has its registry id, another one an id made of its type and name. Boilerplate yields nothing.
    `trace` hears of the names that are left out.
    """
    names = prepare(registry)
    text = document.text
    silent: list[Block] = []
    kept = content(document, silent)
    chosen, clusters, scene = gathered(text, kept, names, trace)
    if names.types is not None:
        names.types.settle(clusters, scene)
    for cluster in clusters:
        if _own(cluster, document):
            cluster.type = None
            if trace is not None:
                _left_out(trace, Why.PUBLICATION, cluster.spots)
    book = Book(document, names.registry.entities)
    for spot in _within(text, kept, clusters, chosen):
        del chosen[spot]
        if trace is not None:
            _left_out(trace, Why.PART_OF_NAME, [spot])
    for spot, meaning in chosen.items():
        book.named(spot, meaning)
    versions.settle(text, clusters, [(s, m.known) for s, m in chosen.items()], names)
    for cluster in clusters:
        book.unknown(cluster, names.registry)
    book.echoes(kept)
    mentions, entities = book.close()
    if trace is not None:
        _silence(trace, document, silent, names)
        _thin(trace, clusters, mentions)
    return mentions, entities


def _silence(trace: Trace, document: Document, silent: Sequence[Block], names: Names) -> None:
    """Tells which blocks are not read, and what known names stand there."""
    trace.silent += [b.span for b in silent]
    spots = scan(document.text, sorted(silent, key=lambda b: b.span), names.gazetteer) if silent else []
    _left_out(trace, Why.BOILERPLATE, [s for s in spots if not s.unknown])


def _thin(trace: Trace, clusters: Iterable[Cluster], mentions: Iterable[Mention]) -> None:
    """Tells the spots of clusters without a type, but no common word that is capitalised for opening a sentence."""
    told = {r.span for r in trace.rejected} | {m.span for m in mentions}
    spots = [s for c in clusters if c.type is None for s in c.spots if s.span not in told]
    _left_out(trace, Why.THIN, [s for s in spots if not (s.initial and is_common(s.text))])


def _left_out(trace: Trace, why: Why, spots: Iterable[Spot]) -> None:
    for spot in spots:
        trace.mention(why, spot.span, spot.text, spot.meanings[0].known.id if len(spot.meanings) == 1 else None)


def gathered(
    text: str, kept: Sequence[Block], names: Names, trace: Trace | None = None
) -> tuple[dict[Spot, Meaning], list[Cluster], Scene]:
    """The known names with their meanings, the unknown ones as the rules type them, and where all of them stand."""
    spots = sorted(scan(text, kept, names.gazetteer), key=lambda s: s.span)
    chosen, spots = _known(text, spots, names)
    chosen = _placed(text, chosen, names, trace)
    known = {s: m.known for s, m in chosen.items()}
    clusters = gather(text, spots, known, names.kin)
    return chosen, clusters, Scene(text, spots, known, {spot: c for c in clusters for spot in c.spots})


def _known(text: str, spots: Sequence[Spot], names: Names) -> tuple[dict[Spot, Meaning], list[Spot]]:
    """The known spots with the meaning of each; a form that lacks its cue goes back among the unknown ones."""
    context = senses.Context(text, spots)
    chosen: dict[Spot, Meaning] = {}
    open_spots: list[Spot] = []
    for spot in spots:
        if spot.unknown:
            continue
        meaning = senses.choose(spot, context, names.kin)
        if meaning is None:
            open_spots.append(spot)
        else:
            chosen[spot] = meaning
            if meaning.cue:
                context.add(meaning.known, spot)
    left: list[Spot] = []
    for spot in open_spots:  # what a later cue has proven also counts before it
        meaning = senses.choose(spot, context, names.kin)
        if meaning is not None:
            chosen[spot] = meaning
        elif plausible(spot.text) and not spot.loud:
            left.append(Spot(spot.span, spot.text, spot.block, initial=spot.initial))
    return chosen, sorted([*(s for s in spots if s.unknown or s in chosen), *left], key=lambda s: s.span)


def _within(text: str, kept: Sequence[Block], clusters: Sequence[Cluster], chosen: Iterable[Spot]) -> list[Spot]:
    """Known names in loud headlines that are part of a longer name which the text proves elsewhere."""
    forms = sorted({s.text for c in clusters if c.type for s in c.spots if " " in s.text})
    loud = [s for s in chosen if s.loud]
    if not forms or not loud:
        return []
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(f) for f in forms)})(?!\w)")
    blocks = {s.block.span for s in loud}
    longer = [
        Span(*m.span()) for b in kept if b.span in blocks for m in pattern.finditer(text, b.span.start, b.span.end)
    ]
    return [s for s in loud if any(s.span.within(span) and s.span != span for span in longer)]


def _own(cluster: Cluster, document: Document) -> bool:
    """True for the publication's own name in a title or a dateline, where it is no source and no subject."""
    if cluster.known is not None or not set(cluster.words) <= set((document.publisher or "").split()):
        return False
    text = document.text
    return all(
        spot.block.kind in {"title", "heading"}
        or text[spot.span.start - 1 : spot.span.start] == "("
        or max(cluster.votes.values(), default=0) < 3
        for spot in cluster.spots
    )


def _placed(text: str, chosen: dict[Spot, Meaning], names: Names, trace: Trace | None) -> dict[Spot, Meaning]:
    """Places that act become governments; words of origin in passing go when the place is not named otherwise."""
    named = {m.known.id for s, m in chosen.items() if m.known.type == "Place" and not places.adjective(s.text, m.known)}
    out: dict[Spot, Meaning] = {}
    for spot, meaning in chosen.items():
        if meaning.known.type == "Place":
            known, end = meaning.known, spot.span.end
            if places.money(text, end):
                if trace is not None:
                    trace.mention(Why.CURRENCY, spot.span, spot.text, known.id)
                continue
            if places.adjective(spot.text, known):
                if known.id not in named and places.passing(text, end):
                    if trace is not None:
                        trace.mention(Why.PASSING, spot.span, spot.text, known.id)
                    continue
            elif known.label() not in lexicon()["states"] and _acts(text, spot):
                meaning = _government(spot, meaning, names)
        out[spot] = meaning
    return out


def _acts(text: str, spot: Spot) -> bool:
    bodies = [m for m in spot.meanings if m.known.type == "GovernmentBody"]
    start, end, floor = spot.span.start, spot.span.end, spot.block.span.start
    if places.governs(text, start, end, floor, capital=bool(bodies)):
        return True
    # A capital of another country is hardly ever told as a place without a preposition.
    return spot.text == "Washington" and bool(bodies) and places.seat(text, start, end, floor)


def _government(spot: Spot, meaning: Meaning, names: Names) -> Meaning:
    bodies = [m for m in spot.meanings if m.known.type == "GovernmentBody"]
    bodies = bodies or [
        m for m in names.gazetteer.lookup(f"{spot.text} government") if m.known.type == "GovernmentBody"
    ]
    if bodies:
        return bodies[0]
    name = spot.text
    return Meaning(Known(minted_entity_id("GovernmentBody", name), "GovernmentBody", {"en": name}), name, cue=False)
