"""The vocabulary of the store as RDF terms, and ids as IRIs and back.

Ids come from documents: whatever an IRI may not hold is percent-encoded, so that no id can end a term early.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol
from urllib.parse import quote, unquote

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.model.ids import KG, PREFIXES

Subject = NamedNode | BlankNode | Triple
Term = NamedNode | BlankNode | Literal | Triple
_UNSAFE = re.compile(r"[^\w.~-]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")


class Match(Protocol):
    """Looks triples up; None matches everything. The order of what comes back is not defined."""

    def __call__(
        self, subject: Subject | None, predicate: NamedNode | None, object_: Term | None, /
    ) -> Iterator[Triple]:
        """The triples that fit."""
        ...


def node(namespace: str, local: str) -> NamedNode:
    """The IRI of an id in a namespace of `kg.model.ids`.

    >>> node("https://example.org/", 'a b">').value
    'https://example.org/a%20b%22%3E'
    """
    if _UNSAFE.search(local) or _PRIVATE.search(local):
        local = "".join(quote(c, safe="") if _UNSAFE.match(c) or _PRIVATE.match(c) else c for c in local)
    return NamedNode(namespace + local)


def local(term: Term, namespace: str) -> str:
    """The id that an IRI of the namespace stands for; the inverse of `node`."""
    if not isinstance(term, NamedNode) or not term.value.startswith(namespace):
        raise ValueError(f"{term} is not in {namespace}")
    rest = term.value[len(namespace) :]
    return unquote(rest) if "%" in rest else rest


def text_of(term: Term) -> str:
    """The characters of a literal or IRI."""
    if isinstance(term, Triple):
        raise ValueError(f"{term} has no text")
    return term.value


def kg(name: str) -> NamedNode:
    """A term of the ontology."""
    return NamedNode(KG + name)


def xsd(name: str) -> NamedNode:
    """A datatype."""
    return NamedNode(PREFIXES["xsd"] + name)


TYPE = NamedNode(PREFIXES["rdf"] + "type")
PREF_LABEL = NamedNode(PREFIXES["skos"] + "prefLabel")
ALT_LABEL = NamedNode(PREFIXES["skos"] + "altLabel")
DERIVED_FROM = NamedNode(PREFIXES["prov"] + "wasDerivedFrom")

ARTICLE = NamedNode(PREFIXES["schema"] + "NewsArticle")
HEADLINE = NamedNode(PREFIXES["schema"] + "headline")
PUBLISHED = NamedNode(PREFIXES["schema"] + "datePublished")
PUBLISHER = NamedNode(PREFIXES["schema"] + "publisher")
IN_LANGUAGE = NamedNode(PREFIXES["schema"] + "inLanguage")
URL = NamedNode(PREFIXES["schema"] + "url")
MENTIONS = NamedNode(PREFIXES["schema"] + "mentions")
BODY = NamedNode(PREFIXES["schema"] + "articleBody")

HAS_SELECTOR = NamedNode(PREFIXES["oa"] + "hasSelector")
QUOTE_SELECTOR = NamedNode(PREFIXES["oa"] + "TextQuoteSelector")
POSITION_SELECTOR = NamedNode(PREFIXES["oa"] + "TextPositionSelector")
EXACT = NamedNode(PREFIXES["oa"] + "exact")
START = NamedNode(PREFIXES["oa"] + "start")
END = NamedNode(PREFIXES["oa"] + "end")

STATEMENT_CLASS = kg("Statement")
EVIDENCE_CLASS = kg("Evidence")
SENTENCE_CLASS = kg("Sentence")
NAMING_CLASS = kg("Naming")
QUANTITY_CLASS = kg("Quantity")

SUBJECT = kg("subject")
PREDICATE = kg("predicate")
OBJECT = kg("object")
VALUE = kg("value")
UNIT = kg("unit")
COMPARATOR = kg("comparator")
WHEN = kg("when")
WHEN_START = kg("whenStart")
WHEN_END = kg("whenEnd")
BENCHMARK = kg("benchmark")
MODALITY = kg("modality")
ATTRIBUTION = kg("attribution")
EXTRACTOR = kg("extractor")
RULE = kg("rule")
SCORE = kg("score")
ALTERNATIVE = kg("alternative")
IN_DOCUMENT = kg("document")
IN_SENTENCE = kg("sentence")
TEXT = kg("text")
DIGEST = kg("digest")
IDENTIFIER = NamedNode(PREFIXES["dct"] + "identifier")
DERIVED = kg("derived")
MENTION_SPANS = kg("mentionSpans")

KNOWN = kg("known")
NAME_KEY = kg("nameKey")
TICKER = kg("ticker")
WIKIDATA = kg("wikidata")
NAMED_ENTITY = kg("entity")
PREFERRED_NAME = kg("preferredName")
OTHER_NAME = kg("otherName")

TRUE = Literal(True)
JSON = NamedNode(PREFIXES["rdf"] + "JSON")
