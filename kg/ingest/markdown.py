"""Markdown → plain text: words stay, marks go, a paragraph becomes one line."""

from __future__ import annotations

import html
import re

from kg.ingest import frontmatter
from kg.ingest.language import is_han
from kg.ingest.meta import Raw

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]+|$)(.*)")
_HEADING_TAIL = re.compile(r"(?:^|[ \t])#+[ \t]*$")
_SETEXT = re.compile(r" {0,3}(?:=+|-+)[ \t]*")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*")
_ITEM = re.compile(r"([ \t]*)([-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(.*)")
_QUOTE = re.compile(r" {0,3}(?:>[ \t]?)+")
_DEFINITION = re.compile(r" {0,3}\[([^\]\n]{1,200})\]:[ \t]*(.*)")

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_CODE = re.compile(r"(?<!`)(`{1,3})(?!`)([^`\n]{1,2000})\1(?!`)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,2000})>")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]{0,30}(?:[ \t\n/][^<>]{0,2000})?>")
_TARGET = r"\((?:[^()\n]|\([^()\n]{0,500}\)){0,2000}\)"
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,500}\](?:" + _TARGET + r"|\[[^\[\]\n]{0,200}\])")
_LINK = re.compile(r"\[([^\[\]\n]{0,1000})\](?:" + _TARGET + r"|\[([^\[\]\n]{0,200})\])")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\n]{1,100}\]")
_SHORTCUT = re.compile(r"\[([^\[\]\n]{1,200})\]")
# No pattern below looks past the next mark of its kind, so that hostile text costs no more than plain text.
_STRONG = re.compile(r"\*\*(?=\S)((?:[^*\n]|\*(?!\*))+?)(?<=\S)\*\*")
_STRUCK = re.compile(r"~~(?=\S)([^~\n]+?)(?<=\S)~~")
_STRONG_LINE = re.compile(r"(?<!\w)__(?=\S)((?:[^_\n]|_(?!_))+?)(?<=\S)__(?!\w)")
_EMPHASIS = re.compile(r"(?<![*A-Za-z0-9])\*(?=[^\s*])([^*\n]{1,3000}?)(?<=[^\s*])\*(?!\*)")
_EMPHASIS_LINE = re.compile(r"(?<!\w)_(?=[^\s_])([^_\n]{1,3000}?)(?<=[^\s_])_(?!\w)")
#: Control characters are out of the text by now, so that these two can bracket what later steps must not touch.
_HELD = re.compile("\x01(\\d+)\x02")


def read(text: str, where: str) -> Raw:
    """A Markdown document; without a title in the front matter its first line is the title when it is a heading.

    Raises DocumentError for front matter that cannot be read.
    """
    head, source = frontmatter.split(text, where)
    source = _without_comments(source)
    body = to_text(source)
    title = None
    if "title" not in head and _opens_with_heading(source):
        title, _, body = body.partition("\n")
    return frontmatter.raw(head, title, body)


def to_text(source: str) -> str:
    r"""Plain text of Markdown: headings as lines, list bullets kept, links and emphasis as their words, images out.

    >>> to_text("## New\n**Kimi K2** by\n[Moonshot](https://x.cn) is _out_.\n* one\n* two")
    'New\nKimi K2 by Moonshot is out.\n- one\n- two'
    """
    source = _without_comments(source)
    names = {m[1].casefold() for line in source.split("\n") if (m := _DEFINITION.fullmatch(line)) and m[1][0] != "^"}
    held: list[str] = []
    text = "\n".join(_blocks(source, names, held))
    text = _HELD.sub(lambda match: held[int(match[1])], text)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")


def _blocks(source: str, names: set[str], held: list[str]) -> list[str]:
    out: list[str] = []
    paragraph: list[str] = []
    prefix = ""
    fence = ""

    def flush() -> None:
        nonlocal prefix
        if paragraph:
            out.append(prefix + _inline(_joined(paragraph), names, held).strip())
            paragraph.clear()
        prefix = ""

    for raw_line in source.split("\n"):
        opening = _FENCE.match(raw_line)
        if fence:
            if opening and opening[1].startswith(fence) and not raw_line.strip().strip(fence[0]):
                fence = ""
            else:
                out.append(raw_line)
            continue
        quoted = _QUOTE.match(raw_line)
        line = raw_line[quoted.end() :] if quoted else raw_line
        if opening and "`" not in raw_line[opening.end() :]:
            flush()
            fence = opening[1]
        elif not line.strip():
            flush()
            out.append("")
        elif (paragraph and not prefix and _SETEXT.fullmatch(line)) or _is_rule(line):
            flush()
        elif heading := _HEADING.fullmatch(line):
            flush()
            out.append(_inline(_HEADING_TAIL.sub("", heading[1]).strip(), names, held))
        elif definition := _DEFINITION.fullmatch(line):
            flush()
            if definition[1].startswith("^"):
                out.append(_inline(definition[2], names, held))
        elif item := _ITEM.fullmatch(line):
            flush()
            prefix = f"{item[1]}{item[2] if item[2][0].isdigit() else '-'} "
            paragraph.append(item[3])
        elif line.lstrip().startswith("|") and line.count("|") > 1:
            flush()
            out.append(" | ".join(_inline(cell.strip(), names, held) for cell in line.strip().strip("|").split("|")))
        else:
            paragraph.append(line)
    flush()
    return out


def _joined(lines: list[str]) -> str:
    """One line of a paragraph's lines; a hard break (two spaces or a backslash at the end) stays a line end."""
    text = ""
    for line in lines:
        if text and not text.endswith("\n"):
            following = line.lstrip()[:1]
            text += "" if following and _wide(text[-1]) and _wide(following) else " "
        hard = line.endswith(("  ", "\\"))
        text += line.strip().removesuffix("\\" if hard else "") + ("\n" if hard else "")
    return text.rstrip("\n")


def _wide(character: str) -> bool:
    return is_han(character) or character in "，。、；：！？（）《》“”「」【】"


def _inline(text: str, names: set[str], held: list[str]) -> str:
    def hold(content: str) -> str:
        held.append(content)
        return f"\x01{len(held) - 1}\x02"

    def reference(match: re.Match[str]) -> str:
        return match[1] if match[1].casefold() in names else match[0]

    text = _CODE.sub(lambda match: hold(match[2].strip()), text)
    text = _ESCAPE.sub(lambda match: hold(match[1]), text)
    text = _AUTOLINK.sub(lambda match: hold(match[1]), text)
    text = _IMAGE.sub("", text)
    text = _LINK.sub(r"\1", text)
    text = _FOOTNOTE.sub("", text)
    if names:
        text = _SHORTCUT.sub(reference, text)
    text = re.sub(r"<br[ \t]*/?>", "\n", text, flags=re.IGNORECASE)
    text = _TAG.sub("", text)
    for _ in range(2):  # strong around emphasis, and the other way round
        text = _STRONG.sub(r"\1", text)
        text = _STRUCK.sub(r"\1", text)
        text = _STRONG_LINE.sub(r"\1", text)
        text = _EMPHASIS.sub(r"\1", text)
        text = _EMPHASIS_LINE.sub(r"\1", text)
    return html.unescape(text)


def _is_rule(line: str) -> bool:
    """A line across the page, or the line under a table's head."""
    return bool(_RULE.fullmatch(line)) or ("|" in line and "-" in line and set(line) <= set("|:- \t"))


def _without_comments(source: str) -> str:
    out = []
    at = 0
    while (start := source.find("<!--", at)) >= 0 and (end := source.find("-->", start + 4)) >= 0:
        out.append(source[at:start])
        at = end + 3
    return "".join(out) + source[at:]


def _opens_with_heading(source: str) -> bool:
    """True when the first line that shows any words is a heading of the first rank."""
    lines = source.split("\n")
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if line.strip() and _IMAGE.sub("", line).strip():
            return bool(re.match(r" {0,3}#[ \t]+\S", line) or re.fullmatch(r" {0,3}=+[ \t]*", following))
    return False
