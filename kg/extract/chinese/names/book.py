"""Collects the mentions of a Chinese document and makes its entities."""

from __future__ import annotations

import re

from kg.extract import book
from kg.extract.chinese.script import simplified
from kg.model import Entity, Span
from kg.model.ids import minted_entity_id

_HAN = re.compile(r"[\u3400-\u9fff]")


class Book(book.Book):
    """Mentions and entities of a text in either script."""

    def minted(self, name: str, type_name: str, span: Span, how: str) -> None:
        """A place of an entity that the registry does not have; `name` is its fullest form in simplified script.

        The id is that of the simplified name, the label is the name as the document writes it.
        """
        entity = minted_entity_id(type_name, name)
        written = self._text[span.start : span.end]
        label = written if simplified(written) == name else name
        if entity not in self.entities or label == written != self.entities[entity].label("zh"):
            language = "zh" if _HAN.search(name) else "en"
            self.entities[entity] = Entity(entity, type_name, {language: label})
        self.put(span, type_name, entity, how)
