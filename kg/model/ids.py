"""Identifiers: namespaces, slugs, and hashes of meaning. All are pure functions of their input."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from kg.namespaces import (
    BASE,
    DOCUMENT,
    ENT,
    EVIDENCE,
    KG,
    NAMING,
    PREFIXES,
    PROP,
    PROP_VALUE,
    SENTENCE,
    STATEMENT,
)

__all__ = [
    "BASE",
    "DOCUMENT",
    "ENT",
    "EVIDENCE",
    "KG",
    "NAMING",
    "PREFIXES",
    "PROP",
    "PROP_VALUE",
    "SENTENCE",
    "STATEMENT",
    "digest",
    "minted_entity_id",
    "slug",
    "statement_id",
]

_SEPARATORS = re.compile(r"[\W_]+", re.UNICODE)


def digest(*parts: str, length: int = 16) -> str:
    """The first `length` hex digits of the SHA-256 of the parts, which cannot run into one another."""
    joined = "\x1f".join(part.replace("\x1e", "\x1e0").replace("\x1f", "\x1e1") for part in parts)
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
