"""Tags and arcs of words from their vectors: spaCy's tagger and parser with their sums done by NumPy.

spaCy's parser takes and gives back the interpreter's lock with each of its small sums. Here it is asked only what can
follow in each sentence, and all sentences take their next step at once, to the same parse.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.extract.english.vectors import Array


class Tagger:
    """Vectors → tags, as their hashes in the strings of the pipeline. `component` is its tagger."""

    def __init__(self, component: Any) -> None:
        softmax = next(node for node in component.model.walk() if node.has_param("W"))
        self._weights, self._bias = _linear(softmax)
        strings = component.vocab.strings
        self._tags = np.array([strings[label] for label in component.labels], dtype=np.uint64).astype(np.int64)

    def __call__(self, vectors: Array) -> list[int]:
        """The likeliest tag of each word."""
        tags: list[int] = self._tags[(vectors @ self._weights + self._bias).argmax(axis=1)].tolist()
        return tags


class ArcParser:
    """Sets the arcs of sentences by the vectors of their words. `component` is the pipeline's parser."""

    def __init__(self, component: Any) -> None:
        from spacy.ml.parser_model import ParserStepModel

        first, lower, upper = component.model.layers
        self._component = component
        self._first = _linear(first.layers[-1])
        weights, pad = lower.get_param("W"), lower.get_param("pad")[0]  # places × outputs × pieces (× inputs)
        self._places, self._width, self._pieces, inputs = weights.shape
        # the outputs of one piece side by side, so that the greatest is found column by column
        self._lower = np.ascontiguousarray(weights.transpose(3, 0, 2, 1).reshape(inputs, -1))
        self._pad = pad.transpose(0, 2, 1).reshape(self._places, -1)
        self._bias = np.ascontiguousarray(lower.get_param("b").T.reshape(-1))
        self._upper, self._last = _linear(upper)
        self._last[list(component.model.attrs["unseen_classes"])] = -np.inf
        self._asked = SimpleNamespace(state2vec=SimpleNamespace(nF=self._places))
        self._words_of = ParserStepModel.get_token_ids

    def __call__(self, docs: Sequence[Any], vectors: Array) -> None:
        """Parses all `docs`; `vectors` are those of all their words, in order."""
        states = self._component.moves.init_batch(docs)
        going = [state for state in states if not state.is_final()]
        # behind the row of no word (-1) stands a row for each place
        told, at = self._told(vectors), np.arange(self._places, 2 * self._places, dtype=np.int32)
        while going:
            rows = self._words_of(self._asked, going) * self._places + at  # the words that decide a step
            sums = np.add.reduce(told.take(rows, axis=0), axis=1)
            best = sums[:, : self._width]
            for start in range(self._width, self._width * self._pieces, self._width):
                best = np.maximum(best, sums[:, start : start + self._width])
            chosen = best @ self._upper
            chosen += self._last
            going = self._component.transition_states(going, chosen)
        self._component.set_annotations(docs, states)

    def _told(self, vectors: Array) -> Array:
        """What each word tells in each place that it may have for a step; first what no word tells."""
        weights, bias = self._first
        told = np.empty(((len(vectors) + 1) * self._places, self._width * self._pieces), dtype=np.float32)
        told[: self._places] = self._pad
        np.matmul(
            vectors @ weights + bias, self._lower, out=told[self._places :].reshape(len(vectors), self._lower.shape[1])
        )
        told[:: self._places] += self._bias  # every step asks for a word in the first place
        return told


def _linear(layer: Any) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The weights of a layer, inputs × outputs, and its bias."""
    return np.ascontiguousarray(layer.get_param("W").T), layer.get_param("b").copy()
