"""The words that tell the type of a name beside them, as regular expressions over the text before and after it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.extract.english.names.lexicon import alternatives, lexicon

#: The longest phrase before a name that is looked for right before it.
NEAR = 48


@dataclass(frozen=True, slots=True)
class Patterns:
    """The lexicon's classes as regular expressions over the text before and after a name."""

    noun_before: re.Pattern[str]
    noun_comma: re.Pattern[str]
    called_before: re.Pattern[str]
    role_before: re.Pattern[str]
    title_before: re.Pattern[str]
    speech_before: re.Pattern[str]
    organisation_before: re.Pattern[str]
    place_before: re.Pattern[str]
    person_of_before: re.Pattern[str]
    apposition: re.Pattern[str]
    role_after: re.Pattern[str]
    noun_after: re.Pattern[str]
    speech_after: re.Pattern[str]
    verb_after: re.Pattern[str]
    shares_after: re.Pattern[str]
    word: re.Pattern[str]
    #: The last words of phrases before a name, each with the patterns that it may end.
    last: Mapping[str, frozenset[str]]

    def may_end(self, before: str) -> frozenset[str]:
        """The patterns that the text before a name may end with, by its last word alone."""
        words = _LAST.findall(before.casefold(), max(0, len(before) - NEAR))
        if not words:
            return _NONE
        found = self.last.get(words[-1], _NONE)
        return found | self.last.get(words[-2], _NONE) if words[-1] == "the" and words[1:] else found


_LAST = re.compile(r"\w+")
_NONE: frozenset[str] = frozenset()


def _last(phrases: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """The last word of each phrase, and its plural, with the names under which phrases that end so are given."""
    found: dict[str, set[str]] = {}
    for name, listed in phrases.items():
        for phrase in listed:
            word = _LAST.findall(phrase)[-1].casefold()
            found.setdefault(word, set()).add(name)
            found.setdefault(f"{word}s", set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


@functools.cache
def patterns() -> Patterns:
    """The patterns of the shipped lexicon, compiled once."""
    lex = lexicon()
    nouns, roles = alternatives(frozenset(lex.nouns)), alternatives(lex["roles"])
    speech, verbs = alternatives(lex["speech"]), alternatives(lex["organisation_verbs"])

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, re.IGNORECASE)

    return Patterns(
        noun_before=compiled(rf"(?<![\w-])(?:({nouns})|\w+-({nouns}))\s+[\"“‘']?$"),
        noun_comma=compiled(rf"(?<![\w-])({nouns}),\s+[\"“‘']?$"),
        called_before=compiled(
            rf"(?:.*\s)?({nouns})(?:\s+[\w-]+){{0,3}},?\s+(?:called|named|dubbed|known\s+as|codenamed|code-named)\s+[\"“‘']?(?:the\s+)?$"
        ),
        role_before=compiled(rf"(?<![\w-])(?:{roles})s?,?\s+$"),
        title_before=compiled(rf"(?<!\w)(?:{alternatives(lex['titles'])})\s+$"),
        speech_before=compiled(rf"(?<!\w)(?:{speech})\s+(?:the\s+)?$"),
        organisation_before=compiled(rf"(?<!\w)(?:{alternatives(lex['organisation_before'])})\s+(?:the\s+)?$"),
        place_before=compiled(rf"(?<!\w)(?:{alternatives(lex['place_before'])})\s+(?:the\s+)?$"),
        person_of_before=re.compile(r"[A-Z]\w+\s+[A-Z][\w-]+,?\s+(?:of|at|from|with)\s+$"),
        apposition=compiled(
            r"(?:,|\s[-–—]|\s\(|\s(?:is|was|remains|became|are)\b|:)\s*(?:an?|the|its|our|their|his|her|my|one\s+of|another|now\s+an?|once\s+an?|[\w-]+['’]s)\s+(?:the\s+)?"
        ),
        role_after=compiled(
            rf"(?:,|\s\(|\s[-–—]|:)\s*(?:\w+['’]s\s+)?(?:(?:the|a|an|its|his|her|their|whose|now|then|formerly|also)\s+)?(?:[\w&-]+(?:['’]s)?\s+){{0,4}}?(?:{roles})(?![\w-])"
        ),
        noun_after=compiled(
            rf"[\"”’']?\s+(?:(?:large\s+|foundation\s+|open\s+|base\s+|language\s+|reasoning\s+|AI\s+|mobile\s+|humanoid\s+|voice\s+|video\s+|vision\s+|\w+ing\s+)*)({nouns})(?![\w-])"
        ),
        speech_after=compiled(rf",?\s+(?:also\s+|has\s+|had\s+)?(?:{speech})(?!\w)"),
        verb_after=compiled(
            rf"\s+(?:(?:also|has|had|have|will|would|could|may|is|was|recently|reportedly|itself)\s+){{0,2}}(?:{verbs})(?!\w)"
        ),
        shares_after=compiled(rf"(?:['’]s)?\s+(?:[\w.%-]+\s+)?(?:{alternatives(lex['shares'])})(?!\w)"),
        word=re.compile(r"[\w&'’-]+|[^\w\s]"),
        last=_last(
            {
                "noun": lex.nouns,
                "called": ("called", "named", "dubbed", "known as", "codenamed"),
                "role": lex["roles"],
                "title": lex["titles"],
                "speech": lex["speech"],
                "organisation": lex["organisation_before"],
                "place": lex["place_before"],
                "report": ("in", "by"),
                "by": ("by",),
                "person of": ("of", "at", "from", "with"),
            }
        ),
    )
