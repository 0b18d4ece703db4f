"""Text from articles made safe and measured, for a terminal, for JSON and for CSV."""

from __future__ import annotations

import re
import unicodedata

#: Characters that steer a terminal or the direction of writing, and those that no encoding can write.
_STEERING = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
_HARMLESS = re.compile(r"[\x20-\x7e]*")
#: What the writers of JSON and Turtle leave as it is, and a terminal, a browser or an encoder would not.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)
_FORMULA = frozenset("=+-@＝＋－＠")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def clean(text: object) -> str:
    r"""One line without characters that could steer a terminal; runs of white space become one space.

    >>> clean("a\x1b[31m red\n title")
    'a[31m red title'
    """
    line = " ".join(str(text).split())
    if _HARMLESS.fullmatch(line):
        return line
    return "".join(char for char in line if unicodedata.category(char) not in _STEERING)


def escaped(written: str) -> str:
    r"""JSON, Turtle or SPARQL's TSV with the characters escaped that steer a terminal.

    In all three such a character can only stand inside a string, where `\u` and four hex digits mean the same.

    >>> escaped('"a\x9b31m"')
    '"a\\u009b31m"'
    """
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", written)


def csv_safe(value: object) -> str:
    """A cell that no spreadsheet runs.

    A text that starts with = + - @ (also in their full-width forms) gets an apostrophe in front, which spreadsheets
    do not show; plain numbers stay as they are.

    >>> csv_safe("=cmd()"), csv_safe("-12.5"), csv_safe(None), csv_safe(True)
    ("'=cmd()", '-12.5', '', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    cell = clean(value)
    return f"'{cell}" if cell[:1] in _FORMULA and not _NUMBER.fullmatch(cell) else cell


def width(text: str) -> int:
    """Columns that a text takes on a terminal: two for a Chinese character, none for a combining mark.

    >>> width("阿里 AI")
    7
    """
    if _HARMLESS.fullmatch(text):
        return len(text)
    return sum(_columns(char) for char in text)


def wrap(text: str, columns: int) -> list[str]:
    """A cleaned text in lines of at most that many columns, broken at spaces and between Chinese characters.

    >>> wrap("Alibaba 发布 QwQ-32B", 9)
    ['Alibaba', '发布', 'QwQ-32B']
    """
    lines: list[str] = []
    line, used = "", 0
    for piece in _pieces(text):
        size = width(piece.rstrip())
        if used + size > columns and line.strip():
            lines.append(line.rstrip())
            line, used = "", 0
        while size > columns:
            head = _head(piece, columns)
            lines.append(head)
            piece = piece[len(head) :]
            size = width(piece.rstrip())
        line += piece
        used += width(piece)
    if line.strip():
        lines.append(line.rstrip())
    return lines


def _columns(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _pieces(text: str) -> list[str]:
    """What may not be broken, each with the spaces after it; closing marks stay with what they close."""
    pieces: list[str] = []
    for word in re.findall(r"\S+\s*", clean(text)):
        piece = ""
        for char in word:
            before = piece[-1:]
            if before and _columns(before) + _columns(char) > 2 and _may_part(before, char):
                pieces.append(piece)
                piece = ""
            piece += char
        pieces.append(piece)
    return pieces


def _may_part(before: str, after: str) -> bool:
    return unicodedata.category(before) not in ("Ps", "Pi") and unicodedata.category(after)[0] not in "PZ"


def _head(piece: str, columns: int) -> str:
    used = 0
    for place, char in enumerate(piece):
        used += _columns(char)
        if used > columns:
            return piece[: max(place, 1)]
    return piece
