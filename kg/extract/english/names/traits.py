"""What a text shows about an unknown name, as readable features: the rules' votes, its words, and its surroundings.

The learned typing (`typer`) weighs them. They come before the parse: raw words, punctuation, and the names beside it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence

from kg.extract.english.names.cluster import Cluster
from kg.extract.english.names.cues import ORGANISATION
from kg.extract.english.names.lexicon import is_common, lexicon
from kg.extract.english.names.persons import likeness, pinyin, titled
from kg.extract.english.names.spots import Spot
from kg.ontology.registry import Known

#: So many of a name's places are looked at, and so many characters on either side.
_PLACES, _REACH = 6, 60
#: So many words after and before count for the nouns among them.
_NOUNS = 5
_WORD = re.compile(r"['’]s?(?!\w)|\w+(?:[.'’&/-]\w+)*|[^\w\s]")
_SENTENCE_END = frozenset(".!?;")
_FIGURE = re.compile(r"[$€£¥]?\d[\d.,]*\w*")
_DIGIT, _CAPITAL, _SMALL, _AGAIN = map(re.compile, (r"\d", "[A-ZÀ-Þ]", "[a-zß-ÿ]", r"(.)\1+"))


class Scene:
    """The names of a document in order of place, with the type of each as far as it is known."""

    def __init__(self, text: str, spots: Sequence[Spot], known: Mapping[Spot, Known], place: Mapping[Spot, Cluster]):
        self.text, self.known, self.place = text, known, place
        self.ordered = sorted(spots, key=lambda s: s.span)
        self.at = {id(spot): i for i, spot in enumerate(self.ordered)}

    def told(self, spot: Spot) -> str:
        """The type of a spot: plainly known, or what the rules say of it in small letters."""
        known = self.known.get(spot)
        if known is not None:
            return known.type
        cluster = self.place.get(spot)
        return cluster.type.lower() if cluster is not None and cluster.type else "open"


def traits(cluster: Cluster, scene: Scene) -> list[str]:
    """The features of a name, each once, in a fixed order."""
    found: dict[str, None] = {}
    _rules(cluster, found)
    _name(cluster, found)
    for spot in cluster.spots[:_PLACES]:
        _around(spot, scene, found)
    return list(found)


def _rules(cluster: Cluster, found: dict[str, None]) -> None:
    votes = sorted(((w, t) for t, w in cluster.votes.items() if w > 0), reverse=True)
    for weight, name in votes:
        found[f"vote:{name}:{1 if weight < 2 else 2 if weight < 4 else 4 if weight < 8 else 8}"] = None
    best = max((v for v in votes if v[1] != ORGANISATION), default=(0.0, "none"))
    second = max((v[0] for v in votes if v[1] not in (ORGANISATION, best[1])), default=0.0)
    lead = best[0] - second
    found[f"rules:{cluster.type}"] = None
    found[f"lead:{best[1]}:{0 if lead < 1 else 1 if lead < 3 else 3}"] = None
    found[f"rules:{cluster.type}:{0 if lead < 1 else 1 if lead < 3 else 3}"] = None


def _name(cluster: Cluster, found: dict[str, None]) -> None:
    spots, words = cluster.spots, cluster.words
    count = len(spots)
    found[f"count:{count if count < 4 else 4}"] = None
    initial = all(s.initial for s in spots)
    for name in (*_shape(cluster.name), *(("opens",) if initial else ())):
        found[name] = None
    if initial and len(words) == 1:
        found["opens alone:" + ("common" if is_common(words[0]) else "rare")] = None
    if any(s.block.kind == "title" for s in spots):
        found["in the title"] = None
    for hint in {s.hint for s in spots if s.hint}:
        found[f"hint:{hint}"] = None


@functools.lru_cache(maxsize=4096)
def _shape(name: str) -> tuple[str, ...]:
    """Features of the name's own letters and words."""
    lex, words = lexicon(), titled(name).split()
    first, last = words[0], words[-1]
    sketch = _AGAIN.sub(r"\1", _SMALL.sub("x", _CAPITAL.sub("X", _DIGIT.sub("9", name))))
    found = [
        f"words:{min(len(words), 5)}",
        f"first:{first.casefold()}",
        f"last:{last.casefold()}",
        f"end:{last[-3:].casefold()}",
        f"end2:{last[-2:].casefold()}",
        f"start:{first[:3].casefold()}",
        f"sketch:{sketch[:12]}",
        f"like:{int(likeness(words))}",
    ]
    found += [f"word:{w.casefold()}" for w in words[1:-1]]
    if len(last) > 4:
        found.append(f"end:{last[-4:].casefold()}")
    if len(first) > 4:
        found.append(f"start:{first[:4].casefold()}")
    for size in (2, 1):
        if types := lex.heads.get(" ".join(words[-size:])) if len(words) > size else None:
            found.append(f"head:{types[0]}")
            break
    common = [is_common(w) for w in words]
    found.append("common:" + ("all" if all(common) else "none" if not any(common) else "some"))
    if len(words) == 1:
        found.append(f"one:{'common' if common[0] else 'rare'}:{sketch[:6]}")
        found.append(f"long:{min(len(name), 12) // 2}")
    if all(pinyin(w) for w in words):
        found.append(f"pinyin:{min(len(words), 3)}")
    if first in lex["surnames"] or first in lex["family_first"]:
        found.append("surname first")
    if first in lex["given_names"]:
        found.append("given name first")
    if any(c.isdigit() for c in name):
        found.append("digit")
        if any(c.isdigit() for c in last) and len(words) > 1:
            found.append("digit last")
    if "-" in name:
        found.append("hyphen")
        found.append(f"tail:{name.rsplit('-', 1)[-1].casefold()}")
    if name.isupper():
        found.append(f"capitals:{min(len(name), 6)}")
    if "." in name:
        found.append("dot")
    return tuple(found)


def _around(spot: Spot, scene: Scene, found: dict[str, None]) -> None:
    text, start, end = scene.text, spot.span.start, spot.span.end
    floor, ceiling = spot.block.span.start, spot.block.span.end
    before = _WORD.findall(text, max(floor, start - _REACH), start)
    after = _WORD.findall(text, end, min(ceiling, end + _REACH))
    if start - _REACH > floor and before:
        before = before[1:]  # may be half a word
    low = [_plain(w) for w in before[-4:]]
    for i, word in enumerate(after):
        if word in _SENTENCE_END and i:
            after = after[:i]
            break
    high = [_plain(w) for w in after[:4]]
    one, two = low[-1] if low else "^", low[-2] if len(low) > 1 else "^"
    if start == floor:
        one = "^^"
    nxt, then = high[0] if high else "$", high[1] if len(high) > 1 else "$"
    third = high[2] if len(high) > 2 else "$"
    for feature in (
        f"<{one}",
        f"<<{two} {one}",
        f"<2{two}",
        f">{nxt}",
        f">>{nxt} {then}",
        f">2{then}",
        f"<>{one} {nxt}",
    ):
        found[feature] = None
    if nxt in {",", "(", "'s", "-", "is", "was", ":", "–", "—"}:
        found[f">>>{nxt} {then} {third}"] = None
    nouns = lexicon().nouns
    roles = lexicon()["roles"]
    for place, word in enumerate(reversed(before[-_NOUNS:])):
        small = word.casefold()
        kind = "role" if small in roles else nouns[small][0] if small in nouns else None
        if kind:
            found[f"noun before:{kind}:{place if place < 2 else 2}"] = None
            break
        if word in _SENTENCE_END:
            break
    for place, word in enumerate(after[: _NOUNS + 2]):
        small = word.casefold()
        kind = "role" if small in roles else nouns[small][0] if small in nouns else None
        if kind:
            found[f"noun after:{kind}:{place if place < 3 else 3}:{nxt if nxt in _JOINTS else ''}"] = None
            break
    _beside(spot, scene, found)


_JOINTS = frozenset({",", "(", "'s", "is", "was", "-", ":", "–"})


def _beside(spot: Spot, scene: Scene, found: dict[str, None]) -> None:
    """The nearest names of the block with what stands between."""
    at, text = scene.at.get(id(spot)), scene.text
    if at is None:
        return
    for step, side in ((-1, "left"), (1, "right")):
        if not 0 <= at + step < len(scene.ordered):
            continue
        other = scene.ordered[at + step]
        if other.block is not spot.block:
            continue
        left, right = (other, spot) if step < 0 else (spot, other)
        between = text[left.span.end : right.span.start]
        if len(between) > 40:
            continue
        told = scene.told(other)
        found[f"{side}:{told}"] = None
        gap = " ".join(_plain(w) for w in _WORD.findall(between)[:4])
        found[f"{side}:{told}:{gap}"] = None


@functools.lru_cache(maxsize=16384)
def _plain(word: str) -> str:
    """A word as features write it: small letters, figures as one, kinds of apostrophe and dash as one."""
    if word[0] in "'’":
        return "'s"
    if _FIGURE.fullmatch(word):
        return "9"
    if word in "–—‑":
        return "–"
    if word in '“”‘"':
        return '"'
    return "X" if word[0].isupper() and not is_common(word) else word.casefold()
