"""The names of a Chinese document: where they stand, and which entity each one names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.extract.chinese.names import aliases, firms, places, tails, versions
from kg.extract.chinese.names.anchored import Anchors
from kg.extract.chinese.names.book import Book
from kg.extract.chinese.names.clusters import Cluster, grown, joined, shortened, stem
from kg.extract.chinese.names.edges import Edges
from kg.extract.chinese.names.latin import latin
from kg.extract.chinese.names.organisations import organisations
from kg.extract.chinese.names.persons import Cues, foreign, listed, persons
from kg.extract.chinese.names.proposals import Ballot, Form
from kg.extract.chinese.names.scan import scan
from kg.extract.chinese.names.senses import Senses
from kg.extract.chinese.names.spots import Ground, Scene, Spot
from kg.extract.chinese.names.things import things
from kg.extract.chinese.script import simplified, table
from kg.extract.gazetteer import Gazetteer, Meaning
from kg.extract.kin import Kin
from kg.extract.segment import Block
from kg.model import Document, Entity, Mention, Span
from kg.ontology.registry import Known, Registry

#: Votes that an unknown name needs.
_NEED = 3.2
#: Rules whose names may hold known ones.
_LONG = frozenset({"legal form", "anchored", "titled", "quoted plan", "quoted whole", "event"})


class Names:
    """A registry made ready for reading Chinese: its gazetteer and who is kin to whom."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.gazetteer = Gazetteer(registry, table())
        self.kin = Kin(registry.entities.values())


_last: list[Names] = []


def prepare(registry: Registry) -> Names:
    """The registry made ready; kept as long as the same registry is asked for."""
    if not _last or _last[0].registry is not registry:
        _last[:] = [Names(registry)]
    return _last[0]


def find_mentions(
    document: Document, plain: str, kept: Sequence[Block], registry: Registry
) -> tuple[list[Mention], dict[str, Entity]]:
    """Names in order of place, without overlaps, and the entities they name by id.

    `plain` is the text in simplified script, `kept` are the blocks that speak.
    A known entity has its registry id, another one an id made of its type and name.
    """
    names = prepare(registry)
    scene = Scene.of(document.text, plain, kept)
    spots = scan(scene, names.gazetteer)
    chosen = Senses(scene, spots, names.kin).choose()
    chosen = places.placed(scene, chosen, names.gazetteer)
    ground = Ground(s.span for s in chosen)
    edges = Edges(scene, ground)
    ballot = _propose(scene, chosen, ground, edges)
    longer = [f for f in ballot.longer(_NEED, _LONG) if not _own(f, document)]
    fuller = _fuller(longer, chosen, plain)
    chosen = _without(chosen, [s for f in longer for s in f.spans])
    ground = Ground([*(s.span for s in chosen), *fuller])
    clusters = _clusters(scene, chosen, fuller)
    for form in ballot.elected(_NEED, ground, {f.name for f in longer}):
        if not _own(form, document):
            clusters.append(Cluster(form.name, form.type, dict.fromkeys(sorted(form.spans), form.how)))
    clusters = _settled(scene, clusters, ground, Edges(scene, ground), chosen, names)
    book = Book(document, registry.entities)
    for cluster in clusters:
        for span, how in sorted(cluster.spans.items()):
            if cluster.known is not None:
                book.known(span, cluster.known, how)
            else:
                book.minted(cluster.name, cluster.type, span, how)
    return book.close()


def _clusters(scene: Scene, chosen: Mapping[Spot, Meaning], fuller: Mapping[Span, Known]) -> list[Cluster]:
    """One cluster for each known entity and each version of a known family."""
    known: dict[str, Cluster] = {}
    versions: dict[str, Cluster] = {}
    for spot, meaning in sorted(chosen.items(), key=lambda p: p[0].span):
        entity = meaning.known
        if spot.family:
            name = scene.plain[spot.span.start : spot.span.end]
            cluster = versions.setdefault(tails.short(name).casefold(), Cluster(name, entity.type))
            cluster.spans[spot.span] = "version"
            continue
        cluster = known.setdefault(entity.id, Cluster(entity.label("zh"), entity.type, known=entity))
        cluster.spans[spot.span] = "cue" if meaning.cue else "registry"
    for span, entity in fuller.items():
        known.setdefault(entity.id, Cluster(entity.label("zh"), entity.type, known=entity)).spans[span] = "full name"
    return [*known.values(), *versions.values()]


def _settled(
    scene: Scene, clusters: list[Cluster], ground: Ground, edges: Edges, chosen: Mapping[Spot, Meaning], names: Names
) -> list[Cluster]:
    """The clusters with versions parted, and with the other forms that the text uses for them."""
    for cluster in list(clusters):
        if cluster.known is None and cluster.type in {"AIModel", "Chip"} and "version" not in cluster.spans.values():
            clusters += grown(scene, cluster, ground)
    places = {scene.plain[s.span.start : s.span.end] for s, m in chosen.items() if m.known.type == "Place"}
    clusters = joined([c for c in clusters if c.spans], places)
    aliases.parenthesised(scene, clusters, ground)
    clusters = [c for c in clusters if c.spans]
    shortened(scene, clusters, ground, edges, places)
    aliases.addressed(scene, clusters, ground, edges)
    clusters = versions.settle(scene, clusters, ground, names.registry, names.gazetteer)
    return [c for c in clusters if c.spans]


def _propose(scene: Scene, chosen: dict[Spot, Meaning], ground: Ground, edges: Edges) -> Ballot:
    """All that may be an unknown name, counted."""
    cues, ballot = Cues(scene), Ballot(scene)
    ballot.add(persons(scene, ground, edges, cues))
    ballot.add(foreign(scene, ground, edges, cues))
    anchors = Anchors({s.span: m.known.type for s, m in chosen.items()})
    ballot.add(organisations(scene, ground, edges, anchors, cues))
    ballot.add(things(scene, ground, edges))
    ballot.add(latin(scene, ground, anchors.types))
    ballot.add(firms.firms(scene, ground, edges))
    _lists(scene, ground, edges, ballot, anchors.types)
    proven = {s.span for s, m in chosen.items() if m.known.type == "Person"}
    for _ in range(3):
        found = {s for f in ballot.strong("Person", _NEED) for s in f.spans} - proven
        if _ and not found:
            break
        proven |= found
        ballot.add(listed(scene, ground, edges, sorted(proven)))
    firm = (ballot.strong(t, _NEED) for t in ("Company", "Fund"))
    ballot.drop("Person", {s for forms in firm for f in forms if f.how != "firm" and (s := stem(f.name))})
    return ballot


_LISTED = frozenset({"Company", "Fund"})


def _lists(scene: Scene, ground: Ground, edges: Edges, ballot: Ballot, known: Mapping[Span, str]) -> None:
    """Counts the names that stand in lists beside known ones, and beside those in turn."""
    seen: set[Span] = set()
    proven = {s: t for s, t in known.items() if t in _LISTED}
    for _ in range(3):
        fresh = sorted((s, t) for s, t in proven.items() if s not in seen)
        if not fresh:
            return
        seen.update(proven)
        ballot.add(firms.listed(scene, ground, edges, fresh))
        for type_name in sorted(_LISTED):
            proven |= {s: type_name for f in ballot.strong(type_name, _NEED) for s in f.spans if f.how != "person"}


def _fuller(longer: Sequence[Form], chosen: dict[Spot, Meaning], plain: str) -> dict[Span, Known]:
    """Legal names of firms, and plans in quotes, whose short name is known: 北京面壁智能科技有限责任公司."""
    out: dict[Span, Known] = {}
    for form in longer:
        kind = {"legal form": "Company", "quoted plan": "Policy"}.get(form.how)
        for span in form.spans if kind else ():
            firms = [s for s, m in chosen.items() if m.known.type == kind and s.span.within(span)]
            if firms and "旗下" not in plain[span.start : span.end]:
                out[span] = chosen[min(firms, key=lambda s: s.span)].known
    return out


def _without(chosen: dict[Spot, Meaning], longer: Sequence[Span]) -> dict[Spot, Meaning]:
    """The known names that are part of no longer unknown name."""
    covered = {i for span in longer for i in range(span.start, span.end)}
    return {s: m for s, m in chosen.items() if s.span.start not in covered}


def _own(form: Form, document: Document) -> bool:
    """True for the publication's own name, where it is no source and no subject."""
    return form.type == "MediaOutlet" and form.name in simplified(document.publisher or "")
