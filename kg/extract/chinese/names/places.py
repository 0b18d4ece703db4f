"""Places that stand side by side, that are no mentions, and that stand for those who govern them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.extract.chinese.names.spots import Scene, Spot
from kg.extract.gazetteer import Gazetteer, Meaning
from kg.model import Span
from kg.model.ids import minted_entity_id
from kg.ontology.registry import Known

#: A place does what governments do.
_ACTS = re.compile(
    r"(?:方面|当局|官方)?(?:已|将|拟|正|正在|正式|率先|也|曾|此前|再次|昨日|今日|近日|日前|随后|先后|本月|上月|今年|明年|去年|计划|\d{1,2}月\d{1,2}日|\d{1,2}日)*"
    r"(?:批准|放行|禁止|限制|制裁|管制|出台|印发|发布(?!会)|颁布|立法|宣布|公布|要求|下令|封禁|约谈|调查|处罚|罚款|收紧|放宽|允许|设立|推出|计划|举行|征收|加征|呼吁|敦促|谴责|反对|列入)"
)
_STRONG = re.compile(
    r"(?:、[^，。、]{2,4}){0,2}(?:已|先后|正式|此前|再次|率先)*(?:批准|放行|禁止|制裁|封禁|约谈|下令|加征|列入)"
)
_NOUNS = re.compile(r"[\u3400-\u9fff]{0,4}?(?:公司|企业|厂商|团队|市场|客户|用户|股|人|业者|科技|大学|研究|学者|媒体)")
#: A clock or a dateline, not a place: 北京时间, 台北报导.
_PASSING = re.compile(r"时间|报道|报导|消息[：:]|专电|综合")
_STATES = frozenset({"china", "hong-kong", "taiwan", "singapore"})
_WITHIN = re.compile(r"(?:在|于|从|到|至|赴|向|往|离开|前往|来自|位于|对|与|和|跟)\Z")


def placed(scene: Scene, chosen: Mapping[Spot, Meaning], gazetteer: Gazetteer) -> dict[Spot, Meaning]:
    """Known names with places made one (福建漳州) and acting places made governments (美国放行)."""
    out: dict[Spot, Meaning] = {}
    last: Spot | None = None
    for spot in sorted(chosen, key=lambda s: s.span):
        meaning = chosen[spot]
        if meaning.known.type == "GovernmentBody":
            spot, meaning = _seated(scene, spot, meaning, last if last in out else None, out, gazetteer)
        if meaning.known.type != "Place":
            out[spot] = meaning
            continue
        if _PASSING.match(scene.plain, spot.span.end):
            continue
        beside = last is not None and last in out and last.span.end == spot.span.start and last.block is spot.block
        if last is not None and beside and out[last].known.id not in _WHOLE:
            joined = Spot(Span(last.span.start, spot.span.end), spot.block, spot.meanings)
            del out[last]
            out[joined] = meaning
            last = joined
            continue
        out[spot] = meaning
        last = spot
    return {s: _governing(scene, s, m, gazetteer) for s, m in out.items()}


#: A country told by one character before its ministry: 美商务部.
_SHORT = {"美": "美国", "日": "日本", "英": "英国", "韩": "韩国", "德": "德国", "法": "法国"}


def _seated(
    scene: Scene, spot: Spot, meaning: Meaning, last: Spot | None, out: dict[Spot, Meaning], gazetteer: Gazetteer
) -> tuple[Spot, Meaning]:
    """A government body with its place: 上海市国资委 is not the national one, 美商务部 is the American one."""
    start, end = spot.span.start, spot.span.end
    name = scene.plain[start:end]
    country = _SHORT.get(scene.plain[start - 1 : start]) if start > spot.block.span.start else None
    if country and (last is None or last.span.end < start):
        bodies = [m for m in gazetteer.lookup(country + name) if m.known.type == "GovernmentBody"]
        if bodies:
            return Spot(Span(start - 1, end), spot.block, tuple(bodies)), bodies[0]
    if last is None or last.span.end != start or out[last].known.id == "china" or last.block is not spot.block:
        return spot, meaning
    place = scene.plain[last.span.start : last.span.end]
    if len(place) < 2 or name.startswith(("国家", "中国", place)):
        return spot, meaning
    del out[last]
    whole = Span(last.span.start, end)
    listed = [m for m in gazetteer.lookup(place + name) if m.known.type == "GovernmentBody"]
    minted = Known(minted_entity_id("GovernmentBody", place + name), "GovernmentBody", {"zh": place + name})
    found = listed[0] if listed else Meaning(minted, place + name, cue=False)
    return Spot(whole, spot.block, (found,)), found


#: Countries are told apart from the city behind them.
_WHOLE = frozenset(
    {"china", "united-states", "japan", "south-korea", "united-kingdom", "france", "germany", "mainland-china"}
)


def _governing(scene: Scene, spot: Spot, meaning: Meaning, gazetteer: Gazetteer) -> Meaning:
    known = meaning.known
    if known.type != "Place" or known.id in _STATES:
        return meaning
    start, end, floor = spot.span.start, spot.span.end, spot.block.span.start
    if _WITHIN.search(scene.plain, max(floor, start - 3), start) or not (
        _ACTS.match(scene.plain, end) or _STRONG.match(scene.plain, end)
    ):
        return meaning
    name = scene.plain[start:end]
    if _NOUNS.match(scene.plain, end) or not (
        name.endswith(("市", "省", "州", "县")) or _STRONG.match(scene.plain, end)
    ):
        return meaning
    name = scene.text[start:end]
    for form in (f"{name}政府", name):
        bodies = [m for m in gazetteer.lookup(form) if m.known.type == "GovernmentBody"]
        if bodies:
            return bodies[0]
    language = {"zh": name}
    return Meaning(Known(minted_entity_id("GovernmentBody", name), "GovernmentBody", language), name, cue=False)
