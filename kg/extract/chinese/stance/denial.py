"""What a Chinese text tells as not so: by a word of denial, an answer, a retraction, a correction."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.chinese.stance.scope import Scope
from kg.extract.chinese.stance.words import NAME, masked
from kg.extract.chinese.text import Sentence

#: A denial reaches so far, in characters; for what is told in passing only these.
_NEAR, _TOUCHING = 14, 2
#: So far a retraction reaches back, and a sentence looks for one.
_FAR = 300
#: A sentence that is only a retraction is no longer than this.
_SHORT = 40
_TURN = re.compile(r"[^：，。]{1,14}：")
_OPENING = re.compile(r"[“（(]笑?[)）]?")
_QUOTED = re.compile(r"“[^”]{0,30}$")
_HALTED = re.compile(r"(?:不|未|没有?|无法|拒绝)[^，。]{0,2}$")
#: Our rival is not them.
_NOT_THEM = re.compile(rf"[^，。；：{NAME}]{{1,4}}(?:并不是|不是|并非|绝非){NAME}")
_REFERRING = ("上述", "以上", "该等", "该消息", "对此")


def denied(scope: Scope, at: int, standing: bool) -> bool:
    """True where the sentence itself tells what stands at a place as not so."""
    text, words = scope.text, scope.words
    start = scope.clause(at).start
    for m in words["denied"].finditer(text, start, at):
        rest = text[m.end() : at]
        if words["disclosing"].match(text, m.end()):
            continue
        if standing and len(rest.replace(NAME, "")) <= _TOUCHING:
            return True
        if not standing and len(rest) <= _NEAR and not (NAME in rest and "的" in rest.rpartition(NAME)[2]):
            return True
    if _corrected(scope, at):
        return True
    if standing and not _QUOTED.search(text[max(0, at - 32) : at]):
        return False
    return _refused(scope, at) or _retracted(scope, at)


def _corrected(scope: Scope, at: int) -> bool:
    """True for what a correction replaces: 误将X写成Y, "……"有误."""
    wrong = scope.words["corrected"].search(scope.text, max(0, at - _FAR), at + _FAR)
    if wrong is None or not wrong.group().startswith(("误", "有误")):
        return False
    if wrong.group() == "有误":
        return at < wrong.start()
    right = scope.text.find("应", wrong.end(), wrong.end() + _FAR)
    return wrong.end() <= at and (right < 0 or at < right)


def _refused(scope: Scope, at: int) -> bool:
    """True after a verb that calls it off, or for a question that the sentence answers with no."""
    text, words = scope.text, scope.words
    for m in words["denying"].finditer(text, max(0, at - _FAR), at):
        between = text[m.end() : at]
        if between.startswith(("：", "“")) or "不影响" in between or "仍" in between:
            continue
        if between.count("，") <= 1 and not _HALTED.search(text[max(0, m.start() - 6) : m.start()]):
            return True
    if _NOT_THEM.match(text, at):
        return True
    before = text[max(0, at - _FAR) : at]
    asked = "是否" in before or words["question"].search(before)
    return bool(asked and words["refused"].search(text, at, at + _FAR))


def _retracted(scope: Scope, at: int) -> bool:
    """True where the same sentence goes on to call it untrue."""
    text, words = scope.text, scope.words
    back = words["retracted"].search(text, at, at + _FAR)
    if back is None:
        return False
    rumoured = bool(words["rumour"].search(text, max(0, at - _FAR), at + 12))
    if not rumoured and any(at < start < back.start() for start, _ in scope.hearsay):
        return False
    return rumoured or text.count("，", at, back.start()) <= 1


def taken_back(scope: Scope, at: int, sentences: Sequence[Sentence]) -> bool:
    """True where one of the next two sentences takes back what this one reports, asks or quotes."""
    words, sentence = scope.words, scope.sentence
    following = sentences[sentence.index + 1 : sentence.index + 3]
    if not following:
        return False
    if sentence.text.rstrip("”」』）) ").endswith(("？", "?")):
        return _answered(scope, following[0])
    if not scope.hearsay and not words["rumour"].search(scope.text):
        return False
    for other in following:
        if other.block != sentence.block and not other.text.startswith(_REFERRING):
            return False
        text = masked(other)
        about = words["about"].search(text)
        if words["retracted"].search(text) and (about or len(text) <= _SHORT):
            return not words["fact"].search(scope.text, max(0, at - 4), at)
        if about and "“" in text and words["refused"].search(text):
            return True
    return False


def _answered(scope: Scope, answer: Sentence) -> bool:
    """True where the answer to a question says no."""
    text = masked(answer)
    turn = _TURN.match(text)
    start = turn.end() if turn else 0
    opening = _OPENING.match(text, start)
    start = opening.end() if opening else start
    return bool(scope.words["answered"].match(text, start) or scope.words["refused"].search(text, start))
