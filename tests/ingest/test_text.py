from __future__ import annotations

import pytest

from kg.errors import DocumentError
from kg.ingest.text import clean, decode, one_line

ZH = "阿里巴巴周一发布了Qwen3模型，这是中国在人工智能领域的新进展。"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk", "gb2312"]
)
def test_encodings_of_chinese(encoding):
    assert decode(ZH.encode(encoding), "f") == ZH


def test_traditional_chinese_in_gbk():
    text = "阿里巴巴週一發布了新模型，這是中國在人工智慧領域的新進展。"
    assert decode(text.encode("gb18030"), "f") == text


def test_english_in_utf_16_without_a_mark():
    assert decode("Qwen “rivals” R1".encode("utf-16-le"), "f") == "Qwen “rivals” R1"


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        (b"Caf\xe9 society", 3),
        ("He said “no”. It’s café, naïve.".encode("cp1252"), 8),
        (ZH.encode("utf-8")[:-2], len(ZH.encode("utf-8")) - 3),
        (ZH.encode("utf-8")[:30] + b"\xff" + ZH.encode("utf-8")[30:], 30),
        (("阿里巴巴週一發布了新模型，這是中國在人工智慧領域的新進展。" * 3).encode("big5"), 0),
        ("中国の人工知能企業は新しいモデルを発表した。競争する。中国の会社です。".encode("euc-jp"), 0),
        ("인공지능 기업 딥시크는 새로운 모델을 발표했다. 알리바바와 경쟁한다.".encode("euc-kr"), 0),
        ("\ufeffab".encode("utf-16-le") + b"\x00\xd8\x00\x00", 6),
        ("\ufeffab".encode("utf-16-le") + b"\x00", 6),
    ],
)
def test_bytes_that_fit_no_encoding_are_named_by_offset_and_never_guessed(data, offset):
    with pytest.raises(DocumentError) as raised:
        decode(data, "f.txt")
    assert raised.value.source == "f.txt"
    assert f"byte {offset} " in raised.value.reason
    assert "UTF-8" in raised.value.reason


def test_a_declared_charset_counts_only_when_utf_8_does_not_fit():
    assert decode("數碼的".encode("big5"), "f", "big5") == "數碼的"
    assert decode("数码的".encode(), "f", "gb2312") == "数码的"
    assert decode("It’s".encode("cp1252"), "f", "iso-8859-1") == "It’s"
    for nonsense in ("hex", "x-nothing", "a\0b"):
        with pytest.raises(DocumentError):
            decode(b"\xff\xfe\xfd"[1:], "f", nonsense)


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 rest",
        b"PK\x03\x04rest",
        b"\x89PNG\r\n",
        b"\x1f\x8b\x08rest",
        b"text with a zero \x00 byte!",
        bytes(range(256)) * 4,
        b"\x01\x02\x03\x04\x05\x06\x07ab" * 20,
    ],
)
def test_binary_files_are_refused(data):
    with pytest.raises(DocumentError):
        decode(data, "f")


def test_cleaning_changes_line_ends_and_controls_only():
    assert clean("a\r\nb\rc\u2028d\x0ce") == "a\nb\nc\nd\ne"
    assert clean("\ufeffa\x00\x1b[1mb\x9f\ud800\ufffe\t c") == "a[1mb\t c"
    kept = "e\u0301 ﬁ Ａ \u00a0\u200b 月  之"  # no normal form, no folding: spans and quotes stay true
    assert clean(kept) == kept
    assert clean(clean("\r\x00\n")) == clean("\r\x00\n")


def test_one_line_is_fast_on_hostile_blanks():
    assert one_line(" a \r\n\n\t b" + " " * 1_000_000) == "a b"
