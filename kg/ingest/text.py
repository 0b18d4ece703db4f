"""Bytes → characters: encodings, binary files, control characters; and plain text documents."""

from __future__ import annotations

import codecs
import logging
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from kg.errors import DocumentError
from kg.ingest.language import is_han

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
#: Control characters but tab and line feed, byte order marks, halves of surrogate pairs, two non-characters of XML.
_STRIPPED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ud800-\udfff\ufffe\uffff]")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\u2028\u2029]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins the same
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive (or an office document)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"{\\rtf", "an RTF document"),
    (b"\x7fELF", "a program"),
)
#: The signs that fill a tenth of any Chinese prose; nothing else decodes to them by chance.
_FREQUENT = frozenset("的，。、在和了一是中有为")


def shown(text: str, limit: int = 80) -> str:
    r"""Outside text for a message: quoted, cut, and without characters that a terminal would obey.

    >>> shown("a\x1b[31mb")
    "'a\\x1b[31mb'"
    """
    return repr(text if len(text) <= limit else text[:limit] + "…")


def shown_name(name: str, limit: int = 400) -> str:
    """A file name or URL for a message, unquoted; control and undecodable characters as escapes."""
    cut = name if len(name) <= limit else name[:limit] + "…"
    return _UNPRINTABLE.sub(lambda match: match.group().encode("unicode_escape").decode("ascii"), cut)


def clean(text: str) -> str:
    r"""Line ends as \n, control characters and byte order marks out; nothing else changes, ever after.

    >>> clean("a\r\nb\x00c\ufeff")
    'a\nbc'
    """
    return _STRIPPED.sub("", _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    r"""Cleaned text with line ends and tabs as spaces, trimmed.

    >>> one_line(" a\r\n b ")
    'a b'
    """
    return " ".join(filter(None, (part.strip() for part in re.split(r"[\n\t]", clean(text)))))


def refuse_binary(data: bytes, where: str) -> None:
    """Raises DocumentError for another kind of file under a text's name. Zero bytes are left to `decode`."""
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise DocumentError(where, f"is {name}, not what its name or type says; rename or convert it")


def decode(data: bytes, where: str, charset: str | None = None) -> str:
    """Characters of a text in UTF-8, UTF-16 (or -32), GB18030, or the `charset` that its page or server declares.

    Raises DocumentError naming the byte offset of the first byte that fits none; never replaces a byte.
    Line ends and control characters are as they were; only the byte order mark is left out.
    """
    refuse_binary(data, where)
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _strict(data, name, len(mark), where)
    if b"\x00" in data:
        unmarked = _unmarked_utf16(data)
        if unmarked is None:
            offset = data.index(b"\x00")
            raise DocumentError(
                where, f"is a binary file (a zero byte at offset {offset}); give a text, HTML, PDF or JSON file"
            )
        text = _strict(data, unmarked, 0, where)
    else:
        text = _eight_bit(data, where, charset)
    controls = len(re.findall("[\x00-\x08\x0e-\x1a\x1c-\x1f]", text[:100_000]))
    if controls > 0.02 * min(len(text), 100_000) + 2:
        raise DocumentError(
            where, "is a binary file (control characters all over); give a text, HTML, PDF or JSON file"
        )
    return text


def _strict(data: bytes, encoding: str, skip: int, where: str) -> str:
    try:
        return data[skip:].decode(encoding)
    except UnicodeDecodeError as error:
        offset = error.start + skip
        raise DocumentError(
            where, f"byte {offset} is not {encoding.upper()}, which its first bytes announce; save it again as UTF-8"
        ) from None


def _eight_bit(data: bytes, where: str, charset: str | None) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        offset, byte = error.start, data[error.start]
    declared = _known_charset(charset)
    if declared is not None:
        try:
            return data.decode(declared)
        except UnicodeDecodeError as error:
            raise DocumentError(
                where, f"byte {error.start} is neither UTF-8 nor {declared}, which it declares; save it again as UTF-8"
            ) from None
    text = _chinese(data)
    if text is None:
        raise DocumentError(
            where,
            f"byte {offset} (0x{byte:02x}) is not UTF-8, and the text is not GB18030 either; save it again as UTF-8",
        )
    return text


def _known_charset(charset: str | None) -> str | None:
    """The codec of a declared charset, widened as browsers do; None for UTF-8 (already tried) and unknown names."""
    if not charset:
        return None
    try:
        name = codecs.lookup(charset.strip().strip("\"'")).name
        "".encode(name)  # a codec such as hex turns no characters into bytes
    except (LookupError, ValueError):
        return None
    if name.startswith("utf"):
        return None
    wider = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "ascii": "cp1252", "big5": "big5hkscs"}
    return wider.get(name, name)


def _unmarked_utf16(data: bytes) -> str | None:
    """The byte order of UTF-16 without a mark, where one reading gives English or Chinese; else None."""
    best, found = 0.0, None
    for name in ("utf-16-le", "utf-16-be"):
        try:
            sample = data[:20_000].decode(name)
        except UnicodeDecodeError:
            continue
        # In the wrong order Latin letters turn into rare Han characters, so that those alone prove nothing.
        sure = sum(" " <= c <= "~" or c in "\n\r\t" or c in _FREQUENT for c in sample) / len(sample)
        plain = sure + sum(map(is_han, sample)) / len(sample)
        if plain >= 0.8 and sure >= 0.04 and sure > best:
            best, found = sure, name
    return found


def _chinese(data: bytes) -> str | None:
    """The text when the bytes are Chinese in GB18030; None where that reading would be a guess.

    GB18030 gives characters for almost any bytes, so that the reading must also look like Chinese prose.
    """
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    counts = Counter(character for character in text if not character.isascii())
    total = sum(counts.values())
    frequent = sum(count for character, count in counts.items() if character in _FREQUENT)
    kana = sum(count for character, count in counts.items() if "\u3041" <= character <= "\u30fe")
    everyday = sum(count for character, count in counts.items() if _in_gb2312(character))
    return (
        text if total >= 6 and frequent >= 0.04 * total and everyday >= 0.55 * total and kana <= 0.05 * total else None
    )


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@contextmanager
def quiet(*loggers: str) -> Iterator[None]:
    """Keeps a library's log lines off the terminal for a while: the error that follows says it in our words."""
    found = [logging.getLogger(name) for name in loggers]
    before = [logger.level for logger in found]
    for logger in found:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(found, before, strict=True):
            logger.setLevel(level)
