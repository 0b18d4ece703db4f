"""Looking for triples in an Oxigraph store."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import DefaultGraph, NamedNode, Store, Triple

from kg.errors import StoreDamagedError
from kg.store import terms as t
from kg.store.files import ANEW

_DEFAULT = DefaultGraph()


def match(
    store: Store, subject: t.Subject | None, predicate: NamedNode | None, object_: t.Term | None
) -> Iterator[Triple]:
    """The triples of the default graph that fit; None matches everything. Raises StoreDamagedError."""
    try:
        for quad in store.quads_for_pattern(subject, predicate, object_, _DEFAULT):
            yield quad.triple
    except (OSError, RuntimeError) as error:
        raise StoreDamagedError(f"The store is damaged: {error}. {ANEW}") from error
