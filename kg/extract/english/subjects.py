"""Whose number it is: the owner of the topic's words, the subject of the clause, or whom the text has been about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from kg.extract.english.masked import Masked, Piece
from kg.extract.english.memory import GIVER_AFTER, GIVER_BEFORE, Memory, is_subject
from kg.extract.english.parse import Argument, Sentence

_OWNER = re.compile(r"(?:'s?)? (?:(?!and\b)[\w-]+,? ){0,4}")
_BARE_OWNER = re.compile(r"(?:'s?)?:? ?(?:[\w-]+ )?")
_OF = re.compile(r",? (?:[\w-]+ ){0,2}?(?:of|at|in|for|on|from)(?: (?:the|its|[\w-]+)){0,3} ")
_AFTER = re.compile(r"\)? (?:for|at|by|from|of|to)(?: the| its)?(?: [\w-]+)? ")
_STRAIGHT = re.compile(
    r"(?:'s?)?(?:,|:| -|\(| at| on| with| by| an?| to| was| is| some| about| around| roughly| only| "
    r"just| nearly| almost| more than| over)*\s?"
)
_SAYS = frozenset(
    [
        "say",
        "report",
        "estimate",
        "expect",
        "reckon",
        "forecast",
        "tell",
        "note",
        "calculate",
        "predict",
        "write",
        "show",
        "see",
        "find",
        "project",
        "think",
        "put",
        "add",
        "argue",
        "guess",
        "believe",
        "announce",
        "claim",
    ]
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
#: Heads of descriptions that stand for a firm, product or index.
ORGANISATION_NOUNS = frozenset(

        ["company", "group", "firm", "start-up", "startup", "maker", "chipmaker", "unit", "business", "giant", "developer", "carmaker", "automaker", "lab", "laboratory", "arm", "owner", "operator", "outfit", "broker", "brokerage", "retailer", "manufacturer", "platform", "platform", "bank", "insurer", "vendor", "foundry", "supplier", "studio", "app", "assistant", "chatbot", "service", "center", "centre", "laboratory", "model", "fund", "vehicle", "parent", "subsidiary", "division", "institute", "search-engine", "stock", "shares", "index", "gauge", "benchmark", "programme", "product", "robot", "chip", "card"]
)  # fmt: skip


#: The type that a description's head stands for.
TYPE_OF_NOUN = {
    **dict.fromkeys(("lab", "laboratory", "institute", "university", "academy", "center", "centre"), "ResearchInstitute"),
    **dict.fromkeys(("company", "firm", "start-up", "startup", "group", "maker", "chipmaker", "carmaker", "developer", "giant"), "Company"),
    **dict.fromkeys(("app", "service", "assistant", "chatbot", "platform", "robot", "device"), "Product"),
    "model": "AIModel", "fund": "Fund", "vehicle": "Fund",
}  # fmt: skip


def find_subject(
    view: Masked,
    sentence: Sentence,
    index: int,
    piece: Piece,
    cue: tuple[int, int] | None,
    types: Sequence[str],
    memory: Memory,
    *,
    givers: bool = False,
    brokers: bool = False,
) -> Argument | None:
    """The subject of a number, or None where nobody fits.

    `givers`: those who give money (investors) are no subjects. `brokers`: those who judge (they raise targets) are none.
    """
    if tuple(types) == ("AIModel",):
        owned = _by_maker(view, piece, memory)
        if owned is not None:
            return owned
    scores: list[tuple[float, int, Argument]] = []
    governors = _governors(sentence, piece, view, cue)
    for order, name in enumerate(p for p in view.names if isinstance(p.item, Argument) and p.item.type in types):
        argument = name.item
        assert isinstance(argument, Argument)
        score = _surface(view, name, piece, cue) + _syntax(sentence, argument, governors)
        score -= _source(view, sentence, name, argument)
        if argument.entity in memory.sources and score < 50:
            score -= 45
        score -= 6 * types.index(argument.type)
        score -= _owner_of_another(view, name, types)
        score -= _compared(view, name, piece)
        if givers and (GIVER_BEFORE.search(view.text[: name.start]) or GIVER_AFTER.match(view.text[name.end :])):
            score -= 60
        if brokers and (argument.entity in memory.sources or _judges(view, sentence, name, argument)):
            score -= 1000
        scores.append((score, -order, argument))
    unnamed = None if brokers else _unnamed(sentence, governors, view, cue, piece)
    best = max(scores, default=None, key=lambda s: (s[0], s[1]))
    if unnamed is not None:
        inner = _within(sentence, types, unnamed[1]) if unnamed[1] is not None else None
        if unnamed[2] is not None and unnamed[2] in types and memory.antecedent(index, (unnamed[2],)) is not None:
            types = (unnamed[2],)
        stand_in = inner or memory.antecedent(index, types, givers=givers)
        if stand_in is not None and (best is None or best[0] < unnamed[0]):
            return stand_in
    if best is not None and best[0] < 45 and _of_nobody(sentence, governors, view, cue):
        return None
    if best is not None and best[0] > -30:
        late = best[2].span.start >= piece.span.end and best[0] < 12
        earlier = memory.antecedent(index, types, givers=givers) if late and index else None
        return earlier if earlier is not None and sentence.block.kind != "title" else best[2]
    return memory.antecedent(index, types, givers=givers)


_COMPARED = re.compile(
    r"\b(?:than|ahead of|behind|better than|like|over|past|beats?|beating|tops|outscor\w+|outpoint\w+"
    r"|surpass\w+|overtakes?|overtook|trails?|trailing|matches|leaves|leaving|level with|built on(?: "
    r"top of)?|based on|from|replac\w+|out of|under|instead of|rivals?|as much as|as|of what|what"
    r"|earlier|former|old|of its rivals?)"
    r" (?:the |its |a |that of |those of |of |<company>'s? )*(?:[\w-]+ )?$"
)
_DESCRIBES = re.compile(
    r" (?:[\w-]+ )?(?:offshoot|spin-off|spin-out|spinout|alumn\w+|veterans?|rival|supplier|backer"
    r"|alliance|partner|index|ecosystem)\b|-(?:backed|linked|led|controlled|style|based|owned|funded"
    r"|quoted|listed|designed)\b"
)


def _compared(view: Masked, name: Piece, piece: Piece) -> float:
    """A cost for a name that another is measured against or described by: "better than X", "an X spin-off"."""
    straight = name.end <= piece.start and _STRAIGHT.fullmatch(view.text[name.end : piece.start])
    cost = 20.0 if not straight and _COMPARED.search(view.text[: name.start]) else 0.0
    return cost + (25.0 if _DESCRIBES.match(view.text[name.end :]) else 0.0)


def _owner_of_another(view: Masked, name: Piece, types: Sequence[str]) -> float:
    """A cost for "Alibaba" in "Alibaba's chip unit T-Head" and in "T-Head, Alibaba's chip subsidiary, was next"."""
    behind = re.match(r"'s? (?:[\w-]+ ){0,3}", view.text[name.end :])
    if behind is None:
        return 0.0
    following = view.piece_at(name.end + behind.end())
    if following is not None and isinstance(following.item, Argument) and following.item.type in types:
        return 30.0
    apposed = re.search(r"<[a-z]+>, $", view.text[: name.start]) and re.match(
        r"'s? (?:[\w-]+ ){1,4}?(?:unit|arm|subsidiary|division|brand|app|model|maker|parent|business"
        r"|affiliate)\b",
        view.text[name.end :],
    )
    return 25.0 if apposed else 0.0


def _by_maker(view: Masked, piece: Piece, memory: Memory) -> Argument | None:
    """The model of a firm that stands straight before the number: "DeepSeek's 671 billion"."""
    maker = next((p for p in reversed(view.names) if p.end <= piece.start), None)
    if maker is None or not isinstance(maker.item, Argument) or maker.item.type != "Company":
        return None
    if not re.fullmatch(
        r"(?:'s|')?(?:,|:| with| at)* ?(?:about |some |around |roughly )?", view.text[maker.end : piece.start]
    ):
        return None
    return memory.model_of(maker.item.entity)


def _surface(view: Masked, name: Piece, piece: Piece, cue: tuple[int, int] | None) -> float:
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


def _governors(sentence: Sentence, piece: Piece, view: Masked, cue: tuple[int, int] | None) -> list[int]:
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


def _syntax(sentence: Sentence, argument: Argument, governors: list[int]) -> float:
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


def _source(view: Masked, sentence: Sentence, name: Piece, argument: Argument) -> float:
    before, after = view.text[: name.start], view.text[name.end : name.end + 60]
    if _SOURCE_BEFORE.search(before) and not re.search(
        r"\b(?:developed|made|owned|built|run|led|sold|shipped|delivered) by (?:the )?$", before
    ):
        return 40.0
    head: Any = sentence.doc[argument.head]
    if head.dep_ == "nsubj" and head.head.lemma_.lower() in _SAYS:
        parenthetic = head.head.dep_ in ("parataxis", "ccomp") or re.search(r", $", before) is not None
        return 14.0 if not parenthetic else 18.0
    return 30.0 if _SOURCE_AFTER.match(after) and "'s" not in after[:3] else 0.0


def _judges(view: Masked, sentence: Sentence, name: Piece, argument: Argument) -> bool:
    head: Any = sentence.doc[argument.head]
    after = view.text[name.end : name.end + 60]
    if re.match(r"(?:[:,]|,? \([^)]*\),?) (?:price )?target", after):
        return False
    if re.match(r"(?:'s?)? (?:[\w-]+ )?(?:target|tp|price target|analysts?|fair value)\b", after) and not re.search(
        r"(?:target|price) (?:for|on|of) (?:[\w-]+ )?$", view.text[: name.start]
    ):
        return bool(re.search(r"<company>", view.text[: name.start] + view.text[name.end :])) or "analyst" in after
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
    return head.dep_ == "nsubj" and head.head.lemma_ in (
        "cut",
        "raise",
        "lift",
        "trim",
        "keep",
        "stay",
        "go",
        "initiate",
        "start",
        "rate",
        "lower",
        "set",
        "value",
    )


def _unnamed(
    sentence: Sentence, governors: list[int], view: Masked, cue: tuple[int, int] | None, piece: Piece
) -> tuple[float, int | None, str | None] | None:
    """How strongly a pronoun or description asks for whom the text was about, where it stands, and its type."""
    if cue is not None:
        owner = re.search(
            r"(?:\bits|\btheir|\bthe (?:company|group|firm|start-?up|chipmaker|unit|maker)'s) (?:[\w-]+ "
            r"){0,3}$",
            view.text[: cue[0]],
        )
        inside = re.match(r"its (?:[\w-]+ ){0,3}", view.text[cue[0] : cue[1]])
        if owner is not None:
            return 40.0, sentence.token_at(view.origin(owner.start())), None
        if inside is not None:
            return 40.0, sentence.token_at(view.origin(cue[0])), None
        if re.search(
            r"\b(?:valu(?:es?|ed|ing)|pric(?:es?|ed|ing)|leaving) (?:it|(?:the|a) (?:[\w-]+ )?(?:company|firm"
            r"|business|start-?up|group|lab|unit|maker))\b",
            view.text[max(0, cue[0] - 25) : cue[1]],
        ):
            return 42.0, None, None
    for depth, verb in enumerate(governors[:3]):
        token: Any = sentence.doc[verb]
        while (
            token.dep_ == "conj"
            and not any(c.dep_ in ("nsubj", "nsubjpass") for c in token.lefts)
            and token.head is not token
        ):
            token = token.head
        subject = next((c for c in token.lefts if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is None or sentence.argument_at(subject.i) is not None:
            continue
        if subject.lower_ in ("it", "they", "he", "she", "we"):
            return 34.0 - 7 * depth, int(subject.i), None
        definite = any(c.lower_ in ("the", "this", "its") for c in subject.lefts)
        if definite and subject.lemma_.lower() in ORGANISATION_NOUNS:
            return 33.0 - 7 * depth, None, TYPE_OF_NOUN.get(subject.lemma_.lower())
    return None


_NOT_ACTORS = frozenset(
    [
        "share",
        "stock",
        "sale",
        "revenue",
        "profit",
        "earning",
        "delivery",
        "shipment",
        "download",
        "user",
        "adr",
        "figure",
        "order",
        "price",
        "analyst",
        "proceeds",
        "term",
        "result",
        "subscription",
        "loss",
        "taking",
        "receipt",
        "weight",
        "fund",
        "investor",
        "backer",
        "people",
        "employee",
        "staff",
        "outlay",
        "parameter",
        "source",
        "person",
        "growth",
        "billion",
        "million",
        "number",
        "token",
        "unit",
        "card",
        "chip",
        "one",
        "total",
        "score",
    ]
)


def _of_nobody(sentence: Sentence, governors: list[int], view: Masked, cue: tuple[int, int] | None) -> bool:
    """True where the clause is about unnamed many: "foreign brands", "models made in China"."""
    for verb in governors[:2]:
        subject = next((c for c in sentence.doc[verb].lefts if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is None:
            continue
        if (
            subject.tag_ != "NNS"
            or sentence.argument_at(subject.i) is not None
            or subject.lemma_.lower() in _NOT_ACTORS | ORGANISATION_NOUNS
        ):
            return False
        return not any(
            sentence.argument_at(t.i) is not None and t.dep_ in ("poss", "compound") for t in subject.subtree
        )
    return False


def _within(sentence: Sentence, types: Sequence[str], token: int) -> Argument | None:
    """The nearest earlier name in the sentence for "its": a subject before anything else."""
    before = [a for a in sentence.arguments if a.tokens[1] <= token and a.type in types]
    return next((a for a in before if is_subject(sentence, a)), before[0] if before else None)
