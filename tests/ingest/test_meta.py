from __future__ import annotations

import pytest

from kg.errors import DocumentError
from kg.ingest.language import detect, normalise
from kg.ingest.meta import Builder, Raw, parse_published, safe_id, safe_url


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-03-06", "2025-03-06"),
        ("2025-3-6", "2025-03-06"),
        ("2025/03/06 10:00", "2025-03-06"),
        ("2025.03.06", "2025-03-06"),
        ("2025-03-06T23:59:59Z", "2025-03-06"),
        ("Thu, 06 Mar 2025 10:00:00 GMT", "2025-03-06"),
        ("Thursday, March 6th, 2025", "2025-03-06"),
        ("6 September 2025", "2025-09-06"),
        ("Sept. 6, 2025 9:30 AM", "2025-09-06"),
        ("March 2025", "2025-03"),
        ("2025年3月6日 10:00", "2025-03-06"),
        ("２０２５年３月", "2025-03"),
        ("2025", "2025"),
    ],
)
def test_dates(text, expected):
    assert parse_published(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "03/06/2025",
        "2025-02-30",
        "2025-13-01",
        "2025-Q1",
        "2025/2028",
        "1741219200",
        "0000-01-01",
        "soon",
        "2025-03-06x",
        "9" * 10_000,
    ],
)
def test_what_is_no_date(text):
    with pytest.raises(ValueError, match=r"\w"):
        parse_published(text)


@pytest.mark.parametrize(
    "hostile",
    ["../../x", "..", ".", "a/b", "a b", "a\nb", "<x>", "x" * 10_000, "月之暗面", "\ud800", "a..b", "-rf", "a\0"],
)
def test_hostile_ids_become_safe_ones(hostile):
    made = safe_id(hostile)
    assert made == safe_id(hostile)
    assert len(made) <= 80
    assert made.isascii()
    assert all(c.isalnum() or c in "-_." for c in made)
    assert ".." not in made
    assert made[0].isalnum()


def test_ids_never_collide_and_plain_ones_stay():
    assert safe_id("A b") != safe_id("a b")
    assert safe_id("../x") != safe_id("x")
    assert [safe_id(i) for i in ("t001", "2025-03-06.a_b", "7")] == ["t001", "2025-03-06.a_b", "7"]


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "file:///etc/passwd", "http://", "http://[::1", "http://a b/", "x", "http://a:99999/"],
)
def test_addresses_that_are_none(url):
    assert safe_url(url) is None


def test_language():
    assert detect("") == detect("123 —") == "en"
    assert detect("阿里巴巴发布Qwen2.5-VL-72B-Instruct") == "zh"
    assert [normalise(tag) for tag in ("zh_TW", "ZH", "en-GB", "ja", "")] == ["zh", "zh", "en", None, None]


def test_builder_refuses_what_cannot_be_used():
    builder = Builder()
    for raw, words in (
        (Raw(" \n\0"), "no text"),
        (Raw("x", title="t" * 2000), "title"),
        (Raw("x", published="soon"), "2025-03-06"),
        (Raw("x", language="fr"), "Chinese"),
    ):
        with pytest.raises(DocumentError) as raised:
            builder.document(raw, "f")
        assert words in raised.value.reason


def test_builder_makes_titles_one_line_and_drops_foreign_addresses():
    document = Builder().document(Raw("Body.\r\nMore.", title=" A\r\n title\x07 ", url="javascript:alert(1)"), "f")
    assert document.text == "A title\nBody.\nMore."
    assert document.url is None
    assert document.text[document.body_start :] == document.body
