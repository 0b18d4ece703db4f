"""What a bare 元 is: the money of the place whose article it stands in."""

from __future__ import annotations

import re

from kg.extract.chinese.text import Sentence
from kg.extract.quantities import Amount
from kg.model import Document

_HONG_KONG = re.compile(
    r"港元|港币|港交所|联交所|恒指|恒生|港股|本港|香港|科指|國企指數|国企指数|按年|厘|（0\d{4}(?:\.HK)?）|\(0\d{4}\)"
)
_TAIWAN = re.compile(r"台湾|台北|新台币|台股|证交所|法说会|新竹|台积电|台媒|高雄|台中|金管会|经济部|年增|月增|季增")
_BARE = re.compile(r"(?<![美港欧日韩澳加新台])(?:元|块|块钱)$")
_SHOWN = re.compile(r"(?:港元|港币|HK\$)")
#: Told of shares, which a Hong Kong article gives in its own money.
_OF_SHARES = frozenset({"marketCap", "targetPrice", "valuation", "fundingRaised"})


class Home:
    """The place of one document, from its script and words."""

    def __init__(self, document: Document, plain_text: str) -> None:
        self._plain = plain_text
        changed = sum(a != b for a, b in zip(document.text, plain_text, strict=True))
        traditional = changed > len(plain_text) * 0.08
        hong_kong, taiwan = len(_HONG_KONG.findall(plain_text)), len(_TAIWAN.findall(plain_text))
        self.place = "CN" if not traditional else "TW" if taiwan > hong_kong else "HK"
        self._mainland_money = "人民币" in plain_text

    def currency(self, sentence: Sentence, amount: Amount, metric: str) -> str:
        """The ISO code of a sum that measures `metric`; what the text writes out stands."""
        shown = self._plain[amount.span.start : amount.span.end]
        if amount.kind == "money" and not _BARE.search(shown):
            return amount.unit
        if amount.kind == "money" and amount.unit != "CNY":
            return amount.unit
        if self.place == "TW":
            return "TWD"
        if self.place == "HK":
            return "HKD" if metric in _OF_SHARES or not self._mainland_money else "CNY"
        if metric in ("marketCap", "targetPrice") and _SHOWN.search(sentence.text):
            return "HKD"
        return "CNY"
