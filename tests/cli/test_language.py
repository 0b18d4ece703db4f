"""Answers in either language of labels, and Chinese on a terminal of 80 columns."""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from line_extractor import document, ingest

from kg.cli.plain import width
from kg.cli.words import WORDS

Kg = Any
QUESTIONS = (
    ("rivals",),
    ("rivals", "Alibaba", "--modality", "all"),
    ("who", "invests-in", "Moonshot AI"),
    ("who", "adopts", "Qwen"),
    ("what", "Alibaba", "released"),
    ("show", "阿里巴巴", "--modality", "all"),
    ("evidence", "Alibaba"),
    ("timeline", "Alibaba"),
    ("path", "Pop Mart", "DeepSeek"),
    ("compare", "Alibaba", "Moonshot AI"),
    ("stats",),
)
SENTENCE = (
    "在杭州举行的发布会上，两家公司都表示将继续开放模型权重，并把推理价格降到每百万词元一元以下，"
    "分析师因此认为，国内云计算厂商之间的价格战还会持续到明年年底，其他创业公司的日子会更难过"
)
CHINESE = (
    document(
        "a",
        f"(Alibaba|阿里巴巴*:Company) rivals (DeepSeek|深度求索*:Company) {{by 财经杂志}}，{SENTENCE}。\n"
        "(Alibaba|阿里巴巴*:Company) investsIn (Moonshot AI|月之暗面*:Company) "
        "{round B轮; stake ~36.5 percent; when 2024-02}。\n"
        "(Alibaba|阿里巴巴*:Company) released (Qwen3-235B-A22B|通义千问3-235B-A22B-Instruct-2507*:AIModel)。\n"
        "(Alibaba|阿里巴巴*:Company) partnersWith (Bureau|国家互联网信息办公室网络数据管理局人工智能处*:Company)。\n"
        "(Eddie Wu|吴泳铭*:Person) holdsRole (Alibaba|阿里巴巴*:Company) "
        "{role 集团首席执行官兼云智能集团董事长、淘天集团首席执行官}。\n"
        "(Alibaba|阿里巴巴*:Company) revenue 996347000000 CNY {when 2025}。\n"
        "(Alibaba|阿里巴巴*:Company) userCount 900000000 users {when 2025-Q1}。",
        title="阿里巴巴与深度求索的竞争",
        publisher="港湾财经周刊（样本）",
        published="2025-03-06",
    ),
)


@pytest.fixture(scope="module")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of what one Chinese article tells."""
    folder = tmp_path_factory.mktemp("chinese") / "store"
    ingest(folder, *CHINESE)
    return folder


@pytest.fixture
def ask(bare: Kg, chinese: Path) -> Callable[..., str]:
    """The text that `kg` prints with Chinese labels."""

    def asked(*arguments: str) -> str:
        done = bare("--store", chinese, *arguments, "--lang", "zh")
        assert done.status == 0, done.err
        return str(done.out)

    return asked


def unlabelled(value: Any) -> Any:
    """A JSON answer without what is there for people to read."""
    if isinstance(value, dict):
        kept = {key: item for key, item in value.items() if key not in ("label", "note") and not key.endswith("_label")}
        return {key: unlabelled(item) for key, item in kept.items()}
    return [unlabelled(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_both_languages_tell_the_same_in_the_same_order(kg: Kg, question: tuple[str, ...]) -> None:
    english = kg(*question, "--format", "json").json
    chinese = kg(*question, "--lang", "zh", "--format", "json").json
    assert unlabelled(english) == unlabelled(chinese)
    assert kg(*question).out != kg(*question, "--lang", "zh").out


def test_names_of_both_languages_are_one_answer(kg: Kg) -> None:
    for language in ("en", "zh"):
        answers = {kg("rivals", name, "--lang", language).out for name in ("Alibaba", "阿里巴巴", "阿里 巴巴")}
        assert len(answers) == 1
    assert kg("rivals", "Alibaba", "--lang", "zh").out.startswith("阿里巴巴 — 深度求索\n")


def test_the_setting_counts_where_the_command_says_nothing(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    chinese = kg("who", "invests-in", "月之暗面", "--lang", "zh").out
    monkeypatch.setenv("KG_LANG", "zh")
    assert kg("who", "invests-in", "月之暗面").out == chinese
    assert kg("who", "invests-in", "月之暗面", "--lang", "en").out.startswith("Alibaba — invests in → Moonshot AI\n")
    monkeypatch.setenv("KG_LANG", "fr")
    done = kg("stats")
    assert (done.status, done.out) == (2, "")
    assert "KG_LANG must be en or zh" in done.err
    assert kg("stats", "--lang", "fr").status == 2


def test_an_entity_without_a_chinese_name_keeps_its_own(kg: Kg) -> None:
    assert kg("path", "Pop Mart", "DeepSeek", "--lang", "zh").out.startswith(
        "Pop Mart — Qwen2.5 — 阿里巴巴 — 深度求索\n"
    )


def test_relations_qualifiers_and_ways_of_telling_are_in_the_language(kg: Kg) -> None:
    shown = kg("who", "invests-in", "月之暗面", "--lang", "zh").out
    assert shown.startswith("阿里巴巴 — 投资于 → 月之暗面\n")
    assert "  持股比例：36%\n" in shown
    assert "· 据 Reuters\n" in shown
    released = kg("what", "Alibaba", "released", "--lang", "zh").out
    assert "  是否开源：是 · 时间：2024-09\n" in released
    denied = kg("rivals", "Alibaba", "--modality", "all", "--lang", "zh").out
    assert "阿里巴巴 — 月之暗面\n  [否认] “Moonshot AI is no rival of Alibaba.”\n" in denied


def test_a_card_is_in_the_language(kg: Kg) -> None:
    shown = kg("show", "BABA", "--modality", "all", "--lang", "zh").out
    assert shown.startswith("阿里巴巴（公司）\n  en：Alibaba\n")
    for part in (
        "收购     深度求索   [推测]",
        "任职者为   吴泳铭   职务：chief executive",
        "超过 20,000,000,000 USD；145,000,000,000",
    ):
        assert part in shown


def test_counts_are_called_by_their_labels(kg: Kg) -> None:
    assert re.search(r"^invests in +1$", kg("stats").out, re.MULTILINE)
    shown = kg("stats", "--lang", "zh").out
    assert re.search(r"^投资于 +1$", shown, re.MULTILINE)
    assert re.search(r"^人工智能模型 +2$", shown, re.MULTILINE)
    assert kg("stats", "--lang", "zh", "--format", "json").json["predicates"]["investsIn"] == 1


def test_json_has_the_label_asked_for_and_all_others(kg: Kg) -> None:
    (edge,) = kg("who", "invests-in", "Moonshot AI", "--lang", "zh", "--format", "json").json["edges"]
    assert (edge["predicate"], edge["predicate_label"]) == ("investsIn", "投资于")
    subject = edge["subject"]
    assert (subject["label"], subject["type"], subject["type_label"]) == ("阿里巴巴", "Company", "公司")
    assert subject["labels"] == {"en": "Alibaba", "zh": "阿里巴巴"}
    assert edge["evidence"][0]["modality_label"] == "事实陈述"
    (figure,) = kg("show", "Alibaba", "--lang", "zh", "--format", "json").json["observations"]
    assert (figure["metric"], figure["metric_label"]) == ("revenue", "营收")
    (row,) = kg("who", "invests-in", "Moonshot AI", "--lang", "zh", "--format", "csv").rows
    assert (row["subject"], row["predicate"], row["object"]) == ("阿里巴巴", "investsIn", "月之暗面")


def test_messages_stay_english(kg: Kg) -> None:
    assert kg("rivals", "Nobody at all", "--lang", "zh").err.startswith("Error: No entity is named")
    assert kg("rivals", "Pop Mart", "--lang", "zh").out.startswith("Nothing found.")
    assert kg("who", "adopts", "Qwen", "--lang", "zh").out.startswith("Includes versions of 通义千问: Qwen2.5.\n")


def test_both_languages_have_the_same_words_with_the_same_places() -> None:
    def places(words: dict[str, str]) -> dict[str, set[str]]:
        return {key: {name for _, name, _, _ in string.Formatter().parse(text) if name} for key, text in words.items()}

    english, chinese = places(WORDS["en"]), places(WORDS["zh"])
    assert english.keys() == chinese.keys()
    assert all(chinese[key] <= english[key] for key in english)


class TestWidths:
    """A Chinese character takes two columns."""

    @pytest.mark.parametrize(
        "question",
        [
            ("rivals", "阿里巴巴"),
            ("show", "阿里巴巴"),
            ("show", "吴泳铭"),
            ("timeline", "阿里巴巴"),
            ("path", "吴泳铭", "月之暗面"),
            ("stats",),
        ],
        ids=" ".join,
    )
    @pytest.mark.parametrize("columns", [40, 80, 120])
    def test_no_line_is_wider_than_the_terminal(
        self, ask: Callable[..., str], question: tuple[str, ...], columns: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", str(columns))
        lines = ask(*question).splitlines()
        assert all(width(line) <= columns for line in lines)

    def test_a_long_sentence_fills_its_lines_and_loses_nothing(self, ask: Callable[..., str]) -> None:
        shown = ask("rivals", "阿里巴巴")
        lines = [line for line in shown.splitlines() if line.startswith("  ") and "—" not in line]
        assert SENTENCE in "".join(line.strip() for line in lines)
        assert all(width(line) >= 76 for line in lines[1:-1])
        assert not any(line.strip()[0] in "，。、”" for line in lines)

    @pytest.mark.parametrize("question", [("show", "阿里巴巴"), ("show", "吴泳铭"), ("stats",)], ids=" ".join)
    @pytest.mark.parametrize("columns", [60, 80])
    def test_columns_stand_below_their_heads(
        self, ask: Callable[..., str], question: tuple[str, ...], columns: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", str(columns))
        lines = ask(*question).splitlines()
        rules = [place for place, line in enumerate(lines) if line and set(line) == {"─"}]
        assert rules
        for place in rules:
            starts = [width(lines[place - 1][: found.start()]) for found in re.finditer(r"(?<=  )\S", lines[place - 1])]
            rows = lines[place + 1 : next((n for n in range(place, len(lines)) if not lines[n]), len(lines))]
            assert rows
            flush_right = question == ("stats",)
            for row in rows:
                cells = spread(row)
                assert len(cells) <= width(lines[place])
                for start in starts if not flush_right else []:
                    assert cells[start - 2 : start] in ([" ", " "], [" "], [])
                    assert cells[start : start + 1] != [""]  # no character stands across the border
                if flush_right:
                    assert len(cells) == width(lines[place])


def spread(line: str) -> list[str]:
    """What stands in each column: the second column of a wide character is empty."""
    return [cell for char in line for cell in ([char, ""] if width(char) == 2 else [char])]
