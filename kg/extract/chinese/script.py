"""Traditional script as simplified, character by character, so that offsets stay."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def table() -> Mapping[int, str]:
    """Code point of a traditional character → its simplified one by OpenCC's table, the first where it has several."""
    import opencc

    told = (Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt").read_text(encoding="utf-8")
    rows = (line.split() for line in told.splitlines())
    return {ord(row[0]): row[1] for row in rows if len(row) > 1 and len(row[0]) == 1 and len(row[1]) == 1}


def simplified(text: str) -> str:
    """The text in simplified script, of the same length; forms that only differ in width become ASCII too.

    >>> simplified("輝達發布新晶片，股價漲３％")
    '辉达发布新晶片，股价涨3%'
    """
    return text.translate(table()).translate(_WIDTH)


#: Full-width Latin letters, digits and signs; punctuation of the sentence (，。：；！？（）) keeps its width.
_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in "，：；！？（）"}
