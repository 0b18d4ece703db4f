"""Expressions that stand for two names or for one of two: 前者, 后者, 双方, 两家公司."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract.chinese.reference.topics import Topics
from kg.extract.chinese.text import Argument, Sentence
from kg.extract.kinds import ORGANISATIONS, THINGS
from kg.model import Span

OF_TWO = (
    r"前者|后者|双方|(?<!后)两者|二者|(?:两家|两间)(?:公司|企业|机构|厂商)|两家(?=[给均都也共，的])"
    r"|两款(?:模型|产品|芯片)?(?=[，。均都])|两个模型|俩(?:公司|家)"
)
_FIRST, _SECOND = "前者", "后者"
_FIRM = frozenset({"Company", "ResearchInstitute", "GovernmentBody"})
_PERSON = frozenset({"Person"})
_JOINED = re.compile(r"[^，。；：]{0,10}?(?:、|和|与|及|以及|跟|同)[^，。；：]{0,14}")
#: How many sentences back the two may stand.
_REACH = 2


def both(
    told: str, span: Span, sentence: Sentence, sentences: Sequence[Sentence], topics: Topics
) -> Iterator[Argument]:
    """The one or two arguments that the expression `told` at `span` stands for; none where no two are in view."""
    pair = _pair(told, span, sentence, sentences, topics)
    if pair is not None:
        kept = pair[:1] if told == _FIRST else pair[1:] if told == _SECOND else pair
        yield from (Argument(a.entity, a.type, span, anaphor=True) for a in kept)


def _pair(
    told: str, span: Span, sentence: Sentence, sentences: Sequence[Sentence], topics: Topics
) -> tuple[Argument, Argument] | None:
    at = span.start
    if told == _SECOND and (first := sentence.text.rfind(_FIRST, 0, at - sentence.span.start)) >= 0:
        # 后者 is the other one of the two that 前者 told apart.
        at = sentence.span.start + first
        if not any(a.span.start == at for a in sentence.arguments):
            return None
    if "款" in told or "模型" in told:
        kinds: tuple[frozenset[str], ...] = (THINGS,)
    elif told in {_FIRST, _SECOND, "两者", "二者"}:
        kinds = (ORGANISATIONS, THINGS, _PERSON)
    else:
        kinds = (_FIRM,)
    clause = sentence.clauses[sentence.clause_at(at)].start
    own = {a.entity for a in sentence.arguments if clause <= a.span.start < at}
    # The two of 与两家公司 are others than who deals with them.
    taken = own if told not in {_FIRST, _SECOND} and len(own) < 2 and _deals(sentence, at) else set()
    for back in range(_REACH + 1):
        if sentence.index < back:
            break
        found = _joined(sentences[sentence.index - back], at if not back else None, kinds, taken)
        if found:
            return found
    if told in {_FIRST, _SECOND, "两者", "二者"}:
        return _last_two(sentence, at, sentences, kinds)
    return _in_view(sentence, at, topics, kinds[0], taken)


def _deals(sentence: Sentence, at: int) -> bool:
    return sentence.text[max(0, at - sentence.span.start - 1) : at - sentence.span.start] in tuple("与和同跟对向为给")


def _joined(
    sentence: Sentence, before: int | None, kinds: Sequence[frozenset[str]], taken: set[str]
) -> tuple[Argument, Argument] | None:
    """The last two names of one kind that stand side by side as exactly two, left of an offset."""
    for kind in kinds:
        names = [
            a
            for a in sentence.arguments
            if a.type in kind and not a.anaphor and (before is None or a.span.end <= before) and a.entity not in taken
        ]
        for i in range(len(names) - 1, 0, -1):
            one, other = names[i - 1], names[i]
            between = sentence.text[one.span.end - sentence.span.start : other.span.start - sentence.span.start]
            if one.entity != other.entity and _JOINED.fullmatch(between):
                return one, other
    return None


def _last_two(
    sentence: Sentence, before: int, sentences: Sequence[Sentence], kinds: Sequence[frozenset[str]]
) -> tuple[Argument, Argument] | None:
    """The last two names of one kind before an offset, in order of place: in this sentence, else in the two before."""
    here = [a for a in sentence.arguments if a.span.end <= before]
    earlier = [a for s in sentences[max(0, sentence.index - _REACH) : sentence.index] for a in s.arguments]
    best: tuple[int, tuple[Argument, Argument]] | None = None
    for kind in kinds:
        named: dict[str, Argument] = {}
        for argument in reversed([*earlier, *here]):
            if argument.type in kind:
                named.setdefault(argument.entity, argument)
            if len(named) == 2:
                second, first = named.values()
                if best is None or first.span.start > best[0]:
                    best = (first.span.start, (first, second))
                break
    return best[1] if best else None


def _in_view(
    sentence: Sentence, before: int, topics: Topics, types: frozenset[str], taken: set[str]
) -> tuple[Argument, Argument] | None:
    """The two that the text keeps most in view."""
    one = topics.of(sentence.index, types, taken, before)
    other = topics.of(sentence.index, types, {*taken, one.entity}, before) if one else None
    if one is None or other is None or max(topics.first(a.entity).span.start for a in (one, other)) > before:
        return None
    return one, other
