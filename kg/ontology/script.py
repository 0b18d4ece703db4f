"""Simplified and traditional Chinese characters."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_HAN = re.compile(r"[\u3400-\u9fff]")


def has_han(text: str) -> bool:
    """True where there is a Chinese character."""
    return _HAN.search(text) is not None


def simplified(text: str) -> str:
    """The text with simplified characters; one without Chinese stays as it is.

    >>> simplified("騰訊"), simplified("Qwen")
    ('腾讯', 'Qwen')
    """
    return _convert(text, "t2s")


def traditional(text: str) -> str:
    """The text with traditional characters; where one has several, the commonest.

    >>> traditional("腾讯")
    '騰訊'
    """
    return _convert(text, "s2t")


def _convert(text: str, way: str) -> str:
    return str(_converter(way).convert(text)) if has_han(text) else text


@cache
def _converter(way: str) -> Any:
    from opencc import OpenCC  # its tables take longer to read than a small store's answer

    return OpenCC(way)
