"""Prices of tokens, brought to a million tokens."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.extract.english.masked import Masked, Piece
from kg.extract.english.memory import Memory, is_subject
from kg.extract.english.parse import Argument, Sentence
from kg.extract.english.subjects import find_subject
from kg.extract.quantities import Amount

_MODELS = ("AIModel",)
_PER_MILLION = re.compile(
    r"(?:per|each|every|for(?: a| one| each| every)?|a|the|/|one) ?-?(?:million|1m|mn|m|mtok)\b(?! "
    r"(?:people|users|yuan))|\bper m\b|/m\b|per mtok"
)
_PER_THOUSAND = re.compile(r"(?:per|each|every|for(?: a| one| each| every)?|a|/) ?-?(?:thousand|1k|k)\b|/k\b")
_PER_COUNT = re.compile(r"(?:per|each|every|for|/|<money>(?: (?:for|in|out))?|input|output) ?(<count>)")
_PRICED = re.compile(
    r"\b(?:pric\w+|input|output|in and|out\b|to read|to write|api|charg\w+|fee|asks?|costs?|tokens?"
    r"|rates?|per million|tariff|cache)\b"
)
_OTHER_UNIT = re.compile(
    r" ?(?:a|per|each|every|an|/) ?(?:month|share|year|second|minute|hour|image|clip|video|seat|user"
    r"|call|day|week|head|card|chip|unit|piece|gpu|licen|head)\b| (?:apiece|each|billion|million)\b"
)
#: A price for what goes in and one for what comes out say that they are prices of tokens.
_IN_OUT = re.compile(
    r"<money> (?:for |of |on )?(?:the )?(?:going |tokens )?in(?:put)?(?: tokens)?(?:,| and|;)? (?:and "
    r")?<money> (?:for |of |on )?(?:the )?(?:going |coming |tokens )?out(?:put)?\b"
)
_FREE = re.compile(

        r"(?<![\w-])(?:(?:is|are|was|were|be|stays?|remains?|made|makes?|api|goes|went|became|now"
        r"|currently|keeps <\w+>|keeps the \w+) (?:\w+ )?(?:\w+ )?free(?! (?:to download|download"
        r"|software|weights|licen|trial|credit|app|chat|hand|market|daily))"

        r"|free of charge|costs? (?:nothing|zero)|cost nothing|for nothing|(?:gave|gives|giving|given) "
        r"(?:it |them |<model> )?away(?: <model>)?|without charge|no charge|at no (?:cost|charge)"
        r"|<model>,? (?:made |is |was )?free\b|free api|made ~?free|, free(?:[,.;]|$))"
)  # fmt: skip
_NOT_FREE = re.compile(
    r"free (?:to download|for (?:commercial|personal|academic)|and open|download|weights)|free(?:ly)? "
    r"(?:available|downloadable)|commercial use|to try|licen[cs]e|feel free|no longer free|not free"
    r"|isn't free|free (?:product|app|chatbot|tutor)"
)


@dataclass(frozen=True, slots=True)
class Price:
    """One price: the money per million tokens, and the model. `piece` is None for "free"."""

    place: int
    value: Decimal
    unit: str
    model: Argument
    amount: Amount | None
    piece: Piece | None


@dataclass
class PriceState:
    """What the text so far told: whether the last lines were prices, of how many tokens, and in which currencies."""

    per: Decimal | None = None
    age: int = 9
    block: tuple[int, int] = (0, 0)
    everywhere: bool = False
    currencies: Counter[str] = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        if self.currencies is None:
            self.currencies = Counter()


def read_prices(view: Masked, sentence: Sentence, index: int, memory: Memory, state: PriceState) -> list[Price]:
    """The token prices of a sentence."""
    per = tokens_priced(view)
    span = (sentence.block.span.start, sentence.block.span.end)
    state.age += 1
    near = state.per is not None and (state.block == span or state.age <= 1)
    if (
        per is None
        and state.everywhere
        and any(isinstance(p.item, Argument) and p.item.type == "AIModel" for p in view.names)
    ):
        per = Decimal(1)
    if re.search(
        r"(?:price|pricing|prices|tariff|cost|costs)\b.{0,60}(?:<count>|million) tokens|(?:<count>"
        r"|million) tokens.{0,25}\bcosts?\b",
        view.text,
    ) and (
        sentence.block.kind in ("title", "heading")
        or re.search(r"\ball (?:prices|figures)|prices (?:are|in|per)", view.text)
    ):
        state.everywhere = True
    if per is None and _IN_OUT.search(view.text):
        per = Decimal(1)
    if (
        per is None
        and near
        and re.search(r"<model>[^<>]{0,30}(?:at|to|for) <money>|<money> (?:on|for) <model>", view.text)
    ):
        per = state.per
    if (
        per is None
        and near
        and _PRICED.search(view.text)
        and not re.search(r"\b(?:shares|revenue|round|valu\w+|stake)\b", view.text)
    ):
        per = state.per
    made: list[Price] = []
    if per is not None:
        for piece in view.amounts:
            price = _price(view, sentence, index, piece, per, memory)
            if price is not None:
                made.append(price)
        if made:
            state.per, state.age, state.block = per, 0, span
            state.currencies.update(p.unit for p in made)
    return made


def tokens_priced(view: Masked) -> Decimal | None:
    """How many tokens a price of the sentence buys: a million gives 1, a thousand 1000 (the factor to a million)."""
    text = view.text
    if "<money>" not in text:
        return None
    for match in _PER_COUNT.finditer(text):
        piece = view.piece_at(match.start(1))
        if (
            piece is not None
            and isinstance(piece.item, Amount)
            and piece.item.value in (1_000_000, 100_000, 10_000, 1000)
        ):
            tail = text[piece.end : piece.end + 20]
            if (
                "token" in tail
                or not re.match(r" [a-z]", tail)
                or re.match(r" (?:of|in|out|input|output|and|from|for|to)\b", tail)
            ):
                return Decimal(1_000_000) / piece.item.value
    if "token" in text or re.search(r"\b(?:input|output|in|out)\b", text):
        if _PER_THOUSAND.search(text):
            return Decimal(1000)
        if _PER_MILLION.search(text):
            return Decimal(1)
    return None


def _price(view: Masked, sentence: Sentence, index: int, piece: Piece, per: Decimal, memory: Memory) -> Price | None:
    amount = piece.item
    assert isinstance(amount, Amount)
    before, after = view.text[: piece.start], view.text[piece.end :]
    if amount.kind != "money" or amount.scaled or amount.value >= 5000 or amount.bound == "origin" or amount.value <= 0:
        return None
    if (
        re.search(r"(?:\bfrom|\bwas|\binstead of|\bdown from|\brather than|\(was)(?: about| a)? $", before)
        and " to <money>" not in after[:14]
    ):
        return None
    if re.search(r"\b(?:shares?|stock|close|closed|worth) (?:at|of|to)? ?$", before) or (
        _OTHER_UNIT.match(after) and not re.match(r" ?(?:a|per|each|for a|/) ?(?:million|thousand)", after)
    ):
        return None
    if per not in (1, 1000) and not re.match(r" (?:per|a|for) <count>", after):
        per = Decimal(1)
    model = _owner(view, sentence, index, piece, memory)
    if model is None:
        return None
    return Price(piece.start, amount.value * per, amount.unit, model, amount, piece)


def _owner(view: Masked, sentence: Sentence, index: int, piece: Piece, memory: Memory) -> Argument | None:
    """The model of a price; a firm stands for the model that the text joins with it."""
    behind = re.match(r"[^<>;]{0,30}\b(?:with|for|on|by|of) (?=<model>)", view.text[piece.end :])
    if behind is not None:
        told = view.piece_at(piece.end + behind.end())
        if told is not None and isinstance(told.item, Argument):
            return told.item
    firm = next(
        (
            p
            for p in reversed(view.names)
            if p.end <= piece.start and isinstance(p.item, Argument) and p.item.type in ("Company", "AIModel")
        ),
        None,
    )
    named = any(isinstance(p.item, Argument) and p.item.type == "AIModel" for p in view.names)
    if firm is not None and isinstance(firm.item, Argument) and firm.item.type == "Company" and not named:
        owned = memory.model_of(firm.item.entity)
        if owned is not None:
            return owned
    return find_subject(view, sentence, index, piece, None, _MODELS, memory)


def read_free(
    view: Masked, sentence: Sentence, index: int, memory: Memory, state: PriceState, unit: str | None
) -> list[Price]:
    """Models told to be free. `unit` is the document's currency for token prices; yuan where it tells none."""
    zero = re.search(r"<model>(?:,|:| at| for) (<count>)(?=[.;,]|$)", view.text) if state.everywhere else None
    if zero is not None:
        piece = view.piece_at(zero.start(1))
        if piece is not None and isinstance(piece.item, Amount) and piece.item.value == 0:
            listed = [
                p
                for p in view.names
                if isinstance(p.item, Argument) and p.item.type == "AIModel" and p.end <= zero.start(1)
            ]
            return [
                Price(zero.start(1), Decimal(0), unit or "CNY", m, None, None)
                for m in _listed(view, sentence, listed, zero)
            ]
    match = _FREE.search(view.text)
    if match is None or _NOT_FREE.search(view.text) or view.text.rstrip("\"' ").endswith("?"):
        return []
    priced = state.age <= 1 or unit is not None or re.search(r"\b(?:tokens?|api|pric\w+|charg\w+)\b", view.text)
    models = [p for p in view.names if isinstance(p.item, Argument) and p.item.type == "AIModel"]
    if not priced or (not models and not re.search(r"\b(?:api|tokens?|model)\b", view.text)):
        return []
    found = _listed(view, sentence, models, match) or [m for m in [memory.antecedent(index, _MODELS)] if m is not None]
    return [Price(match.start(), Decimal(0), unit or "CNY", model, None, None) for model in found]


def _listed(view: Masked, sentence: Sentence, models: Sequence[Piece], match: re.Match[str]) -> list[Argument]:
    """The model nearest before the word, with those it is listed with; else the first behind."""
    inside = [p for p in models if match.start() <= p.start < match.end()]
    before = [p for p in models if p.end <= match.end()]
    leading = [p for p in before if isinstance(p.item, Argument) and is_subject(sentence, p.item)]
    chosen = inside[:1] or leading[-1:] or before[-1:] or [p for p in models if p.start >= match.end()][:1]
    if chosen and chosen[0] in before:
        at = before.index(chosen[0])
        while at > 0 and re.fullmatch(r"(?:,| and|, and) ?", view.text[before[at - 1].end : before[at].start]):
            at -= 1
            chosen.insert(0, before[at])
        at = before.index(chosen[-1])
        while at + 1 < len(before) and re.fullmatch(
            r"(?:,| and|, and) ?", view.text[before[at].end : before[at + 1].start]
        ):
            at += 1
            chosen.append(before[at])
    return [p.item for p in chosen if isinstance(p.item, Argument)]
