"""Speech that goes on over several sentences: quotations, interviews, spokeswomen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kg.extract.english.parse import Sentence
from kg.extract.english.stance.sources import VERBAL, source_words, speaker
from kg.extract.segment import Block
from kg.model import Entity

_LABEL = re.compile(
    r"(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?\s+)?(?:(Q|A)|([A-Z][A-Za-z.'-]*(?: [A-Z][A-Za-z.'-]*){0,2})):\s"
)

_FIRST_PERSON = re.compile(r"\b(?:[Ww]e|[Oo]ur|I|us|[Mm]y)\b")
#: So many sentences on either side are looked at, so that a book costs no more for each statement than an article.
_PARAGRAPH, _CONVERSATION = 60, 200
_MARK = re.compile('["“”]')
_OPEN, _CLOSE = frozenset('"“'), frozenset('"”')
#: Longest question, in words, and how many make an interview.
_QUESTION, _QUESTIONS = 40, 3


def _paragraph(sentences: Sequence[Sentence], index: int) -> list[Sentence]:
    block = sentences[index].block
    first, last = index, index + 1
    while first > max(0, index - _PARAGRAPH) and sentences[first - 1].block == block:
        first -= 1
    while last < min(len(sentences), index + _PARAGRAPH) and sentences[last].block == block:
        last += 1
    return list(sentences[first:last])


def bare_voice(sentences: Sequence[Sentence], index: int) -> str | None:
    """Whose the bare "a spokeswoman" is: the organisation last named in the paragraph."""
    here = sentences[index]
    voice = next((t for t in here.doc if t.lemma_.lower() in source_words()["bare_voices"] and t.dep_ == "nsubj"), None)
    if voice is None or voice.head.lemma_.lower() not in source_words()["telling"]:
        return None
    named = [
        a
        for s in _paragraph(sentences, index)
        for a in s.arguments
        if a.type == "Company" and a.span.end <= here.starts[voice.i]
    ]
    return named[-1].entity if named else None


def _quoted(paragraph: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
    """Ranges of quotation in a paragraph, as document offsets."""
    opened: int | None = None
    for part in paragraph:
        for mark in _MARK.finditer(part.text):
            offset, char = part.span.start + mark.start(), mark.group()
            if char == "“" or (char == '"' and opened is None):
                opened = offset
            elif char != "“" and opened is not None:
                yield opened, offset
                opened = None
    if opened is not None:
        yield opened, paragraph[-1].span.end


def quoted_ranges(sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    """All quotations of a document, in order, each inside one paragraph."""
    found: list[tuple[int, int]] = []
    first = 0
    for at in range(1, len(sentences) + 1):
        if at == len(sentences) or sentences[at].block != sentences[first].block:
            found += _quoted(sentences[first:at])
            first = at
    return found


def in_quotes(sentences: Sequence[Sentence], index: int, offset: int) -> bool:
    """True for a place inside quotation marks."""
    return any(a <= offset <= b for a, b in _quoted(_paragraph(sentences, index)))


def speaker_of_quote(sentences: Sequence[Sentence], index: int, offset: int) -> str | None:
    """Who says the quotation around an offset: told in the sentence itself, before it or after it in the paragraph."""
    quotes = list(_quoted(_paragraph(sentences, index)))
    if not any(a <= offset <= b for a, b in quotes):
        return None
    for at in (index, index - 1, index + 1, index - 2, index + 2):
        if not 0 <= at < len(sentences) or sentences[at].block != sentences[index].block:
            continue
        for token in sentences[at].doc:
            start = sentences[at].starts[token.i]
            if token.pos_ not in VERBAL or token.lemma_.lower() not in source_words()["telling"]:
                continue
            if not any(a < start < b for a, b in quotes) and (found := speaker(sentences[at], token)):
                return found
    return None


def interview(sentences: Sequence[Sentence], index: int, entities: Mapping[str, Entity]) -> str | None:
    """The speaker of a turn: the first person named after "A:" or a bare question, who is called so after "JIANG:"."""
    label = _LABEL.match(_paragraph(sentences, index)[0].text)
    around = sentences[max(0, index - _CONVERSATION) : index + _CONVERSATION]
    if label is None:
        return _interviewed(sentences) if _answers(around, sentences[index]) else None
    if label.group(1):
        asked = sum(bool(re.match(r"[QA]:\s", s.text)) for s in around)
        return _interviewed(sentences) if asked >= _QUESTIONS else None
    name = label.group(2).casefold()
    for person in dict.fromkeys(a.entity for s in around for a in s.arguments if a.type == "Person"):
        entity = entities.get(person)
        forms = (*entity.labels.values(), *entity.aliases) if entity else ()
        if name in {w.casefold() for form in forms for w in (form, *form.split())}:
            return person
    return None


def _interviewed(sentences: Sequence[Sentence]) -> str | None:
    """The first person named no later than the first question; None where the one who answers has no name.

    A name in the title counts only where the opening names nobody: it may be what somebody is quoted to say.
    """
    questions = (s for s in sentences if s.block.kind != "title" and s.text.rstrip().endswith("?"))
    asked = next((s.block.span.end for s in questions), None)
    opening = [s for s in sentences if asked is None or s.span.start < asked]
    opening.sort(key=lambda s: s.block.kind == "title")
    return next((a.entity for s in opening for a in s.arguments if a.type == "Person" and not a.anaphor), None)


def _answers(around: Sequence[Sentence], here: Sentence) -> bool:
    """True in an interview without labels: short questions, many of them answered in the first person.

    An answer follows a question, or stands in quotation marks where the questions do not.
    """
    texts: dict[Block, str] = {}
    for sentence in around:
        texts[sentence.block] = f"{texts.get(sentence.block, '')} {sentence.text}".lstrip()
    asked = [
        b for b, text in texts.items() if text.endswith("?") and len(text.split()) <= _QUESTION and b.kind != "title"
    ]
    if len(asked) < _QUESTIONS or here.block in asked or here.block.kind == "title":
        return False
    spoken = sum(bool(_FIRST_PERSON.search(text)) for b, text in texts.items() if b not in asked)
    before = [b for b in texts if b.span.end <= here.block.span.start]
    if not before or spoken < max(2, len(asked) // 2):
        return False
    if before[-1] in asked:
        return True
    quoted = [b for b, text in texts.items() if text[0] in _OPEN and text[-1] in _CLOSE and b not in asked]
    return here.block in quoted and len(quoted) >= _QUESTIONS
