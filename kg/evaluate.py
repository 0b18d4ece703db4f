"""How well extraction agrees with annotated documents: precision, recall and F1, and agreement on what matched.

Predicted and gold entities are paired by a shared written form. A relation is right when subject, predicate and object
are, an observation when subject, metric and unit are and the value is within 1 %. Counts are summed over documents.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from kg.extract.base import Extractor
from kg.extract.document_json import DocumentJson, EntityJson, ObservationJson, RelationJson, from_json, to_json
from kg.ontology.schema import Ontology

#: An end of a relation: the gold entity's place in its list, or the name of a predicted one that matched none.
End = int | str | None
Fact = tuple[End, str, End]

#: How far a value may be from the annotated one, as a share of it.
TOLERANCE = 0.01
_EMPTY: dict[str, Any] = {"entities": [], "relations": [], "observations": []}
_QUOTES = "\"'“”‘’《》「」.,"
_JOINERS = re.compile(r"[\s\-_–—·]+")
_LEGAL_FORM = re.compile(
    r"[\s,]+(?:inc|corp|corporation|co|ltd|limited|plc|group|holdings?|company|technology|technologies)\.?$"
)


@dataclass
class Tally:
    """Counts of right, wrong and missed predictions."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of what was predicted that is right; 0 where nothing was predicted."""
        return self.right / (self.right + self.wrong) if self.right else 0.0

    @property
    def recall(self) -> float:
        """Share of what is to be found that was; 0 where nothing is to be found."""
        return self.right / (self.right + self.missed) if self.right else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass
class Agreement:
    """How many of the matches that can be compared agree."""

    same: int = 0
    compared: int = 0

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None where nothing could be compared."""
        return self.same / self.compared if self.compared else None

    def add(self, same: bool) -> None:
        """Counts one comparison."""
        self.same += same
        self.compared += 1


@dataclass(frozen=True)
class Mistake:
    """One wrong or missed relation or observation. `kind` is `wrong` or `missed`, `rule` what told a wrong one."""

    kind: str
    what: str
    document: str
    claim: str
    evidence: str
    rule: str = ""


@dataclass
class Evaluation:
    """Figures by name.

    Tallies: `entities`, `entities typed`, `relations`, `relations/NAME`, `observations`, `observations/NAME`.
    Agreements: `modality`, `attribution`, `when`, `evidence in text`. `silent` counts the documents without an
    annotated relation, `overheard` are those of them in which more than one was found.
    """

    documents: int = 0
    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    agreements: dict[str, Agreement] = field(default_factory=lambda: defaultdict(Agreement))
    mistakes: list[Mistake] = field(default_factory=list)
    silent: int = 0
    overheard: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """All figures as plain values, names in order."""
        return {
            "documents": self.documents,
            "scores": {
                name: {
                    "precision": tally.precision,
                    "recall": tally.recall,
                    "f1": tally.f1,
                    "right": tally.right,
                    "wrong": tally.wrong,
                    "missed": tally.missed,
                }
                for name, tally in sorted(self.tallies.items())
            },
            "silent": self.silent,
            "overheard": list(self.overheard),
            "agreement": {name: found.share for name, found in sorted(self.agreements.items())},
        }


def evaluate(
    gold: Mapping[str, DocumentJson],
    extractor: Extractor,
    ontology: Ontology,
    progress: Callable[[str], None] | None = None,
) -> Evaluation:
    """Extracts from the text of every gold document and compares.

    `progress` hears each document's id when it is done.
    """
    predicted: dict[str, DocumentJson] = {}
    for name, annotated in gold.items():
        predicted[name] = to_json(extractor.extract(from_json(annotated)))
        if progress:
            progress(name)
    return compare(gold, predicted, ontology)


def compare(gold: Mapping[str, DocumentJson], predicted: Mapping[str, DocumentJson], ontology: Ontology) -> Evaluation:
    """Compares documents of the same id; a gold document without a prediction counts as one that found nothing."""
    evaluation = Evaluation(documents=len(gold))
    for name, annotated in gold.items():
        found = cast(DocumentJson, {**_EMPTY, **predicted.get(name, {})})
        _Comparison(name, annotated, found, ontology, evaluation).run()
    return evaluation


def normalised(form: str) -> str:
    """A written form without case, quotes, article, possessive, kind of hyphen, or legal form of a firm.

    >>> normalised("The Alibaba Group Holding's"), normalised("GPT-4o"), normalised("Baidu, Inc.")
    ('alibaba', 'gpt 4o', 'baidu')
    """
    text = unicodedata.normalize("NFKC", form).casefold().strip().strip(_QUOTES)
    if text.endswith(("'s", "’s")):
        text = text[:-2]
    for article in ("the ", "a ", "an "):
        if text.startswith(article):
            text = text[len(article) :]
            break
    text = _JOINERS.sub(" ", text)
    while (ending := _LEGAL_FORM.search(text)) and ending.start() > 1:
        text = text[: ending.start()]
    return text


@dataclass(frozen=True)
class Pairing:
    """Which gold entity each predicted one stands for, by place in the lists.

    `matched` is one to one; `stands_for` also lets a second predicted entity point at a gold one that is taken.
    """

    matched: Mapping[int, int]
    stands_for: Mapping[int, int]


def pair_entities(gold: list[EntityJson], predicted: list[EntityJson]) -> Pairing:
    """Pairs greedily: those of one type first, then those that share more written forms, then in the lists' order."""
    gold_forms = [_forms(entity) for entity in gold]
    candidates: list[tuple[int, int, int, int]] = []
    for place, entity in enumerate(predicted):
        forms = _forms(entity)
        for target, others in enumerate(gold_forms):
            if common := len(forms & others):
                other_type = entity.get("type") != gold[target]["type"]
                candidates.append((int(other_type), -common, place, target))
    matched: dict[int, int] = {}
    stands_for: dict[int, int] = {}
    for _, _, place, target in sorted(candidates):
        stands_for.setdefault(place, target)
        if place not in matched and target not in matched.values():
            matched[place] = target
    return Pairing(matched, stands_for)


class _Comparison:
    """One document against its gold."""

    def __init__(
        self, name: str, gold: DocumentJson, found: DocumentJson, ontology: Ontology, evaluation: Evaluation
    ) -> None:
        self.name = name
        self.gold = gold
        self.found = found
        self.ontology = ontology
        self.evaluation = evaluation
        self.text = f"{gold['title']}\n{gold['text']}" if gold.get("title") else gold["text"]
        self.pairing = pair_entities(gold["entities"], found["entities"])
        self.gold_ends: dict[str, End] = {entity["id"]: place for place, entity in enumerate(gold["entities"])}
        self.found_ends: dict[str, End] = {
            entity["id"]: self.pairing.stands_for.get(place, f"?{entity.get('name')}")
            for place, entity in enumerate(found["entities"])
        }

    def run(self) -> None:
        self._entities()
        self._relations()
        self._observations()

    def _entities(self) -> None:
        gold, found, matched = self.gold["entities"], self.found["entities"], self.pairing.matched
        typed = sum(found[place].get("type") == gold[target]["type"] for place, target in matched.items())
        for name, right in (("entities", len(matched)), ("entities typed", typed)):
            tally = self.evaluation.tallies[name]
            tally.right += right
            tally.wrong += len(found) - right
            tally.missed += len(gold) - right

    def _relations(self) -> None:
        wanted = {self._fact(relation, self.gold_ends): relation for relation in self.gold["relations"]}
        found: dict[Fact, RelationJson] = {}
        for relation in self.found["relations"]:
            found.setdefault(self._fact(relation, self.found_ends), relation)
        implied = {
            (subject, parent, target) for subject, predicate, target in wanted for parent in self._parents(predicate)
        }
        if not wanted:
            self.evaluation.silent += 1
            if len(found) > 1:
                self.evaluation.overheard.append(self.name)
        for fact, relation in found.items():
            if fact in wanted:
                self._count("relations", fact[1], "right")
                self._agree_on_relation(wanted[fact], relation)
            elif fact not in implied:
                self._count("relations", fact[1], "wrong")
                self._mistake(
                    "wrong", "relation", self._told(*fact), relation.get("evidence", ""), relation.get("rule")
                )
        for fact, relation in wanted.items():
            if fact not in found:
                self._count("relations", fact[1], "missed")
                self._mistake("missed", "relation", self._told(*fact), relation["evidence"])

    def _observations(self) -> None:
        left = list(self.found["observations"])
        for wanted in self.gold["observations"]:
            match = next((found for found in left if self._same_observation(wanted, found)), None)
            if match is None:
                self._count("observations", wanted["metric"], "missed")
                self._mistake("missed", "observation", self._figure(wanted, self.gold_ends), wanted["evidence"])
                continue
            left.remove(match)
            self._count("observations", wanted["metric"], "right")
            self._agree("modality", match.get("modality", "asserted") == wanted["modality"])
            if wanted.get("when"):
                self._agree("when", wanted["when"] == match.get("when"))
        for found in left:
            self._count("observations", found["metric"], "wrong")
            claim = self._figure(found, self.found_ends)
            self._mistake("wrong", "observation", claim, found.get("evidence", ""), found.get("rule"))

    def _fact(self, relation: RelationJson, ends: Mapping[str, End]) -> Fact:
        subject, target = ends.get(relation["subject"]), ends.get(relation["object"])
        known = self.ontology.relations.get(relation["predicate"])
        if known and known.symmetric and subject is not None and target is not None and str(target) < str(subject):
            subject, target = target, subject
        return subject, relation["predicate"], target

    def _parents(self, predicate: str) -> Iterable[str]:
        known = self.ontology.relations.get(predicate)
        return known.parents if known else ()

    def _same_observation(self, wanted: ObservationJson, found: ObservationJson) -> bool:
        return (
            self.found_ends.get(found["subject"]) == self.gold_ends[wanted["subject"]]
            and found["metric"] == wanted["metric"]
            and found.get("unit") == wanted["unit"]
            and abs(found["value"] - wanted["value"]) <= TOLERANCE * max(abs(wanted["value"]), 1e-9)
        )

    def _agree_on_relation(self, wanted: RelationJson, found: RelationJson) -> None:
        self._agree("modality", found.get("modality", "asserted") == wanted["modality"])
        speakers = (wanted.get("attribution") or "", found.get("attribution") or "")
        if any(speakers):
            self._agree("attribution", normalised(speakers[0]) == normalised(speakers[1]))
        if wanted.get("when"):
            self._agree("when", wanted["when"] == found.get("when"))
        quote = found.get("evidence") or ""
        self._agree("evidence in text", bool(quote) and quote in self.text)

    def _agree(self, name: str, same: bool) -> None:
        self.evaluation.agreements[name].add(same)

    def _count(self, kind: str, name: str, outcome: str) -> None:
        for label in (kind, f"{kind}/{name}"):
            tally = self.evaluation.tallies[label]
            setattr(tally, outcome, getattr(tally, outcome) + 1)

    def _mistake(self, kind: str, what: str, claim: str, evidence: str, rule: str | None = None) -> None:
        self.evaluation.mistakes.append(Mistake(kind, what, self.name, claim, evidence, rule or ""))

    def _told(self, subject: End, predicate: str, target: End) -> str:
        return f"{self._name(subject)} {predicate} {self._name(target)}"

    def _figure(self, item: ObservationJson, ends: Mapping[str, End]) -> str:
        return f"{self._name(ends.get(item['subject']))} {item['metric']} {item['value']} {item.get('unit')}"

    def _name(self, end: End) -> str:
        return self.gold["entities"][end]["name"] if isinstance(end, int) else str(end)


def _forms(entity: EntityJson) -> set[str]:
    return {normalised(form) for form in (*entity.get("mentions", ()), entity.get("name", "")) if form}
