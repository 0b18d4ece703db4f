"""Whose figures are, what they measure and when, in Chinese prose, lists, tables and live reports."""

from __future__ import annotations

import pytest
from figures_told import chinese_candidates, chinese_observed

A, B, C = "[Company 云岭智能]", "[Company 天池软件]", "[Company 滇海光电]"
M, N, P = "[AIModel 云语3]", "[AIModel 池鱼2]", "[Product 小岭]"

GROWTH = [
    (f"{A}营收增长24%至7.8亿元。", ["revenueGrowth 24 percent", "revenue 780000000 CNY"]),
    (f"{A}净利0.9亿元（-3%）。", ["profit 90000000 CNY", "profitGrowth -3 percent"]),
    (f"{A}赚3.4亿元，按年升1.2倍。", ["profit 340000000 CNY", "profitGrowth 120 percent"]),
    (f"{A}营收同比翻倍至12亿元。", ["revenueGrowth 100 percent", "revenue 1200000000 CNY"]),
    (f"{A}营收增至去年的三倍。", []),
    (f"{A}亏损同比收窄30%至4.5亿元。", ["profit -450000000 CNY"]),
    (f"{A}净利润为负4.5亿元。", ["profit -450000000 CNY"]),
    (f"{A}毛利率提升2.3个百分点至45.6%。", []),
    (f"{A}涨幅收窄至2.1%。", ["stockChange 2.1 percent 2025-11-21"]),
    (f"{A}跌幅扩大至5%。", ["stockChange -5 percent 2025-11-21"]),
    (f"{A}收报12.5元，跌1.3%。", ["stockChange -1.3 percent 2025-11-21"]),
    (f"{A}营收10亿元，涨价贡献了3%。", ["revenue 1000000000 CNY"]),
]


@pytest.mark.parametrize(("text", "wanted"), GROWTH)
def test_growth_and_signs(text: str, wanted: list[str]) -> None:
    assert [line.split(" ", 1)[1] for line in chinese_observed(text)] == wanted


LISTS = [
    (
        f"{A}、{B}营收分别为10亿元和8亿元，同比分别增长12%和-3%。",
        [
            "云岭智能 revenue 1000000000 CNY",
            "天池软件 revenue 800000000 CNY",
            "云岭智能 revenueGrowth 12 percent",
            "天池软件 revenueGrowth -3 percent",
        ],
    ),
    (
        f"{A}营收、净利润分别为35亿元和4.2亿元。",
        ["云岭智能 revenue 3500000000 CNY", "云岭智能 profit 420000000 CNY"],
    ),
    (
        f"2022年至2024年及2025年上半年，{A}营收分别为1亿元、2亿元、3亿元和4亿元。",
        [
            "云岭智能 revenue 100000000 CNY 2022",
            "云岭智能 revenue 200000000 CNY 2023",
            "云岭智能 revenue 300000000 CNY 2024",
            "云岭智能 revenue 400000000 CNY 2025-H1",
        ],
    ),
    (
        f"国内市场，{A}以28%居首，{B}18%，{C}占比11%。",
        [
            "云岭智能 marketShare 28 percent",
            "天池软件 marketShare 18 percent",
            "滇海光电 marketShare 11 percent",
        ],
    ),
    (
        f"{A}涨5%，{B}、{C}均跌超2%。",
        [
            "云岭智能 stockChange 5 percent 2025-11-21",
            "天池软件 stockChange -2 percent 2025-11-21",
            "滇海光电 stockChange -2 percent 2025-11-21",
        ],
    ),
    (
        f"{A}去年交付5168台，市占率39%；{B}为4200台、32%。",
        [
            "云岭智能 shipmentCount 5168 units 2024",
            "云岭智能 marketShare 39 percent 2024",
            "天池软件 shipmentCount 4200 units 2024",
            "天池软件 marketShare 32 percent 2024",
        ],
    ),
    (
        f"{M}：3550亿/320亿，128K",
        [
            "云语3 parameterCount 355000000000 parameters",
            "云语3 activeParameterCount 32000000000 parameters",
            "云语3 contextLength 128000 tokens",
        ],
    ),
    (
        f"AI应用月活榜：\n1. {P}　2.03亿\n2. [Product 小池]　约3000万",
        ["小岭 userCount 203000000 users", "小池 userCount 30000000 users"],
    ),
    (
        f"▪ {A}：营收3亿元；净利1亿元。\n▪ {B}：5亿元，+40%；净利2亿元。",
        [
            "云岭智能 revenue 300000000 CNY",
            "云岭智能 profit 100000000 CNY",
            "天池软件 revenue 500000000 CNY",
            "天池软件 revenueGrowth 40 percent",
            "天池软件 profit 200000000 CNY",
        ],
    ),
]


@pytest.mark.parametrize(("text", "wanted"), LISTS)
def test_lists(text: str, wanted: list[str]) -> None:
    assert chinese_observed(text) == wanted


SUBJECTS = [
    (f"{A}称与{B}的合作不断深化，股价涨3%。", "云岭智能"),
    (f"{A}获{B}5亿元战略投资。", "云岭智能"),
    (f"{A}完成5亿元C轮融资，{B}领投，投后估值40亿元。", "云岭智能"),
    (f"{B}向{A}增资3亿元。", "云岭智能"),
    (f"{B}拟以100亿元估值认购{A}一成股权。", "云岭智能"),
    (f"{A}旗下{B}收入5亿元。", "天池软件"),
    (f"据{B}测算，{A}营收5亿元。", "云岭智能"),
    (f"[Company 虎跑证券]将{A}目标价上调至50元。", "云岭智能"),
    (f"[Company 虎跑证券]：首次覆盖{A}\n盈利预测：预计营收5亿元。", "云岭智能"),
    (f"{A}发布{M}，总参数72亿，性能胜过自家更大的{N}。", "云语3"),
    (f"{A}推出600亿参数的{M}。", "云语3"),
    (f"{M}由{N}蒸馏而来，仅24亿参数。", "云语3"),
    ("[Product 小岭]月活1亿，仅次于[Product 小池]的2亿。", "小岭 小池"),
]


@pytest.mark.parametrize(("text", "wanted"), SUBJECTS)
def test_whose_a_figure_is(text: str, wanted: str) -> None:
    found = [line.split(" ")[0] for line in chinese_observed(text)]
    assert found
    assert sorted(set(found)) == sorted(wanted.split())


TIMES = [
    (f"截至9月底，{P}月活1.7亿。", "2025-09"),
    (f"{A}今年前三季度营收5亿元。", "2025-01/2025-09"),
    (f"{A}上半年亏1亿元，上年同期亏3亿元。", "2025-H1 2024-H1"),
    (f"{A}发布二季报。公司营收5亿元。", "2025-Q2"),
    (f"{A}未来三年投入50亿元。", "2025/2028"),
    (f"{A}今年以来股价累计上涨120%。", "2025"),
    (f"11月18日通报后，{A}当日跌7%。", "2025-11-18"),
    (f"{A}隔夜收跌1.5%。", "2025-11-20"),
    (f"{A}成立于2021年，员工300人。", ""),
    (f"{B}11月18日宣布，将向{A}增资3亿元。", "2025-11-18"),
    (f"{A}11月18日申请上市，拟募资3亿元。", ""),
    (f"{A}2025年预计营收5亿元，明年有望突破8亿元。", "2025 2026"),
]


@pytest.mark.parametrize(("text", "wanted"), TIMES)
def test_when_a_figure_holds(text: str, wanted: str) -> None:
    found = [c.when.text for c in chinese_candidates(text) if c.when]
    assert found == wanted.split()


PRICES = [
    (f"{M}每千tokens输入0.0008元、输出0.002元。", ["tokenPrice 0.8 CNY", "tokenPrice 2 CNY"]),
    (f"{M}输入价由每百万tokens 6元降至3.2元。", ["tokenPrice 3.2 CNY"]),
    (f"{M}每百万tokens输入0.3美元（约合2.1元人民币）。", ["tokenPrice 0.3 USD"]),
    (f"{M}API限时免费。", ["tokenPrice 0 CNY"]),
    (f"{M}每百万tokens收费2美元，首月免费使用。", ["tokenPrice 2 USD", "tokenPrice 0 USD"]),
    (f"{P}会员月费25元。", []),
]


@pytest.mark.parametrize(("text", "wanted"), PRICES)
def test_prices_of_tokens(text: str, wanted: list[str]) -> None:
    assert [line.split(" ", 1)[1] for line in chinese_observed(text)] == wanted


def test_prices_in_order() -> None:
    assert chinese_observed(f"{M}与{N}的输出价格分别为每百万tokens 8元和60元。") == [
        "云语3 tokenPrice 8 CNY",
        "池鱼2 tokenPrice 60 CNY",
    ]


SCORES = [
    (f"{M}在[Benchmark 测一]上得87.3分，高于{N}的81.8。", ["云语3 87.3 points 测一", "池鱼2 81.8 points 测一"]),
    (f"{M}在[Benchmark 测一]上准确率92.5%。", ["云语3 92.5 percent 测一"]),
    (f"{M}在[Benchmark 测一]、[Benchmark 测二]上分别得85分和71分。", ["云语3 85 points 测一", "云语3 71 points 测二"]),
    (f"{M}、{N}分别以71.2分和69.8分位列榜单前二。", ["云语3 71.2 points None", "池鱼2 69.8 points None"]),
    (f"{M}在[Benchmark 测一]上提升了5个百分点，排名第3。", []),
    (f"{M}在[Benchmark 测一]上以16分之差居首。", []),
]


@pytest.mark.parametrize(("text", "wanted"), SCORES)
def test_scores(text: str, wanted: list[str]) -> None:
    found = [f"{c.subject} {c.object.plain} {c.object.unit} {c.benchmark}" for c in chinese_candidates(text)]
    assert found == wanted


def test_the_body_goes_before_a_rounded_title() -> None:
    found = chinese_observed(f"{A}收报10元，升75.8%。", title=f"{A}首日收升近76%")
    assert found == ["云岭智能 stockChange 75.8 percent 2025-11-21"]


def test_a_line_of_an_unknown_firm_is_nobody_elses() -> None:
    lines = [f"▪ {A}：营收3亿元。", f"▪ {B}：营收5亿元。", "▪ 无名之辈：营收8亿元，亏损2亿元。", f"▪ {C}：营收6亿元。"]
    assert [line.split(" ")[0] for line in chinese_observed("\n".join(lines))] == ["云岭智能", "天池软件", "滇海光电"]


def test_a_bare_yuan_is_that_of_the_place() -> None:
    hong_kong = f"{A}今日在港交所收報12元，市值約338億元，去年收入5億元人民幣。"
    assert [line.split(" ")[3] for line in chinese_observed(hong_kong)] == ["HKD", "CNY"]
    taiwan = f"〔記者台北報導〕{A}10月合併營收523億元，年增21%。"
    assert [line.split(" ")[3] for line in chinese_observed(taiwan)] == ["TWD", "percent"]


LEFT_OUT = [
    f"{A}拟每10股派息2.5元，合计1.2亿元。",
    f"{A}研发投入87亿元，占营收21%。",
    f"{A}与{B}签署30亿元的采购合同。",
    f"{B}持有{A}12%股份，套现3亿元。",
    f"{A}被罚款1.5亿元，高管年薪500万元。",
    f"{A}云业务收入增长26%，海外收入占七成。",
    "中国市场出货量897万台，同比增长8%。",
    f"{A}订单同比增长40%，市盈率85倍。",
    f"{M}用15万亿tokens训练，支持119种语言。",
    f"{P}日均调用20亿次，播放量破百亿。",
    f"{A}计划裁员1500人，招聘300人。",
    f"{A}（688256.SH）发行1.2亿股。",
]


@pytest.mark.parametrize("text", LEFT_OUT)
def test_look_alikes_are_left_out(text: str) -> None:
    assert chinese_observed(text) == []


def test_a_sum_in_two_currencies_is_one() -> None:
    (found,) = chinese_candidates(f"{A}营收5.7亿美元（约合41亿元人民币）。")
    assert (found.object.plain, found.object.unit) == ("570000000", "USD")
    assert [(q.plain, q.unit) for q in found.alternatives] == [("4100000000", "CNY")]


@pytest.mark.parametrize(
    "text",
    ["营收" * 50_000, "1" * 100_000, f"{A}营收1亿元" * 5_000, "（1" * 50_000, "同日，" * 30_000],
)
def test_endless_text_is_read_fast(text: str) -> None:
    assert len(chinese_candidates(text)) <= 1
