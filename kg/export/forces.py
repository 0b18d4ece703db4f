"""Forces between nodes: all push one another away, links pull together, and everything cools down.

The push of many is summed over a grid by Fourier transform: its time grows with the number of nodes, not with its
square.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import cast

import numpy
from numpy.typing import NDArray

from kg.export.communities import Numbers, Weights

#: A row of x and y for each node.
Places = NDArray[numpy.float64]

_EXACT_UP_TO = 600
_FEWEST_CELLS, _MOST_CELLS = 64, 512  # along a side
_SOFT = 1e-2  # keeps the push of two on one spot finite


def settle(
    start: Places,
    pairs: Numbers,
    pulls: Weights,
    *,
    mass: Weights,
    home: Numbers,
    held: Callable[[Places], Places],
    rounds: int,
) -> Places:
    """Where the nodes come to rest by Fruchterman and Reingold's forces for an ideal distance of 1.

    `pulls` weighs the rows of `pairs`, `mass` tells how much each node pushes, `held` gives a further force at given
    places. The nodes of one `home` move among themselves: their middle stays where it is.
    """
    found = start.copy()
    push = _push_exactly if len(found) <= _EXACT_UP_TO else _push_by_grid
    for round_ in range(rounds):
        move = push(found, mass) + held(found)
        delta = found[pairs[:, 0]] - found[pairs[:, 1]]
        pull = delta * (numpy.hypot(*delta.T) * pulls)[:, None]
        move += summed(pull, pairs[:, 1], len(found)) - summed(pull, pairs[:, 0], len(found))
        move -= middles(move, home)[home]
        length = numpy.maximum(numpy.hypot(*move.T), 1e-9)
        limit = numpy.sqrt(len(found)) / 4 * (1 - round_ / rounds) ** 2 + 0.02
        found += move * (numpy.minimum(length, limit) / length)[:, None]
    return found


def summed(rows: Places, home: Numbers, count: int) -> Places:
    """The sum of the rows of each home 0 … count-1."""
    return numpy.stack([numpy.bincount(home, rows[:, axis], minlength=count) for axis in (0, 1)], axis=1)


def middles(rows: Places, home: Numbers) -> Places:
    """The mean of the rows of each home."""
    sizes = numpy.bincount(home)
    return summed(rows, home, len(sizes)) / numpy.maximum(sizes, 1)[:, None]


def _push_exactly(found: Places, mass: Weights) -> Places:
    delta = found[:, None] - found[None]
    square = (delta**2).sum(axis=2) + _SOFT
    return cast(Places, (delta * (mass[None] / square)[..., None]).sum(axis=1))


def _push_by_grid(found: Places, mass: Weights) -> Places:
    """As `_push_exactly`, but nodes within a cell or two of one another feel less."""
    side = _FEWEST_CELLS
    while side < _MOST_CELLS and side**2 < 4 * len(found):
        side *= 2
    low = found.min(axis=0)
    cell = (float((found.max(axis=0) - low).max()) or 1.0) / (side - 2)
    at = (found - low) / cell
    corner = at.astype(numpy.intp)
    (right, up), (left, down) = (at - corner).T, (1 - (at - corner)).T
    # A node's mass lies in the four cells around it, the more the nearer; so is its push read off.
    first = corner[:, 0] * side + corner[:, 1]
    parts = ((first, left * down), (first + 1, left * up), (first + side, right * down), (first + side + 1, right * up))
    density = sum(numpy.bincount(cells, share * mass, minlength=side * side) for cells, share in parts)
    # Twice as wide, since the transform takes the grid for a ring.
    wide = (2 * side, 2 * side)
    spectrum = numpy.fft.rfft2(cast(Weights, density).reshape(side, side), wide)
    push = numpy.zeros_like(found)
    for axis, kernel in enumerate(_kernels(side)):
        field = numpy.fft.irfft2(spectrum * kernel, wide)[:side, :side].ravel() / cell
        for cells, share in parts:
            push[:, axis] += field[cells] * share
    return push


@functools.lru_cache(maxsize=2)
def _kernels(side: int) -> tuple[NDArray[numpy.complex128], ...]:
    """The push along x and along y of a mass of 1 in the first cell, transformed."""
    steps = numpy.fft.fftfreq(2 * side, 1 / (2 * side))
    x, y = numpy.meshgrid(steps, steps, indexing="ij")
    square = x**2 + y**2
    square[0, 0] = 1
    return tuple(numpy.fft.rfft2(part / square) for part in (x, y))
