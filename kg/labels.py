"""Labels in two languages. A module of its own, so that a quick look-up pays nothing for it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

#: The languages that labels are asked for in; the first is the usual one.
LANGUAGES = ("en", "zh")
USUAL = LANGUAGES[0]


def named(labels: Mapping[str, str], language: str = USUAL) -> str | None:
    """The label in a language, else in the usual one, else in any; None where there is none.

    >>> named({"en": "Alibaba", "zh": "阿里巴巴"}, "zh"), named({"en": "QwQ"}, "zh"), named({"zh": "百度"}), named({})
    ('阿里巴巴', 'QwQ', '百度', None)
    """
    return labels.get(language) or labels.get(USUAL) or next((labels[key] for key in sorted(labels)), None)
