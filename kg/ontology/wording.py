"""What the ontology calls things in one language."""

from __future__ import annotations

from collections.abc import Mapping

from kg.labels import USUAL, named
from kg.ontology.schema import Ontology, kebab


class Wording:
    """The labels of an ontology in one language; what it does not know is called by its own name, in words."""

    def __init__(self, ontology: Ontology, language: str = USUAL) -> None:
        self.ontology = ontology
        self.language = language

    def type(self, name: str) -> str:
        """A type of entities."""
        known = self.ontology.types.get(name)
        return self._named(known.labels if known else {}, name)

    def relation(self, name: str) -> str:
        """A relation, from its subject to its object."""
        known = self.ontology.relations.get(name)
        return self._named(known.labels if known else {}, name)

    def inverse(self, name: str) -> str:
        """A relation from its object to its subject; its own name where it has no inverse."""
        known = self.ontology.relations.get(name)
        if known is None or known.inverse is None:
            return self.relation(name)
        return self._named(known.inverse_labels, known.inverse)

    def metric(self, name: str) -> str:
        """What a figure measures."""
        known = self.ontology.metrics.get(name)
        return self._named(known.labels if known else {}, name)

    def qualifier(self, name: str) -> str:
        """What evidence adds to a statement."""
        known = self.ontology.qualifiers.get(name)
        return self._named(known.labels if known else {}, name)

    def modality(self, name: str) -> str:
        """How something is told."""
        return self._named(self.ontology.modalities.get(name, {}), name)

    def unit(self, name: str) -> str:
        """A unit; a currency goes by its code."""
        return named(self.ontology.units.get(name, {}), self.language) or name

    def symmetric(self, relation: str) -> bool:
        """True for a relation without a direction."""
        known = self.ontology.relations.get(relation)
        return known is not None and known.symmetric

    def _named(self, labels: Mapping[str, str], name: str) -> str:
        return named(labels, self.language) or kebab(name).replace("-", " ")
