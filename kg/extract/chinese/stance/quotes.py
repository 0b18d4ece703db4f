"""Who speaks in quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from kg.extract.chinese.stance.sources import Cue
from kg.extract.chinese.text import Sentence
from kg.model import Document

_MARKS = re.compile(r"[“「]([^“”「」\n]{1,600})[”」]")
#: What is quoted for a term or a title, not spoken.
_SHORT = 8


class Quotes:
    """The direct speech of a document with its speakers."""

    def __init__(self, document: Document, sentences: Sequence[Sentence], cues: Sequence[Sequence[Cue]]) -> None:
        self._starts = [s.span.start for s in sentences]
        self._spans: list[tuple[int, int, str | None]] = []
        text = document.text
        for m in _MARKS.finditer(text):
            said = m.group(1)
            if len(said) < _SHORT and not re.search("[，。！？]", said):
                continue
            self._spans.append((m.start(), m.end(), self._of(m.start(), m.end(), text, sentences, cues)))
        self._places = [s for s, _, _ in self._spans]

    def speaker(self, sentence: int, offset: int) -> str | None:
        """The entity that says what stands at a document offset, None outside speech or where nobody is named."""
        i = bisect_right(self._places, offset) - 1
        if i < 0:
            return None
        start, end, entity = self._spans[i]
        return entity if start <= offset < end else None

    def _of(
        self, start: int, end: int, text: str, sentences: Sequence[Sentence], cues: Sequence[Sequence[Cue]]
    ) -> str | None:
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, max(start, end - 1)) - 1
        if first < 0:
            return None
        if text[start - 1 : start] in {"：", "，", ":"}:
            before = [c for c in cues[first] if c.end <= start and start - c.end <= 16 and c.kind != "broker"]
            if before:
                return before[-1].entity
        for index in (last, last + 1):
            if index >= len(sentences):
                break
            for cue in cues[index]:
                if end <= cue.start <= end + 40 and cue.kind in {"after", "said"}:
                    between = text[end : cue.start]
                    if not re.search("[。！？“「]", between) and between.count("，") <= 1:
                        return cue.entity
        return None
