"""Text from articles made safe and measured, for a terminal, for JSON and for CSV.

Part of every look-up: `re` is imported only where it is needed.
"""

from __future__ import annotations

import os
import sys
import unicodedata

#: Characters that steer a terminal or the direction of writing, and those that no encoding can write.
_STEERING = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
#: Letters and marks of Western texts that take one column each; a text of these alone needs no look at its characters.
_NARROW = dict.fromkeys((*range(0xA1, 0xAD), *range(0xAE, 0x300), *map(ord, "–—‘’“”…·→€")))
#: What the writers of JSON and Turtle leave as it is, and a terminal, a browser or an encoder would not.
_UNSAFE = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb]"
)
#: The widest and the narrowest that running text is set, in columns.
MEASURE, NARROWEST = 100, 24
_FORMULA = frozenset("=+-@＝＋－＠")
_NUMBER = r"[+-]?\d+(?:\.\d+)?"


def clean(text: object) -> str:
    r"""One line without characters that could steer a terminal; runs of white space become one space.

    >>> clean("a\x1b[31m red\n title")
    'a[31m red title'
    """
    line = " ".join(str(text).split())
    if _is_narrow(line):
        return line
    return "".join(char for char in line if unicodedata.category(char) not in _STEERING)


def escaped(written: str) -> str:
    r"""JSON, Turtle or SPARQL's TSV with the characters escaped that steer a terminal.

    In all three such a character can only stand inside a string, where `\u` and four hex digits mean the same.

    >>> escaped('"a\x9b31m"')
    '"a\\u009b31m"'
    """
    import re

    return re.sub(_UNSAFE, lambda found: f"\\u{ord(found.group()):04x}", written)


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
    if cell[:1] not in _FORMULA:
        return cell
    import re

    return cell if re.fullmatch(_NUMBER, cell) else f"'{cell}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun.

    >>> counted(1, "entity", "entities"), counted(1200, "relation")
    ('1 entity', '1,200 relations')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def width(text: str) -> int:
    """Columns that a text takes on a terminal: two for a Chinese character, none for a combining mark.

    >>> width("阿里 AI")
    7
    """
    if _is_narrow(text):
        return len(text)
    return sum(_columns(char) for char in text)


def wrap(text: str, columns: int) -> list[str]:
    """A cleaned text in lines of at most that many columns, broken at spaces and between Chinese characters.

    >>> wrap("Alibaba 发布 QwQ-32B", 9)
    ['Alibaba', '发布', 'QwQ-32B']
    """
    text = clean(text)
    lines: list[str] = []
    if _is_narrow(text):
        while len(text) > columns:
            cut = text.rfind(" ", 1, columns + 1)
            cut = columns if cut < 0 else cut
            lines.append(text[:cut])
            text = text[cut:].lstrip()
        return [*lines, text] if text else lines
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


def columns_of_terminal() -> int:
    """The terminal's width; 80 where there is none. As shutil finds it, whose import takes longer than a look-up."""
    try:
        columns = int(os.environ["COLUMNS"])
    except (KeyError, ValueError):
        columns = 0
    if columns <= 0 and sys.__stdout__ is not None:
        try:
            columns = os.get_terminal_size(sys.__stdout__.fileno()).columns
        except (ValueError, OSError):
            columns = 0
    return max(NARROWEST, columns if columns > 0 else 80)


def _is_narrow(text: str) -> bool:
    plain = text if text.isascii() else text.translate(_NARROW)
    return plain.isascii() and plain.isprintable()


def _words(line: str) -> list[str]:
    """The words of a cleaned line, each with the spaces after it."""
    words: list[str] = []
    for part in line.split(" "):
        if part:
            words.append(part + " ")
        elif words:
            words[-1] += " "
    if words:
        words[-1] = words[-1][:-1]
    return words


def _columns(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _pieces(text: str) -> list[str]:
    """What may not be broken, each with the spaces after it; closing marks stay with what they close."""
    pieces: list[str] = []
    for word in _words(text):
        if _is_narrow(word):
            pieces.append(word)
            continue
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
