"""Who is understood by whose presence, as the registry tells it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kg.extract.kinds import THINGS
from kg.ontology.registry import Known


class Kin:
    """Who is understood by whose presence: maker, family, parent, employer, and the other way round."""

    def __init__(self, entities: Iterable[Known]) -> None:
        self._close: dict[str, set[str]] = defaultdict(set)
        self._made: dict[str, set[str]] = defaultdict(set)
        self._makers: dict[str, tuple[str, ...]] = {}
        self._lines: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for known in entities:
            for target in (*known.developed_by, *known.version_of, *known.subsidiary_of, *known.affiliation):
                self._close[known.id].add(target)
                self._close[target].add(known.id)
            if known.type in THINGS:
                self._makers[known.id] = (*known.developed_by, *known.version_of)
                for target in self._makers[known.id]:
                    self._made[target].add(known.id)
                for target in known.developed_by:
                    self._lines[target][known.type] += 1

    def close(self, entity: str) -> frozenset[str]:
        """Ids at one step."""
        return frozenset(self._close.get(entity, ()))

    def far(self, entity: str) -> frozenset[str]:
        """Ids of the other things of its maker or family."""
        return frozenset(o for t in self._makers.get(entity, ()) for o in self._made[t] if o != entity)

    def makes(self, entity: str) -> str | None:
        """The type of thing that an organisation makes most kinds of, among models, products and chips."""
        lines = self._lines.get(entity)
        return max(sorted(lines), key=lambda t: lines[t]) if lines else None
