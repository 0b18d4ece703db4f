"""Turtle → a frozen index of types, relations, metrics and qualifiers.

Read with pyoxigraph's parser and kept, so that a look-up pays a few milliseconds once.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from kg.config import data_path
from kg.errors import OntologyError, UsageError
from kg.model.ids import KG
from kg.ontology.script import simplified
from kg.ontology.turtle import DEFINITION, LABEL, OWL, RDFS, TYPE, XSD, Terms

_SEPARATORS = re.compile(r"[\s_\-.]+")  # NFKC writes … as three full stops

#: RDF range of a qualifier → what its value is in Python.
DATATYPES: Mapping[str, str] = {
    XSD + "string": "string",
    XSD + "boolean": "boolean",
    KG + "Quantity": "quantity",
    KG + "Time": "when",
}


@dataclass(frozen=True)
class EntityType:
    """A leaf type. `labels` and `definitions` map `en` and `zh` to text."""

    name: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]


@dataclass(frozen=True)
class Relation:
    """A property between two entities.

    `domain` and `range` hold leaf types. `inverse` is the name of the inverse property (`releasedBy`), None for a
    symmetric relation or one without. `parents` are the relations that follow from it, the whole way up. `command` is
    the name on the command line (`invests-in`).
    """

    name: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    domain: frozenset[str]
    range: frozenset[str]
    symmetric: bool
    same_kind: bool
    inverse: str | None
    parents: tuple[str, ...]
    qualifiers: tuple[str, ...]
    command: str
    inverse_labels: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    inverse_aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Metric:
    """A property with a figure. `units` holds unit names; `currency` stands for any ISO 4217 code."""

    name: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    units: tuple[str, ...]
    domain: frozenset[str]
    aliases: tuple[str, ...] = ()

    def takes(self, unit: str) -> bool:
        """True when a figure of this metric may be given in that unit."""
        return unit in self.units or ("currency" in self.units and is_currency(unit))


@dataclass(frozen=True)
class Qualifier:
    """What evidence may add to a statement. `datatype` is `string`, `boolean`, `quantity` or `when`."""

    name: str
    labels: Mapping[str, str]
    datatype: str


@dataclass(frozen=True)
class Ontology:
    """The whole vocabulary by name. `groups` maps a superclass (`Organisation`) to its leaf types."""

    types: Mapping[str, EntityType]
    relations: Mapping[str, Relation]
    metrics: Mapping[str, Metric]
    qualifiers: Mapping[str, Qualifier]
    groups: Mapping[str, frozenset[str]]
    units: Mapping[str, Mapping[str, str]]
    modalities: Mapping[str, Mapping[str, str]]
    kinds: Mapping[str, str]

    def relation(self, text: str) -> Relation:
        """The relation of that name, command, label or inverse, ignoring case, spaces and hyphens.

        Raises UsageError with near names when there is none.
        """
        return self.read_relation(text)[0]

    def read_relation(self, text: str) -> tuple[Relation, bool]:
        """The relation that `text` names, and True when the text names its inverse (`released by`).

        Raises UsageError with near names when there is none.
        """
        found = self._names.get(_fold(text)) or self._names.get(_fold(simplified(text)))
        if found is None:
            near = self._near(text)
            hint = f"Did you mean {', '.join(near)}?" if near else f"Known: {', '.join(self.commands)}."
            raise UsageError(f"No relation is named {text!r}. {hint}")
        return self.relations[found[0]], found[1]

    @property
    def commands(self) -> tuple[str, ...]:
        """The relations' names on the command line, in order."""
        return tuple(sorted(relation.command for relation in self.relations.values()))

    def same_kind(self, first: str, second: str) -> bool:
        """True when two leaf types may be compared: two organisations, or one type."""
        return self.kinds.get(first, first) == self.kinds.get(second, second)

    def accepts(self, relation: str, subject_type: str, object_type: str) -> bool:
        """True when a relation may hold between entities of these leaf types. Raises KeyError for an unknown name."""
        found = self.relations[relation]
        if subject_type not in found.domain or object_type not in found.range:
            return False
        return not found.same_kind or self.same_kind(subject_type, object_type)

    @cached_property
    def joinable(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """The pairs of leaf types that some relation may join, subject first, with the names of those relations."""
        pairs = ((subject, target) for subject in self.types for target in self.types)
        told = {pair: tuple(name for name in sorted(self.relations) if self.accepts(name, *pair)) for pair in pairs}
        return {pair: names for pair, names in told.items() if names}

    def leaves(self, name: str) -> frozenset[str]:
        """The leaf types of a type or group, empty for an unknown name."""
        return frozenset((name,)) if name in self.types else self.groups.get(name, frozenset())

    @cached_property
    def _names(self) -> Mapping[str, tuple[str, bool]]:
        """Folded name → relation and whether it is the inverse; names go before labels, labels before aliases."""
        names: dict[str, tuple[str, bool]] = {}
        ordered = [self.relations[name] for name in sorted(self.relations)]
        for relation in ordered:
            names.setdefault(_fold(relation.name), (relation.name, False))
            if relation.inverse:
                names.setdefault(_fold(relation.inverse), (relation.name, True))
        for direct, inverse in (("labels", "inverse_labels"), ("aliases", "inverse_aliases")):
            for attribute, backward in ((direct, False), (inverse, True)):
                for relation in ordered:
                    forms = getattr(relation, attribute)
                    for form in forms.values() if isinstance(forms, Mapping) else forms:
                        names.setdefault(_fold(form), (relation.name, backward))
        return names

    def _near(self, text: str) -> list[str]:
        keys = difflib.get_close_matches(_fold(text), sorted(self._names), n=8, cutoff=0.6)
        near: list[str] = []
        for key in keys:
            relation = self.relations[self._names[key][0]]
            name = kebab(relation.inverse) if self._names[key][1] and relation.inverse else relation.command
            if name not in near:
                near.append(name)
        return near[:4]


def is_currency(unit: str) -> bool:
    """True for the shape of an ISO 4217 code.

    >>> is_currency("CNY"), is_currency("percent")
    (True, False)
    """
    return len(unit) == 3 and unit.isascii() and unit.isalpha() and unit.isupper()


def kebab(name: str) -> str:
    """A property's name as the command line writes it.

    >>> kebab("investsIn")
    'invests-in'
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()


def _fold(text: str) -> str:
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text).casefold())


def load(folder: Path | None = None) -> Ontology:
    """The ontology of a folder that holds `kg.ttl`; None is the one that ships. Kept after the first call.

    Raises OntologyError when the file cannot be read or states no type or relation.
    """
    return _load(folder or data_path("ontology"))


@lru_cache(maxsize=8)
def _load(folder: Path) -> Ontology:
    ontology = build(Terms(folder / "kg.ttl"))
    if not ontology.types or not ontology.relations:
        raise OntologyError("kg.ttl: states no entity type or no relation")
    return ontology


def build(terms: Terms) -> Ontology:
    """The index of the terms of a `kg.ttl`. Faults are left to the ontology check."""
    types = set(terms.instances("EntityType"))
    relations = set(terms.instances("Relation"))
    kinds = {
        _local(leaf): _local(kind)
        for kind in sorted(terms.instances("Kind"))
        for leaf in sorted(terms.below(kind) & types)
    }
    return Ontology(
        types={_local(iri): _entity_type(terms, iri) for iri in sorted(types)},
        relations={_local(iri): _relation(terms, iri, relations, types) for iri in sorted(relations)},
        metrics={_local(iri): _metric(terms, iri, types) for iri in sorted(terms.instances("Metric"))},
        qualifiers={_local(iri): _qualifier(terms, iri) for iri in sorted(terms.instances("Qualifier"))},
        groups={
            _local(iri): frozenset(_local(leaf) for leaf in terms.below(iri) & types)
            for iri in sorted(terms.below(KG + "Entity") - types)
        },
        units={_local(iri): terms.texts(iri, LABEL) for iri in sorted(terms.instances("Unit"))},
        modalities={_local(iri): terms.texts(iri, LABEL) for iri in terms.instances("Modality")},
        kinds=kinds,
    )


def leaf_types(terms: Terms, subject: str, predicate: str, types: set[str]) -> frozenset[str]:
    """The leaf types that a domain or range stands for, unions opened."""
    found: set[str] = set()
    for node in terms.named(subject, predicate):
        for member in terms.members(node):
            found |= terms.below(member) & types
    return frozenset(_local(iri) for iri in found)


def _local(iri: str) -> str:
    return iri.removeprefix(KG)


def _entity_type(terms: Terms, iri: str) -> EntityType:
    return EntityType(_local(iri), terms.texts(iri, LABEL), terms.texts(iri, DEFINITION))


def _metric(terms: Terms, iri: str, types: set[str]) -> Metric:
    return Metric(
        name=_local(iri),
        labels=terms.texts(iri, LABEL),
        definitions=terms.texts(iri, DEFINITION),
        units=tuple(sorted(_local(unit) for unit in terms.named(iri, KG + "allowedUnit"))),
        domain=leaf_types(terms, iri, RDFS + "domain", types),
        aliases=terms.aliases(iri),
    )


def _qualifier(terms: Terms, iri: str) -> Qualifier:
    datatypes = [DATATYPES[found] for found in terms.named(iri, RDFS + "range") if found in DATATYPES]
    return Qualifier(_local(iri), terms.texts(iri, LABEL), datatypes[0] if datatypes else "string")


def _relation(terms: Terms, iri: str, relations: set[str], types: set[str]) -> Relation:
    inverses = terms.named(iri, OWL + "inverseOf")
    inverse = inverses[0] if inverses else None
    parents = [parent for parent in terms.above(iri, RDFS + "subPropertyOf") if parent in relations]
    return Relation(
        name=_local(iri),
        labels=terms.texts(iri, LABEL),
        definitions=terms.texts(iri, DEFINITION),
        domain=leaf_types(terms, iri, RDFS + "domain", types),
        range=leaf_types(terms, iri, RDFS + "range", types),
        symmetric=OWL + "SymmetricProperty" in terms.named(iri, TYPE),
        same_kind=terms.true(iri, KG + "sameKind"),
        inverse=_local(inverse) if inverse else None,
        parents=tuple(_local(parent) for parent in parents),
        qualifiers=tuple(sorted(_local(name) for name in terms.named(iri, KG + "mayCarry"))),
        command=kebab(_local(iri)),
        inverse_labels=terms.texts(inverse, LABEL) if inverse else {},
        aliases=terms.aliases(iri),
        inverse_aliases=terms.aliases(inverse) if inverse else (),
    )
