"""Unknown names of a document: which spots name one thing, and of which type it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from kg.extract.english.names import aliases, things
from kg.extract.english.names.cluster import Cluster, bare
from kg.extract.english.names.cues import ORGANISATION, Votes, around, inner
from kg.extract.english.names.lexicon import is_common
from kg.extract.english.names.persons import likeness
from kg.extract.english.names.spots import Spot
from kg.extract.gazetteer import fold
from kg.extract.kin import Kin
from kg.ontology.registry import Known

#: In the order in which they take the votes that name no one of them.
_KINDS = ("Company", "Fund", "ResearchInstitute", "GovernmentBody", "MediaOutlet")
_LIST = re.compile(r"\s?(?:,|,?\s(?:and|or|&|plus|as well as|but also)|/|;)\s(?:the\s|also\s)?(?:and\s)?")
_VERSION = re.compile(r"[- ‑]?[vV]?\d.*$")
_NUMBER = re.compile(r"[\d.]+")


def gather(text: str, spots: Sequence[Spot], known: Mapping[Spot, Known], kin: Kin) -> list[Cluster]:
    """Clusters of the unknown spots, typed. `known` gives the entities that the other spots name.

    A cluster whose type stays None names nothing.
    """
    named = [(s.text, k.id, k.type) for s, k in known.items() if not s.family]
    owners = {s.span.end: (k.type, kin.makes(k.id)) for s, k in known.items()}
    clusters: dict[str, Cluster] = {}
    place: dict[Spot, Cluster] = {}
    for spot in spots:
        if spot.unknown:
            key = fold(bare(spot.text))[0]
            cluster = clusters.setdefault(key, Cluster(bare(spot.text)))
            cluster.spots.append(spot)
            place[spot] = cluster
    for cluster in clusters.values():
        _weigh(text, cluster, owners)
    _share(list(clusters.values()))
    clusters |= {f"{c.name} {i}": c for i, c in enumerate(aliases.addressed(text, list(clusters.values()), named))}
    merged = aliases.merge(text, list(clusters.values()), spots, place, named)
    for cluster in merged:
        decide(cluster)
    _by_company(text, merged, spots, {spot: c for c in merged for spot in c.spots})
    return merged


def _weigh(text: str, cluster: Cluster, owners: Mapping[int, tuple[str, str | None]]) -> None:
    for type_name, weight in inner(cluster.name).items():
        cluster.votes[type_name] += weight
    if any(s.government for s in cluster.spots):
        cluster.votes["GovernmentBody"] += 10
    common = all(is_common(w) for w in cluster.words) and len(cluster.words) == 1
    person = likeness(cluster.words) >= 2
    for spot in cluster.spots:
        if spot.hint:
            cluster.votes[spot.hint] += 3
        floor, ceiling = spot.block.span.start, spot.block.span.end
        weak = common and spot.initial
        seen = around(text, spot.span.start, spot.span.end, floor, ceiling, len(cluster.words), weak=weak)
        made = things.votes(text, spot.span.start, spot.span.end, floor, ceiling, owners, person=person)
        for type_name, weight in (*seen.items(), *(() if weak else made.items())):
            cluster.votes[type_name] = min(12.0, cluster.votes[type_name] + weight)


def _share(clusters: Sequence[Cluster]) -> None:
    """Versions of one line are of one type: "Orrery 2" and "Orrery 2 Mini" add up their votes, and the line's own."""
    lines: dict[str, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        lines[_VERSION.sub("", cluster.name)].append(cluster)
    for line, members in lines.items():
        if len(members) < 2 or all(is_common(w) for w in line.split()):
            continue
        total = {t: sum(c.votes.get(t, 0.0) for c in members) for t in ("AIModel", "Product", "Chip")}
        for cluster in members:
            if cluster.name != line or score(cluster.votes)[0] not in _KINDS:
                cluster.votes.update(total)


def decide(cluster: Cluster) -> None:
    """Sets the type by the votes; leaves None where the evidence for a name is too thin."""
    if cluster.known:
        return
    best, weight = score(cluster.votes)
    words = cluster.words
    initial = all(s.initial for s in cluster.spots)
    plain = [w for w in words if not _NUMBER.fullmatch(w)]
    single = len(plain) == 1
    common = all(is_common(w) for w in plain)
    need = 1.0
    if initial and single:
        need = 3.5 if common else 1.0
    elif common and single:
        need = 2.5
    if weight >= need and best is not None:
        cluster.type = best
    elif not (initial and single) and not (single and common):
        cluster.type = "Person" if likeness(words) >= 2 else best or "Company"


def score(votes: Votes) -> tuple[str | None, float]:
    """The best type with its weight; the organisations' common votes go to the one that has most of its own."""
    totals = {t: w for t, w in votes.items() if t != ORGANISATION and w > 0}
    shared = votes.get(ORGANISATION, 0.0)
    if shared:
        own = max((t for t in _KINDS if t in totals), key=lambda t: (totals[t], -_KINDS.index(t)), default="Company")
        totals[own] = totals.get(own, 0.0) + shared
    if not totals:
        return None, 0.0
    best = max(sorted(totals), key=lambda t: totals[t])
    return best, totals[best]


def _by_company(text: str, clusters: Sequence[Cluster], spots: Sequence[Spot], place: dict[Spot, Cluster]) -> None:
    """Names in a list are of one kind: a thinly proven name takes the type of its neighbours."""
    ordered = sorted(spots, key=lambda s: s.span)
    for left, right in pairwise(ordered):
        if left.block is not right.block or not _LIST.fullmatch(text[left.span.end : right.span.start]):
            continue
        for spot, other in ((left, right), (right, left)):
            cluster = place.get(spot)
            if cluster is None or cluster.known:
                continue
            told = _type_of(other, place)
            if told == "Place" and "," in text[left.span.end : right.span.start]:
                continue  # "In Shanghai, X rose"
            if told:
                cluster.votes[told] += 1.5
                decide(cluster)


def _type_of(spot: Spot, place: dict[Spot, Cluster]) -> str | None:
    cluster = place.get(spot)
    if cluster is not None:
        best, weight = score(cluster.votes)
        return best if weight >= 3 else None
    for meaning in (*spot.meanings, *spot.family):
        if not meaning.cue:
            return meaning.known.type
    return None
