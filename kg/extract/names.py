"""Grammar of model names: a family, then version, size, letters and words ("Qwen2.5-VL-72B-Instruct").

The grammar knows shapes and the words that may follow a family; which names are families comes from the registry. A
shape by itself proves nothing ("Q3 2025", "Mate 60").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

#: After a number these show that it counts something: "Qwen 3 million users", "R1 2025".
_COUNTED = re.compile(
    r"\s*(?:%|per\s?cent|percent|million|billion|trillion|bn\b|mn\b|m\b|thousand|hundred|times|years?|months?|weeks?|days?|"
    r"users?|points?|people|yuan|dollars?|tokens|parameters|models|versions|phones|cars|robots|chips|of\b|in\s+\d|[,.]\d{3}\b|"
    r"January|February|March|April|May\b|June|July|August|September|October|November|December)"
)
#: Ends in a size: "LoomCore-34B", "Orrery 4 Nano 8B".
SIZE = re.compile(
    r"(?<![\w.])[A-Z][\w.]*(?:[-‑ ][\w.]+)*?[-‑ ]?\d+(?:\.\d+)?[BM](?:-A\d+(?:\.\d+)?B)?(?:-[A-Z]\w*)*(?![\w%])"
)
#: A version that stands alone for a model whose family the text has named: R1, V3.2, K2, o1-mini, M1-80k.
BARE = re.compile(
    r"(?<![\w$€£¥.-])(?:[A-Z]\d{1,2}(?:\.\d{1,2})?|[ok]\d(?:\.\d)?)(?:-(?:[A-Z]\w*|\d{2,4}k?|mini|preview|pro))*(?![\w%])"
)
#: What may follow the name of a line of chips: "Ascend 910C", "MTT S5000", "Journey 6".
CHIP_TAIL = re.compile(
    r"[-‑ ]?(?:[A-Z]{1,2})?\d{1,4}[A-Z]{0,3}(?![\w%]|[.,]\d)"
    r"(?!\s*(?:%|per|percent|million|billion|trillion|bn|yuan|chips|years?))"
)
#: Words in the name of a model after its family; those in lower case follow a hyphen only.
MODEL_WORDS = frozenset({
    "Max", "Plus", "Turbo", "Pro", "Lite", "Flash", "Mini", "Nano", "Instruct", "Chat", "Base", "Thinking",
    "Preview", "Coder", "VL", "Omni", "Audio", "Math", "Long", "Vision", "Image", "Air", "Ultra", "Speed",
    "Standard", "Small", "Medium", "Next", "Reasoner", "Terminus", "Distill", "Zero", "Lightning", "Speciale",
    "Exp", "Tiny", "XL", "Realtime", "Video", "Voice", "Speech", "Embedding", "Reranker", "MoE", "Dense", "Opus",
    "Sonnet", "Haiku", "Maverick", "Scout", "Behemoth", "Nemotron", "Highspeed", "Prover", "OCR", "TTS", "ASR",
    "MT", "Fast", "Med", "Experimental", "Image-Edit", "Edit", "R", "V", "lite", "mini", "nano", "pro", "max",
    "turbo", "plus", "flash", "chat", "base", "instruct", "preview", "thinking", "coder", "vl", "omni", "audio",
    "math", "long", "vision", "image", "air", "ultra", "speed", "standard", "large", "small", "medium", "next",
    "reasoner", "distill", "zero", "light", "lightning", "exp", "tiny", "character",
})  # fmt: skip
_TABLE = re.compile(r"\s*/\s*\d")
_YEAR = re.compile(r"(?:19|20)\d\d$")


@dataclass(frozen=True, slots=True)
class ModelGrammar:
    """Reads on from the end of a family's name. Make it with `ModelGrammar.of` from the words that may follow."""

    part: re.Pattern[str]

    @classmethod
    def of(cls, words: Iterable[str]) -> ModelGrammar:
        """A grammar whose word parts are these. Lower-case ones only follow a hyphen."""
        ordered = sorted(set(words), key=lambda w: (-len(w), w))
        capital = "|".join(re.escape(w) for w in ordered if not w.islower())
        every = "|".join(re.escape(w) for w in ordered)
        number = r"\d{1,2}(?:\.\d{1,2})*[a-z]?"
        part = (
            rf"(?P<joined>(?:[-‑]|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Z]))(?:[vVrRkKmMxXts]?{number}|\d+(?:\.\d+)?[BbMTk]|[aA]\d+(?:\.\d+)?[bB]"
            rf"|\d+x\d+B|\d{{4}}|\d{{6}}|{every}|[A-Z]\w+))(?![\w%]|\.\d)"
            rf"|(?P<spaced>\s(?:[vVRKMXTS]?{number}|[A-Z]\d{{1,2}}(?:\.\d)?|\d+(?:\.\d+)?B|{capital}|preview))(?![\w%-]|\.\d)"
            rf"|(?P<hyphen>\s(?:[vVRKMXTS]?{number}|\d+(?:\.\d+)?B|{capital}))(?=-[\dA-Za-z])"
        )
        return cls(re.compile(part))

    def end(self, text: str, start: int, limit: int | None = None) -> int:
        """Where the model name that has come as far as `start` ends; `start` itself when nothing follows.

        >>> ModelGrammar.of(["Max", "preview"]).end("Qwen 2.5-Max beats", 4)
        12
        """
        at = start
        limit = len(text) if limit is None else limit
        numbered = any(c.isdigit() for c in text[max(0, start - 14) : start].split(" ")[-1])
        while (match := self.part.match(text, at, limit)) and not _counts(text, match):
            token = match.group().strip()
            if numbered and match.lastgroup == "spaced" and token.replace(".", "").isdigit():
                break  # a score stands behind a name that has its version: "Kimi K2 71.3"
            if match.lastgroup == "spaced" and "." in token and len(token.split(".")[0]) > 1:
                break
            if match.lastgroup == "spaced" and _TABLE.match(text, match.end()):
                break
            numbered = numbered or any(c.isdigit() for c in token)
            at = match.end()
        return at


def _counts(text: str, match: re.Match[str]) -> bool:
    """True where the part is a number of something else, or a lower-case tail such as "-based"."""
    token = match.group().lstrip(" -‑\t\u00a0\n")
    if "\n" in match.group():
        return True
    if match.lastgroup == "spaced" and token.replace(".", "").isdigit():
        return bool(_COUNTED.match(text, match.end()) or _YEAR.match(token))
    return False


def counts(text: str, end: int) -> bool:
    """True when the number that ends there counts something: "3 million users"."""
    return bool(_COUNTED.match(text, end))


def canonical(family: str, version: str) -> str:
    """The name of a version told without its family: DeepSeek + R1 → DeepSeek-R1, Kimi + K2 → Kimi-K2."""
    return version if version.casefold().startswith(family.casefold()) else f"{family}-{version}"
