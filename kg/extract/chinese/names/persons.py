"""Unknown persons in Chinese text: a surname and a given name with a cue, and foreign names."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from kg.extract.chinese.names.edges import HARD, Edges
from kg.extract.chinese.names.lexicon import alternatives, lexicon, words
from kg.extract.chinese.names.proposals import Proposal
from kg.extract.chinese.names.spots import Ground, Scene
from kg.model import Span

_LIST = re.compile(r"[、和与及,，]|以及|暨|夫妇")


@functools.cache
def _surname() -> re.Pattern[str]:
    data = lexicon()
    return re.compile(f"{alternatives(data['surnames_long'])}|[{''.join(sorted(data['surnames']))}]")


@functools.cache
def _before() -> re.Pattern[str]:
    roles = alternatives(lexicon()["roles"])
    return re.compile(
        rf"(?:{roles}(?:夫妇)?|妻子|丈夫|夫妇|弟弟|哥哥|女儿|儿子|其中|父亲|任命|提名|聘请|邀请|挖来|挖走|带领)(?:为|是|人|之一|的)?[：:\s|｜]{{0,2}}|由"
    )


@functools.cache
def _after() -> re.Pattern[str]:
    data = lexicon()
    roles, titles = alternatives(data["roles"]), alternatives(data["titles"])
    time = r"(?:昨日|今日|昨天|今天|昨晚|近日|日前|当日|同日|随后|随即|此前|上周|本周|周[一二三四五六日]|\d{1,2}日)?"
    return re.compile(
        rf"(?:[（(][^（）()]{{1,30}}[）)])?{time}"
        rf"(?:{titles}|(?:在[^，。；]{{1,10}}?)?(?:则|也|还|又|曾|再|已|并|便|对(?:本报|记者|.{{2,6}}))?{alternatives(data['speech'])}"
        rf"|(?:将|已|据传|据报|据悉|于[^，。；]{{0,12}}?|在[^，。；]{{0,10}}?|因[^，。；]{{0,8}}?|曾|现|则|同日|本人|获|生前|本科|先后|正式)?(?:将|已|曾)?(?:{alternatives(data['posts'])})"
        rf"|等(?:人|联合|共同|于)|[一二三四五两]人|、{roles}|[，,](?:{roles}|\d{{2}}岁)|为(?:{roles})|带领|领导|率领|所(?:持|承诺|写|言)|持股|握有|夫妇"
        r")"
    )


_BY = re.compile(r"由(?:[^，。；由]{0,30}?[、和与及])?\Z")
_FOUNDS = re.compile(
    r"(?:等|等人|夫妇|二人|两人)?(?:于|在|自|从)?[^，。；]{0,16}?(?:创立|创办|创建|发起|成立|执掌|主持|掌舵|领衔|带领|担任|出任|接任|接替|拉起|接手)"
)


class Cues:
    """Where in a document roles begin and end: a person may be named behind one, an organisation before one."""

    def __init__(self, scene: Scene) -> None:
        self.plain = scene.plain
        self.ends: set[int] = set()
        self.starts: dict[int, int] = {}
        for block in scene.blocks:
            for match in _before().finditer(scene.plain, block.span.start, block.span.end):
                if match.group() == "由":
                    continue
                self.ends.add(match.end())
                self.starts[match.start()] = match.end()

    def after(self, end: int, limit: int) -> bool:
        """True when what follows makes a person of the name that ends there."""
        return bool(_after().match(self.plain, end, min(limit, end + 40)))


def persons(scene: Scene, ground: Ground, edges: Edges, cues: Cues) -> Iterator[Proposal]:
    """Stretches of free text that may name a person."""
    plain, surname = scene.plain, _surname()
    for block in scene.blocks:
        floor, ceiling = block.span.start, block.span.end
        for match in surname.finditer(plain, floor, ceiling):
            start, after = match.start(), match.end()
            cued = start in cues.ends
            left = max(edges.left(start), 2.0 if cued else 0.0)
            if left == 0.0 or ground.taken(start):
                continue
            for size in (2, 1, 3):
                end = after + size
                if end > ceiling or (size == 3 and not cued) or not ground.free(start, end):
                    continue
                right = edges.right(end)
                if right == 0.0 or not all("\u3400" <= c <= "\u9fff" for c in plain[after:end]):
                    continue
                if plain[start:end] in words() and not (cued and size == 1):
                    continue
                weight = _weight(plain, start, end, left, right, size)
                if weight <= -1:
                    continue
                if start + 1 in cues.ends:
                    weight -= 1.5  # the surname is the end of a role: 财务官|金秉
                if size > 1 and cues.after(end - 1, end + 10):
                    weight -= 1.2  # the last character begins a verb: 任峰|领军
                told = 3.0 if cued else 0.0
                if cues.after(end, ceiling):
                    told += 3.0
                if not cued and _founded(plain, start, end, floor, ceiling):
                    told += 3.0
                if start == floor and end == ceiling:
                    told += 1.5
                if (
                    left == HARD
                    and plain[end : end + 1] in {"：", ":"}
                    and (start == floor or plain[start - 1] in "。！？　")
                ):
                    told += 2.5
                if plain[start:end] in words() and told < 6:
                    continue
                if plain[start + 1 : end] in lexicon()["titles"]:
                    continue
                if told:
                    yield Proposal(Span(start, end), "Person", weight + told, "person")


def _founded(plain: str, start: int, end: int, floor: int, ceiling: int) -> bool:
    near = plain.rfind("由", max(floor, start - 40), start)
    if near < 0 or not _BY.search(plain, near, start):
        return False
    return bool(_FOUNDS.match(plain, end, min(ceiling, end + 30)))


def _weight(plain: str, start: int, end: int, left: float, right: float, size: int) -> float:
    """How much a stretch looks like a name, before cues: below -1 it is none."""
    name, known, data = plain[start:end], words(), lexicon()
    if any(w in data["not_persons"] for w in (name[:2], name[:3])):
        return -9.0
    weight = (left + right) / 3 - (0.5 if name in known else 0.0)
    inner = name[1:]
    if name[0] in data["surnames_weak"]:
        weight -= 0.8
    if len(inner) > 1 and inner in known:
        weight -= 2.0
    if size == 2:
        weight += 0.6
        if name[:2] in known:
            weight -= 1.5
    if size == 3:
        weight -= 0.6
        if name[:2] in known or name[2:] in known:
            weight -= 1.0
    if plain[end - 1 : end + 1] in known or plain[end - 1 : end + 2] in known:
        weight -= 1.2
    if plain[max(0, start - 1) : start + 1] in known:
        weight -= 0.8
    if name[-1] in data["edge_after"]:
        weight -= 0.8
    if not _NO_GIVEN.isdisjoint(inner):
        weight -= 2.0
    return weight


_NO_GIVEN = frozenset("的了是在和与及或等月日不也很就都个们他她它这那此该款型")


def listed(scene: Scene, ground: Ground, edges: Edges, proven: list[Span]) -> Iterator[Proposal]:
    """Names beside a proven person in a list: 由闫俊杰、贠烨祎创立."""
    plain, surname = scene.plain, _surname()
    starts = {s.start: s for s in proven}
    for span in proven:
        joint = _LIST.match(plain, span.end)
        if not joint or joint.group() in ",，":
            continue
        match = surname.match(plain, joint.end())
        if not match or joint.end() in starts:
            continue
        for size in (2, 1):
            end = match.end() + size
            right = edges.right(end)
            if right > 0 and ground.free(joint.end(), end):
                weight = _weight(plain, joint.end(), end, 3.0, right, size)
                if weight > 0:
                    yield Proposal(Span(joint.end(), end), "Person", weight + 2.0, "person list")
    for span in proven:
        for size in (3, 2):
            start = span.start - 1 - size
            if start < 0 or plain[span.start - 1] not in "、和与及" or not surname.match(plain, start):
                continue
            if ground.free(start, start + size) and edges.left(start) > 0:
                weight = _weight(plain, start, start + size, edges.left(start), 3.0, size - 1)
                if weight > 0:
                    yield Proposal(Span(start, start + size), "Person", weight + 2.0, "person list")


_FOREIGN = re.compile(r"[\u3400-\u9fff]{1,6}(?:[·•・][\u3400-\u9fff]{1,7}){1,3}")


def foreign(scene: Scene, ground: Ground, edges: Edges, cues: Cues) -> Iterator[Proposal]:
    """Foreign names in Chinese characters (山姆·奥特曼) and in Latin letters with a cue (Alex Zhavoronkov表示)."""
    plain, text = scene.plain, scene.text
    for block in scene.blocks:
        floor, ceiling = block.span.start, block.span.end
        for match in _FOREIGN.finditer(text, floor, ceiling):
            start, end = match.span()
            joint = next(i for i in range(start, end) if plain[i] in "·•・")
            inner = range(start, joint)
            behind_role = max((i for i in inner if i in cues.ends), default=None)
            start = behind_role or next(
                (i for i in inner if edges.left(i) >= 2 or (edges.left(i) and i > start)), start
            )
            last = max((i for i, c in enumerate(plain[start:end], start) if c in "·•・"), default=joint)
            stop = next((i for i in range(last + 2, end) if edges.right(i) > 0), end)
            if not ground.free(start, stop) or plain[start - 1 : start] in {"“", "「", "《"}:
                continue
            told = 1.0
            told += 3.0 if start in cues.ends else 0.0
            told += 3.0 if cues.after(stop, ceiling) else 0.0
            yield Proposal(Span(start, stop), "Person", told + 1.0, "foreign person")
        for match in _LATIN.finditer(plain, floor, ceiling):
            start, end = match.span()
            if not ground.free(start, end):
                continue
            by = plain[start - 1 : start] == "由" and bool(_FOUNDS.match(plain, end, min(ceiling, end + 30)))
            if start in cues.ends or by or cues.after(end, ceiling):
                weight = 4.0 if start in cues.ends or by else 2.6
                yield Proposal(Span(start, end), "Person", weight, "latin person")


_LATIN = re.compile(
    r"(?<![A-Za-z0-9.-])[A-Z][a-zà-ÿ]+(?: [A-Z]\.)?"
    r"(?: (?:[A-Z][a-zà-ÿ]+|de|van|von|[A-Z][a-z]+-[A-Z][a-z]+)){1,2}(?![A-Za-z0-9])"
)
