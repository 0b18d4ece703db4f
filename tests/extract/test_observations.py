"""Observations from marked sentences: subjects, signs, lists, times, alternatives, and what is left alone."""

from __future__ import annotations

import pytest
from figures_told import candidates, observed
from marked import marked

from kg.model import Quantity


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # owners and clause subjects
        (
            "Revenue at [Acme|Company] hit $2.1 billion, up 40 percent.",
            ["Acme revenue 2100000000 USD", "Acme revenueGrowth 40 percent"],
        ),
        (
            "[JPMorgan|Company] expects [Acme|Company]'s revenue to reach 8 billion yuan.",
            ["Acme revenue 8000000000 CNY"],
        ),
        ("[IDC|Company] says [Acme|Company] shipped 5,000 chips.", ["Acme shipmentCount 5000 units"]),
        ("[IDG|Fund] led a $50 million Series A in [Acme|Company].", ["Acme fundingRaised 50000000 USD"]),
        ("[Nomura|Company] cut its target for [Acme|Company] to $17 from $20.", ["Acme targetPrice 17 USD"]),
        # the subject stands in the sentence before
        ("[Acme|Company] opened a plant. It employs 4,000 people.", ["Acme headcount 4000 people"]),
        (
            "[Acme|Company] told its results. Net profit rose 17% to 63 billion yuan.",
            ["Acme profitGrowth 17 percent", "Acme profit 63000000000 CNY"],
        ),
        # what a number is measured against
        (
            "[Kite|AIModel] rivals [Heron|AIModel]. [Kite|AIModel] has 32 billion parameters against 671 billion.",
            ["Kite parameterCount 32000000000 parameters", "Heron parameterCount 671000000000 parameters"],
        ),
        (
            "[Kite|AIModel] has 32 billion parameters, whereas [Heron|AIModel], by [Acme|Company], has 671 billion.",
            ["Kite parameterCount 32000000000 parameters", "Heron parameterCount 671000000000 parameters"],
        ),
        ("[Acme|Company]. In May [Zenith|Company] led a round of $5 million.", ["Acme fundingRaised 5000000 USD"]),
        ("Users like [Acme|Company] gain from it, lifting sales 35%.", ["Acme salesGrowth 35 percent"]),
        # signs
        ("[Acme|Company] lost $1.1bn last year.", ["Acme profit -1100000000 USD"]),
        ("Shares in [Acme|Company] tumbled as much as 9.8 per cent.", ["Acme stockChange -9.8 percent"]),
        ("[Acme|Company] closed 4.5% lower.", ["Acme stockChange -4.5 percent"]),
        ("[Acme|Company] gave up 2.9%.", ["Acme stockChange -2.9 percent"]),
        ("[Acme|Company] put on 2%.", ["Acme stockChange 2 percent"]),
        # lists
        (
            "[Acme|Company] and [Beta|Company] each gained 5%.",
            ["Acme stockChange 5 percent", "Beta stockChange 5 percent"],
        ),
        (
            "[Acme|Company] and [Beta|Company] rose 5% and 7% respectively.",
            ["Acme stockChange 5 percent", "Beta stockChange 7 percent"],
        ),
        (
            "[Acme|Company], [Beta|Company] and [Gamma|Company] held 5%, 4% and 3% of the market.",
            ["Acme marketShare 5 percent", "Beta marketShare 4 percent", "Gamma marketShare 3 percent"],
        ),
        ("[Acme|Company] +1%, [Beta|Company] -4%.", ["Acme stockChange 1 percent", "Beta stockChange -4 percent"]),
        # old values go
        (
            "[Acme|Company] swung to a profit of 300 million yuan from a loss of 200 million.",
            ["Acme profit 300000000 CNY"],
        ),
        # prices: input and output, per thousand, free
        (
            "[GLM-5|AIModel] costs $3 in and $15 out per million tokens.",
            ["GLM-5 tokenPrice 3 USD", "GLM-5 tokenPrice 15 USD"],
        ),
        ("[GLM-5|AIModel] costs 0.8 yuan per thousand tokens.", ["GLM-5 tokenPrice 800 CNY"]),
        # multiples of a known base
        ("Revenue of [Acme|Company] was 3.5 times the figure of 2024.", ["Acme revenueGrowth 250 percent"]),
        # a listed firm is worth its market value, a private one what a round says
        (
            "[Acme|Company] shares closed at HK$12, which makes it worth HK$3 billion.",
            ["Acme marketCap 3000000000 HKD"],
        ),
        ("The round makes [Acme|Company] worth $3 billion.", ["Acme valuation 3000000000 USD"]),
        # numbers that go on without their unit
        (
            "Net income of [Acme|Company] was RMB7.2bn against 10.9bn.",
            ["Acme profit 7200000000 CNY", "Acme profit 10900000000 CNY"],
        ),
    ],
)
def test_told(text: str, told: list[str]) -> None:
    assert observed(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "[Acme|Company] paid a dividend of 2 billion yuan.",
        "[Acme|Company] holds 20% of [Beta|Company], shareholders say.",
        "[GLM-5|AIModel] was trained on 15 trillion tokens.",
        "[Acme|Company] ordered 20,000 chips.",
        "[Acme|Company] cut 1,000 staff.",
        "The video of [Acme|Company] has 3 million views.",
        "[Acme|Company] has a gross margin of 45%.",
        "Engineers at [Acme|Company] earn salaries of 900,000 yuan.",
        "[Acme|Company]'s revenue doubled.",
        "Capital spending of 31 billion yuan was told by [Acme|Company].",
        "Foreign brands took 31% of the market, [IDC|Company] says.",
        "[Qwen-7B|AIModel] is small.",
    ],
)
def test_look_alikes(text: str) -> None:
    assert observed(text) == []


def test_evidence_time_and_alternatives() -> None:
    text = "[Acme|Company] said third-quarter revenue rose 8% to 280.2 billion yuan ($38.6 billion)."
    document, _, _ = marked(text)
    growth, revenue = candidates(text, published="2025-11-21")
    assert document.quote(revenue.span) == document.text
    assert (str(growth.when), str(revenue.when)) == ("2025-Q3", "2025-Q3")
    assert isinstance(revenue.object, Quantity)
    assert revenue.object.text == "280.2 billion yuan"
    assert [(a.plain, a.unit) for a in revenue.alternatives] == [("38600000000", "USD")]
    assert revenue.rule.startswith("metric.revenue")


def test_a_report_lends_its_period() -> None:
    told = candidates("- Net profit: RMB28.7 million", title="[Acme|Company]: results for Q3 2025")
    assert [(c.subject, str(c.when)) for c in told] == [("Acme", "2025-Q3")]


def test_a_share_move_lends_its_day() -> None:
    told = candidates("[Acme|Company] fell 3% on Thursday. [Beta|Company] rose 2%.", published="2025-11-21")
    assert [str(c.when) for c in told] == ["2025-11-20", "2025-11-20"]


def test_a_benchmark_names_its_test() -> None:
    (told,) = candidates("On [C-Eval|Benchmark] [Baichuan 2|AIModel] reached 58.1 points.")
    assert told.benchmark == "C-Eval"


def test_a_rounded_title_is_no_second_observation() -> None:
    told = observed("[Acme|Company] rose 4.38% on Friday.", title="[Acme|Company] rises over 4%")
    assert told == ["Acme stockChange 4.38 percent"]


def test_the_same_told_twice_has_one_time() -> None:
    told = candidates("[Acme|Company] rose 4% on Thursday.", title="[Acme|Company] rises 4%", published="2025-11-21")
    assert {str(c.when) for c in told} == {"2025-11-20"}


def test_a_spec_sheet() -> None:
    body = "Total / active parameters\n- [GLM-4.5|AIModel] 355B / 32B\n- [Kimi K2|AIModel] 1T / 32B"
    assert observed(body, title="Compared") == [
        "GLM-4.5 parameterCount 355000000000 parameters",
        "GLM-4.5 activeParameterCount 32000000000 parameters",
        "Kimi K2 parameterCount 1000000000000 parameters",
        "Kimi K2 activeParameterCount 32000000000 parameters",
    ]


@pytest.mark.parametrize(
    "text", ["", "5%", "$", "The 3% of [Acme|Company", "\u00a0\u00a0 12 12% %%", "<money> rose 5%", "[X|Company]" * 40]
)
def test_odd_text_raises_nothing(text: str) -> None:
    observed(text or "x")


def test_order_does_not_depend_on_anything_but_the_text() -> None:
    text = (
        "[Acme|Company] and [Beta|Company] each gained 5%, while [Gamma|Company]'s revenue rose 8% to 3 billion yuan."
    )
    assert [observed(text) for _ in range(3)] == [observed(text)] * 3
