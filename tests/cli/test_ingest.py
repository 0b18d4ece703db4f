from __future__ import annotations

import importlib.util
import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from kg import assembly

Kg = Any
HERE = Path(__file__).parent
ARTICLE = (
    "---\npublisher: Wire\npublished: 2025-03-06\n---\n# The race\n\nAlibaba rivals DeepSeek. The end of the story.\n"
)


def _made() -> Any:
    spec = importlib.util.spec_from_file_location("small_extractor", HERE / "extractor.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.RivalsExtractor()


@pytest.fixture(autouse=True)
def small_extractor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assembly, "extractor", _made)


@pytest.fixture
def on(bare: Kg, tmp_path: Path) -> Kg:
    return lambda *arguments, **more: bare("--store", tmp_path / "store", *arguments, **more)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.md"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def test_ingest_then_ask(on: Kg, article: Path) -> None:
    done = on("ingest", article)
    assert (done.status, done.err) == (0, "")
    assert done.out == "1 added: 1 statement with 1 piece of evidence.\n"
    assert "— Wire · 2025-03-06" in on("rivals", "deepseek").out


def test_the_same_again_changes_nothing(on: Kg, article: Path) -> None:
    on("ingest", article)
    before = on("stats", "--format", "json").out
    assert on("ingest", article).out.startswith("1 unchanged")
    assert on("stats", "--format", "json").out == before


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(on: Kg, article: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "broken.md").write_text("# This will fail\n\nA text.", encoding="utf-8")
    done = on("ingest", tmp_path / "none.txt", tmp_path / "empty.txt", tmp_path / "broken.md", article)
    assert done.status == 1
    assert done.out.startswith("1 added, 3 failed")
    assert len(done.err.splitlines()) == 3
    assert "none.txt" in done.err
    assert "Traceback" not in done.err
    assert on("rivals").status == 0


def test_the_summary_as_json(on: Kg, article: Path, tmp_path: Path) -> None:
    done = on("ingest", article, tmp_path / "none.txt", "--format", "json")
    told = json.loads(done.out)
    assert {key: told[key] for key in ("added", "failed", "statements")} == {"added": 1, "failed": 1, "statements": 1}
    assert "none.txt" in told["errors"][0]


def test_standard_input_with_its_date_and_publisher(on: Kg) -> None:
    done = on("ingest", "-", "--published", "March 6, 2025", "--publisher", "Desk", stdin=b"Alibaba rivals Baidu.")
    assert done.status == 0, done.err
    assert "— Desk · 2025-03-06" in on("rivals").out


def test_a_hostile_file_name_is_shown_as_text(on: Kg, tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31m.txt"
    path.touch()
    done = on("ingest", path)
    assert done.status == 1
    assert "\x1b" not in done.err


def test_delete_takes_back(on: Kg, article: Path) -> None:
    on("ingest", article)
    (edge,) = on("rivals", "--format", "json").json["edges"]
    document = edge["evidence"][0]["document"]
    assert on("delete", document).out == f"Deleted {document}.\n"
    assert on("rivals", "--format", "json").json["edges"] == []
    again = on("delete", document)
    assert again.status == 1
    assert "no document" in again.err


def test_delete_makes_no_store(on: Kg, tmp_path: Path) -> None:
    assert on("delete", "x").status == 1
    assert not (tmp_path / "store").exists()


def test_extract_writes_annotated_documents_and_no_store(on: Kg, article: Path, tmp_path: Path) -> None:
    done = on("extract", article)
    (line,) = done.out.splitlines()
    told = json.loads(line)
    (relation,) = told["relations"]
    text = f"{told['title']}\n{told['text']}"
    assert text[relation["start"] : relation["end"]] == relation["evidence"] == "Alibaba rivals DeepSeek"
    assert told["published"] == "2025-03-06"
    assert not (tmp_path / "store").exists()


def test_extract_as_a_table(on: Kg, article: Path) -> None:
    shown = on("extract", article, "--format", "table").out
    assert "Alibaba (company), DeepSeek (company)" in shown
    assert "rivals" in shown


def test_extract_tells_what_it_cannot_read(on: Kg, article: Path, tmp_path: Path) -> None:
    done = on("extract", tmp_path / "none.txt", article)
    assert done.status == 1
    assert len(done.out.splitlines()) == 1
    assert "none.txt" in done.err


def test_a_store_that_is_being_written_to(on: Kg, article: Path, tmp_path: Path) -> None:
    with assembly.open_writer(tmp_path / "store"):
        done = on("ingest", article)
    assert done.status == 1
    assert done.err.startswith("Error: ")
    assert on("ingest", article).status == 0


def test_ctrl_c_keeps_what_is_finished(bare: Kg, tmp_path: Path) -> None:
    lines = [json.dumps({"id": f"n{number}", "text": f"Firm{number} rivals Other{number}."}) for number in range(200)]
    source = tmp_path / "many.jsonl"
    source.write_text("\n".join(lines), encoding="utf-8")
    code = (
        "import sys, importlib.util as u; from kg import assembly; from kg.cli.main import main\n"
        f"s = u.spec_from_file_location('e', {str(HERE / 'extractor.py')!r}); m = u.module_from_spec(s)\n"
        "s.loader.exec_module(m); assembly.extractor = m.maker(0.05); main()"
    )
    store = tmp_path / "store"
    command = [sys.executable, "-c", code, "--store", str(store), "ingest", str(source)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        for _ in range(100):
            time.sleep(0.1)
            if (store / "ledger.sqlite").exists():
                break
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == ""
    assert err.startswith("Stopped: ")
    assert "Traceback" not in err
    finished = int(err.split()[1])
    assert 0 < finished < 200
    told = bare("--store", store, "stats", "--format", "json").json
    assert finished <= told["documents"] <= finished + 1
    assert told["relations"] == told["documents"]
    again = bare("--store", store, "ingest", source, "--format", "json").json
    assert again["unchanged"] == told["documents"]
    assert again["added"] == 200 - told["documents"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_progress_shows_on_a_terminal_only(tmp_path: Path, article: Path) -> None:
    import os
    import pty

    code = (
        "import importlib.util as u; from kg import assembly; from kg.cli.main import main\n"
        f"s = u.spec_from_file_location('e', {str(HERE / 'extractor.py')!r}); m = u.module_from_spec(s)\n"
        "s.loader.exec_module(m); assembly.extractor = m.maker(0.5); main()"
    )
    master, slave = pty.openpty()
    command = [sys.executable, "-c", code, "--store", str(tmp_path / "store"), "ingest", str(article)]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=slave, env=environment) as process:
        os.close(slave)
        seen = b""
        while True:
            try:
                part = os.read(master, 4096)
            except OSError:
                break
            if not part:
                break
            seen += part
        assert process.stdout
        assert process.stdout.read() == b"1 added: 1 statement with 1 piece of evidence.\n"
        assert process.wait(60) == 0
    os.close(master)
    assert b"reading" in seen
