"""Do the shapes let through what the ontology allows, and nothing else?

Both files say which types a relation links and which units a metric takes. Here small statements are made for every
type at every end, judged by the shapes, and compared with the index.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.model.ids import ENT, KG, PREFIXES, PROP_VALUE, STATEMENT
from kg.ontology.schema import Metric, Ontology, Relation
from kg.ontology.shapes import Violation, validate

_TYPE = PREFIXES["rdf"] + "type"
_DECIMAL = PREFIXES["xsd"] + "decimal"
_CURRENCY = "EUR"


@dataclass(frozen=True)
class _Case:
    """One statement to judge; `about` says it in words, `allowed` is what the ontology says."""

    id: str
    property: str
    about: str
    allowed: bool
    lines: tuple[str, ...]


def disagreements(ontology: Ontology, folder: Path) -> list[Violation]:
    """Where shapes and ontology differ, sorted. Raises OntologyError when the shapes cannot be used."""
    cases = [case for relation in ontology.relations.values() for case in _relation_cases(relation, ontology)]
    cases += [case for metric in ontology.metrics.values() for case in _metric_cases(metric, ontology)]
    lines = [
        f"<{ENT}{kind.lower()}.{end}> <{_TYPE}> <{KG}{kind}> ." for kind in sorted(ontology.types) for end in (1, 2)
    ]
    lines += [line for case in cases for line in case.lines]
    refused = {violation.focus for violation in validate("\n".join(lines) + "\n", folder)}
    found = []
    for case in cases:
        passed = f"st:{case.id}" not in refused
        if passed != case.allowed:
            verb = "lets through" if passed else "refuses"
            message = f"the shape {verb} {case.about}, against the ontology"
            found.append(Violation(f"kg:{case.property}", "", message))
    return sorted(found)


def _relation_cases(relation: Relation, ontology: Ontology) -> Iterator[_Case]:
    """Every type at each end, beside a type that is right for the other end; every pair where the kind must agree."""
    types = sorted(ontology.types)
    if relation.same_kind:
        pairs = {(first, second) for first in types for second in types}
    else:
        subject, value = min(relation.domain), min(relation.range)
        pairs = {(first, value) for first in types} | {(subject, second) for second in types}
    for first, second in sorted(pairs):
        name = f"{relation.name}.{first}.{second}"
        start, end = f"<{ENT}{first.lower()}.1>", f"<{ENT}{second.lower()}.2>"
        here = f"<{STATEMENT}{name}>"
        lines = (
            f"{here} <{KG}subject> {start} .",
            f"{here} <{KG}predicate> <{KG}{relation.name}> .",
            f"{here} <{KG}object> {end} .",
            f"{here} <{PROP_VALUE}{relation.name}> {end} .",
        )
        about = f"a statement from {first} to {second}"
        yield _Case(name, relation.name, about, ontology.accepts(relation.name, first, second), lines)


def _metric_cases(metric: Metric, ontology: Ontology) -> Iterator[_Case]:
    subject = min(metric.domain)
    unit = _CURRENCY if "currency" in metric.units else metric.units[0]
    pairs = {(kind, unit) for kind in ontology.types}
    pairs |= {(subject, _CURRENCY if other == "currency" else other) for other in ontology.units}
    for kind, given in sorted(pairs):
        name = f"{metric.name}.{kind}.{given}"
        here = f"<{STATEMENT}{name}>"
        number = f'"1.0"^^<{_DECIMAL}>'
        lines = (
            f"{here} <{KG}subject> <{ENT}{kind.lower()}.1> .",
            f"{here} <{KG}predicate> <{KG}{metric.name}> .",
            f"{here} <{KG}value> {number} .",
            f'{here} <{KG}unit> "{given}" .',
            f"{here} <{PROP_VALUE}{metric.name}> {number} .",
        )
        allowed = kind in metric.domain and metric.takes(given)
        yield _Case(name, metric.name, f"a statement about {kind} in {given}", allowed, lines)
