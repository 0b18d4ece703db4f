"""Names folded for comparison.

>>> fold("Qwen 2.5") == fold("qwen2.5") == fold("Ｑｗｅｎ-2.5")
True
>>> fold("Qwen2.5") == fold("Qwen25")
False
"""

from __future__ import annotations

import re
import unicodedata

#: A dot between digits tells versions apart; all other separators are a matter of taste.
_SEPARATORS = re.compile(r"[\s_\-‐‑–—·•・'’`\"“”,()（）《》「」]|\.(?!\d)|(?<!\d)\.")


def fold(text: str) -> str:
    """The form in which names are equal: NFKC, case and separators aside. Never empty for a name with any character."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _SEPARATORS.sub("", plain) or plain.strip() or text
