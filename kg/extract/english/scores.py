"""Benchmark scores: which model, which test, how many points."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.english.masked import Masked, Piece
from kg.extract.english.memory import Memory
from kg.extract.english.parse import Argument, Sentence
from kg.extract.english.subjects import find_subject
from kg.extract.quantities import Amount

_MODELS = ("AIModel",)
_MAKERS = ("Company", "ResearchInstitute")
#: A number behind which these stand counts something else.
_COUNTED = re.compile(
    r"-|\)?(?: percentage)?(?: points?)? (?:ahead|behind|better|higher|lower|clear|short|above|below"
    r"|more|less|fewer|worse|apart|cheaper|faster|times|of \d)\b"
    r"| (?!(?:points?|on|in|at|for|to|against|and|versus|compared|while|with|per|by|from|after|over"
    r"|as|but|ahead|or|vs|out|puts?|was|is|were|overall|there|when|a|the|while|though|both)\b)[a-z]"
)
_SCORING = re.compile(
    r"\b(?:scor\w+|points?|reach\w+|got|gets?|managed?|posted|record\w+|hit|hits|achiev\w+|clock\w+"
    r"|finish\w+|beat\w*|edg\w+|against|versus|vs|compared|ahead|leads?|led|tops?|topped"
    r"|puts|put|at|with|from|claims?|reports?|rates?|marks?|rating|results?|average|of|resolved"
    r"|solved?|solves|rose|up|to|:|came|comes|lands?|sits)\b|[:(|]"
)
_APART = re.compile(
    r"(?:\bby|\babout|\bgap of|\bmargin of|\blead of|\bfrom|\btop|\bfirst|\bthe|\bwhole|\bfull) "
    r"(?:(?:about|some|just|only|nearly) )?$"
)
_TEST_AFTER = re.compile(r"\)?(?: points?)?(?: out of \S+)?,? (?:on|in|at)(?: the| its)? (?:[\w-]+ ){0,2}")


@dataclass(frozen=True, slots=True)
class Score:
    """One score: the number, the model and the test."""

    piece: Piece
    amount: Amount
    model: Argument
    test: Argument
    unit: str


def read_scores(view: Masked, sentence: Sentence, index: int, memory: Memory, carried: Argument | None) -> list[Score]:
    """The scores of a sentence. `carried` is the test that the sentence before, of the same paragraph, told of."""
    tests = [p for p in view.names if isinstance(p.item, Argument) and p.item.type == "Benchmark"]
    if not tests and carried is None:
        return []
    made: list[Score] = []
    unit = "points"
    pieces = [p for p in view.amounts if _is_score(view, p, bool(tests))]
    for number, piece in enumerate(pieces):
        amount = piece.item
        assert isinstance(amount, Amount)
        if re.match(
            r"\)?(?: points)? for (?:its|the|<company>'s?) (?:[\w-]+ ){1,3}?(?:rival|base|model|flagship"
            r"|predecessor|version|one|sibling|parent)\b(?! <model>)",
            view.text[piece.end :],
        ):
            continue
        test = _test(view, piece, pieces, number, tests) or carried
        model = _model(view, sentence, index, piece, pieces, number, memory, made)
        if test is None or model is None:
            continue
        unit = "percent" if amount.kind == "percent" else unit
        made.append(Score(piece, amount, model, test, unit))
    return made


def _is_score(view: Masked, piece: Piece, named: bool) -> bool:
    amount = piece.item
    assert isinstance(amount, Amount)
    if (
        amount.kind not in ("count", "percent")
        or amount.scaled
        or amount.words
        or amount.signed
        or not 0 < amount.value <= 4000
    ):
        return False
    before, after = view.text[: piece.start], view.text[piece.end :]
    if _COUNTED.match(after) or _APART.search(before):
        return False
    exact = amount.value != amount.value.to_integral_value()
    if (
        amount.value > 100
        and " points" not in after[:8]
        and not re.search(r"(?:elo|rating|scor\w+)[^<>;]{0,25}$", before)
    ):
        return False
    if not named and not (exact or amount.kind == "percent"):
        return False
    return bool(
        _SCORING.search(before[-60:]) or re.match(r"\)?,?(?: to <count>| points?| on| for| in|$|\.|,|\))", after)
    )


def _test(view: Masked, piece: Piece, pieces: Sequence[Piece], number: int, tests: Sequence[Piece]) -> Argument | None:
    nearest: Piece | None = None
    for test in tests:
        if test.start >= piece.end and _TEST_AFTER.fullmatch(view.text[piece.end : test.start]):
            nearest = test
            break
    if nearest is None:
        run = _run(view, pieces, number)
        before = [t for t in tests if t.end <= pieces[run[0]].start]
        if len(run) > 1 and len(before) == len(run):
            nearest = before[run.index(number)]
        else:
            before = [t for t in tests if t.end <= piece.start]
            nearest = before[-1] if before else next(iter(tests), None)
    return nearest.item if nearest is not None and isinstance(nearest.item, Argument) else None


def _run(view: Masked, pieces: Sequence[Piece], number: int) -> list[int]:
    """Numbers joined straight to this one ("74.9 and 63.5")."""
    run = [number]
    while run[0] > 0 and re.fullmatch(
        r"(?: points)?(?:,| and|, and) ?", view.text[pieces[run[0] - 1].end : pieces[run[0]].start]
    ):
        run.insert(0, run[0] - 1)
    while run[-1] + 1 < len(pieces) and re.fullmatch(
        r"(?: points)?(?:,| and|, and) ?", view.text[pieces[run[-1]].end : pieces[run[-1] + 1].start]
    ):
        run.append(run[-1] + 1)
    return run


def _model(
    view: Masked,
    sentence: Sentence,
    index: int,
    piece: Piece,
    pieces: Sequence[Piece],
    number: int,
    memory: Memory,
    made: Sequence[Score],
) -> Argument | None:
    text = view.text
    models = [p for p in view.names if isinstance(p.item, Argument) and p.item.type in _MODELS]
    previous = pieces[number - 1] if number else None
    if (
        previous is not None
        and re.fullmatch(r" (?:to|against|versus|vs\.?|-) ", text[previous.end : piece.start])
        and len(models) > 1
    ):
        # "outpoints B on T (81.7 to 80.1)": the second is the other one's
        other = next((p for p in models if made and p.item is not made[-1].model and p.end <= piece.start), None)
        if other is not None and isinstance(other.item, Argument):
            return other.item
    if (
        previous is not None
        and made
        and made[-1].piece is previous
        and re.fullmatch(r" to ", text[previous.end : piece.start])
    ):
        rival = next((a for a in reversed(memory.recent(index, _MODELS, 3)) if a.entity != made[-1].model.entity), None)
        if rival is not None:
            return rival
    run = _run(view, pieces, number)
    last = pieces[run[-1]]
    behind = next(
        (
            p
            for p in models
            if p.start >= last.end
            and re.fullmatch(
                r"\)?(?: points)?,? (?:for|by|from|of) (?:the |its )?(?:[\w-]+ |<company>'s? (?:[\w-]+ )*)*",
                text[last.end : p.start],
            )
        ),
        None,
    )
    if behind is not None and isinstance(behind.item, Argument):
        return behind.item
    maker = next(
        (
            p
            for p in reversed(view.names)
            if p.end <= piece.start and isinstance(p.item, Argument) and p.item.type in (*_MODELS, *_MAKERS)
        ),
        None,
    )
    if maker is not None and isinstance(maker.item, Argument) and maker.item.type in _MAKERS:
        between = text[maker.end : piece.start]
        if re.fullmatch(
            r"(?:'s)?,?(?: own)?(?: claims| reports| at| on| with| says| gives| gets| posts| scores| scored"
            r"|:)? ?",
            between,
        ):
            owned = memory.model_of(maker.item.entity)
            if owned is not None:
                return owned
    return find_subject(view, sentence, index, pieces[run[0]] if len(run) > 1 else piece, None, _MODELS, memory)
