"""The registry: known entities with their names, read from Turtle files."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from kg.config import data_path
from kg.errors import OntologyError
from kg.labels import USUAL, named
from kg.model.ids import ENT, KG
from kg.ontology.schema import Ontology
from kg.ontology.script import has_han, simplified
from kg.ontology.shapes import Violation
from kg.ontology.turtle import SKOS, TYPE, Term, key, read_triples

_SEPARATORS = re.compile(r"[\s\-_‐‑–—·・]+")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Known:
    """One entity of the registry.

    `labels` maps a language to the name most used. `aliases` are other written forms, `hidden` forms for look-up only,
    `cue_labels` forms that count only with a cue in their context. The other fields that are tuples hold
    ids, `tickers` apart.
    """

    id: str
    type: str
    labels: Mapping[str, str]
    aliases: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    cue_labels: tuple[str, ...] = ()
    tickers: tuple[str, ...] = ()
    wikidata: str | None = None
    subsidiary_of: tuple[str, ...] = ()
    version_of: tuple[str, ...] = ()
    developed_by: tuple[str, ...] = ()
    affiliation: tuple[str, ...] = ()
    based_in: tuple[str, ...] = ()
    gender: str | None = None

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """Every form that may stand in running text, the labels first; none twice."""
        return tuple(dict.fromkeys((*self.labels.values(), *self.aliases, *self.cue_labels)))

    def needs_cue(self, form: str) -> bool:
        """True when that form counts only with a cue."""
        return form in self.cue_labels

    def label(self, language: str = USUAL) -> str:
        """The name in that language, else in English, else in any, else the id."""
        return named(self.labels, language) or self.id


@dataclass(frozen=True)
class Registry:
    """All known entities by id, in the order of their ids."""

    entities: Mapping[str, Known]

    def by_form(self, text: str) -> list[Known]:
        """Entities that have this name, ticker or hidden form, ignoring case, spaces, hyphens and Chinese script.

        An entity whose label it is stands before one that has it as an alias, and that before one that has it as a
        hidden form or needs a cue for it; then by id.
        """
        found = self._forms.get(fold(text))
        if found is None and has_han(text):
            found = self._forms.get(fold(simplified(text)))
        return [self.entities[entity] for _, entity in sorted(found or ())]

    def children(self, entity: str, of: str) -> tuple[str, ...]:
        """Ids of the entities whose `subsidiary_of`, `version_of` or `developed_by` (named by `of`) is `entity`."""
        return self._children.get((of, entity), ())

    @cached_property
    def _children(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for known in self.entities.values():
            for name in ("subsidiary_of", "version_of", "developed_by"):
                for target in getattr(known, name):
                    found[name, target].append(known.id)
        return {pair: tuple(ids) for pair, ids in found.items()}

    @cached_property
    def _forms(self) -> Mapping[str, list[tuple[int, str]]]:
        """Folded form → (rank, id); the best rank of an entity stands."""
        ranks: dict[str, dict[str, int]] = defaultdict(dict)
        for known in self.entities.values():
            cued = set(known.cue_labels)
            ranked = [(form, 3 if form in cued else 0) for form in known.labels.values()]
            ranked += [(form, 3 if form in cued else 1) for form in known.aliases]
            ranked += [(form, 2) for form in (*known.hidden, *known.tickers)]
            ranked += [(form, 3) for form in known.cue_labels]
            for form, rank in ranked:
                best = ranks[fold(form)]
                best[known.id] = min(rank, best.get(known.id, rank))
        return {form: [(rank, entity) for entity, rank in best.items()] for form, best in ranks.items()}


def fold(form: str) -> str:
    """A name without its case, width, spaces and hyphens.

    >>> fold("Qwen 2.5-VL") == fold("qwen2.5 vl")
    True
    """
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", form).casefold())


def load(folder: Path | None = None) -> Registry:
    """The registry of a folder of `.ttl` files; None is the one that ships. Kept after the first call.

    Raises OntologyError when a file cannot be read, is no Turtle, or an entity has no type or no name.
    """
    return _load(folder or data_path("seeds", "registry"))


@lru_cache(maxsize=8)
def _load(folder: Path) -> Registry:
    registry = read(folder)
    for known in registry.entities.values():
        if not known.type or not known.labels:
            raise OntologyError(
                f"registry: {known.id} has no {'name' if known.type else 'type'}; run `kg registry check`"
            )
    return registry


def files(folder: Path) -> list[Path]:
    """The registry's files in order. Raises OntologyError when the folder is missing."""
    if not folder.is_dir():
        raise OntologyError(f"registry: there is no folder {folder.name!r}")
    return sorted(folder.glob("*.ttl"))


def read(folder: Path) -> Registry:
    """As `load`, but neither kept nor judged: what the files say, with gaps left open."""
    facts: dict[str, dict[str, list[Term]]] = {}
    for path in files(folder):
        for subject, predicate, value in read_triples(path):
            facts.setdefault(subject, {}).setdefault(predicate, []).append(value)
    return Registry({known.id: known for known in sorted(map(_known, facts.items()), key=lambda known: known.id)})


def _known(item: tuple[str, Mapping[str, list[Term]]]) -> Known:
    subject, facts = item

    def texts(predicate: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(key(term) for term in facts.get(predicate, ())))

    def targets(name: str) -> tuple[str, ...]:
        return tuple(iri.removeprefix(ENT) for iri in texts(KG + name))

    labels: dict[str, str] = {}
    for term in facts.get(SKOS + "prefLabel", ()):
        labels.setdefault(getattr(term, "language", None) or "en", key(term))
    return Known(
        id=subject.removeprefix(ENT),
        type=next(iter(texts(TYPE)), "").removeprefix(KG),
        labels=dict(sorted(labels.items())),
        aliases=texts(SKOS + "altLabel"),
        hidden=texts(SKOS + "hiddenLabel"),
        cue_labels=texts(KG + "cueLabel"),
        tickers=texts(KG + "ticker"),
        wikidata=next(iter(texts(KG + "wikidata")), None),
        subsidiary_of=targets("subsidiaryOf"),
        version_of=targets("versionOf"),
        developed_by=targets("developedBy"),
        affiliation=targets("affiliation"),
        based_in=targets("basedIn"),
        gender=next(iter(texts(KG + "gender")), None),
    )


def check(registry: Registry, ontology: Ontology) -> list[Violation]:
    """Faults of the registry as a whole: ids, unknown types, dangling references, cycles and clashing names.

    A name that two entities of one type have is a clash, unless all but one mark it as needing a cue; of two types,
    it is a warning.
    """
    found = [*_check_ids(registry, ontology), *_check_references(registry), *_check_shared(registry)]
    found += [*_check_cycles(registry, "subsidiary_of"), *_check_cycles(registry, "version_of")]
    return sorted(set(found))


def _check_ids(registry: Registry, ontology: Ontology) -> Iterable[Violation]:
    for known in registry.entities.values():
        if not _SLUG.fullmatch(known.id):
            yield Violation(known.id, "", "the id must be lower-case letters, digits and single hyphens under ent:")
        if known.type not in ontology.types:
            yield Violation(known.id, "rdf:type", f"{known.type or 'nothing'} is no entity type of the ontology")
        if not known.labels:
            yield Violation(known.id, "skos:prefLabel", "there is no name")


#: Field of `Known` → the property that it is read from.
_REFERENCES = {
    "subsidiary_of": "subsidiaryOf",
    "version_of": "versionOf",
    "developed_by": "developedBy",
    "affiliation": "affiliation",
    "based_in": "basedIn",
}


def _check_references(registry: Registry) -> Iterable[Violation]:
    for known in registry.entities.values():
        for name, property_name in _REFERENCES.items():
            for target in getattr(known, name):
                if target not in registry.entities:
                    yield Violation(known.id, f"kg:{property_name}", f"there is no entity {target!r}")


def _check_cycles(registry: Registry, name: str) -> Iterable[Violation]:
    """One finding a circle, at the first of its ids."""
    import networkx as nx  # only here, and slower to import than a registry is to load

    graph: nx.DiGraph[str] = nx.DiGraph()
    for known in registry.entities.values():
        graph.add_edges_from((known.id, target) for target in getattr(known, name))
    for circle in nx.strongly_connected_components(graph):
        first = min(circle)
        if len(circle) > 1 or graph.has_edge(first, first):
            yield Violation(first, f"kg:{_REFERENCES[name]}", f"leads back to itself among {', '.join(sorted(circle))}")


def _check_shared(registry: Registry) -> Iterable[Violation]:
    """Identifiers that two entities have, and names that two entities have without a cue telling them apart."""
    owners: dict[tuple[str, str], list[str]] = defaultdict(list)
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for known in registry.entities.values():
        for ticker in known.tickers:
            owners["kg:ticker", ticker].append(known.id)
        if known.wikidata:
            owners["kg:wikidata", known.wikidata].append(known.id)
        for form in known.forms:
            if not any(character.isalnum() for character in form):
                yield Violation(known.id, "", f"the name {form!r} holds neither letter nor digit")
            elif not known.needs_cue(form):
                names[fold(form)].setdefault(known.id, form)
    for (path, value), ids in owners.items():
        for entity in ids[1:]:
            yield Violation(entity, path, f"{value} belongs to {ids[0]} too")
    for forms in names.values():
        if len(forms) > 1:
            yield from _clashes(registry, forms)


def _clashes(registry: Registry, forms: Mapping[str, str]) -> Iterable[Violation]:
    for entity in sorted(forms)[1:]:
        before = [other for other in sorted(forms) if other < entity]
        same = [other for other in before if registry.entities[other].type == registry.entities[entity].type]
        told = f"the name {forms[entity]!r} is also one of {(same or before)[0]}"
        advice = "give it to one of them, or mark it as kg:cueLabel"
        yield Violation(entity, "", f"{told}; {advice}", "violation" if same else "warning")
