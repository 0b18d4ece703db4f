from __future__ import annotations

import io
import json

from kg.errors import DocumentError
from kg.ingest import jsondoc


def test_line_seven_is_broken_and_the_rest_goes_on(tmp_path, read_all):
    lines = [
        json.dumps({"id": f"a{n}", "text": f"Text {n}.", "published": "2025-03-06", "other": {"x": 1}})
        for n in range(1, 11)
    ]
    lines[6] = '{"id": "a7", "text": "Text'
    lines[8] = ""
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    documents, errors = read_all(tmp_path)
    assert [document.id for document in documents] == ["a1", "a2", "a3", "a4", "a5", "a6", "a8", "a10"]
    assert [error.source for error in errors] == [str(tmp_path / "a.jsonl") + ":7"]
    assert "breaks off" in errors[0].reason


def test_each_faulty_document_is_named_and_the_others_are_read(tmp_path, read_all):
    members = [
        {"text": "Good one.", "lang": "en", "title": "T", "publisher": "P", "url": "https://x.cn/a", "id": 5},
        {"title": "no text"},
        {"text": ["x"]},
        {"text": "x", "published": "soon"},
        {"text": ""},
        "string",
        None,
        {"text": "x", "id": {"a": 1}},
        {"text": "x", "lang": "fr"},
        {"text": "Good two.", "published": 2025, "lang": None},
    ]
    (tmp_path / "a.json").write_text(json.dumps(members))
    documents, errors = read_all(tmp_path / "a.json")
    assert [(d.id[:1], d.text, d.url) for d in documents] == [
        ("5", "T\nGood one.", "https://x.cn/a"),
        ("d", "Good two.", None),
    ]
    assert str(documents[1].published) == "2025"
    assert [error.source.rpartition(" ")[2] for error in errors] == ["2", "3", "4", "5", "6", "7", "8", "9"]


def test_files_that_are_no_json_or_break_off(tmp_path, read_all):
    whole = json.dumps([{"text": "One two three."}] * 3)
    for cut in (len(whole) - 1, len(whole) - 10, 30, 2):
        (tmp_path / "a.json").write_text(whole[:cut])
        documents, errors = read_all(tmp_path / "a.json")
        assert not documents
        assert "breaks off" in errors[0].reason
    for text, words in (
        ("no json", "column 1"),
        ('{"text": "a",\n}', "line 2"),
        ("[]", "empty"),
        ("[" * 100_000, "JSON"),
        ('{"text": "a", "n": ' + "9" * 10_000 + "}", "number"),
    ):
        (tmp_path / "a.json").write_text(text)
        documents, errors = read_all(tmp_path / "a.json")
        assert words in errors[0].reason


def test_json_lines_named_json(tmp_path, read_all):
    (tmp_path / "a.json").write_text('{"text": "One."}\n{"text": "Two."}\nbroken\n')
    documents, errors = read_all(tmp_path / "a.json")
    assert [document.text for document in documents] == ["One.", "Two."]
    assert errors[0].source.endswith(":3")


def test_the_limit_of_json_lines_holds_for_a_line(tmp_path, read_all, settings):
    good = json.dumps({"text": "Good text. " * 5000}) + "\n"
    long = json.dumps({"text": "x" * 3_000_000}) + "\n"
    (tmp_path / "a.jsonl").write_text(good.replace("Good", "First") * 3 + long + good)
    assert (tmp_path / "a.jsonl").stat().st_size > settings.max_document_bytes
    documents, errors = read_all(tmp_path / "a.jsonl")
    assert len(documents) == 4
    assert errors[0].source.endswith(":4")
    assert "larger" in errors[0].reason


def test_json_lines_in_other_encodings(tmp_path, read_all):
    text = '{"text": "阿里巴巴发布了新的模型，是一款。"}\n{"text": "百度在人工智能领域的新进展，和腾讯。"}\n'
    for encoding in ("utf-8-sig", "utf-16", "gb18030"):
        (tmp_path / "a.jsonl").write_bytes(text.encode(encoding))
        documents, errors = read_all(tmp_path / "a.jsonl")
        assert not errors
        assert [document.language for document in documents] == ["zh", "zh"]


def test_empty_and_binary_json_lines(tmp_path, read_all):
    for data in (b"", b"\n \n", b"\x89PNG\r\n\x1a\n", b"\x00\x01\x02\n\x03"):
        (tmp_path / "a.jsonl").write_bytes(data)
        documents, errors = read_all(tmp_path / "a.jsonl")
        assert not documents
        assert len(errors) == 1


def test_half_a_surrogate_pair_does_not_break_the_id(tmp_path, read_all):
    (tmp_path / "a.json").write_text('{"text": "Cut here \\ud83d", "title": "\\ud83d\\ude00"}')
    documents, _ = read_all(tmp_path / "a.json")
    assert documents[0].text == "😀\nCut here "


def test_lines_are_read_one_at_a_time():
    class Endless(io.RawIOBase):
        def readline(self, size: int | None = -1) -> bytes:
            return b'{"text": "Again."}\n'

    items = jsondoc.read_lines(Endless(), "s", 1000)  # type: ignore[arg-type]
    first = [next(items) for _ in range(3)]
    assert not any(isinstance(item, DocumentError) for item in first)
