"""Other forms of one name: short forms, abbreviations in brackets, told aliases, titles with a family name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kg.extract.english.names.cluster import Cluster
from kg.extract.english.names.lexicon import is_common
from kg.extract.english.names.persons import short_forms
from kg.extract.english.names.spots import Spot
from kg.extract.kinds import ORGANISATIONS
from kg.extract.names import MODEL_WORDS
from kg.model import Span

_ALIAS = re.compile(
    r",?\s\(?(?:better known as|also known as|formerly|formerly known as|formerly called|now called|now known as|"
    r"known as|previously|renamed|rebranded as|short for|trading as|previously known as|or|aka|a\.k\.a\.|once called|"
    r"which (?:has )?trade[sd]? (?:under the name|as))\s[\"“]?"
)
_BRACKET = re.compile(r"\s?[(（][\"“]?(?:the\s|or\s)?[\"“]?")
_DIGIT = re.compile(r"\d")
_ADDRESS = re.compile(r"(?:Mr|Mrs|Ms|Miss|Auntie|Uncle)\.?[ ]$")


def addressed(text: str, clusters: Sequence[Cluster], named: Sequence[tuple[str, str, str]]) -> list[Cluster]:
    """Persons of whom the text tells no more than title and family name: "Mrs Cao" is the name, apart from "Mr Cao"."""
    full = {w for c in clusters if len(c.words) > 1 and c.votes["Person"] >= 2 for w in short_forms(c.words)}
    full |= {w for name, _, type_name in named if type_name == "Person" for w in short_forms(name.split())}
    made: dict[str, Cluster] = {}
    for cluster in clusters:
        if len(cluster.words) != 1 or cluster.name in full:
            continue
        kept = []
        for spot in cluster.spots:
            title = _ADDRESS.search(text, max(spot.block.span.start, spot.span.start - 8), spot.span.start)
            if title is None:
                kept.append(spot)
                continue
            span = Span(title.start(), spot.span.end)
            name = text[span.start : span.end]
            made.setdefault(name, Cluster(name)).spots.append(replace(spot, span=span, text=name))
            made[name].votes["Person"] += 6
        if made and kept != cluster.spots:
            first = next(c for c in made.values() if c.words[-1] == cluster.name)
            first.spots.extend(kept)
            cluster.spots.clear()
    return list(made.values())


def merge(
    text: str,
    clusters: list[Cluster],
    spots: Sequence[Spot],
    place: dict[Spot, Cluster],
    named: list[tuple[str, str, str]],
) -> list[Cluster]:
    """Joins short forms, abbreviations and told aliases to the full names; `place` gives the cluster of a spot."""
    into: dict[int, Cluster] = {}
    clusters = [c for c in clusters if c.spots]
    for cluster in sorted(clusters, key=lambda c: (len(c.words), c.spots[0].span)):
        target = _longer(cluster, clusters)
        if target is not None:
            into[id(cluster)] = target
        elif (entity := _known_longer(cluster, named)) is not None:
            cluster.known, cluster.type = entity
    ordered = sorted(spots, key=lambda s: s.span)
    for left, right in pairwise(ordered):
        between = text[left.span.end : right.span.start]
        if len(between) > 40 or left.block is not right.block:
            continue
        bracket = _BRACKET.fullmatch(between) and abbreviates(right.text, left.text)
        if bracket or (
            _ALIAS.fullmatch(between)
            and _nameable(left, right, place)
            and text[right.span.end : right.span.end + 1] not in "'’"
        ):
            _join(left, right, place, into)
    out = []
    for cluster in clusters:
        target = cluster
        while id(target) in into:
            target = into[id(target)]
        if target is cluster:
            out.append(cluster)
            continue
        target.spots.extend(cluster.spots)
        for type_name, weight in cluster.votes.items():
            target.votes[type_name] += weight
        if cluster.known and not target.known:
            target.known, target.type = cluster.known, cluster.type
    return out


def _nameable(left: Spot, right: Spot, place: dict[Spot, Cluster]) -> bool:
    """False where one of the two is a person: "X, formerly Sogou's chief" gives no other name."""
    found = [place[s] for s in (left, right) if s in place]
    return all(c.votes["Person"] < 2 for c in found)


def _longer(cluster: Cluster, clusters: Sequence[Cluster]) -> Cluster | None:
    """The fuller name that this one shortens; the nearest before it when there are several."""
    words = cluster.words
    found = []
    versions = 0
    for other in clusters:
        if other is cluster or len(other.words) < len(words):
            continue
        longer = other.words
        if longer[: len(words)] == words and len(longer) > len(words):
            rest = longer[len(words)]
            if _DIGIT.search(rest) or rest in MODEL_WORDS or _DIGIT.search(cluster.name):
                continue
            found.append(other)
        elif len(words) == 1 and len(longer) == 1 and _suffixed(words[0], longer[0]):
            versions += 1
            found.append(other)
        elif len(words) == 1 and words[0] in short_forms(longer) and other.votes["Person"] >= 2:
            found.append(other)
    if not found or versions > 1:
        return None
    first = cluster.spots[0].span.start
    before = [c for c in found if c.spots[0].span.start < first]
    return max(before or found, key=lambda c: (-abs(c.spots[0].span.start - first), c.name))


def _known_longer(cluster: Cluster, named: Sequence[tuple[str, str, str]]) -> tuple[str, str] | None:
    """A known entity of the document that this name shortens: "Larkspur" beside "Larkspur Advisory"."""
    words = cluster.words
    if len(words) == 1 and is_common(words[0]) and cluster.spots[0].initial:
        return None
    for name, entity, type_name in named:
        longer = name.split()
        if type_name == "Person":
            if len(words) == 1 and words[0] in short_forms(longer):
                return entity, type_name
        elif (
            len(longer) > len(words)
            and longer[: len(words)] == words
            and type_name in ORGANISATIONS
            and _tellable(words)
        ):
            return entity, type_name
    return None


def _suffixed(word: str, longer: str) -> bool:
    """True when the longer name adds a size or an edition by hyphen: "Pelican-40B", "Pelican-VL"."""
    if not longer.startswith((word + "-", word + "‑")):
        return False
    tail = longer[len(word) + 1 :]
    return bool(re.match(r"\d+(?:\.\d+)?[BM]", tail)) or tail.split("-")[0] in MODEL_WORDS


def _tellable(words: Sequence[str]) -> bool:
    return len(words) > 1 or not is_common(words[0])


def _join(left: Spot, right: Spot, place: dict[Spot, Cluster], into: dict[int, Cluster]) -> None:
    a, b = place.get(left), place.get(right)
    if a is not None and b is not None:
        if a is not b and id(b) not in into and into.get(id(a)) is not b:
            into[id(b)] = a
        return
    cluster, known = (a, right) if a is not None else (b, left)
    if cluster is None or known.unknown:
        return
    plain = [m for m in known.meanings if not m.cue] or list(known.meanings)
    if plain and plain[0].known.type != "Place":
        cluster.known, cluster.type = plain[0].known.id, plain[0].known.type


def abbreviates(short: str, name: str) -> bool:
    """True when the short form is made of the name's initials, of its first words, or of letters in their order.

    >>> abbreviates("SMIC", "Semiconductor Manufacturing International Corp")
    True
    """
    if name.startswith(short) and len(name) > len(short):
        return True
    letters = re.sub(r"[^A-Za-z]", "", short)
    if len(letters) < 2 or not letters[0].isupper():
        return False
    capitals = "".join(w[0] for w in re.findall(r"[A-Za-z]+", name) if w[0].isupper())
    if letters.upper() == capitals or (len(letters) > 2 and letters.upper() in capitals):
        return True
    if not letters[1:].isupper() or letters[0] != name[:1].upper():
        return False
    rest = iter(name.upper())
    return len(name.split()) > 1 and all(c in rest for c in letters.upper())
