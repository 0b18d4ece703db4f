"""Relations of a document: pairs of entities, judged on frames, words, grammar and what the registry knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from kg.extract.candidate import Candidate
from kg.extract.families import FAMILY, families
from kg.extract.judge import Judge
from kg.extract.relations.language import Argument, Hit, Language, Sentence, Topics
from kg.extract.relations.pairs import WHOLE, Pair, PairBuilder, sentences_of
from kg.extract.relations.tracing import fired, outdone, unconvincing, worth_telling
from kg.extract.trace import Trace, Why
from kg.model import Entity, QualifierValue
from kg.ontology.registry import Registry
from kg.ontology.schema import Ontology

FAMILY_RULE = f"{FAMILY}.name"
#: A text of so many sentences with so few relations tells most likely none; each must be this sure.
_LONG, _FEW, _SURE = 8, 2, 0.72


@dataclass
class RelationReader:
    """Reads the relations of a document. Of a relation that the judge does not know, every frame that fires counts."""

    ontology: Ontology
    registry: Registry
    language: Language
    judge: Judge | None

    def hits(self, sentences: Sequence[Sentence], topics: Topics | None = None) -> list[Sequence[Hit[Argument]]]:
        """The frames that fire, a list a sentence."""
        topics = topics or self.language.topics(sentences)
        return [self.language.find(sentences, index, topics) for index in range(len(sentences))]

    def pairs(self, sentences: Sequence[Sentence], entities: Mapping[str, Entity]) -> list[Pair]:
        """All pairs of the document with their features."""
        topics = self.language.topics(sentences)
        hits = self.hits(sentences, topics)
        clues = [self.language.clues(s) if s.arguments else None for s in sentences]
        return PairBuilder(sentences, entities, hits, topics, clues, self.ontology, self.registry).build()

    def read(
        self, sentences: Sequence[Sentence], entities: Mapping[str, Entity], trace: Trace | None = None
    ) -> list[Candidate]:
        """One candidate a relation, with the sentence that says it best.

        `trace` hears of the frames that fire, and of pairs that were near to a relation.
        """
        found = list(self._families(sentences, entities))
        pairs = self.pairs(sentences, entities)
        trained = self.judge.text.weights if self.judge else {}
        found += [
            _framed(p, i, hit, sentences) for p in pairs for i, hit in p.hits if hit.frame.predicate not in trained
        ]
        if trace is not None:
            for index, hit in (told for pair in pairs for told in pair.hits):
                trace.fired.append(fired(sentences[index], hit, self.language.trigger(sentences[index], hit)))
        if self.judge is None:
            return _without_repeats(found, self.ontology, trace)
        judged: list[tuple[Candidate, Pair, set[str]]] = []
        named: dict[str, set[int]] = defaultdict(set)
        for index, sentence in enumerate(sentences):
            for argument in sentence.arguments:
                named[argument.entity].add(index)
        for pair, told in zip(pairs, self.judge.judge(self.ontology, pairs), strict=True):
            for predicate, probability in sorted(told.items()):
                frames = {hit.frame.id for _, hit in pair.hits if hit.frame.predicate == predicate}
                if predicate == FAMILY:
                    continue
                if self.judge.counts(predicate, probability, frames):
                    judged.append((_judged(self.judge, pair, predicate, probability, sentences, named), pair, frames))
                elif trace is not None and worth_telling(self.judge, predicate, probability, frames):
                    one = _judged(self.judge, pair, predicate, probability, sentences, named)
                    trace.rejected.append(unconvincing(self.judge, one, pair, frames))
            if trace is not None:
                for one, frames in _implausible(self.judge, pair, told, sentences, named):
                    trace.rejected.append(unconvincing(self.judge, one, pair, frames))
        silent = len(judged) <= _FEW and len(sentences) >= _LONG
        for one, pair, frames in judged:
            if not silent or (one.score or 0.0) >= _SURE:
                found.append(one)
            elif trace is not None:
                trace.rejected.append(unconvincing(self.judge, one, pair, frames))
        return _without_repeats(found, self.ontology, trace)

    def _families(self, sentences: Sequence[Sentence], entities: Mapping[str, Entity]) -> Iterator[Candidate]:
        for version, family in sorted(families(entities, self.registry).items()):
            both = [i for i, s in enumerate(sentences) if {version, family} <= {a.entity for a in s.arguments}]
            one = [i for i, s in enumerate(sentences) if version in {a.entity for a in s.arguments}]
            index = next(iter(both or one), None)
            if index is not None:
                argument = next(a for a in sentences[index].arguments if a.entity == version)
                yield Candidate(FAMILY, version, family, index, argument.head, sentences[index].span, FAMILY_RULE)


def _judged(
    judge: Judge,
    pair: Pair,
    predicate: str,
    probability: float,
    sentences: Sequence[Sentence],
    named: Mapping[str, Set[int]],
) -> Candidate:
    """The relation with the sentence that spoke loudest for it; `named` tells which sentences name an entity."""
    subject, target = named[pair.subject], named[pair.object]
    hits = {i: h for i, h in reversed(pair.hits) if h.frame.predicate == predicate}
    both, rarer = subject & target, min(subject, target, key=len)
    # both ends named before one, a frame before none, the end that is named less often before the other
    told = {i: 2.0 * (i in both) + (i in hits) + 0.5 * (i in rarer) for i in subject | target}
    most = max(told.values())
    first = sorted(i for i, rank in told.items() if rank == most)
    index = first[0] if len(first) == 1 else _loudest(first, pair, judge.text.weights.get(predicate, {}))
    hit = hits.get(index)
    sentence = sentences[index]
    trigger = hit.trigger if hit else pair.triggers.get(index, _head(sentence, pair))
    qualifiers: dict[str, QualifierValue] = {}
    if hit:
        rule, qualifiers = hit.frame.id, hit.qualifiers
    else:
        reasons = judge.text.reasons(predicate, pair.features, 3)
        rule = "judge: " + ", ".join(f"{f} {w:+.1f}" for f, w in reasons)
    return Candidate(
        predicate,
        pair.subject,
        pair.object,
        index,
        trigger,
        sentence.span,
        rule,
        qualifiers=qualifiers,
        score=round(probability, 3),
    )


def _loudest(among: Sequence[int], pair: Pair, weights: Mapping[str, float]) -> int:
    """The sentence of `among` whose own features speak loudest for the pair, the first of equals."""
    value = dict.fromkeys(among, 0.0)
    for part in pair.parts:
        for weight, where in zip(map(weights.get, part), part.values(), strict=True):
            if weight and where != WHOLE:
                for index in sentences_of(where):
                    if index in value:
                        value[index] += weight
    return max(value, key=lambda i: (value[i], -i))


def _implausible(
    judge: Judge,
    pair: Pair,
    told: Mapping[str, float],
    sentences: Sequence[Sentence],
    named: Mapping[str, Set[int]],
) -> Iterator[tuple[Candidate, set[str]]]:
    """Relations whose frame fired though the judge's first step gives them next to nothing."""
    for predicate in sorted({h.frame.predicate for _, h in pair.hits} & judge.text.weights.keys() - told.keys()):
        if predicate != FAMILY:
            score = judge.text.probabilities(pair.features, (predicate,))[predicate]
            frames = {hit.frame.id for _, hit in pair.hits if hit.frame.predicate == predicate}
            yield _judged(judge, pair, predicate, score, sentences, named), frames


def _head(sentence: Sentence, pair: Pair) -> int:
    fitting = [a for a in sentence.arguments if a.entity in (pair.object, pair.subject)]
    return max(fitting, key=lambda a: a.entity == pair.object).head if fitting else 0


def _framed(pair: Pair, index: int, hit: Hit[Argument], sentences: Sequence[Sentence]) -> Candidate:
    span, frame = sentences[index].span, hit.frame
    ends = pair.subject, pair.object
    return Candidate(frame.predicate, *ends, index, hit.trigger, span, frame.id, qualifiers=hit.qualifiers)


def _without_repeats(found: Sequence[Candidate], ontology: Ontology, trace: Trace | None = None) -> list[Candidate]:
    """Each relation once; a statement that another implies (developed beside released) is left out."""
    best: dict[tuple[str, str, str], Candidate] = {}
    for one in found:
        subject, target = one.subject, str(one.object)
        if ontology.relations[one.predicate].symmetric and target < subject:
            subject, target = target, subject
        key = (one.predicate, subject, target)
        if key not in best or (one.score or 0.0) > (best[key].score or 0.0):
            best[key] = one
    implied = {(parent, s, o): p for (p, s, o) in sorted(best) for parent in ontology.relations[p].parents}
    kept = []
    for key, one in sorted(best.items()):
        predicate, subject, target = key
        if key in implied:
            why, by = Why.IMPLIED, (subject, implied[key], target)
        elif _backwards(key, best):
            why, by = Why.OPPOSITE, (target, predicate, subject)
        else:
            kept.append(one)
            continue
        if trace is not None:
            trace.rejected.append(outdone(why, one, by))
    return kept


def _backwards(key: tuple[str, str, str], best: Mapping[tuple[str, str, str], Candidate]) -> bool:
    """True for the less sure of two opposite directions that one sentence tells."""
    one, other = best[key], best.get((key[0], key[2], key[1]))
    if other is None or other is one or other.sentence != one.sentence:
        return False
    return (one.score or 0.0, key[1]) < (other.score or 0.0, key[2])
