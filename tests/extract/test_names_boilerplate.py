"""What yields nothing: subscribe lines, links, credits, share counts."""

from __future__ import annotations

import pytest

from kg.extract.boilerplate import content, is_boilerplate
from kg.model import Document


@pytest.mark.parametrize(
    "line",
    [
        "Read also: Alibaba opens a data centre in Dubai",
        "You may also like: Best power banks",
        "Subscribe | Forward to a friend",
        "Was this forwarded to you? Sign up here. Share | Tweet | 214 likes",
        "(Reporting by Lo Wing; editing by A. Pryce)",
        "Additional reporting by Business Desk",
        "Photo: a visitor tests a chatbot at a fair",
        "By Wendell Moss",
        "© 2025 Straits Business Daily. All rights reserved.",
        "Tags: xiaomi, ai",
        "Media contact: press@firm.example",
        "2 min read",
    ],
)
def test_boilerplate(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    [
        "Alibaba shares rose 3% after the report.",
        "More than 40 firms use it, among them Baidu and Tencent, according to the company's latest figures.",
        "Shares of Baidu fell.",
        "Sources close to the deal said Tencent had joined.",
        "By Monday the price had doubled.",
        "Related parties hold 12% of the company's shares.",
    ],
)
def test_prose(line: str) -> None:
    assert not is_boilerplate(line)


def test_links_go_with_their_heading() -> None:
    body = (
        "Baidu released a model.\n\nRelated Posts\n• Tencent opens a lab\n• Oil slips\n\n"
        "Baidu shares rose 3% on Friday in Hong Kong trading, the exchange said, after the launch of its model."
    )
    document = Document("d", body, "Baidu releases a model")
    texts = [document.quote(b.span) for b in content(document)]
    assert texts[0] == "Baidu releases a model"
    assert not any("Tencent" in t or "Oil" in t for t in texts)
    assert any(t.startswith("Baidu shares rose") for t in texts)
