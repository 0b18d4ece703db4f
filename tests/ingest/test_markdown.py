from __future__ import annotations

import time

import pytest

from kg.errors import DocumentError
from kg.ingest import frontmatter, markdown


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("## Head ##\ntext", "Head\ntext"),
        ("Head\n----\ntext", "Head\ntext"),
        ("a\n\n---\n\nb", "a\n\nb"),
        ("- one\n* two\n+ three\n  - four\n1. five", "- one\n- two\n- three\n  - four\n1. five"),
        ("- one\n  goes on\n- [x] done", "- one goes on\n- done"),
        ("**Qwen 2.5** *beats* __Llama__ _3_ ~~not~~ ***all***", "Qwen 2.5 beats Llama 3 not all"),
        ("snake_case_name 2 * 3 * 4 and C* x", "snake_case_name 2 * 3 * 4 and C* x"),
        ("**阿里巴巴**发布*通义*模型", "阿里巴巴发布通义模型"),
        ("阿里巴巴发布\n模型，\n支持 Qwen\n和", "阿里巴巴发布模型，支持 Qwen 和"),
        ("wrapped\nDeepSeek line  \nhard\\\nbreak", "wrapped DeepSeek line\nhard\nbreak"),
        (
            '[Moonshot](https://x.cn/a_(b) "t") and [Zhipu][z] and [Kimi]\n\n[z]: http://z\n[kimi]: http://k',
            "Moonshot and Zhipu and Kimi",
        ),
        ("[not a link] stays [1]", "[not a link] stays [1]"),
        ("![logo](a.png)Text[^1] here\n\n[^1]: A note.", "Text here\n\nA note."),
        ("[![img](a.png)](http://b) Text", "Text"),
        (
            "<b>Bold</b> &amp; a<br>b <https://x.cn/> 3 < 4 > 2<!-- gone\nall --> x",
            "Bold & a\nb https://x.cn/ 3 < 4 > 2 x",
        ),
        ("> quoted\n> text", "quoted text"),
        ("`code_*x*` and \\*stars\\*", "code_*x* and *stars*"),
        ("```py\na = **b**\n```\nend", "a = **b**\nend"),
        ("| Model | Score |\n|---|:--:|\n| R1 | **79.8** |", "Model | Score\nR1 | 79.8"),
        ("$20 billion (¥144 billion) - up 5%", "$20 billion (¥144 billion) - up 5%"),
    ],
)
def test_marks_become_plain_text(source, expected):
    assert markdown.to_text(source) == expected


def test_title_from_the_heading_and_from_the_front_matter():
    assert markdown.read("![c](x.png)\n\n# The *title*\n\nBody.", "f").title == "The title"
    assert markdown.read("The title\n=====\nBody.", "f").title == "The title"
    assert markdown.read("## Section\nBody.", "f").title is None
    raw = markdown.read("---\ntitle: Other\n---\n# Heading\nBody.", "f")
    assert (raw.title, raw.body) == ("Other", "Heading\nBody.")


def test_body_does_not_repeat_the_title():
    raw = markdown.read("---\ntitle: Kimi  K2 is out\n---\n# Kimi K2 is out\n\nMoonshot released it.", "f")
    assert raw.body == "Moonshot released it."


def test_front_matter_gives_strings_as_written():
    head = '---\nTitle: "Qwen: the comeback"\ndate: 2025-03\npublisher: No\nlang: en\nid: 007\n'
    head += "url: https://x.cn/a\ntags: [a, b]\nauthor: ~\n---\nBody."
    raw = frontmatter.read_text(head, "f")
    assert (raw.title, raw.published, raw.publisher, raw.id, raw.body) == (
        "Qwen: the comeback",
        "2025-03",
        "No",
        "007",
        "Body.",
    )


def test_front_matter_that_yaml_refuses_is_read_by_line():
    raw = frontmatter.read_text("---\ntitle: Alibaba: the comeback\npublished: 2025-03-06\n# note\n---\nBody.", "f")
    assert (raw.title, raw.published) == ("Alibaba: the comeback", "2025-03-06")


def test_front_matter_faults_name_their_line():
    for source, place in (("---\ntitle: x\nBody.", "f:1"), ("---\ntitle: a: b\nnonsense\n---\nBody.", "f:3")):
        with pytest.raises(DocumentError) as raised:
            frontmatter.read_text(source, "f")
        assert raised.value.source == place


def test_a_rule_is_no_front_matter():
    assert frontmatter.split("---\nBaidu rivals Alibaba.\n---\nx", "f")[0] == {}
    assert frontmatter.split("---\nNote: it goes on", "f")[0] == {}


@pytest.mark.parametrize(
    "bomb", ["a: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]", "a: " + "[" * 20_000, "a: !!python/object/apply:os.getcwd []"]
)
def test_hostile_front_matter_does_nothing(bomb):
    try:
        raw = frontmatter.read_text(f"---\n{bomb}\ntitle: T\n---\nBody.", "f")
    except DocumentError:
        return
    assert raw.title == "T"


def test_first_line_of_a_text_is_its_title_when_it_stands_alone():
    assert frontmatter.read_text("Kimi K2 is out\n\nMoonshot released it.", "f").title == "Kimi K2 is out"
    assert frontmatter.read_text("Kimi K2 is out.\n\nMoonshot released it.", "f").title is None
    assert frontmatter.read_text("Kimi K2 is out\nMoonshot released it.", "f").title is None
    assert frontmatter.read_text("Kimi K2 is out", "f").title is None


@pytest.mark.parametrize(
    "unit",
    [
        "**a ",
        "[",
        "[a](",
        "<!--",
        "`",
        "![",
        "<a ",
        "*a ",
        "_a ",
        "| ",
        "- ",
        "__a ",
        "\\",
        "~~a ",
        "[a](((",
        "#",
        " #",
        "|:- ",
    ],
)
def test_hostile_markdown_costs_no_more_than_time_in_proportion(unit):
    started = time.perf_counter()
    markdown.to_text(unit * (100_000 // len(unit)))
    assert time.perf_counter() - started < 5
