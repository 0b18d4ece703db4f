"""How much speaks for a name as the subject of a number: words around it, grammar, and its part in the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from kg.extract.english.figures.masked import AmountPiece, Masked, NamePiece
from kg.extract.english.figures.metric_frames import load
from kg.extract.english.parse import Argument, Sentence

_OWNER = re.compile(r"(?:'s?)? (?:(?!and\b)[\w-]+,? ){0,4}")
_BARE_OWNER = re.compile(r"(?:'s?)?:? ?(?:[\w-]+ )?")
_OF = re.compile(r",? (?:[\w-]+ ){0,2}?(?:of|at|in|for|on|from)(?: (?:the|its|[\w-]+)){0,3} ")
_AFTER = re.compile(r"\)? (?:for|at|by|from|of|to)(?: the| its)?(?: [\w-]+)? ")
_STRAIGHT = re.compile(
    r"(?:'s?)?(?:,|:| -|\(| at| on| with| by| an?| to| was| is| some| about| around| roughly| only| "
    r"just| nearly| almost| more than| over)*\s?"
)
_SOURCE_BEFORE = re.compile(
    r"(?:according to|per|citing|quoting|data (?:from|by)|figures (?:from|by)|compiled by|polled by"
    r"|analysts? (?:at|from|with)|researchers? (?:at|from)|(?<!price )(?<!price)by the reckoning of"
    r"|reported by|by) (?:[\w-]+ ){0,4}$"
)
_SOURCE_AFTER = re.compile(
    r"(?:'s?)?,? ?(?:[\w-]+ ){0,3}(?:says|estimates|data|figures|analysts?|reckons|reported|expects"
    r"|forecasts|calculates|has calculated|survey|numbers show|researchers?|economists?)\b"
)
_COMPARED = re.compile(
    r"\b(?:than|ahead of|behind|better than|like|over|past|beats?|beating|tops|outscor\w+|outpoint\w+"
    r"|surpass\w+|overtakes?|overtook|trails?|trailing|matches|leaves|leaving|level with|built on(?: "
    r"top of)?|based on|from|replac\w+|out of|under|instead of|as much as|as|of what|what"
    r"|earlier|former|old|of its rivals?)"
    r" (?:the |its |a |that of |those of |of |<company>'s? )*(?:[\w-]+ )?$"
)
_DESCRIBES = re.compile(
    r" (?:[\w-]+ )?(?:offshoot|spin-off|spin-out|spinout|alumn\w+|veterans?|rival|supplier|backer"
    r"|alliance|partner|index|ecosystem)\b|-(?:backed|linked|led|controlled|style|based|owned|funded"
    r"|quoted|listed|designed)\b"
)


def compared(view: Masked, name: NamePiece, piece: AmountPiece) -> float:
    """A cost for a name that another is measured against or described by: "better than X", "an X spin-off"."""
    before = name.end <= piece.start and _STRAIGHT.fullmatch(view.text[name.end : piece.start])
    cost = 20.0 if not before and _COMPARED.search(view.text[: name.start]) else 0.0
    return cost + (25.0 if _DESCRIBES.match(view.text[name.end :]) else 0.0)


def owns_another(view: Masked, name: NamePiece, types: Sequence[str]) -> float:
    """A cost for "Alibaba" in "Alibaba's chip unit T-Head" and in "T-Head, Alibaba's chip subsidiary, was next"."""
    behind = re.match(r"'s? (?:[\w-]+ ){0,3}", view.text[name.end :])
    if behind is None:
        return 0.0
    following = view.name_at(name.end + behind.end())
    if following is not None and following.argument.type in types:
        return 30.0
    apposed = re.search(r"<[a-z]+>, $", view.text[: name.start]) and re.match(
        r"'s? (?:[\w-]+ ){1,4}?(?:unit|arm|subsidiary|division|brand|app|model|maker|parent|business"
        r"|affiliate)\b",
        view.text[name.end :],
    )
    return 25.0 if apposed else 0.0


def surface(view: Masked, name: NamePiece, piece: AmountPiece, cue: tuple[int, int] | None) -> float:
    """What the words between name, topic and number speak for."""
    text = view.text
    score = 0.0
    if cue is not None and not cue[0] <= name.start < cue[1]:
        if name.end <= cue[0]:
            between = text[name.end : cue[0]]
            if between.startswith("'") and _OWNER.fullmatch(between):
                score += 55
            elif _BARE_OWNER.fullmatch(between):
                score += 40
        elif name.start >= cue[1] and _OF.fullmatch(text[cue[1] : name.start]):
            score += 45
    if name.end <= piece.start:
        between = text[name.end : piece.start]
        if re.fullmatch(r" ?\([^()]*", between):
            score += 45
        if name.start <= 2 and re.fullmatch(
            r"(?:[^<>:;]|<place>|<date>){0,60}(?::| -|,)(?: about| around| roughly| nearly| some| more than| "
            r"over| almost)* ?",
            between,
        ):
            score += 30
        if _STRAIGHT.fullmatch(between):
            score += 38
        score += (
            12
            - 0.06 * len(between)
            - 25 * between.count(";")
            - 4 * len(re.findall(r"<(?:money|percent|count)>", between))
        )
        score -= 5 * len(re.findall(r", (?:and|while|but)\b|\bwhile\b", between))
    else:
        between = text[piece.end : name.start]
        if _AFTER.fullmatch(between):
            score += 30
        score -= (
            4
            + 0.06 * len(between)
            + 15 * between.count(";")
            + 12 * len(re.findall(r"<(?:money|percent|count)>", between))
        )
    return score


def governors_of(sentence: Sentence, piece: AmountPiece) -> list[int]:
    """Indices of the verbs over the number, innermost first."""
    token: Any = sentence.doc[sentence.token_at(piece.span.start)]
    found = []
    for _ in range(20):
        if token.pos_ in ("VERB", "AUX"):
            found.append(int(token.i))
        if token.head is token:
            break
        token = token.head
    return found


def syntax(sentence: Sentence, argument: Argument, governors: list[int]) -> float:
    """What the grammar speaks for: the subject of the number's verb, or the owner of that subject."""
    head: Any = sentence.doc[argument.head]
    while head.dep_ in ("conj", "appos") and head.head is not head:
        head = head.head
    if head.dep_ == "poss":
        head = head.head
    if (
        head.dep_ == "pobj"
        and head.head.text.lower() in ("of", "in", "at", "for")
        and head.head.head.dep_ in ("nsubj", "nsubjpass")
    ):
        head = head.head.head
    if head.dep_ not in ("nsubj", "nsubjpass"):
        relative = next((c for c in head.children if c.dep_ == "relcl" and int(c.i) in governors), None)
        return 22.0 if relative is not None else 0.0
    for depth, verb in enumerate(governors):
        if head.head.i == verb or _shares_subject(sentence.doc[verb], head.head.i):
            return 30.0 - 7 * depth
    return 0.0


def _shares_subject(verb: Any, other: int) -> bool:
    while verb.dep_ == "conj" and verb.head is not verb:
        if any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.lefts):
            return False
        verb = verb.head
        if verb.i == other:
            return True
    return False


def source(view: Masked, sentence: Sentence, name: NamePiece) -> float:
    """A cost for a name that only tells: "IDC says", "according to Canalys"."""
    before, after = view.text[: name.start], view.text[name.end : name.end + 60]
    if _SOURCE_BEFORE.search(before) and not re.search(
        r"\b(?:developed|made|owned|built|run|led|sold|shipped|delivered) by (?:the )?$", before
    ):
        return 40.0
    head: Any = sentence.doc[name.argument.head]
    if head.dep_ == "nsubj" and head.head.lemma_.lower() in load().vocabulary["says"]:
        parenthetic = head.head.dep_ in ("parataxis", "ccomp") or re.search(r", $", before) is not None
        return 14.0 if not parenthetic else 18.0
    return 30.0 if _SOURCE_AFTER.match(after) and "'s" not in after[:3] else 0.0


def judges(view: Masked, sentence: Sentence, name: NamePiece) -> bool:
    """True for a house that rates shares or sets targets."""
    head: Any = sentence.doc[name.argument.head]
    after = view.text[name.end : name.end + 60]
    if re.match(r"(?:[:,]|,? \([^)]*\),?) (?:price )?target", after):
        return False
    if re.match(r"(?:'s?)? (?:[\w-]+ )?(?:target|tp|price target|analysts?|fair value)\b", after) and not re.search(
        r"(?:target|price) (?:for|on|of) (?:[\w-]+ )?$", view.text[: name.start]
    ):
        return bool(re.search(r"<company>", view.text[: name.start] + view.text[name.end :])) or "analyst" in after
    if re.match(r" is at <money>|'s <money>", after):
        return True
    if re.search(r"(?:upgraded at|downgraded at|initiated (?:by|at)|by|at|from) $", view.text[: name.start]):
        return True
    if re.match(
        r"(?:'s? <person>)?,? ?(?:which|who)? ?[^<>;]{0,40}?\b(?:cut|cuts|rais\w+|lift\w+|trim\w+|keeps?"
        r"|kept|stays?|stayed|goes|initiat\w+|starts?|started|rates?|lower\w+|set|sets|doubles|doubled"
        r"|upgrad\w+|downgrad\w+|has|reiterat\w+|maintain\w+|put|puts|opens|sees|nudged|bumped|hiked"
        r"|values?|looks)\b",
        after,
    ):
        return True
    return head.dep_ == "nsubj" and head.head.lemma_ in load().vocabulary["judges"]
