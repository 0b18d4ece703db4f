"""How a time stands to what is told: by clause, verb, order and words between."""

from __future__ import annotations

from typing import Any

from kg.extract.english.parse import Sentence

_MODAL = frozenset({"will", "would", "shall", "'ll", "may", "might", "can", "could", "should", "must"})
_VERBAL = frozenset({"VERB", "AUX"})
#: Verbs of telling: what hangs on them is the time of the report.
_TELLING = frozenset(
    [
        "say",
        "tell",
        "report",
        "announce",
        "write",
        "disclose",
        "reveal",
        "state",
        "note",
        "add",
        "show",
        "claim",
        "confirm",
        "estimate",
        "forecast",
        "predict",
        "expect",
        "describe",
        "suggest",
        "argue",
        "warn",
        "explain",
        "reckon",
        "publish",
        "post",
        "quote",
        "cite",
        "unveil",
        "mention",
        "comment",
    ]
)


def verb_of(token: Any) -> Any:
    """The verb that governs a token, or the top of its tree; a chain of verbs of one event counts as its first."""
    while token.pos_ not in _VERBAL and token.head is not token and token.head.i != token.i:
        token = token.head
    while token.dep_ in ("xcomp", "pcomp", "aux", "auxpass") and token.head.pos_ in _VERBAL:
        token = token.head
    return token


def tense_of(verb: Any) -> str:
    """How a verb is told: modal, perfect, past, present, infinitive, participle, or none for what is no verb."""
    if verb.pos_ not in _VERBAL:
        return "none"
    helpers = {t.lower_ for t in verb.children if t.dep_ in ("aux", "auxpass")}
    if helpers & _MODAL:
        return "modal"
    if helpers & {"has", "have", "had", "'ve"}:
        return "perfect"
    if "to" in helpers:
        return "infinitive"
    if helpers & {"was", "were", "did"} or verb.tag_ == "VBD":
        return "past"
    if helpers & {"is", "are", "'s", "'re", "am"}:
        return "going" if verb.tag_ == "VBG" else "present"
    return {"VBZ": "present", "VBP": "present", "VB": "bare", "VBG": "ing", "VBN": "participle"}.get(verb.tag_, "bare")


def tells(verb: Any) -> bool:
    """True for a verb of telling."""
    return verb.lemma_ in _TELLING


class Grammar:
    """The verbs above the tokens of one sentence, each looked up once."""

    def __init__(self, sentence: Sentence) -> None:
        self.doc = sentence.doc
        self._verb: dict[int, int] = {}
        self._above: dict[int, tuple[int, ...]] = {}

    def verb(self, token: int) -> int:
        """Index of the governing verb."""
        if token not in self._verb:
            self._verb[token] = int(verb_of(self.doc[token]).i)
        return self._verb[token]

    def above(self, token: int) -> tuple[int, ...]:
        """Indices of the token and all above it, from below."""
        if token not in self._above:
            found, at = [token], self.doc[token]
            while at.head.i != at.i:
                at = at.head
                found.append(int(at.i))
            self._above[token] = tuple(found)
        return self._above[token]

    def relation(self, trigger: int, told: int) -> str:
        """`below` the trigger, on its `verb`, on a verb `above` or `under` it, in a relative clause, or `beside`."""
        over = self.above(told)
        if trigger in over:
            return "below"
        mine, its = self.verb(trigger), self.verb(told)
        if mine == its:
            return "verb"
        within = self.above(trigger)
        aside = any(self.doc[i].dep_ in ("relcl", "acl", "advcl") and i not in within for i in over)
        if its in within:
            return "above"
        if mine in over:
            return "under aside" if aside else "under"
        return "beside aside" if aside else "beside"
