"""Whatever a file holds: a clean document or one readable error, never an exception."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.config import Settings
from kg.errors import DocumentError
from kg.ingest import read

_TEXT = '---\n|title: x\n|published: 2025\n|# |**|[a](b)|\r\n|\r|{"text": "|"}|\n|[|]|%PDF-1.4\n|%%EOF'
_TEXT += "|<html>|<p>|\x00|月之暗面，的|\ufeff|\\ud83d|\x1b[31m|```|<!--|Baidu rivals Alibaba. "
_PIECES = [
    *(piece.encode() for piece in _TEXT.split("|")),
    b"|-|",
    b"\xff\xfe",
    b"\xe4\xb8",
    "的，。".encode("gb18030"),
]


@pytest.mark.parametrize("ending", ["", ".txt", ".md", ".json", ".jsonl", ".pdf", ".html"])
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.one_of(st.sampled_from(_PIECES), st.binary(max_size=12)), max_size=25))
def test_a_document_or_an_error(tmp_path, ending, pieces):
    path = tmp_path / f"a{ending}"
    path.write_bytes(b"".join(pieces))
    results = list(read(path, settings=Settings(store=tmp_path, max_document_bytes=10_000)))
    assert results
    for result in results:
        if isinstance(result, DocumentError):
            assert result.source.startswith(str(path))
            assert str(result).isprintable()
        else:
            assert result.body.strip()
            assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", result.id)
            assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ud800-\udfff]", result.text)
            assert "\n" not in (result.title or "")
