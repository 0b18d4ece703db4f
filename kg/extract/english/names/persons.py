"""Names of persons by their shape, and the short forms by which a text goes on speaking of them."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from kg.extract.english.names.lexicon import common_words, lexicon

_INITIALS = "b|p|m|f|d|t|n|l|g|k|h|j|q|x|zh|ch|sh|r|z|c|s|y|w"
_FINALS = (
    "iang|iong|uang|ang|eng|ing|ong|iao|ian|uan|uai|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ue|ui|üe|ue|a|o|e|i|u|ü|er"
)
_PINYIN = re.compile(rf"(?:(?:{_INITIALS})?(?:{_FINALS})['’]?){{1,2}}", re.IGNORECASE)
_HYPHENED = re.compile(r"[A-Z][a-z]{1,5}-[A-Za-z][a-z]{1,5}")
_PLAIN_WORD = re.compile(r"[A-ZÀ-Þ][\w'’]*[a-zß-ÿ](?:[-‑][A-Za-z]\w+)*")


def pinyin(word: str) -> bool:
    """True when the word reads as one or two syllables of Mandarin.

    >>> pinyin("Wenfeng"), pinyin("Robotics")
    (True, False)
    """
    return bool(_PINYIN.fullmatch(word))


@functools.lru_cache(maxsize=4096)
def titled(name: str) -> str:
    """A person's name that is set in capitals, as it is written elsewhere; any other name as it is.

    >>> titled("THOMAS CHONG"), titled("WANG"), titled("SMIC")
    ('Thomas Chong', 'Wang', 'SMIC')
    """
    if not name.isupper() or len(name) < 3:
        return name
    lex, words = lexicon(), name.title().split()
    if len(words) > 3 or not all(w.replace("-", "").isalpha() for w in words):
        return name
    known = lex["surnames"] | lex["given_names"]
    return " ".join(words) if words[0] in known or (len(words) > 1 and words[-1] in known) else name


def likeness(words: Sequence[str]) -> float:
    """How much a name looks like a person's, from 0 (not at all) to 4 (a given name stands in it)."""
    lex = lexicon()
    if not 2 <= len(words) <= 4:
        return 0.0
    plain = [w for w in words if w not in lex["name_particles"]]
    if not all(_PLAIN_WORD.fullmatch(w) for w in plain) or plain[-1] in lex.heads:
        return 0.0
    first, rest = words[0], words[1:]
    hyphened = any(_HYPHENED.fullmatch(w) and w.split("-")[0].casefold() not in common_words() for w in words)
    if first in lex["surnames"] or first in lex["family_first"]:
        if hyphened:
            return 4.0
        if len(rest) == 1 and pinyin(rest[0]):
            return 3.5
        if len(rest) == 2 and rest[0] in lex["surnames"] and pinyin(rest[1]):
            return 3.5
        if len(rest) == 2 and all(pinyin(w) for w in rest):
            return 2.5
    if first in lex["given_names"] and words[-1].casefold() not in common_words():
        return 4.0
    if first in lex["given_names"]:
        return 2.5
    if words[-1] in lex["surnames"] and (hyphened or (first.casefold() not in common_words() and not pinyin(first))):
        return 2.5
    if hyphened and len(words) == 2:
        return 2.0
    if len(words) == 2 and not any(w.casefold() in common_words() for w in words):
        return 0.8
    return 0.0


def family_first(words: Sequence[str]) -> bool:
    """True when the family name stands before the given name ("Liang Wenfeng", not "Kai-Fu Lee")."""
    lex = lexicon()
    if len(words) < 2 or words[0] in lex["given_names"]:
        return False
    if words[0] in lex["surnames"] or words[0] in lex["family_first"]:
        return words[-1] not in lex["surnames"] or pinyin(words[-1]) or "-" in words[-1]
    return False


def short_forms(words: Sequence[str]) -> tuple[str, ...]:
    """The words by which a text calls this person again: the family name first, then the given name."""
    if len(words) < 2:
        return ()
    if family_first(words):
        family = " ".join(words[:2]) if words[0] == "Au" and len(words) == 3 else words[0]
        return (family, *[w for w in words[1:] if w != family])
    particles = lexicon()["name_particles"]
    at = next((i for i, w in enumerate(words[1:-1], 1) if w in particles), len(words) - 1)
    return (" ".join(words[at:]), words[-1], words[0])
