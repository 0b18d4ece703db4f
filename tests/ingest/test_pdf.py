from __future__ import annotations

import io

import pypdf
import pytest

from kg.errors import DocumentError
from kg.ingest import pdf

LINES = [
    "Moonshot AI releases Kimi K2",
    "",
    "Moonshot AI, a Beijing-based start-up, released its Kimi K2 model on Friday and",
    "Alibaba Cloud will offer it to developers. The model beats DeepSeek-V3 on cod-",
    "ing tests.",
    "",
    "Analysts expect more open-source models (from Baidu, Tencent and the others) by",
    "December.",
]


def test_lines_of_a_paragraph_are_joined(tmp_path, read_all, make_pdf):
    (tmp_path / "a.pdf").write_bytes(make_pdf([LINES], title="Moonshot AI releases Kimi K2"))
    documents, errors = read_all(tmp_path)
    assert not errors
    (document,) = documents
    assert document.title == "Moonshot AI releases Kimi K2"
    assert "on Friday and Alibaba Cloud will offer" in document.body
    assert "on coding tests." in document.body
    assert document.text.count("Moonshot AI releases Kimi K2") == 1
    assert "the others) by December." in document.body


def test_page_numbers_and_running_heads_go_and_sentences_cross_pages(make_pdf):
    sentence = "This is line {} of a long report about Chinese models that goes on and on and"
    pages = [
        ["China AI Weekly", *(sentence.format(f"{p}{n}") for n in range(5)), f"Page {p} of 4"] for p in range(1, 5)
    ]
    raw = pdf.read(make_pdf(pages), "a.pdf")
    assert "Weekly" not in raw.body
    assert "Page" not in raw.body
    assert raw.body.count("\n") == 0


def test_a_title_that_the_text_does_not_bear_is_left_out(make_pdf):
    assert pdf.read(make_pdf([LINES], title="Microsoft Word - draft2.doc"), "a.pdf").title is None


def _encrypted(data: bytes, user: str, owner: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt(user, owner, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_encrypted_files(make_pdf):
    with pytest.raises(DocumentError, match="password"):
        pdf.read(_encrypted(make_pdf([LINES]), "secret", "owner"), "a.pdf")
    # Only changing it is forbidden: anyone may read.
    assert "Kimi K2" in pdf.read(_encrypted(make_pdf([LINES]), "", "owner"), "a.pdf").body


def test_pictures_only(make_pdf):
    with pytest.raises(DocumentError, match="text recognition"):
        pdf.read(make_pdf([[]], image=True), "a.pdf")


def test_half_downloaded_and_foreign_files(make_pdf):
    data = make_pdf([LINES])
    for cut in (20, len(data) // 2, len(data) - 8):
        with pytest.raises(DocumentError, match="half-downloaded"):
            pdf.read(data[:cut], "a.pdf")
    linear = data.replace(b"%PDF-1.4\n", b"%PDF-1.4\n% << /Linearized 1 /L 999999 >>\n")
    with pytest.raises(DocumentError, match="half-downloaded"):
        pdf.read(linear, "a.pdf")
    with pytest.raises(DocumentError, match="no PDF"):
        pdf.read(b"<html>404</html>", "a.pdf")


@pytest.mark.parametrize("seed", range(12))
def test_damage_anywhere_is_one_clear_error_or_still_text(make_pdf, seed, capfd):
    data = bytearray(make_pdf([LINES, LINES]))
    step = len(data) // 40
    for at in range(20 + seed * 7, len(data) - 10, step):
        data[at] ^= 1 << (seed % 7)
    try:
        assert pdf.read(bytes(data), "a.pdf").body
    except DocumentError as error:
        assert error.source == "a.pdf"
        assert "\n" not in str(error)
    assert not capfd.readouterr().err


def test_a_page_tree_that_holds_itself(make_pdf):
    data = make_pdf([LINES])
    looped = data.replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]")
    assert looped != data
    with pytest.raises(DocumentError):
        pdf.read(looped, "a.pdf")
