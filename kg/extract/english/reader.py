"""English documents → names → parse → coreference → relations and observations → Extraction."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.extract import judge, model_file
from kg.extract.assemble import evidence, mentioned
from kg.extract.attribution import Attributor
from kg.extract.candidate import Candidate
from kg.extract.english.figures import choosing
from kg.extract.english.figures.observations import extract_observations
from kg.extract.english.names.mentions import find_mentions, prepare
from kg.extract.english.parse import Sentence, parse
from kg.extract.english.pipeline import pipeline
from kg.extract.english.reference import anaphors
from kg.extract.english.reference.coreference import resolve_anaphors
from kg.extract.english.relations.finder import RelationFinder
from kg.extract.english.relations.qualifiers import qualify
from kg.extract.english.stance import choice
from kg.extract.english.times import chooser
from kg.extract.english.words import part
from kg.extract.modality import told_modality
from kg.extract.relations.reader import RelationReader
from kg.extract.trace import Trace
from kg.model import Document, Entity, Extraction, Mention, Modality, Span
from kg.ontology.registry import Registry
from kg.ontology.schema import Ontology

MODEL = model_file.FOLDER / "relations-en.json.gz"


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
        self.sources = choice.load() if judged else None
        self.times = chooser.load() if judged else None
        self.figures = choosing.load() if judged else None
        self.relations = RelationReader(ontology, registry, RelationFinder(ontology), model)

    def load(self) -> None:
        """Loads the parser and makes the names ready, which else happens when they are first asked for."""
        pipeline()
        prepare(self.registry)

    def read(self, document: Document, trace: Trace | None = None) -> Reading:
        """Names, parse and coreference."""
        mentions, entities = find_mentions(document, self.registry, trace)
        sentences = parse(document, mentions)
        resolve_anaphors(sentences, entities, self.registry)
        return Reading(mentions, entities, sentences)

    def extract(self, document: Document, extractor: str) -> Extraction:
        """All that the document says; `extractor` is written into every piece of evidence."""
        reading = self.read(document)
        told = self.tell(document, reading, extractor)
        for sentence in reading.sentences:
            part(sentence.doc)
        return told

    def tell(self, document: Document, reading: Reading, extractor: str, trace: Trace | None = None) -> Extraction:
        """What a document says by its reading; `trace` hears of the frames that fire and of all that is left out."""
        sentences, entities = reading.sentences, reading.entities
        labels = {i: e.label("en") for i, e in entities.items()}
        related = self.relations.read(sentences, entities, trace)
        found = [qualify(c, document, sentences, self.ontology, labels) for c in related]
        settle = chooser.TimeChooser(document, sentences, self.times).choose if self.times else list
        found = list(settle(found))
        found += extract_observations(document, sentences, entities, document.published, settle, trace, self.figures)
        told = Attributor(document, sentences, entities, found, self.sources)

        def surely(one: Candidate) -> Modality:
            return told_modality(one, sentences)

        items = evidence(found, document, entities, self.ontology, extractor, surely, told.of, trace)
        named = tuple(map(self._described, mentioned(reading.mentions, entities)))
        return Extraction(document, named, tuple(reading.mentions), tuple(items))

    def unresolved(self, sentence: Sentence) -> list[Span]:
        """Expressions of a sentence that stand for a name, but for none that was found."""
        return [sentence.range(*expression.tokens) for expression in anaphors.find(sentence)]

    def _described(self, entity: Entity) -> Entity:
        """A known entity with all its forms, the same in every document."""
        known = self.registry.entities.get(entity.id)
        return replace(entity, aliases=known.aliases) if known and entity.known else entity
