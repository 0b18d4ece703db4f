"""Which metric a number tells: the topic nearest to it, by the frames."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from kg.extract.english.masked import Masked, Piece
from kg.extract.english.metric_frames import Frame, FrameSet
from kg.extract.english.parse import Argument, Sentence
from kg.extract.english.subjects import ORGANISATION_NOUNS
from kg.extract.quantities import Amount

_WORD = re.compile(r"[a-z][a-z-]*|\$")
#: What may stand between a name and a number that goes on with the topic of the number before: "GDS 11% and Kingsoft 17%".
_GAPPED = re.compile(
    r"(?:'s?)?(?:,|:| -| at| on| with| by| an?| another| to| \(| was| is| some| about| around| "
    r"roughly| only| just| its|, )*\s*$"
)
_HEDGE = re.compile(
    r"(?:by|its daily limit of|the daily limit of|up to|more than|less than|fewer than|as much as|as "
    r"many as|up to|over|above|under|below|about|around|roughly|nearly|almost|some|at least|at most"
    r"|close to|approximately|well|just|a|an|no|not)\s*$"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A number with its topic: `cue` is the place range of the topic's words in the tagged text, if any words told it.

    `sign` is 1 or -1 where a rise, fall or loss is told, `rule` says how the topic was found.
    """

    piece: Piece
    amount: Amount
    frame: Frame
    metric: str | None
    cue: tuple[int, int] | None
    sign: int
    rule: str
    changed: Argument | None = None


@dataclass(frozen=True, slots=True)
class _Option:
    cost: float
    frame: Frame
    cue: tuple[int, int] | None
    rule: str
    sign: int = 0
    changed: Argument | None = None


def read_topics(
    view: Masked, sentence: Sentence, frames: FrameSet, carried: Reading | None = None, context: str = ""
) -> list[Reading]:
    """A reading for every number that some topic claims, in order. `carried` is the last one of
    the sentence before, `context` the text around in which weak patterns look for their topic.
    """
    hits = _pattern_hits(view, frames, f"{context} {view.text}")
    cues = [(f, m.start(), m.end()) for f in frames.frames if f.cues for m in f.cues.finditer(view.text)]
    made: list[Reading] = []
    for piece in view.amounts:
        amount = piece.item
        assert isinstance(amount, Amount)
        sign, place = direction(view, piece, frames)
        if not sign and amount.bound == "low":
            following = next((p for p in view.amounts if p.start >= piece.end), None)
            sign, place = direction(view, following, frames) if following is not None else (0, place)
        options = list(hits.get(piece.start, []))
        options += _cue_options(view, piece, amount.kind, cues)
        options += _changed_options(view, sentence, piece, amount, frames, cues, sign, place)
        previous = next((r for r in reversed(made) if r.amount.kind == amount.kind), None) or carried
        attached = _attached(view, piece, amount, made, frames, sign)
        if attached is not None:
            options.append(attached)
        inherited = _inherited(view, piece, amount, previous, made, frames)
        if inherited is not None:
            options.append(inherited)
        chosen = _choose(options, amount, sign)
        if chosen is None:
            continue
        told = _sign(view, piece, chosen, sign, amount)
        made.append(
            Reading(
                piece,
                amount,
                chosen.frame,
                chosen.frame.gives.get(amount.kind),
                chosen.cue,
                told,
                chosen.rule,
                chosen.changed,
            )
        )
    return _filled(view, made)


def _filled(view: Masked, made: list[Reading]) -> list[Reading]:
    """Gives the numbers of a list ("5%, 4% and 3% of the market") the topic that stands behind the last."""
    read = {r.piece.start: r for r in made}
    out = list(made)
    pieces = view.amounts
    for i in range(len(pieces) - 2, -1, -1):
        here, after = pieces[i], pieces[i + 1]
        told = read.get(after.start)
        if (
            told is None
            or here.start in read
            or not isinstance(here.item, Amount)
            or here.item.kind != told.amount.kind
        ):
            continue
        if not re.fullmatch(r"(?:,| and|, and) ", view.text[here.end : after.start]):
            continue
        made_here = replace(told, piece=here, amount=here.item, rule=f"{told.frame.name}.listed")
        read[here.start] = made_here
        out.append(made_here)
    return sorted(out, key=lambda r: r.piece.start)


def _choose(options: list[_Option], amount: Amount, sign: int) -> _Option | None:
    fitting = []
    for option in options:
        frame = option.frame
        if frame.gives and amount.kind not in frame.gives:
            continue
        if frame.direction and amount.kind == "percent" and not (sign or option.sign):
            continue
        fitting.append(option)
    return min(fitting, key=lambda o: o.cost, default=None)


def _sign(view: Masked, piece: Piece, chosen: _Option, sign: int, amount: Amount) -> int:
    if amount.kind == "percent":
        return sign or chosen.sign
    if chosen.frame.negative is not None:
        start = chosen.cue[0] if chosen.cue else piece.start
        window = view.text[min(start, piece.start) : max(piece.start, chosen.cue[1] if chosen.cue else 0)]
        return -1 if chosen.frame.negative.search(window) else (chosen.sign or 1)
    return 1


def _pattern_hits(view: Masked, frames: FrameSet, context: str) -> dict[int, list[_Option]]:
    kinds = {p.item.kind for p in view.amounts if isinstance(p.item, Amount)}
    hits: dict[int, list[_Option]] = {}
    for frame in frames.frames:
        told = [(frame.patterns, 0, "")]
        if frame.weak and frame.context is not None and frame.context.search(context):
            told.append((frame.weak, 11, "weak."))
        for patterns, extra, label in told:
            for kind in sorted(kinds & patterns.keys()):
                for number, pattern in enumerate(patterns[kind]):
                    for match in _overlapping(pattern, view.text):
                        blocked = -9 if not frame.gives else 0
                        grown = 1 if kind == "percent" and "growth" in match.group() else 0
                        option = _Option(
                            0.4 * len(match.group()) - 4 + extra + blocked,
                            frame,
                            (match.start(), match.end()),
                            f"{frame.name}.{label}{kind}.{number}",
                            grown,
                        )
                        hits.setdefault(match.start("q"), []).append(option)
    return hits


def _overlapping(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    at = 0
    while (match := pattern.search(text, at)) is not None:
        yield match
        at = match.start() + 1


def _cue_options(view: Masked, piece: Piece, kind: str, cues: list[tuple[Frame, int, int]]) -> list[_Option]:
    out: list[_Option] = []
    if kind in ("count", "points") or (kind == "times" and not _is_growth(view, piece)):
        return out
    for frame, start, end in cues:
        if end <= piece.start:
            between = view.text[end : piece.start]
            cost = 12 + len(between) * 0.5
            cost += 18 * between.count(f"<{kind}>") + 3 * len(
                re.findall(r"<(?:company|index|model|product|fund|chip)>", between)
            )
            cost += 45 * between.count(";") + 14 * len(
                re.findall(r", (?:and|but|while|as|which|who)\b|\bwhile\b|\bbut\b|\bwhich\b", between)
            )
        elif start >= piece.end:
            between = view.text[piece.end : start]
            if (
                len(between) > 45
                or "<money>" in between
                or "<percent>" in between
                or "<count>" in between
                or ";" in between
            ):
                continue
            linked = _LINKED.fullmatch(between)
            cost = (8 if linked else 45) + len(between) * 0.6
        else:
            continue
        if cost < 75:
            out.append(_Option(cost, frame, (start, end), f"{frame.name}.cue"))
    return out


def _is_growth(view: Masked, piece: Piece) -> bool:
    """True for a multiple of a year-earlier figure ("3.7 times as much as a year earlier", "grew sixfold")."""
    return bool(_COMPARED.match(view.text[piece.end :])) or bool(
        re.search(
            r"\b(?:grow|grew|grown|growing|rise|rose|risen|jump\w*|surge[sd]?|increas\w+|up|climb\w*) (?:by "
            r")?(?:about |around |nearly |almost |more than )?$",
            view.text[: piece.start],
        )
    )


def direction(view: Masked, piece: Piece, frames: FrameSet) -> tuple[int, int]:
    """(1, -1 or 0, place of the word that tells it) for a rise or fall by a percentage."""
    amount = piece.item
    assert isinstance(amount, Amount)
    if amount.kind not in ("percent", "times"):
        return 0, piece.start
    if amount.signed:
        return (1 if amount.value >= 0 else -1), piece.start
    after = re.match(r"\)?,? ?(?:or )?(?:[a-z]+ )?([a-z-]+)", view.text[piece.end : piece.end + 40])
    for match in re.finditer(r"[a-z-]+", after.group() if after else ""):
        if match.group() in frames.up_after or match.group() in frames.down_after:
            return (1 if match.group() in frames.up_after else -1), piece.end + match.start()
        if match.group() in ("of", "in", "on", "and", "for", "at"):
            break
    left = view.text[: piece.start]
    while hedge := _HEDGE.search(left):
        left = left[: hedge.start()]
    if re.search(r"\bto(?: a| an)? $|\bto as (?:little|low) as $", left) and not re.search(
        r"\bup to $", view.text[: piece.start]
    ):
        return 0, piece.start
    left = re.split(r";|<percent>|<points>|\. ", left)[-1]
    if re.search(r"\b(?:put|puts|putting|tacked|tacking) on (?:another )?$", left):
        return 1, re.search(r"\w+ on (?:another )?$", left).start() + len(_stripped(view.text[: piece.start])) - len(
            left
        )  # type: ignore[union-attr]
    phrase = re.search(r"\b(?:gave|give|gives|giving) (?:up|back) (?:\w+ )?$", left)
    if phrase is not None:
        return -1, phrase.start() + len(_stripped(view.text[: piece.start])) - len(left)
    for match in reversed(list(_WORD.finditer(left[-70:]))):
        word = match.group()
        if word in frames.up or word in frames.down:
            place = len(view.text[: piece.start]) - (piece.start - len(_stripped(view.text[: piece.start])))
            return (1 if word in frames.up else -1), place - len(left[-70:]) + match.start()
    return 0, piece.start


def _stripped(left: str) -> str:
    while hedge := _HEDGE.search(left):
        left = left[: hedge.start()]
    return left


def _changed_options(
    view: Masked,
    sentence: Sentence,
    piece: Piece,
    amount: Amount,
    frames: FrameSet,
    cues: list[tuple[Frame, int, int]],
    sign: int,
    place: int,
) -> list[_Option]:
    """What rises or falls: by the subject of the verb of change, else by what stands nearest before it."""
    if amount.kind != "percent" or not sign:
        return []
    crossed = [
        p
        for p in view.names
        if place < p.start < piece.start
        and isinstance(p.item, Argument)
        and not p.item.anaphor
        and p.item.type in ("Company", "StockIndex")
    ]
    if crossed and not re.search(
        r"\b(?:by|to|against|than|of|at|in|with|for) (?:the )?$", view.text[: crossed[-1].start]
    ):
        return []
    if amount.fraction and not place + 14 > piece.start:
        return []
    straight = next(
        (
            p
            for p in reversed(view.names)
            if p.end <= place and isinstance(p.item, Argument) and p.item.type in ("Company", "StockIndex")
        ),
        None,
    )
    if straight is not None and re.search(r"\b(?:at|of|in|for|from|by|than) (?:the )?$", view.text[: straight.start]):
        straight = None
    if (
        straight is not None
        and not amount.signed
        and view.text[straight.end : place] in (" ", "'s ", " stock ", " shares ")
        and place < piece.start
    ):
        assert isinstance(straight.item, Argument)
        frame = frames.frame("index" if straight.item.type == "StockIndex" else "stock")
        return [_Option(8, frame, None, f"{frame.name}.straight", sign, straight.item)]
    if amount.signed:
        owner = next(
            (
                p
                for p in reversed(view.names)
                if p.end <= piece.start and isinstance(p.item, Argument) and p.item.type in ("Company", "StockIndex")
            ),
            None,
        )
        if owner is not None and re.fullmatch(
            r"(?:'s)?(?: shares| stock)?(?:,|:| \(|\(| in <place>| at <money>| <money>| )*",
            view.text[owner.end : piece.start],
        ):
            assert isinstance(owner.item, Argument)
            frame = frames.frame("index" if owner.item.type == "StockIndex" else "stock")
            return [_Option(9, frame, None, f"{frame.name}.signed", sign, owner.item)]
    subject = _inner_subject(view, place, cues) or changed_subject(sentence, view, place)
    noun = sentence.doc[sentence.token_at(view.origin(place))].pos_ == "NOUN"
    if isinstance(subject, Argument):
        if subject.type == "StockIndex":
            return [_Option(6, frames.frame("index"), None, "index.change", sign, subject)]
        head = view.piece_of(subject)
        if head is not None and any(
            f.gives and head.end <= start < place and place - end < 30 for f, start, end in cues
        ):
            return []
        if subject.type == "Company" and not _by_verb_object(view, piece, place):
            return [_Option(28 if noun else 14, frames.frame("stock"), None, "stock.change", sign, subject)]
        return []
    if subject is not None:
        at = _place_of(view, sentence.starts[subject])
        for frame, start, end in cues:
            if start <= at < end or (at <= start < at + 25 and not view.text[at:start].count("<")):
                return [_Option(5, frame, (start, end), f"{frame.name}.change", sign)]
        lemma = sentence.doc[subject].lemma_.lower()
        if lemma in ("gauge", "index", "benchmark", "indice"):
            return [_Option(15, frames.frame("index"), None, "index.unnamed", sign)]
        if (lemma in ORGANISATION_NOUNS and sentence.doc[subject].tag_ == "NN") or sentence.doc[subject].lower_ in (
            "it",
            "they",
        ):
            return [_Option(17, frames.frame("stock"), None, "stock.unnamed", sign)]
        held = next(
            (
                a
                for a in sentence.arguments
                if a.type == "Company"
                and sentence.doc[a.head].head.i == subject
                and sentence.doc[a.head].dep_ in ("appos", "nmod")
            ),
            None,
        )
        if held is not None:
            return [_Option(17, frames.frame("stock"), None, "stock.change", sign, held)]
        return [_Option(16, _nothing(frames), None, "other.change")]
    before = view.text[:place]
    name = next(
        (
            p
            for p in reversed(view.names)
            if p.end <= place and isinstance(p.item, Argument) and p.item.type in ("Company", "StockIndex")
        ),
        None,
    )
    if (
        name is None
        or len(before) - name.end > 40
        or re.search(r"<(?:money|percent|count)>.*<(?:money|percent|count)>|;", before[name.end :])
    ):
        return []
    assert isinstance(name.item, Argument)
    frame = frames.frame("index" if name.item.type == "StockIndex" else "stock")
    return [_Option(18 if frame.name == "index" else 30, frame, None, f"{frame.name}.near", sign, name.item)]


def _inner_subject(view: Masked, place: int, cues: list[tuple[Frame, int, int]]) -> Argument | None:
    """The one name between the last break of the sentence and the change, right where a clause begins."""
    start = max(
        (m.end() for m in re.finditer(r"; |, (?:while|and|but|as|with) (?:the )?|: ", view.text[:place])), default=-1
    )
    if start < 0:
        return None
    name = next(
        (
            p
            for p in view.names
            if p.start == start and isinstance(p.item, Argument) and p.item.type in ("Company", "StockIndex")
        ),
        None,
    )
    if name is None or any(start <= s < place for _, s, _ in cues):
        return None
    last = name
    while (
        behind := next(
            (p for p in view.names if p.start > last.end and view.text[last.end : p.start] in (" and ", ", ")), None
        )
    ) is not None:
        last = behind
    if place - last.end > 26:
        return None
    assert isinstance(name.item, Argument)
    return name.item


def _by_verb_object(view: Masked, piece: Piece, place: int) -> bool:
    """True where something stands between verb and number that changes instead: "cut prices by 40%"."""
    between = view.text[place : piece.start]
    words = re.findall(r"[a-z]+", between)[1:]
    return any(
        w
        in (
            "prices",
            "price",
            "staff",
            "costs",
            "headcount",
            "workforce",
            "output",
            "stake",
            "capacity",
            "margin",
            "jobs",
        )
        for w in words
    )


def _nothing(frames: FrameSet) -> Frame:
    return frames.frame("deal")


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


def _place_of(view: Masked, offset: int) -> int:
    for start, origin in zip(reversed(view.starts), reversed(view.origins), strict=True):
        if origin <= offset:
            piece = view.piece_at(start)
            return start if piece is not None else start + offset - origin
    return 0


_COMPARED = re.compile(
    r" (?:the|that|those|what|as (?:much|many)|its|last|more|a year|year|higher"
    r"|over)\b[^;]{0,30}(?:year|figure|period|before|<date>|earlier|level|first half)| on <date>| "
    r"<date>"
)
_LINKED = re.compile(
    r"(?: (?:in|of|as|worth of|more in|drop in|rise in|fall in|increase in|decline in|gain in|jump in"
    r"|growth in|boost (?:in|to)))?(?: (?!and\b|but\b|while\b|against\b|or\b|with\b|on\b|for\b|from\b"
    r"|to\b|at\b|by\b|its\b|the\b|in\b|of\b|as\b)[\w-]+){0,3} ?"
)
_GROWN = re.compile(
    r"(?: (?!and\b|while\b|but\b|with\b|as\b)[\w-]+| <date>| <place>| <product>| "
    r"<chip>){0,5}?[),]*(?: or| -)?,? ?\(?(?: ?which (?:is|was))?"
    r"(?: ?(?:up|down|higher|lower|representing|an?|of|about|around|nearly|almost|some|roughly|more "
    r"than|over) ?)*(?: ?(?:rise|gain|drop|jump|fall|increase|decline|decrease|surge|growth)(?: "
    r"of)?)? ?"
)


def _for_name(frame: Frame, name: Argument, frames: FrameSet) -> Frame:
    """The frame that goes on with another name: an index after a share, all parameters after the active ones."""
    if frame.name in ("stock", "index"):
        return frames.frame("index" if name.type == "StockIndex" else "stock")
    return frames.frame("parameterCount") if frame.name == "activeParameterCount" else frame


def _attached(
    view: Masked, piece: Piece, amount: Amount, made: list[Reading], frames: FrameSet, sign: int
) -> _Option | None:
    """A change told right behind its level: "sold 480,186, or 5.3% fewer"; behind a price, it is the share's."""
    if not (amount.kind == "percent" and sign) and not (amount.kind == "times" and _is_growth(view, piece)):
        return None
    before = [p for p in view.amounts if p.end <= piece.start]
    if not before or not _GROWN.fullmatch(view.text[before[-1].end : piece.start]):
        return None
    level = next((r for r in made if r.piece is before[-1]), None)
    if level is not None and amount.kind in level.frame.gives:
        return _Option(2, level.frame, level.cue, f"{level.frame.name}.level", sign)
    price = before[-1].item if amount.kind == "percent" else None
    after = view.text[piece.end : piece.end + 12]
    if (
        level is None
        and isinstance(price, Amount)
        and price.kind == "money"
        and not price.scaled
        and price.value < 20_000
        and " less" not in after
        and " more" not in after
    ):
        return _Option(3, frames.frame("stock"), None, "stock.price", sign)
    return None


def _inherited(
    view: Masked, piece: Piece, amount: Amount, previous: Reading | None, made: list[Reading], frames: FrameSet
) -> _Option | None:
    """The topic of the number before, where a name or "and" leads straight to this one."""
    if previous is None or not previous.frame.gives or previous.amount.kind != amount.kind:
        return None
    here = previous in made
    start = previous.piece.end if here else 0
    between = view.text[start : piece.start]
    name = next((p for p in reversed(view.names) if start <= p.start and p.end <= piece.start), None)
    tail = view.text[name.end : piece.start] if name else between
    if name is not None and _GAPPED.fullmatch(tail) and isinstance(name.item, Argument):
        frame = _for_name(previous.frame, name.item, frames)
        return _Option(15 if here else 26, frame, None, f"{frame.name}.carried", previous.sign)
    if (
        here
        and amount.kind != "percent"
        and re.fullmatch(
            r"(?: (?!from\b)[\w-]+| <date>){0,8},? (?:compared (?:with|to)|against|versus) (?:about |some "
            r"|around )?",
            between,
        )
    ):
        return _Option(16, previous.frame, previous.cue, f"{previous.frame.name}.carried", previous.sign)
    if previous.frame.name in ("headcount", "userCount") and name is None:
        return None
    if (
        here
        and len(between) < 30
        and ";" not in between
        and re.fullmatch(
            r"(?:,| and| or| to| then|\s|-|/| as much as| a further| another| in <place>| in <date>| on "
            r"<date>)*",
            between,
        )
    ):
        return _Option(16, previous.frame, previous.cue, f"{previous.frame.name}.carried", previous.sign)
    return None
