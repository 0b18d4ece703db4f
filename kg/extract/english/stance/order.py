"""Sources told by the order of words alone, for sentences that the parser tears apart."""

from __future__ import annotations

from typing import Any

from kg.extract.english.parse import Argument, Sentence
from kg.extract.english.stance.sources import STOP, VERBAL, infinitive, source_words
from kg.extract.kinds import SPEAKERS


def beside_by_order(sentence: Sentence, trigger: Any) -> str | None:
    """A source told by the order of words alone, for clauses that the parser tears apart.

    "X said (that) ... trigger", "... trigger ..., X said." and "..., according to X", never across a semicolon.
    """
    doc, lists = sentence.doc, source_words()
    if any(t.dep_ in STOP and not infinitive(t) for t in (trigger, *trigger.ancestors)):
        return None
    colon = next((t.i for t in doc[: trigger.i] if t.text == ":"), 0)
    if colon and any(t.lemma_.lower() in lists["occasions"] for t in doc[:colon]):  # "President Tam on the call: ..."
        named = {a.entity for a in sentence.arguments if a.type == "Person" and a.head < colon}
        if len(named) == 1:
            return named.pop()
    low = max((t.i + 1 for t in doc[: trigger.i] if t.text == ";"), default=0)
    high = min((t.i for t in doc[trigger.i :] if t.text == ";"), default=len(doc))
    for argument in sorted(_speakers_in(sentence), key=lambda a: -a.head):
        first, last = argument.tokens
        if not low <= first < high:
            continue
        after = next(
            (i for i in range(last, high) if doc[i].pos_ not in {"ADV", "AUX"} or doc[i].lower_ == "according"), high
        )
        teller = doc[after] if after < high else None
        opened = (
            first == low
            or doc[first - 1].text in {",", "-", "—", ":", '"', "the", "The"}
            or doc[first - 1].pos_ in {"ADJ", "NOUN", "PROPN"}
        )
        if teller is not None and any(c.dep_ == "auxpass" for c in teller.children):
            continue
        if teller is not None and teller.lemma_.lower() in lists["plain"] and opened:
            following = doc[after + 1] if after + 1 < high else None
            if following is not None and following.dep_ == "dobj" and following.head.i == teller.i:
                continue  # "Xiaomi has shown CyberOne"
            closing = following is None or following.is_punct or following.pos_ in {"ADP", "PROPN", "ADV", "NUM"}
            closing = closing and not (following is not None and sentence.argument_at(following.i))
            comma = any(t.text in {",", '"'} for t in doc[max(low, first - 4) : first])
            if closing and comma:
                return argument.entity
            if trigger.i > after and not closing:
                return argument.entity
        told = doc[first - 1] if doc[first - 1].lemma_ == "tell" else doc[max(0, first - 2)]
        nobody = any(t.lemma_.lower() in lists["nobody"] for t in doc[max(low, told.i - 6) : told.i])
        if argument.type == "MediaOutlet" and told.lemma_ == "tell" and trigger.i < first and nobody:
            return argument.entity  # "two people told Caixin"
        before = [doc[k].lower_ for k in range(max(low, first - 3), first)]
        if "according" in before and trigger.i < first:
            return None if _clause_between(doc, trigger, first) else argument.entity
        if (
            first >= 1
            and doc[first - 1].lemma_.lower() in lists["plain"]
            and doc[first - 1].i > trigger.i
            and first >= 2
            and doc[first - 2].is_punct
        ):
            return argument.entity  # "..., says X"
    return None


def _clause_between(doc: Any, trigger: Any, end: int) -> bool:
    """True when another coordinated clause stands between: the source at the end is told of that one."""
    return any(
        t.dep_ == "conj" and t.pos_ in VERBAL and any(c.dep_ in {"nsubj", "nsubjpass"} for c in t.children)
        for t in doc[trigger.i + 1 : end]
    )


def _speakers_in(sentence: Sentence) -> list[Argument]:
    """Arguments that may speak; of an expression for two, neither."""
    single = [a for a in sentence.arguments if a.type in SPEAKERS]
    return [a for a in single if sum(b.tokens == a.tokens for b in single) == 1]
