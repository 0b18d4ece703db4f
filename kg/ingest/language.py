"""English or Chinese, from the characters alone."""

from __future__ import annotations

#: Share of Han characters among all letters from which a text is Chinese. A Chinese article full of model names stays
#: above it (a Han character carries as much as three to four Latin letters), an English one with glosses far below.
HAN_SHARE = 0.2

_NAMES = {"en": "en", "eng": "en", "english": "en", "zh": "zh", "zho": "zh", "chi": "zh", "cmn": "zh", "chinese": "zh"}


def is_han(character: str) -> bool:
    """True for a Chinese character, simplified or traditional.

    >>> is_han("月"), is_han("A"), is_han("，")
    (True, False, False)
    """
    code = ord(character)
    return 0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0x20000 <= code <= 0x323AF or code == 0x3007


def detect(text: str) -> str:
    """`zh` when at least a fifth of the letters are Han characters, else `en`.

    >>> detect("月之暗面发布Kimi K2"), detect("Moonshot AI (月之暗面) released Kimi K2")
    ('zh', 'en')
    """
    letters = han = 0
    for character in text:
        if character.isalpha():
            letters += 1
            han += is_han(character)
    return "zh" if letters and han >= HAN_SHARE * letters else "en"


def normalise(tag: str) -> str | None:
    """`en` or `zh` from a language tag or name; None for any other language.

    >>> normalise("zh-Hans-CN"), normalise("EN_us"), normalise("fr")
    ('zh', 'en', None)
    """
    return _NAMES.get(tag.strip().replace("_", "-").partition("-")[0].casefold())
