"""Which metric a number tells: the topic nearest to it, by the frames."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.extract.english.figures.changes import changed_options, direction, is_growth, level_option
from kg.extract.english.figures.masked import AmountPiece, Masked
from kg.extract.english.figures.metric_frames import Cue, Frame, FrameSet, Option
from kg.extract.english.figures.triggers import triggers
from kg.extract.english.parse import Argument, Sentence
from kg.extract.quantities import Amount

#: Between a name and a number that goes on with the topic of the number before: "GDS 11% and Kingsoft 17%".
_GAPPED = re.compile(
    r"(?:'s?)?(?:,|:| -| at| on| with| by| an?| another| to| \(| was| is| has| had| counts| some| about| "
    r"around| roughly| only| just| its|, )*\s*"
)
_LINKED = re.compile(
    r"(?: (?:in|of|as|worth of|more in|drop in|rise in|fall in|increase in|decline in|gain in|jump in|growth in"
    r"|boost (?:in|to)))?"
    r"(?: (?!(?:and|but|while|against|or|with|on|for|from|to|at|by|its|the|in|of|as)\b)[\w-]+){0,3} ?"
)
_COMPARES = re.compile(
    r"(?: (?!from\b)[\w-]+| <date>){0,8},? (?:compared (?:with|to)|against|versus) (?:about |some |around )?"
)
#: The rule of a number that the one before is measured against.
COMPARED = "compared"
_GOES_ON = re.compile(
    r"(?:,| and| or| to| then|\s|-|/| as much as| a further| another| in <place>| in <date>| on <date>)*"
)
_LISTED = re.compile(r"(?:,| and|, and) ")
_NUMBER = re.compile(r"<(?:money|percent|count)>|;")
_BREAK = re.compile(r", (?:and|but|while|as|which|who)\b|\bwhile\b|\bbut\b|\bwhich\b")
_NAME = re.compile(r"<(?:company|index|model|product|fund|chip)>")
#: An option dearer than this is none.
_DEAREST = 75.0


@dataclass(frozen=True, slots=True)
class Reading:
    """A number with its topic: `cue` is the place range of the topic's words in the tagged text, if any words told it.

    `metric` is None for a topic that gives none, `sign` is 1 or -1 where a rise, fall or loss is told, `rule` says how
    the topic was found, `changed` is the name that changes where that is sure.
    """

    piece: AmountPiece
    frame: Frame
    metric: str | None
    cue: tuple[int, int] | None
    sign: int
    rule: str
    changed: Argument | None = None

    @property
    def amount(self) -> Amount:
        """The number."""
        return self.piece.amount


def read_topics(
    view: Masked, sentence: Sentence, frames: FrameSet, carried: Reading | None = None, context: str = ""
) -> list[Reading]:
    """A reading for every number that some topic claims, in order.

    `carried` is the last one of the sentence before, `context` the text around in which weak patterns look for their
    topic.
    """
    hits = _pattern_hits(view, frames, f"{context} {view.text}")
    cues = triggers(frames).cues(view.text)
    made: list[Reading] = []
    for piece in view.amounts:
        sign, place = direction(view, piece, frames)
        if not sign and piece.amount.bound == "low":
            high = next((p for p in view.amounts if p.start >= piece.end), None)
            sign, place = direction(view, high, frames) if high is not None else (0, place)
        told = {r.piece.start: (r.frame, Cue(r.frame, *r.cue) if r.cue else None) for r in made}
        previous = next((r for r in reversed(made) if r.amount.kind == piece.amount.kind), None) or carried
        options = list(hits.get(piece.start, []))
        options += _cue_options(view, piece, cues)
        options += changed_options(view, sentence, piece, frames, cues, sign, place)
        options += [o for o in (level_option(view, piece, told, frames, sign),) if o is not None]
        options += [o for o in (_inherited(view, piece, previous, previous in made, frames),) if o is not None]
        chosen = _choose(options, piece.amount, sign)
        if chosen is not None:
            made.append(_reading(view, piece, chosen, sign))
    return _filled(view, made)


def _reading(view: Masked, piece: AmountPiece, chosen: Option, sign: int) -> Reading:
    frame, kind = chosen.frame, piece.amount.kind
    cue = (chosen.cue.start, chosen.cue.end) if chosen.cue else None
    told = 1
    if kind == "percent":
        told = sign or chosen.sign
    elif frame.negative is not None:
        first = min(cue[0] if cue else piece.start, piece.start)
        last = max(piece.start, cue[1] if cue else 0)
        told = -1 if frame.negative.search(view.text[first:last]) else (chosen.sign or 1)
    return Reading(piece, frame, frame.gives.get(kind), cue, told, chosen.rule, chosen.changed)


def _choose(options: list[Option], amount: Amount, sign: int) -> Option | None:
    fitting = []
    for option in options:
        frame = option.frame
        if frame.gives and amount.kind not in frame.gives:
            continue
        if frame.direction and amount.kind == "percent" and not (sign or option.sign):
            continue
        fitting.append(option)
    return min(fitting, key=lambda o: o.cost, default=None)


def _pattern_hits(view: Masked, frames: FrameSet, context: str) -> dict[int, list[Option]]:
    """The options of all patterns by the place of their number; the shorter the match the cheaper."""
    hits: dict[int, list[Option]] = {}
    topics: dict[str, bool] = {}
    for kind in {p.amount.kind for p in view.amounts}:
        for trigger in triggers(frames).patterns(kind, view.text):
            frame = trigger.frame
            if trigger.weak:
                if frame.name not in topics:
                    topics[frame.name] = frame.context is not None and frame.context.search(context) is not None
                if not topics[frame.name]:
                    continue
            for match in _overlapping(trigger.pattern, view.text):
                cost = 0.4 * len(match.group()) - 4 + (11 if trigger.weak else 0) - (0 if frame.gives else 9)
                grown = 1 if kind == "percent" and "growth" in match.group() else 0
                cue = Cue(frame, match.start(), match.end())
                hits.setdefault(match.start("q"), []).append(Option(cost, frame, cue, trigger.rule, grown))
    return hits


def _overlapping(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    at = 0
    while (match := pattern.search(text, at)) is not None:
        yield match
        at = match.start() + 1


def _cue_options(view: Masked, piece: AmountPiece, cues: list[Cue]) -> list[Option]:
    """The topics whose words stand before the number, or right behind it. A count needs a pattern."""
    kind = piece.amount.kind
    if kind in ("count", "points") or (kind == "times" and not is_growth(view, piece)):
        return []
    out: list[Option] = []
    for cue in cues:
        if cue.end <= piece.start:
            between = view.text[cue.end : piece.start]
            cost = 12 + len(between) * 0.5 + 18 * between.count(f"<{kind}>") + 3 * len(_NAME.findall(between))
            cost += 45 * between.count(";") + 14 * len(_BREAK.findall(between))
        elif cue.start >= piece.end:
            between = view.text[piece.end : cue.start]
            if len(between) > 45 or _NUMBER.search(between):
                continue
            cost = (8 if _LINKED.fullmatch(between) else 45) + len(between) * 0.6
        else:
            continue
        if cost < _DEAREST:
            out.append(Option(cost, cue.frame, cue, f"{cue.frame.name}.cue"))
    return out


def _for_name(frame: Frame, name: Argument, frames: FrameSet) -> Frame:
    """The frame that goes on with another name: an index after a share, all parameters after the active ones."""
    if frame.name in ("stock", "index"):
        return frames.frame("index" if name.type == "StockIndex" else "stock")
    return frames.frame("parameterCount") if frame.name == "activeParameterCount" else frame


def _inherited(
    view: Masked, piece: AmountPiece, previous: Reading | None, here: bool, frames: FrameSet
) -> Option | None:
    """The topic of the number before, where a name or "and" leads straight to this one.

    `here` says that the number before stands in the same sentence.
    """
    kind = piece.amount.kind
    if previous is None or not previous.frame.gives or previous.amount.kind != kind:
        return None
    frame, cue = previous.frame, Cue(previous.frame, *previous.cue) if previous.cue else None
    start = previous.piece.end if here else 0
    between = view.text[start : piece.start]
    name = view.last_name(piece.start)
    if name is not None and name.start >= start and _GAPPED.fullmatch(view.text[name.end : piece.start]):
        frame = _for_name(frame, name.argument, frames)
        return Option(15 if here else 26, frame, None, f"{frame.name}.carried", previous.sign)
    if not here:
        return None
    compares = kind != "percent" and _COMPARES.fullmatch(between)
    counts_heads = frame.name in ("headcount", "userCount")
    goes_on = len(between) < 30 and _GOES_ON.fullmatch(between) and not counts_heads
    rule = f"{frame.name}.{COMPARED if compares else 'carried'}"
    return Option(16, frame, cue, rule, previous.sign) if compares or goes_on else None


def _filled(view: Masked, made: list[Reading]) -> list[Reading]:
    """Gives the numbers of a list ("5%, 4% and 3% of the market") the topic that stands behind the last."""
    read = {r.piece.start: r for r in made}
    pieces = view.amounts
    for here, after in reversed(list(itertools.pairwise(pieces))):
        told = read.get(after.start)
        if told is None or here.start in read or here.amount.kind != told.amount.kind:
            continue
        if _LISTED.fullmatch(view.text[here.end : after.start]):
            read[here.start] = replace(told, piece=here, rule=f"{told.frame.name}.listed")
    return [read[start] for start in sorted(read)]
