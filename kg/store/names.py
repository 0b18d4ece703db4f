"""Names folded for comparison.

>>> fold("Qwen 2.5") == fold("qwen2.5") == fold("Ｑｗｅｎ-2.5")
True
>>> fold("Qwen2.5") == fold("Qwen25")
False
"""

from __future__ import annotations

_SEPARATORS = dict.fromkeys(map(ord, " \t\n\r\f\v\xa0\u3000_-‐‑–—·•・'’`\"“”,()（）《》「」"))


def fold(text: str) -> str:
    """The form in which names are equal: NFKC, case and separators aside. Never empty for a name with any character."""
    if not text.isascii():
        import unicodedata  # a look-up of a plain name need not wait for it

        text = unicodedata.normalize("NFKC", text)
    plain = text.casefold()
    folded = plain.translate(_SEPARATORS)
    if "." in folded:
        folded = _without_dots(folded)
    return folded or plain.strip() or text


def _without_dots(text: str) -> str:
    """A dot between digits tells versions apart (2.5); all others go."""
    kept = []
    for place, char in enumerate(text):
        if char != "." or (text[place - 1 : place].isdigit() and text[place + 1 : place + 2].isdigit()):
            kept.append(char)
    return "".join(kept)
