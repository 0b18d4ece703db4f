"""Chinese documents → names → sentences → coreference → relations and observations → Extraction."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.extract import judge, model_file
from kg.extract.assemble import evidence, mentioned
from kg.extract.candidate import Candidate
from kg.extract.chinese.boilerplate import content
from kg.extract.chinese.figures import metrics
from kg.extract.chinese.figures.observations import extract_observations
from kg.extract.chinese.names.mentions import find_mentions
from kg.extract.chinese.reference.anaphors import resolve
from kg.extract.chinese.relations.finder import RelationFinder
from kg.extract.chinese.relations.qualifiers import qualify
from kg.extract.chinese.relations.timetable import Timetable
from kg.extract.chinese.script import simplified
from kg.extract.chinese.stance.attribution import Attributor
from kg.extract.chinese.stance.modality import told
from kg.extract.chinese.text import Sentence, split
from kg.extract.relations.reader import RelationReader
from kg.extract.trace import Trace
from kg.model import Document, Entity, Extraction, Mention, Modality, Span
from kg.ontology.registry import Registry
from kg.ontology.schema import Ontology

MODEL = model_file.FOLDER / "relations-zh.json.gz"


@dataclass(frozen=True)
class Reading:
    """A document with its names and its sentences, names and anaphors in place; `plain` is in simplified script."""

    plain: str
    mentions: list[Mention]
    entities: dict[str, Entity]
    sentences: list[Sentence]


class ChineseReader:
    """Reads Chinese documents. `judged` False leaves every relation to the frames."""

    def __init__(self, ontology: Ontology, registry: Registry, judged: bool = True) -> None:
        self.ontology = ontology
        self.registry = registry
        model = judge.load(MODEL) if judged and MODEL.exists() else None
        self.relations = RelationReader(ontology, registry, RelationFinder(ontology), model)
        self._metrics = metrics.load(ontology)

    def read(self, document: Document, trace: Trace | None = None) -> Reading:
        """Names, sentences and coreference."""
        plain = simplified(document.text)
        kept = content(document, plain)
        mentions, entities = find_mentions(document, plain, kept, self.registry)
        sentences = split(document, plain, kept, mentions)
        resolve(sentences)
        return Reading(plain, mentions, entities, sentences)

    def extract(self, document: Document, extractor: str) -> Extraction:
        """All that the document says; `extractor` is written into every piece of evidence."""
        return self.tell(document, self.read(document), extractor)

    def tell(self, document: Document, reading: Reading, extractor: str, trace: Trace | None = None) -> Extraction:
        """What a document says by its reading; `trace` hears of the frames that fire and of what is left out."""
        sentences, entities = reading.sentences, reading.entities
        times = Timetable(document, reading.plain, sentences)
        found = [
            qualify(replace(one, when=times.of(one)), document, sentences[one.sentence], self.ontology)
            for one in self.relations.read(sentences, entities, trace)
        ]
        found += extract_observations(document, reading.plain, sentences, entities, self._metrics)
        source = Attributor(document, sentences, entities)
        forms = {m.entity: m.text for m in reversed(reading.mentions)}
        named_as = {e.label("zh"): forms[e.id] for e in entities.values() if e.id in forms}

        def surely(one: Candidate) -> Modality:
            return told(one, sentences, document.published)

        def by_whom(one: Candidate, modality: Modality) -> str | None:
            """The source as the text names it first."""
            name = source.of(one, modality)
            return named_as.get(name, name) if name else None

        items = evidence(found, document, entities, self.ontology, extractor, surely, by_whom, trace)
        named = tuple(map(self._described, mentioned(reading.mentions, entities)))
        return Extraction(document, named, tuple(reading.mentions), tuple(items))

    def unresolved(self, sentence: Sentence) -> list[Span]:
        """Expressions that stand for a name, but for none that was found: those are no arguments, and not kept."""
        return []

    def _described(self, entity: Entity) -> Entity:
        """A known entity with all its forms, the same in every document."""
        known = self.registry.entities.get(entity.id)
        return replace(entity, aliases=known.aliases) if known and entity.known else entity
