"""Changes that are planned over a store and seen by whoever looks through them, before one transaction makes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Triple

from kg.store.terms import Match, Subject, Term


class Staging:
    """A store as it will be. `base` looks up in the store as it is."""

    def __init__(self, base: Match) -> None:
        self._base = base
        self._removed: dict[Triple, None] = {}
        self._added: dict[Triple, None] = {}
        self._by_subject: dict[Subject, dict[Triple, None]] = defaultdict(dict)
        self._by_object: dict[Term, dict[Triple, None]] = defaultdict(dict)

    @property
    def removed(self) -> list[Triple]:
        """What the transaction takes out."""
        return list(self._removed)

    @property
    def added(self) -> list[Triple]:
        """What the transaction puts in; some of it may be in the store already."""
        return list(self._added)

    def add(self, triples: Iterable[Triple]) -> None:
        """Plans triples in."""
        for triple in triples:
            self._removed.pop(triple, None)
            self._added[triple] = None
            self._by_subject[triple.subject][triple] = None
            self._by_object[triple.object][triple] = None

    def remove(self, triples: Iterable[Triple]) -> None:
        """Plans triples out."""
        for triple in triples:
            if triple in self._added:
                del self._added[triple]
                del self._by_subject[triple.subject][triple]
                del self._by_object[triple.object][triple]
            self._removed[triple] = None

    def match(self, subject: Subject | None, predicate: NamedNode | None, object_: Term | None, /) -> Iterator[Triple]:
        """The triples that fit, as the store will be. What is added to the plan meanwhile may be missed."""
        for triple in self._base(subject, predicate, object_):
            if triple not in self._removed and triple not in self._added:
                yield triple
        if subject is not None:
            planned = self._by_subject.get(subject, {})
        elif object_ is not None:
            planned = self._by_object.get(object_, {})
        else:
            planned = self._added
        for triple in list(planned):
            if (
                (subject is None or triple.subject == subject)
                and (predicate is None or triple.predicate == predicate)
                and (object_ is None or triple.object == object_)
            ):
                yield triple
