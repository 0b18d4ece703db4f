from __future__ import annotations

import os
import subprocess
import sys

import pytest

from kg.errors import DocumentError
from kg.ingest import html


def test_article_with_its_title_date_and_publisher(tmp_path, read_all, article):
    (tmp_path / "a.html").write_text(article, encoding="utf-8")
    documents, errors = read_all(tmp_path)
    assert not errors
    (document,) = documents
    assert document.title == "Moonshot AI releases Kimi K2"
    assert str(document.published) == "2025-07-11"
    assert (document.publisher, document.language) == ("China Tech Daily", "en")
    assert document.text.count("Moonshot AI releases Kimi K2") == 1
    assert "beats DeepSeek-V3 on coding tests & costs less" in document.body
    assert "- It reads 128,000 tokens at once." in document.body
    for left_out in ("Log in", "tracking", "rights reserved", "spy"):
        assert left_out not in document.text


def test_chinese_page_in_gbk(tmp_path, read_all):
    prose = "阿里巴巴集团周一发布了新一代大模型通义千问，这是中国在人工智能领域的新进展。"
    prose += "该公司表示，模型将在本月开放给所有开发者。"
    head = '<head><meta charset="gb2312"><title>阿里发布新模型</title></head>'
    page = f"<html>{head}<body><article><h1>阿里发布新模型</h1><p>{prose}</p><p>{prose}</p></article></body></html>"
    (tmp_path / "a.html").write_bytes(page.encode("gbk"))
    documents, errors = read_all(tmp_path)
    assert not errors
    assert (documents[0].language, documents[0].title) == ("zh", "阿里发布新模型")
    assert prose in documents[0].body


@pytest.mark.parametrize(
    "page",
    [
        "<html></html>",
        "<html><body></body></html>",
        "<html><body><nav><a href='/'>Home</a><a href='/a'>News</a></nav><form>Log in <input></form></body></html>",
        "<html><body>"
        + "".join(f"<li><a href='/{n}'>Headline number {n} of the day</a></li>" for n in range(60))
        + "</body></html>",
        "<html><body><script>location='/x'</script>Please enable JavaScript.</body></html>",
        "not html at all",
    ],
)
def test_pages_without_an_article(page):
    with pytest.raises(DocumentError, match="without an article"):
        html.read(page.encode(), "a.html")


def test_page_that_breaks_off_inside_a_tag(article):
    data = article.encode()
    with pytest.raises(DocumentError, match="half-downloaded"):
        html.read(data[: data.index(b"</ul>") + 3], "a.html")


def test_another_file_under_the_name_of_a_page():
    with pytest.raises(DocumentError, match="PDF"):
        html.read(b"%PDF-1.4 ...", "a.html")


@pytest.mark.parametrize("page", ["<div>" * 50_000, "<p>" + "<b>" * 20_000 + "x", "<html><body>" + "&" * 50_000])
def test_hostile_pages_are_errors(page):
    with pytest.raises(DocumentError):
        html.read(page.encode(), "a.html")


def test_the_same_page_gives_the_same_text_in_any_process_on_any_day(tmp_path, article):
    undated = article.replace("2025-07-11T09:30:00+08:00", "").replace("2025 China", "China")
    (tmp_path / "a.html").write_text(undated)
    code = (
        "import sys; from kg.ingest import read; from kg.config import Settings\n"
        "for d in read(sys.argv[1], settings=Settings()): print(d)"
    )
    seen = set()
    for seed in ("0", "1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "a.html")],
            capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
        )  # fmt: skip
        assert not run.stderr
        seen.add(run.stdout)
    assert len(seen) == 1
    assert "published=None" in seen.pop()


def test_publisher_falls_back_to_the_host_only_when_nobody_names_one(site, read_all, article):
    page = article.replace('<meta property="og:site_name" content="China Tech Daily">', "").replace(
        " | China Tech Daily", ""
    )
    address = site.add("/a", page.encode())
    assert read_all(address, publisher="Caixin")[0][0].publisher == "Caixin"
