"""Who may bear a number, and what speaks for each: place, grammar, part in the text; read by the learned choice."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kg.extract.english.figures.masked import AmountPiece, NamePiece
from kg.extract.english.figures.memory import GIVER_AFTER, GIVER_BEFORE, Memory
from kg.extract.english.figures.ownership import compared, governors_of, judges, owns_another, source, syntax
from kg.extract.english.figures.subjects import Question
from kg.extract.english.parse import Argument, Sentence

_FIRMS = ("Company", "Product", "ResearchInstitute")
#: The types that may bear a metric.
TYPES: Mapping[str, tuple[str, ...]] = {
    "stockChange": ("Company",),
    "indexChange": ("StockIndex",),
    "marketCap": ("Company",),
    "targetPrice": ("Company",),
    "valuation": _FIRMS,
    "fundingRaised": (*_FIRMS, "Fund"),
    "investmentPlanned": ("Company", "GovernmentBody", "ResearchInstitute", "Place", "Fund"),
    "fundSize": ("Fund", "Company"),
    "parameterCount": ("AIModel",),
    "activeParameterCount": ("AIModel",),
    "contextLength": ("AIModel",),
    "trainingCost": ("AIModel",),
    "tokenPrice": ("AIModel", "Product"),
    "benchmarkScore": ("AIModel", "Product", "Chip"),
    "userCount": ("Product", "AIModel", "Company"),
    "downloadCount": ("AIModel", "Product"),
    "shipmentCount": ("Company", "Product", "Chip"),
    "salesGrowth": ("Company", "Product", "Chip"),
    "headcount": ("Company", "ResearchInstitute", "Fund", "GovernmentBody"),
    "marketShare": ("Company", "Product", "AIModel", "Chip"),
}
#: Metrics whose subjects are found in like manner.
_GROUPS = {
    "revenue": "money", "profit": "money", "revenueGrowth": "money", "profitGrowth": "money", "salesGrowth": "units",
    "shipmentCount": "units", "fundingRaised": "round", "valuation": "round", "stockChange": "market",
    "indexChange": "market", "marketCap": "market", "parameterCount": "model", "activeParameterCount": "model",
    "contextLength": "model", "trainingCost": "model", "tokenPrice": "model",
}  # fmt: skip
#: So many sentences back, and so many in the paragraph, names may bear a number; so many names in all.
_BACK, _BLOCK, _MOST = 4, 12, 16


def types_of(metric: str) -> tuple[str, ...]:
    """The types that may bear a metric."""
    return TYPES.get(metric, _FIRMS)


@dataclass(frozen=True)
class Bearer:
    """One that may bear a number, with what speaks for it. `argument` is where the text names it best."""

    argument: Argument
    signs: Sequence[str]

    def score(self, weights: Mapping[str, float]) -> float:
        """How much speaks for it."""
        return sum(filter(None, map(weights.get, self.signs)))


@dataclass
class Asked:
    """A number and its metric: whose is it? `rule` is the answer of the rules, `told` who was chosen so far."""

    question: Question
    metric: str
    rule: Argument | None
    here: Sequence[Argument]
    last: Argument | None
    done: Collection[tuple[str, str]]


def bearers(asked: Asked, memory: Memory) -> list[Bearer]:
    """All who may bear the number: the names of its sentence first, then those before."""
    question = asked.question
    types = types_of(asked.metric)
    named: dict[str, list[Argument]] = {}
    for argument in question.sentence.arguments:
        if argument.type in types:
            named.setdefault(argument.entity, []).append(argument)
    governors = governors_of(question.sentence, question.piece)
    inside = [p for p in question.view.names if p.argument.type in types]
    out: dict[str, tuple[Argument, list[str]]] = {}
    for entity, mentions in named.items():
        best = _nearest(mentions, question.piece)
        out[entity] = best, _inside(asked, best, inside, governors, memory)
    for argument, sign in _before(asked, memory, types):
        if argument.entity not in out:
            if len(out) >= _MOST:
                continue
            out[argument.entity] = argument, ["outside"]
        out[argument.entity][1].append(sign)
    if asked.rule is not None and asked.rule.entity not in out:
        out[asked.rule.entity] = asked.rule, ["outside", "rule-only"]
    group = _GROUPS.get(asked.metric, asked.metric)
    return [Bearer(a, _shared(asked, a, signs, memory, group, len(named), types)) for a, signs in out.values()]


def _nearest(mentions: Sequence[Argument], piece: AmountPiece) -> Argument:
    """The last mention before a number, else the first behind."""
    before = [a for a in mentions if a.span.end <= piece.span.start]
    return before[-1] if before else mentions[0]


def _inside(
    asked: Asked, argument: Argument, names: Sequence[NamePiece], governors: list[int], memory: Memory
) -> list[str]:
    """What its place in the sentence of the number speaks for."""
    question = asked.question
    view, piece, sentence = question.view, question.piece, question.sentence
    name = view.piece_of(argument)
    out = ["inside"]
    if name is None:
        return out
    text = view.text
    before = name.end <= piece.start
    between = text[name.end : piece.start] if before else text[piece.end : name.start]
    side = "before" if before else "behind"
    order = sum(
        1 for n in names if (name.end <= n.start < piece.start if before else piece.end <= n.start < name.start)
    )
    out.append(f"{side}:{min(order, 3)}")
    out.append(
        f"{side}-numbers:{min(between.count('<money>') + between.count('<percent>') + between.count('<count>'), 3)}"
    )
    out.append(f"{side}-far:{min(len(between) // 15, 6)}")
    if ";" in between or "::" in between:
        out.append(f"{side}-apart")
    words = between.split()
    if len(words) <= 4:
        out.append(f"{side}-words:{' '.join(words)}")
    out.append(f"{side}-next:{between[:2].strip() if between[:1] != ' ' else (words[0] if words else '')}")
    out.append(f"{side}-last:{words[-1] if words else ''}")
    if name.start <= 2:
        out.append(f"opens-{side}")
    head = sentence.doc[argument.head]
    out.append(f"dep:{head.dep_}")
    weight = syntax(sentence, argument, governors)
    out.append(f"syntax:{int(weight)}")
    if question.cue is not None:
        cue = question.cue
        if name.end <= cue[0] and text[name.end : cue[0]].startswith("'"):
            out.append("owns-topic")
        elif name.start >= cue[1] and name.start - cue[1] < 12:
            out.append("topic-of")
    if source(view, sentence, name):
        out.append("tells")
    if compared(view, name, piece):
        out.append("compared")
    if owns_another(view, name, question.types):
        out.append("owns-another")
    if GIVER_BEFORE.search(text[: name.start]) or GIVER_AFTER.match(text[name.end :]):
        out.append(f"gives:{asked.metric}")
    if asked.metric == "targetPrice" and judges(view, sentence, name):
        out.append("judges")
    if argument.anaphor:
        out.append("anaphor")
    return out


def _before(asked: Asked, memory: Memory, types: Sequence[str]) -> list[tuple[Argument, str]]:
    """Who was named or chosen before the sentence, with how."""
    index, sentences = asked.question.index, memory.sentences
    found: list[tuple[Argument, str]] = []
    if asked.last is not None and asked.last.type in types:
        found.append((asked.last, "chosen-last"))
    found += [(a, "chosen-here") for a in asked.here if a.type in types]
    block = sentences[index].block.span
    opened = False
    for at in range(index - 1, max(-1, index - 1 - _BACK), -1):
        sentence: Sentence = sentences[at]
        same = "same" if sentence.block.span == block else sentence.block.kind
        far = min(index - at, 3)
        fitting = [a for a in sentence.arguments if a.type in types]
        for order, argument in enumerate(fitting):
            role = sentence.doc[argument.head].dep_
            role = role if role in ("nsubj", "nsubjpass", "poss", "ROOT") else "else"
            found.append((argument, f"back:{far}:{same}"))
            found.append((argument, f"back-role:{far}:{role}:{'alone' if len(fitting) == 1 else order == 0}"))
            if order == 0:
                found.append((argument, f"back-first:{same}"))
                if not opened:
                    found.append((argument, "nearest-sentence"))
            if role == "nsubj":
                found.append((argument, f"back-subject:{same}"))
        opened = opened or bool(fitting)
    for at in range(index - 1, max(-1, index - 1 - _BLOCK), -1):
        if sentences[at].block.span != block:
            break
        starts = at == 0 or sentences[at - 1].block.span != block
        for order, argument in enumerate(a for a in sentences[at].arguments if a.type in types):
            if starts and order == 0:
                found.append((argument, "opens-block"))
            if starts and argument.span.start - sentences[at].span.start < 4:
                found.append((argument, "heads-block"))
            found.append((argument, "in-block"))
    opening = next((a for s in sentences[:3] for a in s.arguments if a.type in types), None)
    if opening is not None:
        found.append((opening, "opens-text"))
    for likely, sign in ((memory.antecedent(index, types), "antecedent"), (memory.main(types), "main")):
        if likely is not None:
            found.append((likely, sign))
    return found


def _shared(
    asked: Asked, argument: Argument, signs: list[str], memory: Memory, group: str, inside: int, types: Sequence[str]
) -> list[str]:
    """All signs of one, with those that its part in the text gives."""
    entity = argument.entity
    out = sorted(set(signs))
    where = out[0] if out[0] in ("inside", "outside") else ("inside" if "inside" in out else "outside")
    if asked.rule is not None:
        out.append(f"rule:{entity == asked.rule.entity}:{where}")
        if entity == asked.rule.entity:
            out.append(f"rule:{asked.metric}")
    if asked.last is not None and asked.last.entity == entity:
        out.append(f"last:{where}")
    if any(a.entity == entity for a in asked.here):
        out.append(f"here:{where}")
    if (entity, asked.metric) in asked.done:
        out.append(f"has-one:{where}")
        out.append(f"has-one:{asked.metric}")
    if entity in memory.sources:
        out.append("source")
    if entity in memory.givers:
        out.append(f"giver:{group}")
    if entity in memory.titled:
        out.append(f"titled:{where}")
    most = memory.most(types)
    share = memory.counts.get(entity, 0) / most if most else 0.0
    out.append(f"named:{int(share * 4)}:{where}")
    if share == 1.0:
        out.append(f"most-named:{where}")
    borne = sum(1 for who, _ in asked.done if who == entity)
    out.append(f"borne:{min(borne, 3)}:{where}")
    if entity in memory.lead_in(asked.question.index):
        out.append(f"lead:{where}")
    out.append(f"type:{asked.metric}:{argument.type}")
    out.append(f"{where}:names:{min(inside, 3)}")
    out.append(f"{where}:block:{asked.question.sentence.block.kind}")
    out += [f"{group}|{s}" for s in out if not s.startswith(("type:", "rule:"))]
    return out
