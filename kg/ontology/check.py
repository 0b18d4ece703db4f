"""The ontology check and the registry check: faults in the files that people edit, told in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.config import data_path
from kg.errors import OntologyError
from kg.labels import LANGUAGES
from kg.model.ids import ENT, KG, PROP_VALUE
from kg.ontology import registry as known
from kg.ontology.agreement import disagreements
from kg.ontology.schema import DATATYPES, Ontology, build
from kg.ontology.shapes import Violation, short, validate
from kg.ontology.turtle import DEFINITION, LABEL, OWL, RDF, RDFS, TYPE, XSD, Terms, key, read_triples

_CLASSES = (OWL + "Class", RDFS + "Class")
_DATATYPE_CLASS = RDFS + "Datatype"
_DATATYPES = (RDF + "langString", RDF + "JSON")
_SHACL = "http://www.w3.org/ns/shacl#"


def check_ontology(folder: Path | None = None) -> list[Violation]:
    """Faults of `kg.ttl` and `shapes.ttl` in a folder (None: those that ship), sorted; empty when they are clean.

    Raises OntologyError when a file is missing or is no Turtle.
    """
    folder = folder or data_path("ontology")
    terms, shapes = Terms(folder / "kg.ttl"), Terms(folder / "shapes.ttl")
    ontology = build(terms)
    found = [*_labels(terms), *_same_labels(terms), *_parents(terms), *_ends(terms), *_inverses(terms)]
    found += [*_markers(terms), *_relations(ontology), *_metrics(ontology, terms)]
    without = set(_without_shape(ontology, shapes))
    found += [Violation(f"kg:{name}", "", message) for name, message in sorted(without)]
    if not found:  # the comparison asks for files that are sound by themselves
        found += disagreements(ontology, folder)
    return sorted(set(found))


def check_registry(folder: Path | None = None, ontology_folder: Path | None = None) -> list[Violation]:
    """Faults of the registry's files in a folder (None: those that ship), sorted; empty when they are clean.

    Raises OntologyError when a file cannot be read or is no Turtle.
    """
    folder = folder or data_path("seeds", "registry")
    ontology = build(Terms((ontology_folder or data_path("ontology")) / "kg.ttl"))
    found = [*_blocks(folder), *known.check(known.read(folder), ontology)]
    told = {(violation.focus, violation.path) for violation in found if violation.path}
    triples = [
        f"<{subject}> <{predicate}> {value} ."
        for path in known.files(folder)
        for subject, predicate, value in read_triples(path)
        if not subject.startswith("_:")
    ]
    broken = map(_plain, validate("\n".join(triples) + "\n", ontology_folder, registry=True))
    found += [violation for violation in broken if (violation.focus, violation.path) not in told]
    return sorted(set(found))


def _plain(violation: Violation) -> Violation:
    focus = violation.focus.removeprefix("ent:")
    return Violation(focus, violation.path, violation.message, violation.severity)


def _blocks(folder: Path) -> Iterator[Violation]:
    """An entity is told in one block of one file, so that nobody edits half of it."""
    seen: dict[str, str] = {}
    for path in known.files(folder):
        last = ""
        for subject, _, _ in read_triples(path):
            if subject.startswith("_:") or not subject.startswith(ENT):
                yield Violation(short(subject), "", f"{path.name} may only tell of entities under ent:")
            elif subject != last and subject in seen:
                place = "twice" if seen[subject] == path.name else f"in {seen[subject]} too"
                yield Violation(subject.removeprefix(ENT), "", f"{path.name} tells of it, and it stands {place}")
            seen.setdefault(subject, path.name)
            last = subject


def _own(terms: Terms) -> list[str]:
    return [subject for subject in terms.subjects() if subject.startswith(KG)]


def _labels(terms: Terms) -> Iterator[Violation]:
    for subject in _own(terms):
        for predicate, what in ((LABEL, "label"), (DEFINITION, "definition")):
            texts = terms.texts(subject, predicate)
            for language in LANGUAGES:
                if not texts.get(language, "").strip():
                    yield Violation(short(subject), short(predicate), f"there is no {what} in {language!r}")
            count = sum(
                1 for term in terms.objects(subject, predicate) if isinstance(term, ox.Literal) and term.language
            )
            if count > len(texts):
                yield Violation(short(subject), short(predicate), f"there are two {what}s in one language")


def _same_labels(terms: Terms) -> Iterator[Violation]:
    owners: dict[tuple[str, str], str] = {}
    for subject in _own(terms):
        for pair in terms.texts(subject, LABEL).items():
            first = owners.setdefault(pair, subject)
            if first != subject:
                yield Violation(short(subject), short(LABEL), f"{short(first)} has the label {pair[1]!r} too")


def _parents(terms: Terms) -> Iterator[Violation]:
    """A parent in our own namespace must be stated; a class below itself is a circle."""
    for subject in _own(terms):
        for predicate in (RDFS + "subClassOf", RDFS + "subPropertyOf"):
            for parent in terms.named(subject, predicate):
                if parent.startswith(KG) and not terms.properties(parent):
                    yield Violation(short(subject), short(predicate), f"the parent {short(parent)} is unknown")
                if parent == subject or subject in terms.above(parent, predicate):
                    yield Violation(short(subject), short(predicate), "the parents go round in a circle")


def _ends(terms: Terms) -> Iterator[Violation]:
    for subject in _own(terms):
        types = terms.named(subject, TYPE)
        for predicate in (RDFS + "domain", RDFS + "range"):
            nodes = terms.objects(subject, predicate)
            if len(nodes) > 1:
                message = "two values mean their intersection; write one owl:unionOf"
                yield Violation(short(subject), short(predicate), message)
            literal = predicate == RDFS + "range" and OWL + "DatatypeProperty" in types
            free = predicate == RDFS + "range" and OWL + "AnnotationProperty" in types
            for member in (member for node in nodes for member in terms.members(key(node))):
                if not (_fits(terms, member, datatype=literal) or (free and _fits(terms, member, datatype=True))):
                    what = "datatype" if literal else "class"
                    yield Violation(short(subject), short(predicate), f"{short(member)} is no {what}")


def _fits(terms: Terms, iri: str, *, datatype: bool) -> bool:
    """Our own terms must be stated as a class or a datatype; of others, only XML Schema and RDF name datatypes."""
    if iri.startswith(KG):
        wanted = (_DATATYPE_CLASS,) if datatype else _CLASSES
        return any(kind in wanted for kind in terms.named(iri, TYPE))
    return "://" in iri and datatype == (iri.startswith(XSD) or iri in _DATATYPES)


def _inverses(terms: Terms) -> Iterator[Violation]:
    path = short(OWL + "inverseOf")
    for subject in _own(terms):
        for inverse in terms.named(subject, OWL + "inverseOf"):
            if OWL + "SymmetricProperty" in terms.named(subject, TYPE):
                yield Violation(short(subject), path, "a symmetric relation has no inverse")
            if not terms.properties(inverse):
                yield Violation(short(subject), path, f"the inverse {short(inverse)} is unknown")
                continue
            if terms.named(inverse, OWL + "inverseOf") != [subject]:
                yield Violation(short(subject), path, f"{short(inverse)} does not name it as its one inverse")
            for mine, its in ((RDFS + "domain", RDFS + "range"), (RDFS + "range", RDFS + "domain")):
                if _members(terms, subject, mine) != _members(terms, inverse, its):
                    message = f"its {short(mine)} is not the {short(its)} of {short(inverse)}"
                    yield Violation(short(subject), path, message)


def _members(terms: Terms, subject: str, predicate: str) -> set[str]:
    return {member for node in terms.named(subject, predicate) for member in terms.members(node)}


def _markers(terms: Terms) -> Iterator[Violation]:
    """What a relation, metric or qualifier points to must be what it ought to be."""
    for predicate, wanted in ((KG + "mayCarry", "Qualifier"), (KG + "allowedUnit", "Unit")):
        known_ones = set(terms.instances(wanted))
        for subject in _own(terms):
            for value in terms.named(subject, predicate):
                if value not in known_ones:
                    yield Violation(short(subject), short(predicate), f"{short(value)} is no kg:{wanted}")
    for subject in terms.instances("Qualifier"):
        if not set(terms.named(subject, RDFS + "range")) & set(DATATYPES):
            allowed = ", ".join(short(name) for name in DATATYPES)
            yield Violation(short(subject), "rdfs:range", f"a qualifier's range is one of {allowed}")
    roots = terms.below(KG + "Entity")
    for subject in terms.instances("EntityType"):
        if subject not in roots:
            yield Violation(short(subject), "rdfs:subClassOf", "an entity type stands below kg:Entity")


def _relations(ontology: Ontology) -> Iterator[Violation]:
    names: dict[str, str] = {}
    for relation in ontology.relations.values():
        for path, ends in (("rdfs:domain", relation.domain), ("rdfs:range", relation.range)):
            if not ends:
                yield Violation(f"kg:{relation.name}", path, "it holds no entity type")
        if relation.symmetric and relation.domain != relation.range:
            yield Violation(f"kg:{relation.name}", "rdfs:range", "a symmetric relation has one domain and range")
        for parent in relation.parents:
            above = ontology.relations[parent]
            if not (relation.domain <= above.domain and relation.range <= above.range):
                message = f"its domain or range reaches beyond that of kg:{parent}"
                yield Violation(f"kg:{relation.name}", "rdfs:subPropertyOf", message)
        if names.setdefault(relation.command, relation.name) != relation.name:
            yield Violation(f"kg:{relation.name}", "", f"kg:{names[relation.command]} has the same command")


def _metrics(ontology: Ontology, terms: Terms) -> Iterator[Violation]:
    for metric in ontology.metrics.values():
        if not metric.units:
            yield Violation(f"kg:{metric.name}", "kg:allowedUnit", "a metric names its unit")
        if not metric.domain:
            yield Violation(f"kg:{metric.name}", "rdfs:domain", "it holds no entity type")
        if terms.named(KG + metric.name, RDFS + "range") != [XSD + "decimal"]:
            yield Violation(f"kg:{metric.name}", "rdfs:range", "a metric's range is xsd:decimal")


def _without_shape(ontology: Ontology, shapes: Terms) -> Iterator[tuple[str, str]]:
    """Types, relations and metrics that no shape targets."""

    def targets(name: str) -> set[str]:
        return {target for subject in shapes.subjects() for target in shapes.named(subject, _SHACL + name)}

    classes, subjects = targets("targetClass"), targets("targetSubjectsOf")
    for name in ontology.types:
        if KG + name not in classes:
            yield name, "no shape targets this type (sh:targetClass)"
    for name in ontology.relations:
        if PROP_VALUE + name not in subjects:
            yield name, f"no shape targets statements of this relation (sh:targetSubjectsOf ps:{name})"
        if KG + name not in subjects:
            yield name, f"no shape targets direct triples of this relation (sh:targetSubjectsOf kg:{name})"
    for name in ontology.metrics:
        if PROP_VALUE + name not in subjects:
            yield name, f"no shape targets statements of this metric (sh:targetSubjectsOf ps:{name})"


def errors(violations: Iterable[Violation]) -> list[Violation]:
    """Those that are no mere warnings."""
    return [violation for violation in violations if violation.severity == "violation"]


def require(violations: Iterable[Violation]) -> None:
    """Raises OntologyError that tells the first faults, when there is any."""
    found = errors(violations)
    if found:
        more = f" (and {len(found) - 3} more)" if len(found) > 3 else ""
        raise OntologyError("; ".join(str(violation) for violation in found[:3]) + more)
