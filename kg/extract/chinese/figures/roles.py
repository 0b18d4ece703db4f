"""The part that each name plays in its clause: one of a list, behind a preposition, an investor, one who only tells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg.extract.chinese.figures.cues import NAME
from kg.extract.chinese.text import Argument, Sentence
from kg.extract.kinds import THINGS
from kg.model import Entity

_OPEN = r"[“‘\"《「『（(]?"
#: Joins the names of a list; a short bracket may follow a name.
_JOIN = re.compile(
    rf"[”’\"》」』]?(?:（[^（）]{{0,16}}）)?\s?(?:、|和|与|及|以及|跟|同|或|暨|/|，和)\s?{_OPEN}(?:旗下|母公司)?"
)
#: A name behind such words is no subject of its clause: 与阿里云的合作, 超过GPT-5.
_OBLIQUE = re.compile(
    r"(?:[与向由被据从给于跟按较比至到对以为在和因叫]|来自|曾任|曾在|任职|供职|就职|出身|效力|加入|离开|(?<![之以此目提年月天日])前|获|获得|引入|拿到|包括|例如|诸如|比如|超过|超越|高过|不及|不如|压过|胜过|越过|追平|反超|对标|取代"
    r"|甩开|击败|打败|碾压|力压|接近|媲美|借助|依托|搭载|采用|使用|接入|投资|入股|收购|供应|供货|联合|携手|牵手|联手|服务|持有|买入|减持|增持"
    r"|是|系|成为|作为|援引|引述|不输|挑战|落后|领先|直逼|逼近|看齐|匹敌|吸收合并|并购|拿下|除|除了)"
    rf"{_OPEN}(?:旗下|母公司|子公司|股东|同行|对手|厂商|自家|竞争对手|上一代|上代|前代|前一代|上一版)?{_OPEN}$"
)
#: A name that another one beats, some words behind the verb.
_BEATEN = re.compile(
    r"(?:超过|超越|高过|胜过|越过|追平|反超|对标|击败|打败|碾压|力压|接近|媲美|领先于?|优于|落后于?|逊于|弱于|强于|次于|挤下|压过)[^，。；、\ue000]{0,12}$"
)
#: As above, but whom a judgement is about: 给商汤…目标价, 对它的估值.
_JUDGED = re.compile(rf"[给予对将把为]{_OPEN}$|给予{_OPEN}$")
#: Behind a list of names whose money it is.
_INVESTS = re.compile(
    r"[”’\"》」』]?(?:等)?[^，。；、：\ue000]{0,14}?(?:领投|跟投|参投|共投|加码|追投|认购|入股|出资(?!额)|[领跟](?=[，。；、])|拿出|投资(?!人|界|者)|加注|注资|持股|入局|参与|掏)"
)
_BY = re.compile(rf"由{_OPEN}$")
#: Before the name of one who only tells: 据高盛, 按IDC的口径.
_TOLD_BY = re.compile(rf"(?:据|按|按照|根据|援引|引述|来自|依据|依){_OPEN}$")
_TELLS = re.compile(
    r"[”’\"」』》）)]?(?:研报|(?:研究|最新)?(?:报告|统计|数据)(?:显示|指出|称)?|分析师|认为|预计|预期|预测|预料|料|表示|指出|数据显示|的?(?:统计|数据|口径|报告)|测算|估算|报道)"
)
_BETWEEN = (
    r"(?:[则也亦还已昨今]|此前|昨日|昨天|今日|今天|近日|随后|上周|本周|最新|周[一二三四五六日]"
    r"|[在于][^，。；]{1,8}[中里后]|方面){0,3}"
)
#: Behind the name of a house that rates others, where its sentence speaks of ratings.
_RATES = re.compile(
    rf"[”’\"」』》）)]?{_BETWEEN}(?:(?:维持|重申|给予|予(?!以)|首予|首次(?:覆盖|给予)|上调|下调|调高|调低|调升|调降|研报|研究报告|发表|反其道|分析师|策略师"
    r"|研究部|证券研究)|(?:发布|将|把|升|削|降|提|给出|给|预计|预测|料|认为|看好|对)[^，。；]{0,30}(?:目标价|研报|评级))"
)
_RATING = re.compile(
    r"目标价|评级|研报|研究报告|发表报告|[“「](?:买入|增持|持有|中性|减持|卖出|跑赢|优于)|首次覆盖|分析师|估值"
)
#: Names of houses that the press quotes most; they are none where no rating is spoken of.
_HOUSES = re.compile(
    r"证券|高盛|摩根|大摩|小摩|摩通|花旗|瑞银|汇丰|匯豐|里昂|野村|大和|杰富瑞|傑富瑞|麦格理|麥格理|美银|美銀|巴克莱|巴克萊|德银|德意志银行|中金|招银国际"
    r"|招銀國際|交银国际|交銀國際|建银国际|国泰|海通|华泰|富瑞|瑞信|星展|伯恩斯坦|晨星|大华继显|法巴|法国巴黎|招商国际|光大|申万|广发|东吴|国金"
)
#: Before the name of one who counts and ranks.
_RESEARCHES = re.compile(r"(?:研究|调研|数据|统计|咨询|评测|市调|分析)(?:机构|公司)[“「]?$")
_COUNTS = re.compile(r"[”」]?(?:的)?(?:统计|口径|榜单)(?:[里中，]|显示|数据|来看)|(?:研究|调研)?(?:报告|数据)显示")
#: A firm with its stock's code is the one that is rated.
_LISTED = re.compile(r"[”」]?[（(]\d{4,6}")
_TELLERS = frozenset({"Company", "ResearchInstitute", "MediaOutlet", "Person"})


@dataclass(frozen=True, slots=True)
class Part:
    """A name with its part. `group` is the same for the names of a list, `clause` counts the sentence's clauses.

    `judged` is true behind a preposition that leaves it the subject of a judgement; `tells` where it only tells.
    """

    argument: Argument
    clause: int
    group: int
    oblique: bool
    judged: bool
    invests: bool
    tells: bool


def parts_of(sentence: Sentence, houses: frozenset[str]) -> list[Part]:
    """The names of a sentence in order, each with its part; `houses` only rate others."""
    text, base, blotted = sentence.text, sentence.span.start, sentence.masked(NAME)
    groups: list[list[Argument]] = []
    for argument in sentence.arguments:
        last = groups[-1][-1] if groups else None
        if last is not None and (
            last.span == argument.span
            or (
                0 < argument.span.start - last.span.end <= 24
                and _JOIN.fullmatch(text, last.span.end - base, argument.span.start - base)
                and _alike(last, argument)
            )
        ):
            groups[-1].append(argument)
        else:
            groups.append([argument])
    found: list[Part] = []
    for number, group in enumerate(groups):
        clause = sentence.clause_at(group[0].span.start)
        start = max(0, sentence.clauses[clause].start - base) if sentence.clauses else 0
        before = text[max(start, group[0].span.start - base - 12) : group[0].span.start - base]
        end = group[-1].span.end - base
        oblique = bool(_OBLIQUE.search(before) or _BEATEN.search(blotted[start : group[0].span.start - base]))
        judged = bool(_JUDGED.search(before))
        invests = bool(_INVESTS.match(blotted, end)) or (bool(_BY.search(before)))
        group = [_of_its_sentence(sentence, a, found) for a in group]
        for argument in group:
            tells = argument.type in _TELLERS and (
                argument.entity in houses
                or bool(_TOLD_BY.search(before))
                or (argument.type == "MediaOutlet")
                or (bool(_TELLS.match(text, end)) and "目标价" in text and argument.type == "Company")
            )
            found.append(
                Part(argument, sentence.clause_at(argument.span.start), number, oblique, judged, invests, tells)
            )
    return found


def _of_its_sentence(sentence: Sentence, argument: Argument, before: Sequence[Part]) -> Argument:
    """其 stands for who the sentence itself is about, where it names one: 把智元列为第一，称其…."""
    if not argument.anaphor or argument.span.end - argument.span.start != 1:
        return argument
    clause = sentence.clause_at(argument.span.start)
    named = [p for p in before if not p.argument.anaphor and p.clause < clause and not p.tells and not p.oblique]
    named = [p for p in named if p.argument.type == argument.type]
    if not named or any(p.argument.entity == argument.entity for p in named):
        return argument
    return replace(argument, entity=named[-1].argument.entity)


def _alike(first: Argument, second: Argument) -> bool:
    return first.type == second.type or {first.type, second.type} <= THINGS or "Person" not in (first.type, second.type)


def rating_houses(sentences: Sequence[Sentence], entities: Mapping[str, Entity]) -> frozenset[str]:
    """The firms of a document that rate others: 高盛上调目标价, 某某证券."""
    found: set[str] = set()
    pointed: set[str] = set()
    listed: set[str] = set()
    for sentence in sentences:
        before = sentences[sentence.index - 1] if sentence.index else sentence
        rated = _RATING.search(sentence.text) or (before.block == sentence.block and _RATING.search(before.text))
        for argument in sentence.arguments:
            if argument.type not in ("Company", "ResearchInstitute") or argument.entity in found:
                continue
            if argument.anaphor:
                if rated and sentence.words(argument.span).endswith("行"):
                    pointed.add(argument.entity)
                continue
            entity = entities.get(argument.entity)
            known = entity is not None and _HOUSES.search(entity.label("zh"))
            start = argument.span.start - sentence.span.start
            if _LISTED.match(sentence.text, argument.span.end - sentence.span.start):
                listed.add(argument.entity)
            researches = _RESEARCHES.search(sentence.text[max(0, start - 12) : start]) or _COUNTS.match(
                sentence.text, argument.span.end - sentence.span.start
            )
            if (
                researches
                or (known and (rated or (entity is not None and entity.label("zh").endswith("证券"))))
                or (rated and _RATES.match(sentence.text, argument.span.end - sentence.span.start))
            ):
                found.add(argument.entity)
    return frozenset(found | (pointed - listed))
