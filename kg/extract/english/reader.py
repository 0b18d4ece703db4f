"""English documents → names → parse → coreference → relations and observations → Extraction."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.extract import judge
from kg.extract.assemble import evidence, mentioned
from kg.extract.english.figures.observations import extract_observations
from kg.extract.english.names.mentions import find_mentions
from kg.extract.english.parse import Sentence, parse
from kg.extract.english.reference.coreference import resolve_anaphors
from kg.extract.english.relations.finder import RelationFinder
from kg.extract.english.relations.qualifiers import qualify
from kg.extract.english.relations.relate import RelationReader
from kg.extract.frameset import FOLDER
from kg.model import Document, Entity, Extraction, Mention
from kg.ontology.registry import Registry
from kg.ontology.schema import Ontology

MODEL = FOLDER.parent / "models" / "relations-en.json.gz"


@dataclass(frozen=True)
class Reading:
    """A document with its names and its parsed sentences, names and anaphors in place."""

    mentions: list[Mention]
    entities: dict[str, Entity]
    sentences: list[Sentence]


class EnglishReader:
    """Reads English documents. Loads the parser and the judge on first use."""

    def __init__(self, ontology: Ontology, registry: Registry, judged: bool = True) -> None:
        self.ontology = ontology
        self.registry = registry
        model = judge.load(MODEL) if judged and MODEL.exists() else None
        self.relations = RelationReader(ontology, registry, RelationFinder(ontology), model)

    def read(self, document: Document) -> Reading:
        """Names, parse and coreference."""
        mentions, entities = find_mentions(document, self.registry)
        sentences = parse(document, mentions)
        resolve_anaphors(sentences, entities, self.registry)
        return Reading(mentions, entities, sentences)

    def extract(self, document: Document, extractor: str) -> Extraction:
        """All that the document says; `extractor` is written into every piece of evidence."""
        reading = self.read(document)
        labels = {i: e.label("en") for i, e in reading.entities.items()}
        found = [
            qualify(c, document, reading.sentences, self.ontology, labels)
            for c in self.relations.read(reading.sentences, reading.entities)
        ]
        found += extract_observations(document, reading.sentences, reading.entities, document.published)
        items = evidence(found, document, reading.sentences, reading.entities, self.ontology, extractor)
        entities = tuple(map(self._described, mentioned(reading.mentions, reading.entities)))
        return Extraction(document, entities, tuple(reading.mentions), tuple(items))

    def _described(self, entity: Entity) -> Entity:
        """A known entity with all its forms, the same in every document."""
        known = self.registry.entities.get(entity.id)
        return replace(entity, aliases=known.aliases) if known and entity.known else entity
