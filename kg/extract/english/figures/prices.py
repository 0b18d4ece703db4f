"""Prices of tokens, brought to a million tokens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.extract.english.figures.masked import AmountPiece, Masked, NamePiece
from kg.extract.english.figures.memory import Memory, is_subject
from kg.extract.english.figures.subjects import Question, find_subject
from kg.extract.english.parse import Argument, Sentence
from kg.extract.quantities import Amount

_MODELS = ("AIModel",)
_MILLION = Decimal(1_000_000)
#: Numbers of tokens that prices are told for in figures.
_BATCHES = (1_000_000, 100_000, 10_000, 1000)
#: Nobody asks more for a million tokens.
_MOST = 5000
_PER_MILLION = re.compile(
    r"(?:per|each|every|for(?: a| one| each| every)?|a|the|/|one) ?-?(?:million|1m|mn|m"
    r"|mtok)\b(?! (?:people|users|yuan))"
    r"|\bper m\b|/m\b|per mtok"
)
_PER_THOUSAND = re.compile(r"(?:per|each|every|for(?: a| one| each| every)?|a|/) ?-?(?:thousand|1k|k)\b|/k\b")
_PER_COUNT = re.compile(r"(?:per|each|every|for|/|<money>(?: (?:for|in|out))?|input|output) ?(<count>)")
#: "A thousand tokens of input cost 0.001 yuan".
_COUNT_COSTS = re.compile(
    r"(<count>) (?:input |output )?(?:tokens?)?(?: ?of (?:input|output|text))? (?:costs?|for|at|is|are)"
    r" (?:\w+ )?<money>"
)
_IN_OR_OUT = re.compile(r"\b(?:input|output|in|out)\b")
_PRICED = re.compile(
    r"\b(?:pric\w+|input|output|in and|out\b|to read|to write|api|charg\w+|fee|asks?|costs?|tokens?|rates?|per million"
    r"|tariff|cache)\b"
)
_NOT_PRICED = re.compile(r"\b(?:shares|revenue|round|valu\w+|stake)\b")
_MODEL_PRICE = re.compile(r"<model>[^<>]{0,30}(?:at|to|for) <money>|<money> (?:on|for) <model>")
#: What a whole document says of its prices, in its title or a line of its own.
_ALL_PRICES = re.compile(
    r"(?:price|pricing|prices|tariff|costs?)\b.{0,60}(?:<count>|million) tokens"
    r"|(?:<count>|million) tokens.{0,25}\bcosts?\b"
)
_OF_ALL = re.compile(r"\ball (?:prices|figures)|prices (?:are|in|per)")
_OTHER_UNIT = re.compile(
    r" ?(?:a|per|each|every|an|/) ?(?:month|share|year|second|minute|hour|image|clip|video|seat|user|call|day|week|head"
    r"|card|chip|unit|piece|gpu|licen|head)\b| (?:apiece|each|billion|million)\b"
)
_BATCH = re.compile(r" ?(?:a|per|each|for a|/) ?(?:million|thousand)")
_OLD = re.compile(r"(?:\bfrom|\bwas|\binstead of|\bdown from|\brather than|\(was)(?: about| a)? $")
_OTHER_THING = re.compile(r"\b(?:shares?|stock|close|closed|worth) (?:at|of|to)? ?$")
#: A price for what goes in and one for what comes out say that they are prices of tokens.
_IN_OUT = re.compile(
    r"<money> (?:for |of |on )?(?:the )?(?:going |tokens )?in(?:put)?(?: tokens)?(?:,| and|;)? (?:and )?"
    r"<money> (?:for |of |on )?(?:the )?(?:going |coming |tokens )?out(?:put)?\b"
)
_FREE = re.compile(
    r"(?<![\w-])(?:(?:is|are|was|were|be|stays?|remains?|made|makes?|api|goes|went|became|now|currently|keeps <\w+>"
    r"|keeps the \w+) (?:\w+ )?(?:\w+ )?free"
    r"(?! (?:to download|download|software|weights|licen|trial|credit|app|chat|hand|market|daily))"
    r"|free of charge|costs? (?:nothing|zero)|for nothing|(?:gave|gives|giving|given) (?:it |them |<model> )?away"
    r"(?: <model>)?|without charge|no charge|at no (?:cost|charge)|<model>,? (?:made |is |was )?free\b|free api"
    r"|made [^<>;]{0,45}free|, free(?:[,.;]|$)"
    r"|[(,:;-] ?free for (?:all |most |every |individual )?(?:dev|developer|user|individual|consumer|everyone|everybody"
    r"|all|student|researcher)s?\b)"
)
_NOT_FREE = re.compile(
    r"free (?:to download|for (?:commercial|personal|academic)|and open|download|weights|product|app|chatbot|tutor)"
    r"|free(?:ly)? (?:available|downloadable)|commercial use|to try|licen[cs]e|feel free"
    r"|no longer free|(?:not|n't) free"
)
_OF_A_MODEL = re.compile(r"\b(?:tokens?|api|pric\w+|charg\w+)\b")
_BEHIND = re.compile(r"(?: (?:and|or) <money>)?[^<>;]{0,30}\b(?:with|for|on|by|of) (?=<model>)")
_JOINT = re.compile(r"(?:,| and|, and) ?")


@dataclass(frozen=True, slots=True)
class Price:
    """One price: the money per million tokens, and the model. `piece` is None for "free"."""

    place: int
    value: Decimal
    unit: str
    model: Argument
    piece: AmountPiece | None = None

    @property
    def amount(self) -> Amount | None:
        """The number as it stands in the text."""
        return self.piece.amount if self.piece else None


@dataclass
class PriceState:
    """What the text so far told of prices.

    `per` is the factor to a million tokens of the last price, `age` how many sentences ago it stood, `block` where;
    `everywhere` is true when the document says that all its prices are of a million tokens.
    """

    per: Decimal | None = None
    age: int = 9
    block: tuple[int, int] = (0, 0)
    everywhere: bool = False


def read_prices(view: Masked, sentence: Sentence, index: int, memory: Memory, state: PriceState) -> list[Price]:
    """The token prices of a sentence."""
    span = (sentence.block.span.start, sentence.block.span.end)
    state.age += 1
    per = _factor(view, span, state)
    stands_alone = sentence.block.kind in ("title", "heading") or _OF_ALL.search(view.text)
    if stands_alone and _ALL_PRICES.search(view.text):
        state.everywhere = True
    if per is None:
        return []
    found = (_price(view, sentence, index, piece, per, memory) for piece in view.amounts)
    made = [price for price in found if price is not None]
    if made:
        state.per, state.age, state.block = per, 0, span
    return made


def _factor(view: Masked, span: tuple[int, int], state: PriceState) -> Decimal | None:
    """The factor from the tokens that a price of the sentence buys to a million; None where it tells no such price."""
    per = tokens_priced(view)
    if per is not None:
        return per
    if _IN_OUT.search(view.text) or (state.everywhere and any(p.argument.type == "AIModel" for p in view.names)):
        return Decimal(1)
    if state.per is None or not (state.block == span or state.age <= 1):
        return None
    told = _MODEL_PRICE.search(view.text) or (_PRICED.search(view.text) and not _NOT_PRICED.search(view.text))
    return state.per if told else None


def tokens_priced(view: Masked) -> Decimal | None:
    """The factor to a million of the tokens that a price of the sentence buys: a thousand gives 1000."""
    text = view.text
    if "<money>" not in text:
        return None
    for match in (*_PER_COUNT.finditer(text), *_COUNT_COSTS.finditer(text)):
        piece = view.amount_at(match.start(1))
        if piece is not None and piece.amount.value in _BATCHES:
            tail = text[piece.end : piece.end + 20]
            other = re.match(r" (?!(?:of|in|out|input|output|and|from|for|to)\b)[a-z]", tail)
            if "token" in tail or not other:
                return _MILLION / piece.amount.value
    if "token" in text or _IN_OR_OUT.search(text):
        if _PER_THOUSAND.search(text):
            return Decimal(1000)
        if _PER_MILLION.search(text):
            return Decimal(1)
    return None


def _price(
    view: Masked, sentence: Sentence, index: int, piece: AmountPiece, per: Decimal, memory: Memory
) -> Price | None:
    amount = piece.amount
    before, after = view.text[: piece.start], view.text[piece.end :]
    if amount.kind != "money" or amount.scaled or not 0 < amount.value < _MOST or amount.bound == "origin":
        return None
    if _OLD.search(before) and " to <money>" not in after[:14]:
        return None
    if _OTHER_THING.search(before) or (_OTHER_UNIT.match(after) and not _BATCH.match(after)):
        return None
    if per not in (1, 1000) and not re.match(r" (?:per|a|for) <count>", after):
        per = Decimal(1)  # "0.21 yuan per 10,000 tokens, which makes 21 yuan"
    model = _owner(view, sentence, index, piece, memory)
    return Price(piece.start, amount.value * per, amount.unit, model, piece) if model is not None else None


def _owner(view: Masked, sentence: Sentence, index: int, piece: AmountPiece, memory: Memory) -> Argument | None:
    """The model of a price; a firm stands for the model that the text joins with it."""
    behind = _BEHIND.match(view.text[piece.end :])
    told = view.name_at(piece.end + behind.end()) if behind is not None else None
    if told is not None:
        return told.argument
    firm = view.last_name(piece.start, ("Company", "AIModel"))
    named = any(p.argument.type == "AIModel" for p in view.names)
    if firm is not None and firm.argument.type == "Company" and not named:
        owned = memory.model_of(firm.argument.entity)
        if owned is not None:
            return owned
    return find_subject(Question(view, sentence, index, piece, None, _MODELS), memory)


def read_free(
    view: Masked, sentence: Sentence, index: int, memory: Memory, state: PriceState, unit: str | None
) -> list[Price]:
    """Models told to be free. `unit` is the document's currency for token prices; yuan where it tells none."""
    models = [p for p in view.names if p.argument.type == "AIModel"]
    zero = re.search(r"<model>(?:,|:| at| for) (<count>)(?=[.;,]|$)", view.text) if state.everywhere else None
    nothing = view.amount_at(zero.start(1)) if zero is not None else None
    if zero is not None and nothing is not None and nothing.amount.value == 0:
        listed = _listed(view, sentence, [p for p in models if p.end <= nothing.start], zero)
        return [Price(nothing.start, Decimal(0), unit or "CNY", model) for model in listed]
    match = _FREE.search(view.text)
    if match is None or _NOT_FREE.search(view.text) or view.text.rstrip("\"' ").endswith("?"):
        return []
    priced = state.age <= 1 or unit is not None or _OF_A_MODEL.search(view.text)
    if not priced or not (models or re.search(r"\b(?:api|tokens?|model)\b", view.text)):
        return []
    meant = memory.antecedent(index, _MODELS)
    found = _listed(view, sentence, models, match) or ([meant] if meant is not None else [])
    return [Price(match.start(), Decimal(0), unit or "CNY", model) for model in found]


def _listed(view: Masked, sentence: Sentence, models: Sequence[NamePiece], match: re.Match[str]) -> list[Argument]:
    """The model nearest before the word, with those it is listed with; else the first behind."""
    inside = [p for p in models if match.start() <= p.start < match.end()]
    before = [p for p in models if p.end <= match.end()]
    leading = [p for p in before if is_subject(sentence, p.argument)]
    chosen = inside[:1] or leading[-1:] or before[-1:] or [p for p in models if p.start >= match.end()][:1]
    if not chosen or chosen[0] not in before:
        return [p.argument for p in chosen]
    first = last = before.index(chosen[0])
    while first > 0 and _JOINT.fullmatch(view.text[before[first - 1].end : before[first].start]):
        first -= 1
    while last + 1 < len(before) and _JOINT.fullmatch(view.text[before[last].end : before[last + 1].start]):
        last += 1
    return [p.argument for p in before[first : last + 1]]
