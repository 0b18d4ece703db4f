"""English words for numbers, scales, currencies and hedges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from kg.extract.quantities import Lexicon, grammar
from kg.extract.sieve import Screened

_CENT = Decimal("0.01")
_SCALES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "crore": 7}
_LETTERS = {"k": 3, "m": 6, "mn": 6, "mln": 6, "mm": 6, "b": 9, "bn": 9, "bln": 9, "tn": 12, "trn": 12}
_SIGNS = {
    "USD": "$ US$ USD U.S.$",
    "HKD": "HK$ HKD",
    "CNY": "RMB Rmb CNY CN¥ ¥ ￥",
    "SGD": "S$ SGD",
    "AUD": "A$ AUD",
    "CAD": "C$ CAD",
    "TWD": "NT$ T$ TWD",
    "EUR": "€ EUR",
    "GBP": "£ GBP",
    "JPY": "JPY JP¥",
    "KRW": "₩ KRW",
    "MYR": "RM MYR",
    "INR": "₹ INR Rs",
    "CHF": "CHF",
    "SEK": "SEK",
    "AED": "AED",
    "QAR": "QAR",
    "NOK": "NOK",
    "DKK": "DKK",
    "VND": "VND",
    "PHP": "PHP",
    "SAR": "SAR",
    "THB": "THB",
    "IDR": "IDR",
    "BRL": "R$",
}
_NAMES = {
    "USD": "dollars, dollar, US dollars, U.S. dollars, US dollar, American dollars, USD",
    "CNY": "yuan, Chinese yuan, yuan renminbi, renminbi, RMB, CNY",
    "HKD": "Hong Kong dollars, Hong Kong dollar, HKD",
    "SGD": "Singapore dollars, SGD",
    "TWD": "Taiwan dollars",
    "AUD": "Australian dollars",
    "CAD": "Canadian dollars",
    "EUR": "euros, euro, EUR",
    "GBP": "pounds, pounds sterling, sterling",
    "JPY": "yen",
    "KRW": "Korean won, South Korean won, won",
    "MYR": "ringgit",
    "INR": "rupees",
    "THB": "baht",
    "AED": "dirhams",
    "CHF": "Swiss francs",
    "SAR": "riyals",
    "IDR": "rupiah",
    "BRL": "reais",
}
_MINOR = {
    "cents": ("USD", _CENT),
    "cent": ("USD", _CENT),
    "U.S. cents": ("USD", _CENT),
    "US cents": ("USD", _CENT),
    "¢": ("USD", _CENT),
    "Hong Kong cents": ("HKD", _CENT),
    "fen": ("CNY", _CENT),
    "jiao": ("CNY", Decimal("0.1")),
    "sen": ("MYR", _CENT),
    "pence": ("GBP", _CENT),
}

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_SMALL = {word: Decimal(i) for i, word in enumerate(_UNITS)} | {"a": Decimal(1), "an": Decimal(1), "dozen": Decimal(12)}
_SMALL |= {
    word: Decimal(10 * (i + 2))
    for i, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
}
_BIG = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_SMALL_RE = "|".join(sorted((w for w in _SMALL if w not in ("a", "an", "dozen")), key=len, reverse=True))
_BIG_RE = "|".join(_BIG)
_WORDS = Screened(
    re.compile(
        rf"(?P<bare>(?<=\s)(?:{_BIG_RE})(?=-parameter))|(?P<unit>(?<![\w.-])an?(?=\s(?:dollar|yuan|euro"
        rf"|pound|ringgit)(?!\w)))"
        rf"|(?<![\w.-])(?P<half>half\s+a\s+(?P<halfscale>{_BIG_RE})|half[\s-](?P<halfscale2>million"
        rf"|billion|trillion))(?![\w])"
        rf"|(?<![\w.-])(?P<first>an?(?=\s(?:{_BIG_RE}))|{_SMALL_RE})(?P<rest>(?:[\s-](?:{_SMALL_RE}"
        rf"|{_BIG_RE}|and(?=\s(?:{_SMALL_RE})(?!\w))))*)"
        rf"(?P<andhalf>\sand\sa\s(?:half|quarter))?(?P<tail>(?:\s(?:{_BIG_RE}))*)(?P<fold>-?fold)?(?![\w])",
        re.IGNORECASE,
    )
)


def read_words(text: str) -> Iterator[tuple[int, int, Decimal]]:
    """Numbers in words with their places; a bare article or "one" is none.

    >>> [int(v) for _, _, v in read_words("three hundred million, half a billion, two and a half trillion")]
    [300000000, 500000000, 2500000000000]
    """
    for match in _WORDS.finditer(text):
        if match["bare"] or match["unit"]:
            yield (
                match.start(),
                match.end(),
                Decimal(10) ** _BIG[match["bare"].lower()] if match["bare"] else Decimal(1),
            )
            continue
        if match["half"]:
            scale = match["halfscale"] or match["halfscale2"]
            yield match.start(), match.end(), Decimal(5).scaleb(_BIG[scale.lower()] - 1)
            continue
        words = [w for w in re.split(r"[\s-]+", (match["first"] + match["rest"]).lower()) if w and w != "and"]
        tail = match["tail"].lower().split()
        if words == ["one"] and not tail and not match["andhalf"]:
            continue
        extra = (
            Decimal("0.5")
            if match["andhalf"] and "half" in match["andhalf"]
            else Decimal("0.25")
            if match["andhalf"]
            else Decimal(0)
        )
        value = _sum([*words], extra)
        for word in tail:
            value = value.scaleb(_BIG[word])
        end = match.end("fold") - len(match["fold"]) if match["fold"] else match.end()
        yield match.start(), end, value


def _sum(words: list[str], extra: Decimal) -> Decimal:
    total = current = Decimal(0)
    for word in words:
        if word in _SMALL:
            current += _SMALL[word]
        elif word == "hundred":
            current = (current or Decimal(1)) * 100
        else:
            total += ((current or Decimal(1)) if not total or current else total).scaleb(_BIG[word])
            current = Decimal(0)
    return total + current + extra


_PARTS = {"half": "50", "third": "33.3", "quarter": "25", "fourth": "25", "fifth": "20", "sixth": "16.7"}
_PARTS |= {"seventh": "14.3", "eighth": "12.5", "ninth": "11.1", "tenth": "10", "twentieth": "5", "hundredth": "1"}
_COUNTS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
}
_FRACTION = Screened(
    re.compile(
        r"(?<![\w-])(?:(?P<tiny>(?:half|(?P<tinier>a\squarter))\s(?:an?\s|of\s(?:an?|one)\s)?per\s?cent(?!age))"
        rf"|(?:(?P<count>{'|'.join(_COUNTS)})[\s-](?P<part>"
        rf"{'|'.join(p for p in _PARTS if p != 'half')})s?|(?P<half>half))(?![\w-])"
        r"(?!\s+(?:an?\s+)?(?:hour|dozen|year|point|day|time|quarter|month|earlier|ago|later|before|place"
        r"|party|man|billion|million|trillion|consecutive|straight|per\s?cent)))",
        re.IGNORECASE,
    )
)


def read_fractions(text: str) -> Iterator[tuple[int, int, Decimal]]:
    """Fractions in words as percent.

    >>> [str(v) for _, _, v in read_fractions("a fifth of the market, two thirds of it, half of sales")]
    ['20', '66.7', '50']
    """
    for match in _FRACTION.finditer(text):
        if match["tiny"]:
            yield match.start(), match.end(), Decimal("0.25" if match["tinier"] else "0.5")
            continue
        if match["half"]:
            yield match.start(), match.end(), Decimal(50)
            continue
        part, count = match["part"].lower(), _COUNTS[match["count"].lower()]
        share = Decimal("66.7") if (count, part) == (2, "third") else Decimal(_PARTS[part]) * count
        yield match.start(), match.end(), share


ENGLISH = Lexicon(
    scales=_SCALES | {word: power for word, power in _LETTERS.items() if len(word) > 1 and word != "mm"},
    letters=_LETTERS | {letter: _LETTERS[letter.lower()] for letter in "KMB"} | {"T": 12},
    before={sign: code for code, signs in _SIGNS.items() for sign in signs.split()},
    after={name: code for code, names in _NAMES.items() for name in names.split(", ")},
    minor=_MINOR,
    percent=r"%|per\s?cent(?![a-z])|pct(?![a-z])",
    points=r"percentage[\s-]points?|basis\spoints?|%\spoints?|ppts?|pp|bps?",
    times=r"times(?!\s+(?:zones?|when|that|out|over\s+\d))|-?fold|x",
    below=r"nearly|almost|just\s(?:under|below|short\sof)|under|below|less\sthan|fewer\sthan|close\sto"
    r"|short\sof|up\sto|as\s(?:much|many)\sas"
    r"|at\smost|no\smore\sthan|not\smore\sthan|approaching|shy\sof|<|≤|not\squite|nigh\son"
    r"|smaller\sthan|lower\sthan|within",
    above=r"more\sthan|over|above|at\sleast|upwards?\sof|north\sof|in\sexcess\sof|exceed(?:s|ed|ing)?"
    r"|no\s(?:less|lower|fewer)\sthan|past|topped|tops|top"
    r"|not\sless\sthan|beyond|surpass(?:es|ed|ing)?|greater\sthan|a\slittle\sover|just\s(?:over"
    r"|above)|well\sover|better\sthan|larger\sthan|>|≥"
    r"|passed|crossed|a\sminimum\sof|blew\spast",
    near=r"about|around|roughly|approximately|some|circa|c\.|ca\.|~|approx\.?|near|in\sthe\s(?:region"
    r"|neighbourhood|neighborhood|order|vicinity)\sof|an?\sestimated"
    r"|somewhere\saround|or\sso|something\slike|nearer",
    above_after=r"or\smore(?!\w)|plus(?!\w)|and\s(?:change|counting|up)|-plus|and\ssome\schange",
    near_after=r"or\sso(?!\w)|-odd(?!\w)|odd(?!\w)|or\sthereabouts|give\sor\stake",
    range=r"to|-|–|—|and\sup\sto|or",
    between=r"between(?:\s(?:about|around|roughly|some))?",
    words=read_words,
    fractions=read_fractions,
)
GRAMMAR = grammar(ENGLISH)
