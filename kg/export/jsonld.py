"""JSON-LD, compacted with the context that ships with the ontology; one line a resource."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import IO, Any

from pyoxigraph import Literal, NamedNode, Triple

from kg.config import data_path
from kg.errors import OntologyError
from kg.export.rdf import ordered
from kg.model.ids import PREFIXES
from kg.query.graph import Graph

_TYPE = PREFIXES["rdf"] + "type"
_STRING = PREFIXES["xsd"] + "string"


def write_jsonld(graph: Graph, out: IO[bytes]) -> None:
    """One object with the context inside, so that reading it asks nobody; resources and their properties are sorted."""
    write_triples(ordered(graph), out)


def write_triples(triples: Iterable[Triple], out: IO[bytes]) -> None:
    """The same of some triples, in their order; those of one subject stand together."""
    context = _context()
    compact = Compactor(context)
    out.write(b'{"@context": ' + _line(context) + b',\n"@graph": [')
    between = b"\n"
    for _, group in groupby(triples, key=lambda triple: str(triple.subject)):
        out.write(between + _line(compact.resource(list(group))))
        between = b",\n"
    out.write(b"\n]}\n")


def _context() -> dict[str, Any]:
    path = data_path("ontology", "context.jsonld")
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["@context"]
    except (OSError, ValueError, KeyError) as error:
        raise OntologyError(f"{path.name}: not a JSON-LD context ({error})") from None
    return dict(found)


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


class Compactor:
    """Writes terms the way a context reads them. It knows prefixes, @vocab, and terms with @type or @language."""

    def __init__(self, context: Mapping[str, Any]) -> None:
        self._prefixes: dict[str, str] = {}
        self._vocabulary = str(context.get("@vocab", ""))
        self._terms: dict[str, str] = {}  # IRI of a property → term
        self._about: dict[str, Mapping[str, Any]] = {}
        self._classes: dict[str, str] = {}
        self._defined = set(context)
        for term, given in context.items():
            if isinstance(given, str) and given.endswith(("/", "#", ":")) and not term.startswith("@"):
                self._prefixes[term] = given
        for term, given in sorted(context.items()):
            if isinstance(given, Mapping) and "@id" in given:
                iri = self._expand(given["@id"])
                self._terms.setdefault(iri, term)
                self._about[term] = {**given, "@type": self._expand(given["@type"]) if "@type" in given else None}
            elif isinstance(given, str) and ":" in given and term not in self._prefixes and not given.startswith("@"):
                self._classes[self._expand(given)] = term

    def resource(self, triples: list[Triple]) -> dict[str, Any]:
        """One resource, from all triples of one subject."""
        node: dict[str, Any] = {"id": self._iri(_value(triples[0].subject))}
        for triple in triples:
            predicate = triple.predicate.value
            if predicate == _TYPE and isinstance(triple.object, NamedNode):
                node.setdefault("type", []).append(self._class(triple.object.value))
                continue
            term = self._terms.get(predicate) or self._property(predicate)
            about = self._about.get(term, {})
            by_language = about.get("@container") == "@language"
            if by_language and isinstance(triple.object, Literal) and triple.object.language:
                words = node.setdefault(term, {})
                words.setdefault(triple.object.language, []).append(triple.object.value)
            elif by_language:  # a name without a language keeps out of the map
                node.setdefault(self._property(predicate, term), []).append(self._written({}, triple.object))
            else:
                node.setdefault(term, []).append(self._written(about, triple.object))
        return {key: _single(value) for key, value in node.items()}

    def _written(self, about: Mapping[str, Any], term: object) -> Any:
        coerced = about.get("@type")
        if not isinstance(term, Literal):
            iri = _value(term)
            if coerced == "@vocab":
                return self._class(iri)
            return self._iri(iri) if coerced == "@id" else {"id": self._iri(iri)}
        if term.language:
            return {"@value": term.value, "@language": term.language}
        datatype = term.datatype.value
        if coerced == datatype or (coerced is None and datatype == _STRING):
            return term.value
        return {"@value": term.value} if datatype == _STRING else {"@value": term.value, "@type": self._iri(datatype)}

    def _expand(self, name: str) -> str:
        prefix, colon, rest = name.partition(":")
        return self._prefixes[prefix] + rest if colon and prefix in self._prefixes else name

    def _iri(self, iri: str) -> str:
        best = max(
            (prefix for prefix, base in self._prefixes.items() if iri.startswith(base) and iri != base),
            key=lambda prefix: len(self._prefixes[prefix]),
            default=None,
        )
        if best is None:
            return iri
        rest = iri[len(self._prefixes[best]) :]
        return iri if rest.startswith("//") else f"{best}:{rest}"

    def _property(self, iri: str, taken: str | None = None) -> str:
        """A key for a property that no term stands for, or whose term cannot hold the value."""
        bare = iri.removeprefix(self._vocabulary)
        plain = self._vocabulary and bare != iri and bare.isalnum() and bare not in self._defined and taken is None
        return bare if plain else self._iri(iri)

    def _class(self, iri: str) -> str:
        return self._classes.get(iri) or self._property(iri)


def _value(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)


def _single(value: Any) -> Any:
    if isinstance(value, dict) and "@value" not in value and "id" not in value:
        return {key: _single(item) for key, item in value.items()}
    return value[0] if isinstance(value, list) and len(value) == 1 else value
