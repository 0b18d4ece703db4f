"""The vectors of words in their sentences: the parser's first and heaviest layers, computed with NumPy.

They are spaCy's `MultiHashEmbed` and `MaxoutWindowEncoder` with the weights of the pipeline, to the same vectors but
for the last digits. What a word brings along wherever it stands is computed once a word and remembered.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import starmap
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
#: So many words are remembered; a text of any length needs no more memory than that.
_REMEMBERED = 50_000


class Layer:
    """A maxout layer with its normalisation: rows of numbers → rows of numbers."""

    def __init__(self, maxout: Any, norm: Any) -> None:
        weights = maxout.get_param("W")  # outputs × pieces × inputs
        self.width, self._pieces, inputs = weights.shape
        # the outputs of one piece side by side, so that the greatest is found column by column
        self.weights = np.ascontiguousarray(weights.transpose(2, 1, 0).reshape(inputs, -1))
        self._bias = np.ascontiguousarray(maxout.get_param("b").T.reshape(-1))
        self._scale, self._shift = norm.get_param("G"), norm.get_param("b")
        self._mean = np.full(self.width, 1 / self.width, dtype=np.float32)

    def __call__(self, rows: Array) -> Array:
        """The layer's answer to each row."""
        return self.answer(rows @ self.weights)

    def answer(self, pieces: Array) -> Array:
        """The layer's answer, from rows that its weights have been applied to; `pieces` is used up."""
        pieces += self._bias
        width = self.width
        out: Array = pieces[:, :width]
        for first in range(width, width * self._pieces, width):
            out = np.maximum(out, pieces[:, first : first + width])
        out -= (out @ self._mean)[:, None]
        out *= (((out * out) @ self._mean + np.float32(1e-8)) ** np.float32(-0.5))[:, None]
        out *= self._scale
        out += self._shift
        return out


class Encoder:
    """Texts split into words → a vector for each word. `model` is that of the pipeline's `tok2vec`."""

    def __init__(self, model: Any) -> None:
        from spacy.attrs import IDS

        named: dict[str, list[Any]] = {}
        for node in model.walk():
            named.setdefault(node.name, []).append(node)
        self._features = [IDS[name] for name in named["extract_features"][0].attrs["columns"]]
        self._tables = [(node.get_param("E"), node.attrs["seed"]) for node in named["hashembed"]]
        self._embed, *self._windows = starmap(Layer, zip(named["maxout"], named["layernorm"], strict=True))
        self._ops = model.ops
        self._places: dict[bytes, int] = {}
        #: What words bring along; the first row is that of no word.
        self._known = np.zeros((1024, self._embed.width), dtype=np.float32)

    def encode(self, docs: Sequence[Any]) -> Array:
        """The vectors of the words of all texts, in order; texts are spaCy's `Doc`."""
        known = self._rows_of(np.concatenate([doc.to_array(self._features) for doc in docs]))
        # as many empty rows around a text as there are layers: none sees the words of another
        gap = len(self._windows)
        places, start = [], gap
        for doc in docs:
            places.append(np.arange(start, start + len(doc)))
            start += len(doc) + gap
        words = np.concatenate(places)
        at = np.zeros(start, dtype=np.intp)
        at[words] = known
        distinct, at = np.unique(at, return_inverse=True)
        bare = self._known[distinct]
        first, *others, last = self._windows
        rows = bare[at]
        rows += first.answer(_beside(bare, at, first.weights))
        window = np.zeros((start, 3 * self._embed.width), dtype=np.float32)
        for layer in others:
            rows += layer(_around(rows, window))
        answer: Array = rows[words] + last(_around(rows, window)[words])
        return answer

    def _rows_of(self, features: NDArray[np.uint64]) -> list[int]:
        """Where what words bring along is kept, of each by its row of features."""
        told, size = features.tobytes(), features.shape[1] * features.itemsize
        keys = [told[at : at + size] for at in range(0, len(told), size)]
        unknown = {key: at for at, key in enumerate(keys) if key not in self._places}
        if unknown:
            if len(self._places) > _REMEMBERED:
                self._places.clear()
                unknown = {key: at for at, key in enumerate(keys)}
            start = len(self._places) + 1
            end = start + len(unknown)
            if end > len(self._known):
                self._known = np.concatenate([self._known, np.empty((end, self._embed.width), dtype=np.float32)])
            self._known[start:end] = self._embed(self._embedded(features[list(unknown.values())]))
            self._places.update(zip(unknown, range(start, end), strict=True))
        return [self._places[key] for key in keys]

    def _embedded(self, features: NDArray[np.uint64]) -> Array:
        """The rows of all tables that a word's features lead to, side by side."""
        found = []
        for column, (table, seed) in zip(features.T, self._tables, strict=True):
            keys = self._ops.hash(np.ascontiguousarray(column), seed) % len(table)
            found.append(self._ops.gather_add(table, keys))
        return np.concatenate(found, axis=1)


def _beside(bare: Array, at: NDArray[np.intp], weights: Array) -> Array:
    """A window's weights applied to the rows `at` of `bare`, worked out once for each row of `bare`."""
    before, itself, behind = (bare @ part for part in np.split(weights, 3))
    told: Array = itself.take(at, axis=0)
    told += before.take(np.roll(at, 1), axis=0)
    told += behind.take(np.roll(at, -1), axis=0)
    return told


def _around(rows: Array, window: Array) -> Array:
    """Each row beside the one before and the one behind it, written into `window`."""
    width = rows.shape[1]
    window[1:, :width] = rows[:-1]
    window[:, width : 2 * width] = rows
    window[:-1, 2 * width :] = rows[1:]
    return window
