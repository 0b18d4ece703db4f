"""Names → entities."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from kg.errors import UnknownIdError, UnknownNameError
from kg.model import Entity
from kg.model.ids import ENT
from kg.ontology.script import has_han, simplified, traditional
from kg.query.present import Presenter
from kg.query.views import EntityView
from kg.store import terms as t
from kg.store.base import Reader
from kg.store.names import fold

if TYPE_CHECKING:
    from kg.ontology.registry import Known, Registry

#: The likeness in percent below which a name is no suggestion, and one that the registry knows is none.
_NEAR, _NEAR_KNOWN = 40, 75
#: Of two Chinese characters one may be wrong.
_NEAR_HAN = 50
#: Nobody's name told twice is longer.
_LONGEST_PAIR = 80


class Finder:
    """Finds by name in the store and, for entities that no document mentions, in the registry (loaded when needed)."""

    def __init__(self, reader: Reader, presenter: Presenter, registry: Callable[[], Registry]) -> None:
        self._reader = reader
        self._presenter = presenter
        self._registry = registry

    def id_of(self, name: str) -> str:
        """An id that the store describes, as it is; else that of the entity of that name, as `find`."""
        name = _sound(name)
        return name if self._presenter.entity(name).labels else self.find(name).id

    def find(self, name: str, types: Collection[str] | None = None) -> EntityView:
        """The entity of that name or id, ignoring case, separators and Chinese script.

        Of several it is one of the registry, then the one with most statements; the others are in `others`. `types`
        are the leaf types that will do. Raises UnknownNameError with near names.
        """
        found = self.candidates(name)
        if types is not None:
            found = [view for view in found if view.type in types]
        if not found:
            raise UnknownNameError(name, tuple(self.suggestions(name)))
        return replace(found[0], others=tuple(found[1:]))

    def by_id(self, name: str) -> EntityView:
        """The entity of that very id, of the store or the registry. Raises UnknownIdError."""
        view = self._stored(name)
        if view is not None:
            return view
        known = self._registry().entities.get(name)
        if known is None:
            raise UnknownIdError("entity", name)
        return self._presenter.view(known_entity(known))

    def candidates(self, name: str) -> list[EntityView]:
        """All entities of that name, the likeliest first.

        A name in Chinese is looked for in the script it is written in, then in the other. Where nobody has it, it may
        be two names of one entity: 阿里巴巴（Alibaba）.
        """
        found = self._of_name(name)
        if found or not has_han(name):
            return found
        for written in (simplified(name), traditional(name)):
            if written != name and (found := self._of_name(written)):
                return found
        return self._of_two_names(name)

    def _of_name(self, name: str) -> list[EntityView]:
        name = _sound(name)
        key = fold(name)
        ids = sorted(t.local(found.subject, ENT) for found in self._reader.match(None, t.NAME_KEY, Literal(key)))
        stored = [view for item in ids if (view := self._stored(item)) is not None]
        preferred = {view.id for view in stored if key in map(fold, view.labels.values())}
        if not stored and (view := self._stored(name)) is not None:
            stored = [view]
        ranked = sorted(stored, key=lambda view: (not view.known, view.id not in preferred, -view.degree, view.id))
        if ranked and ranked[0].known:
            return ranked
        # Nothing that the registry knows is told of under this name; it may know an entity all the same.
        known = [self._known(item) for item in self._in_registry(name) if item.id not in {view.id for view in ranked}]
        told = [view for view in known if view.degree]
        return [*told, *ranked, *(view for view in known if not view.degree)]

    def _of_two_names(self, name: str) -> list[EntityView]:
        """Entities that are called by what stands before and by what stands after a change of script or a bracket."""
        for place in range(1, len(name) if len(name) <= _LONGEST_PAIR else 0):
            before, after = name[:place], name[place:]
            if has_han(before[-1]) == has_han(after[0]) and after[0] not in "(（":
                continue
            if found := self._of_name(before):
                ids = {view.id for view in self._of_name(after)}
                if both := [view for view in found if view.id in ids]:
                    return both
        return []

    def search(self, text: str, limit: int, types: frozenset[str] | None = None) -> list[EntityView]:
        """Entities whose names start with, hold or resemble the text, best first; only of `types` where given."""
        found: dict[str, EntityView] = {}
        for row in self._reader.ledger.near_names(text, limit * (4 if types is None else 40)):
            if row.entity in found or (view := self._stored(row.entity)) is None:
                continue
            if types is None or view.type in types:
                found[row.entity] = view
            if len(found) == limit:
                break
        return list(found.values())

    def suggestions(self, name: str) -> list[str]:
        """Up to five names that resemble a missed one, each of another entity."""
        from rapidfuzz import fuzz, process

        wanted = simplified(name).casefold()
        forms = {form: item.id for item in self._registry().entities.values() for form in item.labels.values()}
        alike = process.extract(wanted, forms.keys(), processor=str.casefold, limit=5, score_cutoff=_NEAR_KNOWN)
        found = {form for form, _, _ in alike}
        if has_han(name):  # a name of two characters is too short for what finds the others
            alike = process.extract(wanted, forms.keys(), scorer=fuzz.ratio, limit=None, score_cutoff=_NEAR_HAN)
            found |= {form for form, _, _ in alike if has_han(form) and self._degree(forms[form])}
        for text in dict.fromkeys((name, simplified(name))):
            rows = self._reader.ledger.near_names(text, 10)
            found |= {row.form for row in rows if self._stored(row.entity) is not None}
        likeness = {form: fuzz.ratio(wanted, form.casefold()) for form in found}
        # A short name hides in nearly any other; it is near only to what is short too.
        means = {form: view[0] for form in sorted(found) if likeness[form] >= _NEAR and (view := self._of_name(form))}
        first: dict[str, str] = {}
        for form in sorted(means, key=lambda form: (-likeness[form], -means[form].degree, form)):
            first.setdefault(means[form].id, form)
        return list(first.values())[:5]

    def _stored(self, name: str) -> EntityView | None:
        view = self._presenter.entity(name)
        return replace(view, degree=self._degree(name)) if view.labels else None

    def _known(self, item: Known) -> EntityView:
        stored = self._stored(item.id)
        return stored or self._presenter.view(known_entity(item))

    def _in_registry(self, name: str) -> list[Known]:
        registry = self._registry()
        exact = registry.entities.get(name)
        return [exact] if exact is not None else registry.by_form(name)

    def _degree(self, name: str) -> int:
        here = t.node(ENT, name)
        return self._reader.count(None, t.SUBJECT, here) + self._reader.count(None, t.OBJECT, here)


def _sound(name: str) -> str:
    """The name without halves of surrogate pairs, which are no characters."""
    return name.encode("utf-8", "replace").decode()


def known_entity(item: Known) -> Entity:
    """A registry entry as an entity of the model."""
    identifiers = (*item.tickers, *((item.wikidata,) if item.wikidata else ()))
    aliases = tuple(dict.fromkeys((*item.aliases, *item.hidden)))
    return Entity(item.id, item.type, item.labels, aliases, identifiers, known=True)
