"""Circles side by side: pushed off one another, or packed around what is there."""

from __future__ import annotations

import math

import numpy
from numpy.lib.stride_tricks import sliding_window_view

from kg.export.communities import Numbers, Weights
from kg.export.forces import Places, summed

_DRAWN, _PUSHED = 200, 300  # rounds
_SIDES = 720  # directions in which an outline is known
_ROUNDS = 60


def huddled(centres: Places, radii: Weights) -> Places:
    """The circles drawn to the middle, none much on top of another."""
    found = centres.copy()
    for _ in range(_DRAWN):
        found *= 0.985
        _push(found, radii)
    for _ in range(_PUSHED):
        if not _push(found, radii):
            break
    return found


def _push(centres: Places, radii: Weights) -> bool:
    """Moves overlapping circles half of their overlap apart; True when any overlapped."""
    delta = centres[:, None] - centres[None]
    distance = numpy.hypot(delta[..., 0], delta[..., 1])
    overlap = numpy.maximum(radii[:, None] + radii[None] - distance, 0)
    numpy.fill_diagonal(overlap, 0)
    if overlap.max(initial=0) < 0.02:
        return False
    # The larger circle moves less.
    share = radii[None] ** 2 / (radii[:, None] ** 2 + radii[None] ** 2)
    step = overlap * share / numpy.maximum(distance, 1e-6)
    centres += 0.5 * (delta * step[..., None]).sum(axis=1)
    return True


def outline(centres: Places, radii: Weights) -> Weights:
    """How far from the origin the circles reach in each direction."""
    edge = numpy.zeros(_SIDES)
    for centre, radius in zip(centres, radii, strict=True):
        numpy.maximum(edge, _reach(centre, float(radius)), out=edge)
    return edge


def packed(edge: Weights, radii: Weights) -> Places:
    """Centres for circles outside an outline, one after the other where it comes nearest to the origin."""
    edge = edge.copy()
    found = numpy.empty((len(radii), 2))
    for index, radius in enumerate(radii.tolist()):
        beyond = max(float(edge.min()) + radius, 1e-9)
        half = min(math.ceil(math.asin(min(1.0, radius / beyond)) * _SIDES / math.tau), _SIDES // 2 - 1)
        highest = sliding_window_view(numpy.pad(edge, half, mode="wrap"), 2 * half + 1).max(axis=1)
        best = int(highest.argmin())
        found[index] = _ways()[best] * (highest[best] + radius)
        numpy.maximum(edge, _reach(found[index], radius), out=edge)
    return found


def _ways() -> Places:
    angles = (numpy.arange(_SIDES) + 0.5) * math.tau / _SIDES
    return numpy.stack([numpy.cos(angles), numpy.sin(angles)], axis=1)


def _reach(centre: Places, radius: float) -> Weights:
    """How far a circle reaches in each direction; 0 where it does not lie."""
    along = (_ways() * centre).sum(axis=1)
    off = (centre**2).sum() - along**2
    half = numpy.sqrt(numpy.maximum(radius**2 - off, 0))
    return numpy.where((off < radius**2) & (along + half > 0), along + half, 0.0)


def apart(centres: Places, radii: Weights, ease: Weights) -> Places:
    """Circles of nearly one size pushed off one another, each as far as its `ease` (0 to 1) tells."""
    found = centres.copy()
    for _ in range(_ROUNDS):
        left, right = _near(found, 2 * float(radii.max(initial=0)))
        delta = found[left] - found[right]
        distance = numpy.hypot(*delta.T)
        close = distance < radii[left] + radii[right]
        if not close.any():
            break
        left, right, delta, distance = left[close], right[close], delta[close], distance[close]
        # Two on one spot part along a line that their numbers decide.
        angle = (left * 2.4 + right * 0.7) % math.tau
        chance = numpy.stack([numpy.cos(angle), numpy.sin(angle)], axis=1)
        away = numpy.where((distance < 1e-6)[:, None], chance, delta / numpy.maximum(distance, 1e-6)[:, None])
        push = away * ((radii[left] + radii[right] - distance) * 0.4 + 0.01)[:, None]
        found += (summed(push, left, len(found)) - summed(push, right, len(found))) * ease[:, None]
    return found


def _near(found: Places, reach: float) -> tuple[Numbers, Numbers]:
    """All pairs closer than `reach`, each once, and some others: those in one square or in two side by side."""
    cell = ((found - found.min(axis=0)) // reach).astype(numpy.intp) + 1
    column = int(cell[:, 1].max()) + 2
    key = cell[:, 0] * column + cell[:, 1]
    order = numpy.argsort(key, kind="stable")
    key = key[order]
    index = numpy.arange(len(key))
    # Each with those after it in its own square and the next, and with three squares of the next column.
    begin = numpy.concatenate([index + 1, numpy.searchsorted(key, key + column - 1)])
    end = numpy.searchsorted(key, numpy.concatenate([key + 1, key + column + 1]), side="right")
    many = end - begin
    left = numpy.repeat(numpy.concatenate([index, index]), many)
    right = numpy.arange(len(left)) - numpy.repeat(numpy.cumsum(many) - many - begin, many)
    return order[left], order[right]
