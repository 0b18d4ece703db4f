"""Colours and shapes of the page, dealt out to whatever types and relations the ontology holds.

Types of one group share a shape and a family of hues; a type or relation that is added gets the next ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.ontology.schema import Ontology


@dataclass(frozen=True)
class Look:
    """How a type is drawn: a shape that vis-network knows, and its colour on light and on dark ground."""

    shape: str
    light: str
    dark: str


# (light ground, dark ground): each has 3:1 or more against its ground.
_BLUES = (
    ("#2f6fb7", "#6ea8e6"),
    ("#1f8a7d", "#4fc4b4"),
    ("#5a5fc0", "#9da2f2"),
    ("#4d7d94", "#8cbcd2"),
    ("#3f8f4f", "#79cb88"),
)
_WARMS = (("#d0632b", "#f09a66"), ("#b8434e", "#ef8b92"), ("#a97a12", "#ddb458"))
_OTHERS = (
    ("#7f5aa8", "#bb98e3"),
    ("#b0518f", "#e597c7"),
    ("#6f7f2f", "#b4c46d"),
    ("#4a5568", "#b3bdcc"),
    ("#8a6a4f", "#cba98c"),
    ("#9a4f9f", "#d691da"),
    ("#5f7180", "#9fb3c3"),
)
_GROUP_HUES = (_BLUES, _WARMS)
_GROUP_SHAPES = ("dot", "square")
_SHAPES = ("diamond", "triangle", "hexagon", "star", "triangleDown")
#: Shape → its outline as an SVG path in a box of 22 by 16, for legends.
GLYPHS = {
    "dot": "M11 2a6 6 0 1 0 .01 0z",
    "square": "M5.5 2.5h11v11h-11z",
    "diamond": "M11 1l7 7-7 7-7-7z",
    "triangle": "M11 1.5l7 12.5H4z",
    "triangleDown": "M4 2h14l-7 12.5z",
    "hexagon": "M7.5 2h7l3.5 6-3.5 6h-7L4 8z",
    "star": "M11 .8l1.8 4.9 5.2.2-4.1 3.2 1.4 5-4.3-2.9-4.3 2.9 1.4-5L4 5.9l5.2-.2z",
}
_LINES = (
    ("#5b6b7f", "#9aa8ba"),
    ("#2f77b5", "#6faee8"),
    ("#1d8577", "#53c2b2"),
    ("#a06a1c", "#d9ab62"),
    ("#76589f", "#b79ade"),
    ("#ad4d63", "#e992a5"),
    ("#57802f", "#9ecb70"),
    ("#94553c", "#d79a80"),
    ("#3f6f8f", "#84b6d6"),
)


def looks(ontology: Ontology) -> dict[str, Look]:
    """The look of every leaf type."""
    everything = max((len(leaves) for leaves in ontology.groups.values()), default=0)
    groups = [
        sorted(ontology.groups[name]) for name in sorted(ontology.groups) if len(ontology.groups[name]) < everything
    ]
    found: dict[str, Look] = {}
    for index, leaves in enumerate(groups):
        hues = _GROUP_HUES[index % len(_GROUP_HUES)]
        for place, leaf in enumerate(leaf for leaf in leaves if leaf not in found):
            found[leaf] = Look(_GROUP_SHAPES[index % len(_GROUP_SHAPES)], *hues[place % len(hues)])
    for place, leaf in enumerate(leaf for leaf in sorted(ontology.types) if leaf not in found):
        found[leaf] = Look(_SHAPES[place % len(_SHAPES)], *_OTHERS[place % len(_OTHERS)])
    return found


def lines(relations: Sequence[str]) -> dict[str, tuple[str, str]]:
    """The colour of every relation on light and on dark ground."""
    return {name: _LINES[place % len(_LINES)] for place, name in enumerate(sorted(relations))}
