from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.config import Settings
from kg.errors import DocumentError, UsageError
from kg.ingest import read
from kg.model import Document

TEXT = "Alibaba released Qwen3 on Monday. It rivals DeepSeek-R1."


def test_folder_is_read_in_order_of_names_and_one_bad_file_stops_nothing(tmp_path, read_all):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.md").write_text("# Two\n\nBaidu adopts Qwen.")
    (tmp_path / "b" / "1.txt").write_text("One. " + TEXT)
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "c.json").write_text('{"id": "c", "text": "Tencent invests in Moonshot AI."}')
    (tmp_path / ".hidden.txt").write_text("hidden")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.txt").write_text("hidden")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    notes: list[str] = []
    documents, errors = read_all(tmp_path, note=notes.append)
    assert [document.text[:3] for document in documents] == ["Ten", "One", "Two"]
    assert [error.source for error in errors] == [str(tmp_path / "a.txt")]
    assert "empty" in errors[0].reason
    assert len(notes) == 1
    assert "picture.png" in notes[0]


def test_results_stand_in_the_order_of_their_sources(tmp_path, settings):
    for name, text in (("1.txt", TEXT), ("2.txt", ""), ("3.txt", "Baidu released Ernie X1.")):
        (tmp_path / name).write_text(text)
    kinds = [type(result) for result in read(tmp_path, settings=settings)]
    assert kinds == [Document, DocumentError, Document]


def test_same_text_has_one_id_however_it_comes(tmp_path, read_all):
    (tmp_path / "a.txt").write_bytes(TEXT.replace(". ", ".\r\n").encode("utf-16"))
    (tmp_path / "b.md").write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    documents, errors = read_all(tmp_path)
    assert not errors
    assert len({document.id for document in documents}) == 1
    assert documents[0].id.startswith("d")


def test_missing_file_empty_folder_and_odd_names_are_errors_with_a_way_out(tmp_path, read_all):
    (tmp_path / "empty").mkdir()
    for source, words in (
        (tmp_path / "none.txt", "No such file"),
        (tmp_path / "empty", "folder without documents"),
        ("a\0b.txt", "no name of a file"),
        ("x" * 5000, "cannot be read"),
        ("ftp://example.com/a.txt", "http://"),
    ):
        documents, errors = read_all(source)
        assert not documents
        assert len(errors) == 1
        assert words in errors[0].reason


def test_unknown_ending_given_by_name_is_refused_and_none_is_sniffed(tmp_path, read_all, article):
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04")
    assert "ending" in read_all(tmp_path / "a.docx")[1][0].reason
    (tmp_path / "page").write_text(article)
    assert read_all(tmp_path / "page")[0][0].publisher == "China Tech Daily"
    (tmp_path / "office").write_bytes(b"PK\x03\x04" + b"x" * 50)
    assert "ZIP" in read_all(tmp_path / "office")[1][0].reason


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_in_a_folder_does_not_hang(tmp_path, read_all):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "a.txt").write_text(TEXT)
    documents, errors = read_all(tmp_path)
    assert len(documents) == 1
    assert "device" in errors[0].reason


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_rights(tmp_path, read_all):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.txt").chmod(0)
    assert "Permission denied" in read_all(tmp_path / "a.txt")[1][0].reason


def test_links_to_folders_do_not_loop(tmp_path, read_all):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert len(read_all(tmp_path)[0]) == 1


def test_limit_of_size_holds_exactly(tmp_path, read_all, settings):
    (tmp_path / "a.txt").write_bytes(b"a" * settings.max_document_bytes)
    (tmp_path / "b.txt").write_bytes(b"b" * (settings.max_document_bytes + 1))
    documents, errors = read_all(tmp_path)
    assert [document.body[0] for document in documents] == ["a"]
    assert "larger than 200000 bytes" in errors[0].reason
    assert "KG_MAX_DOCUMENT_BYTES" in errors[0].reason


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (TEXT.encode(), TEXT),
        (b'{"text": "Baidu rivals Alibaba."}', "Baidu rivals Alibaba."),
        (b'\n[{"text": "Baidu rivals Alibaba."}]', "Baidu rivals Alibaba."),
        (b'{"text": "Baidu rivals Alibaba."}\n{"text": "2"}\n', "Baidu rivals Alibaba."),
        (b"[Beijing, 6 March] Baidu rivals Alibaba.", "[Beijing, 6 March] Baidu rivals Alibaba."),
        (b"---\ntitle: T\n---\n# Head\n**Baidu** rivals", "T\nHead\nBaidu rivals"),
        ("阿里巴巴发布了新的模型，是一款。".encode("gb18030"), "阿里巴巴发布了新的模型，是一款。"),
    ],
)
def test_standard_input_is_known_by_its_content(data, expected, monkeypatch, read_all):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    documents, errors = read_all("-")
    assert not errors
    assert documents[0].text == expected


def test_standard_input_reads_html_and_pdf_and_says_when_it_is_empty(monkeypatch, read_all, article, make_pdf):
    pdf = make_pdf([["Baidu rivals Alibaba."]])
    for data, words in ((article.encode(), "Kimi K2 beats"), (pdf, "Baidu rivals Alibaba.")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        assert words in read_all("-")[0][0].text
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b" \n")))
    assert "empty" in read_all("-")[1][0].reason
    monkeypatch.setattr(sys, "stdin", None)
    assert "closed" in read_all("-")[1][0].reason


def test_options_supply_what_is_missing_and_override_nothing(tmp_path, read_all):
    (tmp_path / "a.md").write_text(
        "---\npublished: 2025-03-06\npublisher: Caixin\nlang: zh\n---\nBaidu rivals Alibaba."
    )
    (tmp_path / "b.md").write_text("Baidu rivals Tencent.")
    documents, _ = read_all(tmp_path, published="2024-01", publisher="Reuters", language="en")
    assert [(str(d.published), d.publisher, d.language) for d in documents] == [
        ("2025-03-06", "Caixin", "zh"),
        ("2024-01", "Reuters", "en"),
    ]


@pytest.mark.parametrize("options", [{"published": "yesterday"}, {"published": "03/06/2025"}, {"language": "klingon"}])
def test_an_option_that_cannot_be_used_is_said_at_once(options, settings):
    with pytest.raises(UsageError):
        read("nothing.txt", settings=settings, **options)


def test_one_id_for_two_texts_is_an_error_for_the_second(tmp_path, read_all):
    (tmp_path / "a.json").write_text(
        '[{"id": "x", "text": "One."}, {"id": "x", "text": "Two."}, {"id": "x", "text": "One."}]'
    )
    documents, errors = read_all(tmp_path)
    assert [document.body for document in documents] == ["One.", "One."]
    assert "item 2" in errors[0].source
    assert "item 1" in errors[0].reason


def test_names_of_files_cannot_write_to_the_terminal(tmp_path, read_all):
    name = tmp_path / "a\x1b[31m\nb.txt"
    name.write_bytes(b"")
    _, errors = read_all(name)
    assert "\x1b" not in str(errors[0])
    assert "\n" not in str(errors[0])


def test_importing_loads_nothing_heavy():
    heavy = ("trafilatura", "pypdf", "httpx", "yaml", "lxml", "spacy")
    code = f"import sys, kg.ingest; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_documents_in_the_annotation_form(read_all, settings):
    folder = Path(__file__).parents[3] / "shared" / "gold" / "dev" / "en"
    if not folder.is_dir():
        pytest.skip("no annotated documents here")
    import json

    documents, errors = read_all(folder, settings=Settings())
    assert not errors
    found = {document.id: document for document in documents}
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        document = found[gold["id"]]
        assert document.text == f"{gold['title']}\n{gold['text']}"
        assert (str(document.published), document.publisher) == (gold["published"], gold["publisher"])
        assert document.language == gold["lang"]
