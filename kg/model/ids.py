"""Identifiers: namespaces, slugs, and hashes of meaning. All are pure functions of their input."""

from __future__ import annotations

import hashlib
import re
import unicodedata

BASE = "https://w3id.org/china-ai-kg/"
KG = BASE + "ontology#"
ENT = BASE + "id/"
PROP = BASE + "prop/"  # entity → statement
PROP_VALUE = BASE + "prop/statement/"  # statement → value
STATEMENT = BASE + "statement/"
EVIDENCE = BASE + "evidence/"
SENTENCE = BASE + "sentence/"
DOCUMENT = BASE + "document/"
NAMING = BASE + "naming/"  # what one document calls an entity

#: Prefixes known to every query and written at the head of every export.
PREFIXES: dict[str, str] = {
    "kg": KG,
    "ent": ENT,
    "p": PROP,
    "ps": PROP_VALUE,
    "st": STATEMENT,
    "ev": EVIDENCE,
    "sent": SENTENCE,
    "doc": DOCUMENT,
    "nm": NAMING,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "dct": "http://purl.org/dc/terms/",
    "sh": "http://www.w3.org/ns/shacl#",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "wd": "http://www.wikidata.org/entity/",
}

_SEPARATORS = re.compile(r"[\W_]+", re.UNICODE)


def digest(*parts: str, length: int = 16) -> str:
    """The first `length` hex digits of the SHA-256 of the parts, which cannot run into one another."""
    joined = "\x1f".join(parts)
    return hashlib.sha256(joined.encode("utf-8")).hexdigest()[:length]


def statement_id(*parts: str) -> str:
    """The id of a statement from the parts of its meaning."""
    return digest("statement", *parts, length=20)


def slug(text: str) -> str:
    """A readable part of an IRI: lower-case letters, digits and hyphens; other scripts are kept.

    >>> slug("Qwen2.5-VL (72B)")
    'qwen2-5-vl-72b'
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    ascii_form = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    return _SEPARATORS.sub("-", ascii_form).strip("-")


def minted_entity_id(type_name: str, name: str) -> str:
    """The id of an entity that the registry does not know, from its type and name.

    >>> minted_entity_id("Company", "Lingyun Dynamics")
    'company.lingyun-dynamics'
    """
    return f"{type_name.lower()}.{slug(name) or digest(name)}"
