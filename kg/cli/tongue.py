"""One language for an answer. Part of every look-up: the ontology is loaded only where a word of it is needed."""

from __future__ import annotations

from kg.cli.words import WORDS
from kg.labels import USUAL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.ontology.wording import Wording


class Tongue:
    """The words of one language: those around an answer, and by `wording` those of the ontology."""

    def __init__(self, language: str = USUAL, wording: Wording | None = None) -> None:
        self.language = language
        self._wording = wording

    @property
    def wording(self) -> Wording:
        """The ontology's labels; of the ontology that ships where none was given."""
        if self._wording is None:
            from kg.ontology.schema import load
            from kg.ontology.wording import Wording

            self._wording = Wording(load(), self.language)
        return self._wording

    def say(self, word: str, **values: object) -> str:
        """A word or phrase with its values put in."""
        return WORDS[self.language][word].format(**values)

    def pair(self, name: str, value: str) -> str:
        """A name and what it is.

        >>> Tongue("en").pair("role", "CEO"), Tongue("zh").pair("职务", "CEO")
        ('role: CEO', '职务：CEO')
        """
        return self.say("pair", name=name, value=value)

    def listed(self, items: Iterable[str], mark: str = "comma") -> str:
        """Several things in a row, with commas or semicolons between.

        >>> Tongue("en").listed("ab"), Tongue("zh").listed("ab"), Tongue("zh").listed("ab", "semicolon")
        ('a, b', 'a、b', 'a；b')
        """
        return self.say(mark).join(items)


def of(wording: Wording) -> Tongue:
    """The tongue that goes with the labels."""
    return Tongue(wording.language, wording)
