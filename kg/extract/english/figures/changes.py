"""Rises and falls: which way, what changes, and the level that a change is told of."""

from __future__ import annotations

import re
from typing import Any

from kg.extract.english.figures.masked import AmountPiece, Masked
from kg.extract.english.figures.metric_frames import Cue, Frame, FrameSet, Option
from kg.extract.english.parse import Argument, Sentence

_WORD = re.compile(r"[a-z][a-z-]*")
_HEDGE = re.compile(
    r"(?:by|its daily limit of|the daily limit of|up to|more than|less than|fewer than|as much as|as many as|over|above"
    r"|under|below|about|around|roughly|nearly|almost|some|at least|at most|close to"
    r"|approximately|well|just|a|an|no|not)\s*$"
)
_TO_A_LEVEL = re.compile(r"\bto(?: a| an)? $|\bto as (?:little|low) as $")
_PUT_ON = re.compile(r"\b(?:put|puts|putting|tacked|tacking) on (?:another )?$")
_GAVE_UP = re.compile(r"\b(?:gave|give|gives|giving) (?:up|back) (?:\w+ )?$")
_BEHIND = re.compile(r"\)?,? ?(?:or )?(?:[a-z]+ )?([a-z-]+)")
_TRADED = ("Company", "StockIndex")
_STRAIGHT = (" ", "'s ", " stock ", " shares ")
_PREPOSITION = re.compile(r"\b(?:by|to|against|than|of|at|in|with|for|from) (?:the )?$")
_SIGNED_OWNER = re.compile(r"(?:'s)?(?: shares| stock)?(?:,|:| \(|\(| in <place>| at <money>| <money>| )*")
#: What changes instead of the share price when a firm is the subject: "cut prices by 40%".
_OBJECTS = re.compile(r"\b(?:prices?|staff|costs|headcount|workforce|output|stake|capacity|margin|jobs)\b")
_CLAUSE = re.compile(r"; |, (?:while|and|but|as|with) (?:the )?|: ")
_TWO_NUMBERS = re.compile(r"<(?:money|percent|count)>.*<(?:money|percent|count)>|;")
_COMPARED = re.compile(
    r" (?:the|that|those|what|as (?:much|many)|its|last|more|a year|year|higher|over)\b[^;]{0,30}"
    r"(?:year|figure|period|before|<date>|earlier|level|first half)| on <date>| <date>"
)
_GREW = re.compile(
    r"\b(?:grow|grew|grown|growing|rise|rose|risen|jump\w*|surge[sd]?|increas\w+|up|climb\w*) (?:by )?"
    r"(?:about |around |nearly |almost |more than )?$"
)
#: Between a level and its change: "sold 480,186, or 5.3% fewer".
_GROWN = re.compile(
    r"(?: (?!and\b|while\b|but\b|with\b|as\b)[\w-]+| <date>| <place>| <product>| <chip>){0,5}?[),]*(?: or| -)?,? ?\(?"
    r"(?: ?which (?:is|was))?"
    r"(?: ?(?:up|down|higher|lower|representing|an?|of|about|around|nearly|almost|some|roughly|more than|over) ?)*"
    r"(?: ?(?:rise|gain|drop|jump|fall|increase|decline|decrease|surge|growth)(?: of)?)? ?"
)
#: A price of a share is smaller than this.
_SHARE_PRICE = 20_000


def direction(view: Masked, piece: AmountPiece, frames: FrameSet) -> tuple[int, int]:
    """(1, -1 or 0, place of the word that tells it) for a rise or fall by a number."""
    amount = piece.amount
    if amount.kind not in ("percent", "times"):
        return 0, piece.start
    if amount.signed:
        return (1 if amount.value >= 0 else -1), piece.start
    behind = _BEHIND.match(view.text[piece.end : piece.end + 40])
    for match in re.finditer(r"[a-z-]+", behind.group() if behind else ""):
        if match.group() in frames.up_after or match.group() in frames.down_after:
            return (1 if match.group() in frames.up_after else -1), piece.end + match.start()
        if match.group() in ("of", "in", "on", "and", "for", "at"):
            break
    return _before(view.text[: piece.start], frames)


def _before(text: str, frames: FrameSet) -> tuple[int, int]:
    left = text
    while hedge := _HEDGE.search(left):
        left = left[: hedge.start()]
    end = len(left)
    if _TO_A_LEVEL.search(left) and not text.endswith("up to "):
        return 0, len(text)
    left = re.split(r";|<percent>|<points>|\. ", left)[-1]
    for pattern, sign in ((_PUT_ON, 1), (_GAVE_UP, -1)):
        phrase = pattern.search(left)
        if phrase is not None:
            return sign, end - len(left) + phrase.start()
    left = left[-70:]
    for match in reversed(list(_WORD.finditer(left))):
        if match.group() in frames.up or match.group() in frames.down:
            return (1 if match.group() in frames.up else -1), end - len(left) + match.start()
    return 0, len(text)


def is_growth(view: Masked, piece: AmountPiece) -> bool:
    """True for a multiple of a year-earlier figure ("3.7 times as much as a year earlier", "grew sixfold")."""
    return bool(_COMPARED.match(view.text[piece.end :])) or bool(_GREW.search(view.text[: piece.start]))


def level_option(
    view: Masked, piece: AmountPiece, told: dict[int, tuple[Frame, Cue | None]], frames: FrameSet, sign: int
) -> Option | None:
    """A change told right behind its level; behind a price of a share, it is the share's.

    `told` gives for the places of numbers before this one what they tell.
    """
    amount = piece.amount
    if not (amount.kind == "percent" and sign) and not (amount.kind == "times" and is_growth(view, piece)):
        return None
    before = next((p for p in reversed(view.amounts) if p.end <= piece.start), None)
    if before is None or not _GROWN.fullmatch(view.text[before.end : piece.start]):
        return None
    if before.start in told:
        frame, cue = told[before.start]
        return Option(2, frame, cue, f"{frame.name}.level", sign) if amount.kind in frame.gives else None
    price = before.amount
    if amount.kind != "percent" or price.kind != "money" or price.scaled or price.value >= _SHARE_PRICE:
        return None
    if re.search(r" (?:less|more)\b", view.text[piece.end : piece.end + 12]):
        return None
    return Option(3, frames.frame("stock"), None, "stock.price", sign)


def changed_options(
    view: Masked, sentence: Sentence, piece: AmountPiece, frames: FrameSet, cues: list[Cue], sign: int, place: int
) -> list[Option]:
    """What rises or falls by a percentage: the name next to it, the subject of the verb, or the nearest name before."""
    amount = piece.amount
    if amount.kind != "percent" or not sign or (amount.fraction and place + 14 <= piece.start):
        return []
    crossed = [
        p for p in view.names if place < p.start < piece.start and not p.argument.anaphor and p.argument.type in _TRADED
    ]
    if crossed and not _PREPOSITION.search(view.text[: crossed[-1].start]):
        return []
    beside = _beside(view, piece, frames, sign, place)
    if beside is not None:
        return [beside]
    subject = _opening_name(view, place, cues) or changed_subject(sentence, view, place)
    if isinstance(subject, Argument):
        return _named(view, sentence, piece, frames, cues, sign, place, subject)
    if subject is not None:
        return [_described(view, sentence, frames, cues, sign, subject)]
    name = view.last_name(place, _TRADED)
    if name is None or place - name.end > 40 or _TWO_NUMBERS.search(view.text[name.end : place]):
        return []
    frame = _of(name.argument, frames)
    return [Option(18 if frame.name == "index" else 30, frame, None, f"{frame.name}.near", sign, name.argument)]


def _of(argument: Argument, frames: FrameSet) -> Frame:
    return frames.frame("index" if argument.type == "StockIndex" else "stock")


def _beside(view: Masked, piece: AmountPiece, frames: FrameSet, sign: int, place: int) -> Option | None:
    """The name right before the word or the sign: "Huace off 7.5%", "Tencent HK$548 (-1.1%)"."""
    signed = piece.amount.signed
    name = view.last_name(piece.start if signed else place, _TRADED)
    if name is None:
        return None
    frame = _of(name.argument, frames)
    if signed:
        if not _SIGNED_OWNER.fullmatch(view.text[name.end : piece.start]):
            return None
        return Option(9, frame, None, f"{frame.name}.signed", sign, name.argument)
    if place >= piece.start or view.text[name.end : place] not in _STRAIGHT:
        return None
    if _PREPOSITION.search(view.text[: name.start]):
        return None
    return Option(8, frame, None, f"{frame.name}.straight", sign, name.argument)


def _named(
    view: Masked,
    sentence: Sentence,
    piece: AmountPiece,
    frames: FrameSet,
    cues: list[Cue],
    sign: int,
    place: int,
    subject: Argument,
) -> list[Option]:
    if subject.type == "StockIndex":
        return [Option(6, frames.frame("index"), None, "index.change", sign, subject)]
    head = view.piece_of(subject)
    if head is not None and any(c.frame.gives and head.end <= c.start < place and place - c.end < 30 for c in cues):
        return []
    if subject.type != "Company" or _OBJECTS.search(view.text[place : piece.start]):
        return []
    noun = sentence.doc[sentence.token_at(view.origin(place))].pos_ == "NOUN"
    return [Option(28 if noun else 14, frames.frame("stock"), None, "stock.change", sign, subject)]


def _described(view: Masked, sentence: Sentence, frames: FrameSet, cues: list[Cue], sign: int, subject: int) -> Option:
    """For a subject that is no name: a topic's own word, a firm or index by description, or something else."""
    at = view.place_of(sentence.starts[subject])
    for cue in cues:
        if cue.start <= at < cue.end or (at <= cue.start < at + 25 and "<" not in view.text[at : cue.start]):
            return Option(5, cue.frame, cue, f"{cue.frame.name}.change", sign)
    token: Any = sentence.doc[subject]
    lemma = token.lemma_.lower()
    if lemma in ("gauge", "index", "benchmark", "indice"):
        return Option(15, frames.frame("index"), None, "index.unnamed", sign)
    if (lemma in frames.organisations and token.tag_ == "NN") or token.lower_ in ("it", "they"):
        return Option(17, frames.frame("stock"), None, "stock.unnamed", sign)
    for argument in sentence.arguments:
        head: Any = sentence.doc[argument.head]
        if argument.type == "Company" and head.head.i == subject and head.dep_ in ("appos", "nmod"):
            return Option(17, frames.frame("stock"), None, "stock.change", sign, argument)
    return Option(16, frames.frame("deal"), None, "other.change")


def _opening_name(view: Masked, place: int, cues: list[Cue]) -> Argument | None:
    """The name that opens the clause of the change: ", while Tencent and Baidu hover at 60% gains"."""
    start = max((m.end() for m in _CLAUSE.finditer(view.text[:place])), default=-1)
    name = next((p for p in view.names if p.start == start and p.argument.type in _TRADED), None)
    if name is None or any(start <= c.start < place for c in cues):
        return None
    last = name
    for piece in view.names:
        if piece.start > last.end and view.text[last.end : piece.start] in (" and ", ", "):
            last = piece
    return name.argument if place - last.end <= 26 else None


def changed_subject(sentence: Sentence, view: Masked, place: int) -> Argument | int | None:
    """The subject of the verb at a place: an argument, or the index of its head token; None where there is none."""
    token: Any = sentence.doc[sentence.token_at(view.origin(place))]
    for _ in range(8):
        if token.pos_ in ("VERB", "AUX"):
            found = next((c for c in token.lefts if c.dep_ in ("nsubj", "nsubjpass")), None)
            if found is not None:
                if found.text.lower() in ("which", "that", "who") and token.dep_ == "relcl":
                    found = token.head
                argument = sentence.argument_at(found.i)
                return argument if argument is not None and argument.head == found.i else int(found.i)
        if token.head is token:
            return None
        token = token.head
    return None
