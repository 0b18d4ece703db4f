"""From whom the text has what it tells: "according to McKinsey", "Reuters reported", a speaker in quotation marks.

The words are data (`english/stance/attribution.yaml`). What a name carries along, as in "X, the maker of Y, said", has
no source: the text tells it on its own account.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kg.extract.candidate import Candidate
from kg.extract.english.parse import Sentence
from kg.extract.english.reference.anaphors import words
from kg.extract.english.stance.arcs import presupposed
from kg.extract.english.stance.choice import SourceModel
from kg.extract.english.stance.order import beside_by_order
from kg.extract.english.stance.sources import STOP, in_sentence, source_words
from kg.extract.english.stance.speech import bare_voice, in_quotes, interview, speaker_of_quote
from kg.extract.english.stance.telling import Told, features, weighed
from kg.extract.english.stance.voices import HOUSE, Voices
from kg.extract.forces import lexicon
from kg.model import Document, Entity, Modality


def attribution_of(
    sentences: Sequence[Sentence],
    index: int,
    trigger: int,
    entities: Mapping[str, Entity],
    *,
    subject: str | None = None,
    object_: str | None = None,
    denied: bool = False,
    house: str | None = None,
    turn: Callable[[int], str | None] | None = None,
) -> tuple[str, str | None] | None:
    """The source of what hangs on the token `trigger` of the sentence at `index`: its name and its entity's id.

    None where the text tells it itself, and for unnamed sources. An organisation that is the statement's own `subject`
    or `object_` is no source of plain narration, only of a denial (`denied`) and of what stands in quotation marks.
    `house` names the publisher that speaks as "we"; `turn` tells whose turn of an interview a sentence belongs to,
    where that has been worked out.
    """
    sentence = sentences[index]
    token = sentence.doc[trigger]
    source = turn(index) if turn else interview(sentences, index, entities)
    if source is None:
        if _background(sentence, token):
            return None
        source = in_sentence(sentence, token, frozenset(filter(None, (subject, object_))))
        source = source or beside_by_order(sentence, token)
        source = source or speaker_of_quote(sentences, index, sentence.starts[trigger])
        source = source or (bare_voice(sentences, index) if denied else None)
    if source is None and house and _first_person(token):
        return house, next((i for i, e in entities.items() if house in (*e.labels.values(), *e.aliases)), None)
    if source is None or source not in entities:
        return None
    own = source in (subject, object_) and entities[source].type != "Person"
    if own and not denied and not in_quotes(sentences, index, sentence.starts[trigger]):
        return None
    return entities[source].label("en"), source


def _background(sentence: Sentence, token: Any) -> bool:
    """True for what a name carries along: an apposition, a possessive, a role, "of Seoul"."""
    if token.pos_ in {"PROPN", "ADP", "PRON", "DET"} or token.dep_ in STOP - {"relcl"}:
        return True
    if token.pos_ != "NOUN" or token.dep_ == "attr":
        return False
    if any(c.dep_ == "appos" and sentence.argument_at(c.i) for c in token.children):
        return True  # "Hangzhou's mayor, Yao Gaoyuan"
    lemma = token.lemma_.lower()
    if lemma in lexicon().words["event_nouns"]:
        return presupposed(token)
    return lemma in words().types


def _first_person(trigger: Any) -> bool:
    """True under "we estimate", "by our count"."""
    lists = source_words()
    for token in (trigger, *trigger.ancestors):
        for child in token.children:
            if child.dep_ == "nsubj" and child.lower_ == "we" and token.lemma_.lower() in lists["house"]:
                return True
            if child.dep_ == "prep" and any(
                t.lower_ == "our" and t.head.lemma_.lower() in lists["accounts"] for t in child.subtree
            ):
                return True
            if (
                child.dep_ in {"parataxis", "ccomp"}
                and child.lemma_.lower() in lists["house"]
                and any(g.lower_ == "we" for g in child.children)
            ):
                return True
        if token.dep_ in STOP or token.dep_ == "conj":
            return False
    return False


class Attributor:
    """Finds the source of each statement of one document: the rules' answer, else the likeliest by all the text shows.

    Without a `model` the rules alone decide. `found` is all that was read, since who speaks for whom depends on it.
    """

    def __init__(
        self,
        document: Document,
        sentences: Sequence[Sentence],
        entities: Mapping[str, Entity],
        found: Sequence[Candidate],
        model: SourceModel | None,
    ) -> None:
        self._publisher = document.publisher
        self._sentences = sentences
        self._entities = entities
        self._model = model
        self._voices = Voices(document, sentences, entities, found) if model else None

    def of(self, one: Candidate, modality: Modality) -> str | None:
        """The name of the source; None where the text tells it on its own account, and for unnamed sources."""
        rules = self._rules(one, modality)
        if self._model is None or self._voices is None:
            return rules[0] if rules else one.source
        if rules:
            return rules[0] if rules[1] else self._voices.house_name or rules[0]
        told = told_of(one, modality, rules, self._voices, self._entities)
        source = self._model.choose(*weighed(told, self._sentences, self._voices))
        if source == HOUSE:
            return self._voices.house_name
        return self._entities[source].label("en") if source else None

    def _rules(self, one: Candidate, modality: Modality) -> tuple[str, str | None] | None:
        return attribution_of(
            self._sentences,
            one.sentence,
            one.trigger,
            self._entities,
            subject=one.subject,
            object_=one.object if isinstance(one.object, str) else None,
            denied=modality is Modality.DENIED,
            house=self._publisher,
            turn=self._voices.turn if self._voices else None,
        )

    @property
    def house_name(self) -> str | None:
        """The publisher's name, where it is no entity of the document."""
        return self._voices.house_name if self._voices else None

    def candidates(self, one: Candidate, modality: Modality) -> list[tuple[str, list[str]]]:
        """The candidates for a statement's source with their features, for training."""
        if self._voices is None:
            return []
        told = told_of(one, modality, self._rules(one, modality), self._voices, self._entities)
        return list(features(told, self._sentences, self._voices))


def told_of(
    one: Candidate,
    modality: Modality,
    rules: tuple[str, str | None] | None,
    voices: Voices,
    entities: Mapping[str, Entity],
) -> Told:
    """A candidate with what the rules say, in the terms of the learned choice."""
    said: str | None = None
    if rules:
        said = rules[1] or voices.house
    elif one.source:
        said = next((i for i, e in entities.items() if e.label("en") == one.source), voices.house)
    object_ = one.object if isinstance(one.object, str) else None
    return Told(one.predicate, one.subject, object_, one.sentence, one.trigger, modality, said)
