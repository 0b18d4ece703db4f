"""A PDF → its text, with the lines of a paragraph joined, by pypdf."""

from __future__ import annotations

import io
import re
from collections import Counter

from kg.errors import DocumentError
from kg.ingest.language import is_han
from kg.ingest.meta import Raw, drop_title
from kg.ingest.text import clean, one_line, quiet, shown

_LINEARIZED = re.compile(rb"/Linearized\b[^>]{0,200}?/L\s+(\d{1,12})")
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xA0: " ", 0xAD: None}
_BULLET = re.compile(r"(?:[•●▪◦‣·–—*-]|\(?\d{1,2}[.)、])\s")
_CLOSED = re.compile(r"[.!?。！？…:：;；][\"'”’」』)）]*$")
_PAGE_NUMBER = re.compile(r"(?:page\s*|第\s*)?[-–— ]*\d{1,4}[-–— ]*(?:\s*(?:/|of)\s*\d{1,4})?(?:\s*页)?", re.IGNORECASE)
#: A line at least this share of the usual full width goes on in the next one.
_FULL = 0.7


def read(data: bytes, where: str) -> Raw:
    """The text of all pages; the title only where the file names one that stands at the head of its text.

    Raises DocumentError for a file that is no PDF, breaks off, asks for a password, is damaged, or holds pictures only.
    """
    start = data[:1024].find(b"%PDF-")
    if start < 0:
        raise DocumentError(where, "is no PDF (it does not begin with %PDF); check what was saved under this name")
    linearized = _LINEARIZED.search(data[:2048])
    if b"%%EOF" not in data[-4096:] or (linearized and len(data) - start < int(linearized[1])):
        raise DocumentError(where, "is a PDF that breaks off before its end; it is half-downloaded, get it again")
    pages, named = _pages(data, where)
    text = clean("\n".join(pages).translate(_LIGATURES))
    if not text.strip():
        count = "one page" if len(pages) == 1 else f"{len(pages)} pages"
        raise DocumentError(where, f"is a PDF of {count} without text, pictures only; run text recognition first")
    unreadable = sum(0xE000 <= ord(c) <= 0xF8FF or c == "\ufffd" for c in text)
    if unreadable > 0.2 * len(text):
        raise DocumentError(where, "is a PDF whose fonts do not tell their characters; run text recognition first")
    body = _paragraphs(_without_furniture([clean(page.translate(_LIGATURES)).split("\n") for page in pages]))
    title = one_line(named) if named else None
    if not title or " ".join(body[:1000].split()).casefold().find(" ".join(title.split()).casefold()) < 0:
        title = None
    return Raw(body=drop_title(title, body).strip(), title=title)


def _pages(data: bytes, where: str) -> tuple[list[str], str | None]:
    with quiet("pypdf"):
        import pypdf
        from pypdf.errors import DependencyError, FileNotDecryptedError

        locked = "is a PDF that asks for a password; save it without one"
        try:
            reader = pypdf.PdfReader(io.BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise DocumentError(where, locked)
            named = reader.metadata.title if reader.metadata else None
            return [page.extract_text() or "" for page in reader.pages], named if isinstance(named, str) else None
        except DocumentError:
            raise
        except (DependencyError, FileNotDecryptedError):
            raise DocumentError(where, locked) from None
        except Exception as error:
            # pypdf meets damage with errors of every kind, from KeyError to RecursionError.
            raise DocumentError(
                where, f"is a damaged PDF ({shown(str(error))}); get it again or save it anew"
            ) from None


def _without_furniture(pages: list[list[str]]) -> list[str]:
    """All lines, without page numbers and lines that head or foot most pages; pages run on without a break."""
    trimmed = [_trim(page) for page in pages]
    edges = Counter(line for page in trimmed for line in {*page[:1], *page[-1:]})
    furniture = {line for line, count in edges.items() if count >= 3 and count > len(trimmed) / 2}
    out: list[str] = []
    for page in trimmed:
        kept = list(page)
        for _ in range(2):
            for at in (0, -1):
                if kept and (kept[at] in furniture or _PAGE_NUMBER.fullmatch(kept[at]) or not kept[at]):
                    kept.pop(at)
        out.extend(kept)
    return out


def _trim(lines: list[str]) -> list[str]:
    stripped = [" ".join(line.split()) for line in lines]
    filled = [number for number, line in enumerate(stripped) if line]
    return stripped[filled[0] : filled[-1] + 1] if filled else []


def _paragraphs(lines: list[str]) -> str:
    widths = sorted(len(line) for line in lines if line)
    usual = widths[int(0.9 * (len(widths) - 1))] if widths else 0
    words = set(re.findall(r"[A-Za-z]+(?:-[A-Za-z]+)*", "\n".join(lines)))
    out: list[str] = []
    last = ""  # the printed line before this one: its width, not the paragraph's, tells whether it was full
    for line in lines:
        full = len(last) >= _FULL * usual and not _CLOSED.search(last)
        runs_on = full or (line[:1].islower() and not _CLOSED.search(last))
        if line and last and runs_on and not _BULLET.match(line):
            out[-1] = _join(out[-1], line, words)
        else:
            out.append(line)
        last = line
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out))


def _join(left: str, right: str, words: set[str]) -> str:
    broken = re.search(r"([A-Za-z]+)-$", left)
    start = re.match(r"[a-z]+", right)
    if broken and start:
        # A hyphen of the word itself stays: the document writes the word so elsewhere, or nowhere without it.
        whole, hyphened = broken[1] + start[0], f"{broken[1]}-{start[0]}"
        return left + right if hyphened in words and whole not in words else left[:-1] + right
    if (is_han(left[-1]) and is_han(right[0])) or left[-1] in "，、" or (left.endswith("-") and right[0].isalnum()):
        return left + right
    return f"{left} {right}"
