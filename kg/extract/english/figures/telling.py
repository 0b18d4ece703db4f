"""Which word tells a number: the verb or noun from which modality and attribution are read."""

from __future__ import annotations

from typing import Any

from kg.extract.english.parse import Sentence

_INSIDE = frozenset({"nummod", "compound", "nmod", "quantmod", "amod", "det", "punct", "case", "intj", "meta"})
_JOINED = frozenset({"conj", "appos", "pobj", "prep", "agent", "npadvmod", "acomp", "advmod"})
_OBJECT = frozenset({"dobj", "attr", "oprd", "dative", "pcomp", "xcomp", "ccomp", "dep"})
_SUBJECT = frozenset({"nsubj", "nsubjpass"})
_VERBAL = frozenset({"VERB", "AUX"})
#: "a model with 5bn parameters", "a firm worth $3bn": what is done with it says nothing about the number.
_OWN = frozenset({"with", "worth"})


def telling(sentence: Sentence, offset: int) -> int:
    """The token that tells the number at a document offset: the verb above it, else its noun.

    A number that describes a noun is told by the noun; so is one whose noun is the subject of the clause.
    """
    token: Any = sentence.doc[sentence.token_at(offset)]
    noun = token
    for _ in range(len(sentence.doc)):
        if token.pos_ in _VERBAL or token.head is token:
            return int(token.i)
        arc, head = token.dep_, token.head
        if arc in _INSIDE:
            noun = token = head
        elif arc in _JOINED or arc in _OBJECT:
            if token.lower_ in _OWN and head.pos_ not in _VERBAL:
                return int(noun.i)
            token = head
        elif arc in _SUBJECT and token is noun:
            return int(head.i)
        else:
            return int(token.i)
    return int(token.i)
