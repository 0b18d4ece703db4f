"""Benchmark scores: which model, which test, how many points."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.english.figures.masked import AmountPiece, Masked, NamePiece
from kg.extract.english.figures.memory import Memory
from kg.extract.english.figures.subjects import Question, find_subject
from kg.extract.english.parse import Argument, Sentence
from kg.extract.quantities import Amount

_MODELS = ("AIModel",)
_MAKERS = ("Company", "ResearchInstitute")
#: No test gives more points (ratings of arenas come nearest), and above this only what is called points is a score.
_MOST, _PLAIN_MOST = 4000, 100
#: A number behind which these stand counts something else.
_COUNTED = re.compile(
    r"-|\)?(?: percentage)?(?: points?)? (?:ahead|behind|better|higher|lower|clear|short|above|below|more|less|fewer"
    r"|worse|apart|cheaper|faster|times|of \d)\b"
    r"| (?!(?:points?|on|in|at|for|to|against|and|versus|compared|while|with|per|by|from|after|over|as|but|ahead|or|vs"
    r"|out|puts?|was|is|were|overall|there|when|a|the|though|both)\b)[a-z]"
)
_SCORING = re.compile(
    r"\b(?:scor\w+|points?|reach\w+|got|gets?|managed?|posted|record\w+|hit|hits|achiev\w+|clock\w+|finish\w+|beat\w*"
    r"|edg\w+|against|versus|vs|compared|ahead|leads?|led|tops?|topped|puts?|at|with|from"
    r"|claims?|reports?|rates?|marks?"
    r"|rating|results?|average|of|resolved|solved?|solves|rose|up|to|came|comes|lands?|sits)\b|[:(|]"
)
_SCORE_BEHIND = re.compile(r"\)?,?(?: to <count>| points?| on| for| in|$|\.|,|\))")
_RATING = re.compile(r"(?:elo|rating|scor\w+)[^<>;]{0,25}$")
_APART = re.compile(
    r"(?:\bby|\babout|\bgap of|\bmargin of|\blead of|\bfrom|\btop|\bfirst|\bthe|\bwhole|\bfull) "
    r"(?:(?:about|some|just|only|nearly) )?$"
)
#: A score of a model that only a description tells ("for its base model").
_UNNAMED = re.compile(
    r"\)?(?: points)? for (?:its|the|<\w+>'s?) (?:[\w-]+ ){0,3}?(?:rival|base|model"
    r"|flagship|predecessor|version|one"
    r"|sibling|parent)\b(?! <model>)"
)
_TEST_BEHIND = re.compile(r"\)?(?: points?)?(?: out of \S+)?,? (?:on|in|at)(?: the| its)? (?:[\w-]+ ){0,2}")
_JOINT = re.compile(r"(?: points)?(?:,| and|, and) ?")
_VERSUS = re.compile(r" (?:to|against|versus|vs\.?|-) ")
_MODEL_BEHIND = re.compile(
    r"\)?(?: points)?,? (?:for|by|from|of) (?:the |its )?(?:[\w-]+ ){0,3}(?:<company>'s? )?(?:[\w-]+ ){0,3}"
)
_MAKER_GAP = re.compile(
    r"(?:'s)?,?(?: own)?(?: claims| reports| at| on| with| says| gives| gets| posts| scores| scored|:)? ?"
)


@dataclass(frozen=True, slots=True)
class Score:
    """One score: the number, the model and the test."""

    piece: AmountPiece
    model: Argument
    test: Argument
    unit: str

    @property
    def amount(self) -> Amount:
        """The number."""
        return self.piece.amount


def read_scores(view: Masked, sentence: Sentence, index: int, memory: Memory, carried: Argument | None) -> list[Score]:
    """The scores of a sentence. `carried` is the test that the sentence before, of the same paragraph, told of."""
    tests = [p for p in view.names if p.argument.type == "Benchmark"]
    if not tests and carried is None:
        return []
    made: list[Score] = []
    unit = "points"
    pieces = [p for p in view.amounts if _is_score(view, p, bool(tests))]
    for number, piece in enumerate(pieces):
        if _UNNAMED.match(view.text[piece.end :]):
            continue
        run = _run(view, pieces, number)
        test = _test(view, piece, run, tests) or carried
        model = _model(view, sentence, index, piece, run, memory, made)
        if test is not None and model is not None:
            unit = "percent" if piece.amount.kind == "percent" else unit
            made.append(Score(piece, model, test, unit))
    return made


def _is_score(view: Masked, piece: AmountPiece, named: bool) -> bool:
    amount = piece.amount
    plain = amount.kind in ("count", "percent") and not (amount.scaled or amount.words or amount.signed)
    if not plain or not 0 < amount.value <= _MOST:
        return False
    before, after = view.text[: piece.start], view.text[piece.end :]
    if _COUNTED.match(after) or _APART.search(before):
        return False
    if amount.value > _PLAIN_MOST and " points" not in after[:8] and not _RATING.search(before):
        return False
    exact = amount.value != amount.value.to_integral_value() or amount.kind == "percent"
    return (named or exact) and bool(_SCORING.search(before[-60:]) or _SCORE_BEHIND.match(after))


def _run(view: Masked, pieces: Sequence[AmountPiece], number: int) -> list[AmountPiece]:
    """The numbers joined straight to this one ("74.9 and 63.5"), with it."""
    first = last = number
    while first > 0 and _JOINT.fullmatch(view.text[pieces[first - 1].end : pieces[first].start]):
        first -= 1
    while last + 1 < len(pieces) and _JOINT.fullmatch(view.text[pieces[last].end : pieces[last + 1].start]):
        last += 1
    return list(pieces[first : last + 1])


def _test(view: Masked, piece: AmountPiece, run: Sequence[AmountPiece], tests: Sequence[NamePiece]) -> Argument | None:
    for test in tests:
        if test.start >= piece.end and _TEST_BEHIND.fullmatch(view.text[piece.end : test.start]):
            return test.argument
    before = [t for t in tests if t.end <= run[0].start]
    if len(run) > 1 and len(before) == len(run):
        return before[run.index(piece)].argument
    nearest = next((t for t in reversed(tests) if t.end <= piece.start), tests[0] if tests else None)
    return nearest.argument if nearest is not None else None


def _model(
    view: Masked,
    sentence: Sentence,
    index: int,
    piece: AmountPiece,
    run: Sequence[AmountPiece],
    memory: Memory,
    made: Sequence[Score],
) -> Argument | None:
    models = [p for p in view.names if p.argument.type in _MODELS]
    rival = _rival(view, index, piece, models, memory, made)
    if rival is not None:
        return rival
    end = run[-1].end
    behind = next((p for p in models if p.start >= end and _MODEL_BEHIND.fullmatch(view.text[end : p.start])), None)
    if behind is not None:
        return behind.argument
    maker = view.last_name(piece.start, (*_MODELS, *_MAKERS))
    if maker is not None and maker.argument.type in _MAKERS:
        owned = memory.model_of(maker.argument.entity)
        if owned is not None and _MAKER_GAP.fullmatch(view.text[maker.end : piece.start]):
            return owned
    return find_subject(Question(view, sentence, index, run[0], None, _MODELS), memory)


def _rival(
    view: Masked,
    index: int,
    piece: AmountPiece,
    models: Sequence[NamePiece],
    memory: Memory,
    made: Sequence[Score],
) -> Argument | None:
    """The owner of the second of two scores: "A outpoints B on T (81.7 to 80.1)"."""
    if not made:
        return None
    between = view.text[made[-1].piece.end : piece.start]
    if not _VERSUS.fullmatch(between):
        return None
    first = made[-1].model
    other = next((p.argument for p in models if p.argument is not first and p.end <= piece.start), None)
    if len(models) > 1 and other is not None:
        return other
    if between != " to ":
        return None
    return next((a for a in reversed(memory.recent(index, _MODELS, 3)) if a.entity != first.entity), None)
