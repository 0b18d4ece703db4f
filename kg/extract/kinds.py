"""The types of names, and groups of them that are told of in like manner, as the ontology forms them."""

from __future__ import annotations

from kg.ontology import schema

_ONTOLOGY = schema.load()
TYPES = frozenset(_ONTOLOGY.types)
ORGANISATIONS = _ONTOLOGY.groups["Organisation"]
#: What is made: models, products, chips.
THINGS = _ONTOLOGY.groups["Technology"]
#: An exchange is no organisation that could be anyone's rival, but is written of as one.
BODIES = ORGANISATIONS | {"Exchange"}
SPEAKERS = BODIES | {"Person"}
