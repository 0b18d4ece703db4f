"""`kg compare` and `kg conflicts`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from line_extractor import document, ingest

Kg = Any
DOCUMENTS = (
    document(
        "a",
        "(Alibaba|阿里巴巴*:Company) rivals (Tencent|腾讯*:Company). "
        "(Alibaba|阿里巴巴*:Company) investsIn (Moonshot AI|月之暗面*:Company). "
        "(Alibaba|阿里巴巴*:Company) revenue 100 CNY {when 2024}.",
    ),
    document(
        "b",
        "(Tencent|腾讯*:Company) investsIn (Moonshot AI|月之暗面*:Company). "
        "(Tencent|腾讯*:Company) supplies (Unitree|宇树*:Company). "
        "(Alibaba|阿里巴巴*:Company) supplies (Unitree|宇树*:Company). "
        "(Alibaba|阿里巴巴*:Company) revenue 120 CNY {when 2024}. (Tencent|腾讯*:Company) revenue 90 CNY {when 2024}.",
        publisher="Harbour Daily",
    ),
    document(
        "c",
        "(Alibaba|阿里巴巴*:Company) investsIn (Moonshot AI|月之暗面*:Company) {denied; by Alibaba}.",
        publisher="Morning Dispatch",
    ),
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sides") / "store"
    ingest(folder, *DOCUMENTS)
    return folder


@pytest.fixture
def ask(bare: Kg, told: Path) -> Callable[..., Any]:
    """What `kg` does over the store."""

    def asked(*arguments: str) -> Any:
        done = bare("--store", told, *arguments)
        assert done.status == 0, done.err
        return done

    return asked


class TestConflicts:
    def test_each_way_of_telling_with_its_sentence(self, ask: Callable[..., Any]) -> None:
        out = ask("conflicts").out
        assert "Alibaba — revenue\n  120 CNY (2024)\n" in out
        assert "  100 CNY (2024)\n" in out
        assert "— Harbour Daily · 2025-03-06" in out
        assert "Alibaba — invests in → Moonshot AI\n" in out
        assert "[denied] “" in out

    def test_of_one(self, ask: Callable[..., Any]) -> None:
        (one,) = ask("conflicts", "Moonshot AI", "--format", "json").json["conflicts"]
        assert one["kind"] == "denied"
        assert ask("conflicts", "Tencent").out.startswith("Nothing found.")

    def test_in_chinese(self, ask: Callable[..., Any]) -> None:
        out = ask("conflicts", "阿里巴巴", "--lang", "zh").out
        assert "阿里巴巴 — 营收\n" in out
        assert "阿里巴巴 — 投资于 → 月之暗面\n" in out

    def test_rows_are_numbered_by_conflict(self, ask: Callable[..., Any]) -> None:
        rows = ask("conflicts", "--format", "csv").rows
        assert [(row["conflict"], row["kind"], row["predicate"]) for row in rows] == [
            ("1", "denied", "investsIn"),
            ("1", "denied", "investsIn"),
            ("2", "figures", "revenue"),
            ("2", "figures", "revenue"),
        ]

    def test_a_limit_says_what_it_leaves_out(self, ask: Callable[..., Any]) -> None:
        assert ask("conflicts", "--limit", "1").out.endswith("\n1 more: --limit 2\n")


class TestCompare:
    def test_side_by_side(self, ask: Callable[..., Any]) -> None:
        out = ask("compare", "Alibaba", "Tencent").out
        assert out.startswith("Alibaba (company) — Tencent (company)\n  Alibaba — Tencent\n")
        assert "Both relate to (2)\n" in out
        assert "Moonshot AI   invests in   invests in\n" in out
        assert "revenue   100 CNY (2024); 120 CNY (2024)   90 CNY (2024)\n" in out

    def test_in_chinese(self, ask: Callable[..., Any]) -> None:
        out = ask("compare", "阿里巴巴", "腾讯", "--lang", "zh").out
        assert out.startswith("阿里巴巴（公司） — 腾讯（公司）\n")
        assert "两者均相关（2）\n" in out

    def test_rows_tell_what_part_they_are_of(self, ask: Callable[..., Any]) -> None:
        rows = ask("compare", "Alibaba", "Tencent", "--format", "csv").rows
        assert [(row["part"], row["with"]) for row in rows] == [
            ("direct", ""),
            *[("shared", "Moonshot AI")] * 2,
            *[("shared", "Unitree")] * 2,
            *[("figures", "")] * 3,
        ]

    def test_a_limit_says_what_it_leaves_out(self, ask: Callable[..., Any]) -> None:
        done = ask("compare", "Alibaba", "Tencent", "--limit", "1")
        assert done.out.endswith("\n1 more that both have relations with: --limit 2\n")

    def test_nothing_in_common(self, ask: Callable[..., Any]) -> None:
        assert "Nothing found." in ask("compare", "Moonshot AI", "Baidu").out
