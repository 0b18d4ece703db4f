"""Runs of capitalised words: where an English text may hold a name that nobody has told us of."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.english.names.lexicon import alternatives, common_words, is_common, lexicon
from kg.extract.english.names.persons import pinyin
from kg.extract.names import MODEL_WORDS, counts
from kg.extract.segment import Block
from kg.model import Span

_WORD = r"(?:[A-ZÀ-ÖØ-Þ]\w*|[a-z]{1,3}[A-Z]\w*|\d+[A-Z]\w*)(?:(?:[.&+\-‑]|['’](?!(?:s|m|re|ve|ll|d|t)\b))\w+)*\+?"
#: What may stand between two words of a name: a space, an ampersand, a possessive before an institution.
_OWN = r"(?:['’]s(?=[ \u00a0](?:Hospital|University|College|Republic|Congress|Court|Bank|Daily|Government)\b))?"
_RUN = re.compile(rf"(?<![\w@/.])(?<!\w[-‑]){_WORD}(?:{_OWN}(?:[ \u00a0]|[ \u00a0]&[ \u00a0]){_WORD})*")
_TOKEN = re.compile(_WORD)
_OPENS = frozenset(".!?:;…\"“”‘'’([•–—|/*>👉✔✘-")
_LEGAL = re.compile(
    r"(?:(?<=Co)[.,]{1,2}[ \u00a0]Ltd\.?|(?:,?[ \u00a0](?:Co\.,?[ \u00a0]Ltd\.?|Inc\.?|Ltd\.?|Limited|Corp\.?|"
    r"LLC|LLP|PLC|Plc|Berhad|Bhd\.?|GmbH|S\.A\.)(?!\w))+)"
)
_INSTITUTIONAL = (
    r"(?:University|Universiti|Ministry|Institute|Academy|Bank|College|School|Department|Commission|Administration|Bureau|"
    r"Association|Council|Centre|Center|Hospital|Laboratory|Lab|Federation|Office|Committee|Society|Library|Measures|Rules|"
    r"Guidelines|Chamber|Museum|Faculty|Authority|Republic|Agency)"
)
_INSTITUTION = re.compile(_INSTITUTIONAL)
#: "China Communications (Hangzhou) Co": where a branch of a firm sits.
_BRANCH = re.compile(r"[ ]\([A-Z]\w+\)(?=[ ]Co\b)")
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_JOINED = re.compile(rf"[ \u00a0](?:of|for|on)(?:[ \u00a0]the)?[ \u00a0](?={_WORD})")
_AND = re.compile(rf"(?:,[ \u00a0]{_WORD})?[ \u00a0](?:and|&)[ \u00a0](?={_WORD})")


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words that stand together. `initial` is true where a sentence or quotation opens with it."""

    span: Span
    text: str
    initial: bool

    @property
    def words(self) -> list[str]:
        """Its words."""
        return self.text.split()


def plausible(name: str) -> bool:
    """True when the words of a name would stand as one run: none of them ends a run."""
    whole = _RUN.fullmatch(name)
    return bool(whole) and list(_pieces(name, 0, len(name))) == [(0, len(name))]


def title_case(text: str, kind: str) -> bool:
    """True for a headline whose ordinary words carry capitals too; `kind` is the kind of the block."""
    first, *others = re.findall(r"[A-Za-z][A-Za-z’'-]*", text) or [""]
    words = [w for w in others if len(w) > 3]
    if text.isupper():
        return True
    if kind in {"text", "item"} and text.rstrip("\"'”’)")[-1:] in {".", "!", "?"} and len(words) > 4:
        return False
    common = common_words()
    plain = [w for w in words if w.casefold() in common]
    if kind in {"heading", "title"} and words and len(plain) == len(words) and is_common(first):
        return True
    return len(plain) > 1 and sum(w[0].isupper() for w in plain) > 0.6 * len(plain)


@functools.cache
def _tails() -> re.Pattern[str]:
    return re.compile(rf"[-‑](?:{alternatives(lexicon()['hyphen_tails'])}|[a-z]+ed)(?![\w])")


def opens(text: str, start: int, block: Block) -> bool:
    """True when a sentence, quotation or item opens at that offset."""
    before = text[block.span.start : start].rstrip(" \t\u00a0")
    return not before or before[-1] in _OPENS


def runs(text: str, block: Block) -> Iterator[Run]:
    """The runs of a block in order, cut at words that are in no name and freed from what only opens a sentence."""
    at = block.span.start
    while match := _RUN.search(text, at, block.span.end):
        at = match.end()
        for start, end in _pieces(text, match.start(), match.end()):
            made = _trimmed(text, start, end, block)
            if made:
                grown = _grown(text, made.span, block)
                at = max(at, grown.end)
                yield Run(grown, text[grown.start : grown.end], made.initial)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The run cut at breakers and before hyphenated tails such as "-based"."""
    first: int | None = None
    last = start
    skip = start
    previous = ""
    for token in _TOKEN.finditer(text, start, end):
        if token.start() < skip:
            continue
        stop = _head_end(text, token.start(), token.end(), previous)
        tail = stop < token.end()
        before, word = previous, text[token.start() : stop]
        previous = word
        phrase = _phrases().match(text, token.start())
        inner = first is not None
        if (
            phrase
            or (
                _breaks(word)
                and not (inner and word in lexicon().heads)
                and not (word in _MONTH_NAMES and _given(text, word, token.end(), before))
                and not _ROYAL.match(text, token.start())
            )
            or (inner and _ordinary_word(word, text[first:end]))
        ):
            skip = phrase.end() if phrase else skip
            if first is not None:
                yield first, last
            first = None
            continue
        if first is None:
            first = token.start()
        last = stop
        if tail:
            yield first, last
            first = None
    if first is not None:
        yield first, last


#: "King Saud University": a title inside a name.
_ROYAL = re.compile(
    r"(?:King|Queen|Prince|Princess)(?:[ \u00a0][A-Z][\w-]+){1,3}[ \u00a0](?:University|College|Hospital|Institute)"
)
#: Months that are given names too.
_MONTH_NAMES = frozenset({"Jun", "June", "April", "May"})
_FAMILY = re.compile(r"[ \u00a0]([A-Z][a-z]+)")


def _given(text: str, word: str, end: int, before: str) -> bool:
    """True for a given name that is a month elsewhere: "Yu Jun", "Jun Kitade", "June Park"."""
    family = lexicon()["surnames"] | lexicon()["family_first"]
    if word == "Jun" and before in family:
        return True
    following = _FAMILY.match(text, end)
    return following is not None and (
        following.group(1) in family or (word == "Jun" and not is_common(following.group(1)))
    )


@functools.cache
def _phrases() -> re.Pattern[str]:
    """Breakers of several words: "New Year"."""
    lex = lexicon()
    titled = {role.title() for role in lex["roles"] if " " in role}
    return re.compile(alternatives(frozenset({p for p in lex["breakers"] if " " in p} | titled)) + r"(?!\w)")


@functools.lru_cache(maxsize=4096)
def _breaks(word: str) -> bool:
    """True for a word that is in no name."""
    breakers = lexicon()["breakers"]
    if len(word) == 1 or word in breakers or (word[-1] == "s" and word[:-1] in breakers) or _FIGURE.fullmatch(word):
        return True
    parts = _JOINT.split(word)
    return len(parts) > 1 and (all(part in breakers for part in parts) or parts[-1] in lexicon()["function_words"])


def _ordinary_word(word: str, run: str) -> bool:
    """True for a small word ("Published On") and for a shouted one ("DID NOT") inside a run."""
    if word.casefold() in lexicon()["function_words"]:
        return word not in lexicon()["surnames"] and word not in {"US", "IT"}
    return (
        word.isupper()
        and len(word) > 2
        and not run.isupper()
        and word.casefold() in common_words()
        and word not in lexicon().heads
    )


#: Sums and periods: RMB20, 9M25, 2026E, 60M+.
_FIGURE = re.compile(
    r"(?:of)?(?:RMB|Rmb|CNY|USD|HKD|EUR|RM|TP|PT|FY|CNH|SGD|JPY|US|HK|NT)[\d.,]+\w{0,2}|\d+(?:[BMKT]|GB|TB|nm|D|G|H|Q|P|E|X)\+?|\d{1,2}[QHM]\d{2,4}E?|\d{4}[EF]"
    r"|[A-Za-z]\d{6,}|[QH]\d\w*|[A-Z]\+"
)


def _head_end(text: str, start: int, end: int, previous: str) -> int:
    """Where the name in a hyphenated word ends: before "-based", and before any everyday word."""
    if not _HYPHEN.search(text, start, end):
        return end
    tail = _tails().search(text, start, end)
    if tail:
        return tail.start()
    lex = lexicon()
    match = _LAST_PART.search(text[start:end])
    if match and previous not in lex["surnames"] and previous not in lex["family_first"]:
        word = match.group(1)
        if word in common_words() and word not in MODEL_WORDS:
            return start + match.start()
    return end


_HYPHEN = re.compile("[-‑]")
_JOINT = re.compile("[-‑&]")
_LAST_PART = re.compile(r"[-‑]([a-z]{4,})$")


def _trimmed(text: str, start: int, end: int, block: Block) -> Run | None:
    initial = opens(text, start, block)
    openers = lexicon()["openers"]
    tokens = list(_TOKEN.finditer(text, start, end))
    small = lexicon()["function_words"]
    while tokens and (tokens[0].group().casefold() in small or (initial and tokens[0].group().casefold() in openers)):
        if len(tokens) > 1 and _family_name(tokens[0].group(), tokens[1].group()):
            break
        tokens.pop(0)
        # What follows an opener is no longer the head of the sentence.
        initial = False
    while len(tokens) > 1 and initial and _shouted(tokens[0].group()) and not tokens[1].group().isupper():
        tokens.pop(0)  # "SOURCE Lumo Dynamics"
    if not tokens or _LISTED.fullmatch(text, tokens[0].start(), end):
        return None
    begin = tokens[0].start()
    if text[begin - 1 : begin] in {'"', "“", "‘"} and text[tokens[-1].end() : tokens[-1].end() + 1] in {'"', "”", "’"}:
        initial = initial and opens(text, begin - 1, block)  # a name in quotation marks
    return Run(Span(begin, end), text[begin:end], initial)


#: A ticker with its market: "BABA US".
_LISTED = re.compile(r"[A-Z]{2,5}[ ](?:US|HK|CH|SS|SZ|TT|KS|JP)")


def _shouted(word: str) -> bool:
    return word.isupper() and len(word) > 3 and word.casefold() in common_words()


def _family_name(word: str, following: str) -> bool:
    """True for "He" before "Wanqing": a small word that is a family name before a given name."""
    return (
        word in lexicon()["surnames"]
        and pinyin(following)
        and following.casefold() not in common_words()
        and following not in lexicon()["surnames"]
    )


def _grown(text: str, span: Span, block: Block) -> Span:
    """The run with "of …" and "and …" in names of institutions, and with its legal form."""
    start, end, limit = span.start, span.end, block.span.end
    last = text[start:end].split()[-1]
    if _INSTITUTION.fullmatch(last) and (joined := _JOINED.match(text, end, limit)):
        after_of = _run_end(text, joined.end(), limit)
        if after_of == joined.end():
            return span
        end = after_of
        if _INSTITUTION.fullmatch(last) and (more := _AND.match(text, end, limit)):
            after = _run_end(text, more.end(), limit)
            if _ordinary(text[more.end() : after]) and _ordinary(text[joined.end() : end]):
                end = after
    elif (more := _AND.match(text, end, limit)) and text[start:end].split()[0] != last:
        after = _run_end(text, more.end(), limit)
        words = text[more.end() : after].split()
        if len(words) > 1 and _INSTITUTION.fullmatch(words[-1]) and _ordinary(" ".join(words[:-1])) and _ordinary(last):
            end = after
    branch = _BRANCH.match(text, end, limit)
    end = branch.end() if branch else end
    legal = _LEGAL.match(text, end, limit)
    if legal:
        return Span(start, legal.end())
    return Span(start, _numbered(text, end, limit))


_NUMBER = re.compile(
    r"[ \u00a0](?:[vV]?\d(?:\.\d{1,2})?[a-z]?|\d\d|\d\d0(?=['’.,;)\n]|[ \u00a0](?:is|was|has|will|and|or|on|from)\b))"
    r"(?![\w%–/-]|[.,:]\d|[ \u00a0]?(?:x|×)\b)"
    rf"(?:[ \u00a0](?!{_MONTHS}){_WORD})*"
)


def _numbered(text: str, end: int, limit: int) -> int:
    """The end of a name with its version number: "Tingchao 2 Mini"; as it was where the number counts something."""
    match = _NUMBER.match(text, end, limit)
    if (
        match is None
        or counts(text, match.end())
        or (" " in match.group()[1:] and _any_breaks(match.group().split()[1:]))
    ):
        return end
    return match.end()


def _any_breaks(words: list[str]) -> bool:
    return any(_breaks(w) for w in words)


def _run_end(text: str, start: int, limit: int) -> int:
    match = _RUN.match(text, start, limit)
    if match is None:
        return start
    first = next(_pieces(text, match.start(), match.end()), None)
    return first[1] if first and first[0] == start else start


def _ordinary(words: str) -> bool:
    """True when every word is one of everyday English: "Reform", "Development", "Information Technology"."""
    return all(is_common(w) for w in words.split())
