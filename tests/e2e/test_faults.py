"""What a stranger does wrong and a machine does to him: `kg` says so in one line, goes on, and loses nothing."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pypdf
import pytest
from program import CORPUS, run

ARTICLE = (
    "---\npublished: 2025-03-06\npublisher: Wire\n---\n# The race\n\n"
    "Alibaba competes with DeepSeek in the market for AI models.\n"
)
LINES = [
    json.dumps({"id": f"line-{number}", "text": f"Alibaba competes with DeepSeek in {place}."})
    for number, place in enumerate(("Hangzhou", "Beijing", "Shanghai", "Shenzhen", "Wuhan", "Chengdu", "Xi'an"), 1)
]


def documents(store: Path) -> int:
    done = run(store, "stats", "--format", "json")
    assert done.returncode == 0, done.stderr
    return int(json.loads(done.stdout)["documents"])


def exported(store: Path) -> str:
    done = run(store, "export", "--format", "nquads", "-o", "-")
    assert done.returncode == 0, done.stderr
    return done.stdout


def pdf(path: Path, password: str | None = None) -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    with path.open("wb") as file:
        writer.write(file)
    return path.read_bytes()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of one article."""
    folder = tmp_path_factory.mktemp("faults")
    (folder / "good.md").write_text(ARTICLE, encoding="utf-8")
    assert run(folder / "store", "ingest", folder / "good.md").returncode == 0
    return folder


@pytest.fixture
def store(small: Path, tmp_path: Path) -> Path:
    """A copy of it, to be harmed."""
    return Path(shutil.copytree(small / "store", tmp_path / "store"))


#: File → its first bytes or how to make it, and words of the one line that it gets.
BAD = {
    "binary.txt": (bytes(range(256)) * 20, "binary"),
    "blank.md": (b" \n\n", "is empty; there is nothing to read"),
    "cut.html": (b"<html><body><p>Alibaba rivals DeepSeek. <a hre", "half-downloaded, get it again"),
    "cut.json": (b'{"id": "x", "text": "Alibaba riv', "breaks off (column 21); it is half-downloaded"),
    "date.md": (b"---\npublished: soonish\n---\nText.", "'soonish' is no date: write 2025-03-06"),
    "empty.txt": (b"", "is empty; there is nothing to read"),
    "encoding.txt": (b"Alibaba rivals \xff\xfe\xfa\x81 DeepSeek.", "byte 15 (0xff) is not UTF-8"),
    "large.txt": (b"Alibaba rivals DeepSeek. " * 1000, "raise KG_MAX_DOCUMENT_BYTES"),
    "menu.html": (b"<html><body><ul><li>Home<li>About</ul></body></html>", "is a page without an article"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "is a PNG picture"),
}


@pytest.mark.parametrize("workers", [1, 2])
def test_a_folder_full_of_bad_files(tmp_path: Path, workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_MAX_DOCUMENT_BYTES", "20000")
    folder = tmp_path / "in"
    folder.mkdir()
    for name, (content, _) in BAD.items():
        (folder / name).write_bytes(content)
    (folder / "good.md").write_text(ARTICLE, encoding="utf-8")
    whole = pdf(folder / "blank.pdf")
    (folder / "cut.pdf").write_bytes(whole[: len(whole) // 2])
    pdf(folder / "locked.pdf", "secret")
    (folder / "lines.jsonl").write_text("\n".join([*LINES[:6], '{"id": "line-7", "text": ', LINES[6]]))
    wanted = {name: words for name, (_, words) in BAD.items()} | {
        "blank.pdf": "one page without text",
        "cut.pdf": "breaks off before its end; it is half-downloaded",
        "locked.pdf": "asks for a password; save it without one",
        "lines.jsonl:7": "breaks off (column 26)",
    }
    done = run(tmp_path / "store", "ingest", folder, tmp_path / "none.md", "--workers", workers)
    assert done.returncode == 1
    assert done.stdout.startswith(f"8 added, {len(wanted) + 1} failed: ")
    told = dict(line.removeprefix(f"{folder}{os.sep}").split(": ", 1) for line in done.stderr.splitlines())
    assert "No such file or directory; check name and rights" in told.pop(str(tmp_path / "none.md"))
    assert told.keys() == wanted.keys()
    for name, words in wanted.items():
        assert words in told[name], name
    assert documents(tmp_path / "store") == 8
    again = run(tmp_path / "store", "ingest", folder)
    assert again.stdout == f"8 unchanged, {len(wanted)} failed.\n"


class Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.startswith("/loop"):
            self.send_response(302)
            self.send_header("Location", f"/loop{random.random()}")
            self.end_headers()
        elif self.path == "/cut":
            self._send(b"Alibaba competes", "text/plain", 5000)
        elif self.path == "/menu":
            self._send(b"<html><body><p>Hello</p></body></html>", "text/html")
        elif self.path == "/good":
            self._send(b"Alibaba competes with DeepSeek in Hangzhou.", "text/plain")
        else:
            self.send_error(404)

    def _send(self, content: bytes, kind: str, length: int | None = None) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length or len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_addresses_that_give_no_article(site: str, tmp_path: Path) -> None:
    down = "http://127.0.0.1:9"
    wanted = {
        f"{site}/loop": "redirects more than 10 times",
        f"{site}/none": "answers 404: there is no such page",
        f"{site}/menu": "is a page without an article",
        f"{site}/cut": "half-downloaded, try again",
        f"{down}/x": "cannot be reached (Connection refused); check the address and the connection",
    }
    done = run(tmp_path / "store", "ingest", *wanted, f"{site}/good")
    assert (done.returncode, done.stdout.split(":")[0]) == (1, "1 added, 5 failed")
    assert len(done.stderr.splitlines()) == len(wanted)
    for (address, words), line in zip(wanted.items(), done.stderr.splitlines(), strict=True):
        assert line.startswith(f"{address}: ")
        assert words in line


def test_no_name_is_not_the_folder_one_is_in(tmp_path: Path) -> None:
    done = run(tmp_path / "store", "ingest", "")
    assert (done.returncode, done.stdout) == (2, "")
    assert "the name is empty" in done.stderr
    assert not (tmp_path / "store").exists()


def test_a_store_among_the_articles_is_passed_over_and_so_are_many_other_files(small: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    shutil.copytree(small, folder)
    for number in range(9):
        (folder / f"picture-{number}.png").touch()
    done = run(folder / "store", "ingest", folder)
    assert (done.returncode, done.stdout) == (0, "1 unchanged.\n")
    lines = done.stderr.splitlines()
    assert [line for line in lines if "it is a store" in line] == [f"{folder / 'store'}: passed over, it is a store"]
    assert lines[-1].startswith(f"{folder}: 4 more files are passed over; ")
    assert len(lines) == 7


@pytest.mark.parametrize("place", ["/dev/null/store", "/" + "x" * 300])
def test_a_place_that_no_store_can_have(place: str, small: Path) -> None:
    for command in (("stats",), ("ingest", small / "good.md")):
        done = run(Path(place), *command)
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
        assert "There is no store" in done.stderr or done.stderr.endswith("Choose another folder.\n")
        assert "damaged" not in done.stderr


def test_a_folder_for_a_query(store: Path) -> None:
    done = run(store, "query", store)
    assert (done.returncode, done.stderr) == (2, f"Error: {store}: cannot be read: Is a directory\n")


def test_suggestions_are_near_or_none(store: Path) -> None:
    assert "Did you mean Alibaba" in run(store, "show", "alibabba").stderr
    done = run(store, "show", "nobodyx")
    assert (done.returncode, done.stderr) == (2, "Error: No entity is named 'nobodyx'.\n")


def test_a_page_around_somebody_whom_no_document_names(store: Path, tmp_path: Path) -> None:
    done = run(store, "explore", "Xpeng", "Alibaba", "-o", tmp_path / "page.html")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{tmp_path / 'page.html'}: 3 entities, 1 relation.\n"
    assert run(store, "rivals", "Xpeng").stdout == "No statement in the store is about Xpeng.\n"


def test_a_graph_that_is_gone_is_made_again_from_the_published_copy(store: Path, small: Path, tmp_path: Path) -> None:
    before = exported(store)
    shutil.rmtree(store / "live")
    done = run(store, "ingest", small / "good.md")
    assert (done.returncode, done.stdout) == (0, "1 unchanged.\n")
    (tmp_path / "new.txt").write_text("Baidu competes with Tencent in Beijing.")
    assert run(store, "ingest", tmp_path / "new.txt").returncode == 0
    assert documents(store) == 2
    assert set(before.splitlines()) <= set(exported(store).splitlines())


def test_a_graph_that_is_no_graph_is_never_published(store: Path, small: Path) -> None:
    before = exported(store)
    (store / "live" / "CURRENT").unlink()
    done = run(store, "ingest", small / "good.md")
    assert (done.returncode, done.stdout) == (1, "")
    assert f"is damaged: {store}/live is no graph. Remove the folder {store}/live: the next" in done.stderr
    assert exported(store) == before
    shutil.rmtree(store / "live")  # as it says
    assert run(store, "ingest", small / "good.md").returncode == 0
    assert exported(store) == before


def test_a_graph_that_is_gone_with_its_copy_is_not_taken_for_an_empty_one(store: Path, small: Path) -> None:
    shutil.rmtree(store / "live")
    shutil.rmtree(store / "published")
    done = run(store, "ingest", small / "good.md")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith("Ingest the documents into a new store.\n")


@pytest.mark.parametrize("harm", ["junk", "copy", "all"])
def test_reading_the_same_again_mends_what_readers_open(store: Path, small: Path, harm: str) -> None:
    before = exported(store)
    if harm == "junk":
        (store / "CURRENT").write_bytes(b"\x93\x1b]0;owned\x07")
    else:
        copies = store / "published"
        shutil.rmtree(copies if harm == "all" else copies / (store / "CURRENT").read_text().strip())
    done = run(store, "stats")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith("The next `kg ingest` mends it.\n")
    assert done.stderr.isprintable() or done.stderr.rstrip("\n").isprintable()
    assert run(store, "ingest", small / "good.md").stdout == "1 unchanged.\n"
    assert exported(store) == before


def test_a_damaged_ledger_says_how_it_is_mended(store: Path, small: Path) -> None:
    (store / "ledger.sqlite").write_bytes(b"no database" * 999)
    done = run(store, "show", "Alibabba")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert done.stderr.endswith("The next `kg ingest` makes it anew from the graph.\n")
    assert run(store, "ingest", small / "good.md").stdout == "1 unchanged.\n"
    assert "Did you mean Alibaba" in run(store, "show", "Alibabba").stderr


def test_a_writer_leaves_no_old_notes_behind(store: Path, small: Path) -> None:
    for _ in range(3):
        assert run(store, "ingest", small / "good.md").returncode == 0
    assert len(list((store / "live").glob("LOG*"))) <= 2


def kg(store: Path, *arguments: object, prefix: str = "") -> list[str]:
    code = f"{prefix}from kg.cli.main import main; main()"
    return [sys.executable, "-c", code, "--store", str(store), *map(str, arguments)]


def test_a_disk_that_fills_up_keeps_what_is_finished(tmp_path: Path, corpus_store: Path) -> None:
    # No file may grow past this: what a full disk does to a writer, without filling one.
    limit = "import resource as r; r.setrlimit(r.RLIMIT_FSIZE, (1_000_000, 1_000_000)); "
    store = tmp_path / "store"
    done = subprocess.run(
        kg(store, "ingest", CORPUS, prefix=limit), capture_output=True, encoding="utf-8", timeout=300, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    stopped, error = done.stderr.splitlines()
    assert stopped.startswith("Stopped: ")
    assert stopped.endswith("What is read stays; the same command goes on from here.")
    assert "the disk is full. Nothing was half-written." in error or "disk I/O error" in error
    finished = int(stopped.split()[1])
    held = documents(store)
    assert 0 < finished <= held <= finished + 1 < documents(corpus_store)  # the last may be in though it was not told
    rest = run(store, "ingest", CORPUS)
    assert rest.stdout.startswith(f"{documents(corpus_store) - held} added, {held} unchanged: ")
    assert exported(store) == exported(corpus_store)


def test_killed_in_the_middle(tmp_path: Path, corpus_store: Path) -> None:
    chance = random.Random(7)
    store = tmp_path / "store"
    held = 0
    for workers in (1, 2):
        command = kg(store, "ingest", CORPUS, "--workers", workers)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        # What stands there from the time before is no sign of work.
        before = (store / "ledger.sqlite-wal").stat().st_mtime_ns if (store / "ledger.sqlite-wal").exists() else 0
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            wal = store / "ledger.sqlite-wal"
            if (store / "unpublished").exists() and wal.exists() and wal.stat().st_mtime_ns != before:
                break
            time.sleep(0.01)
        time.sleep(0.3 + chance.random())
        process.send_signal(signal.SIGKILL)
        _, complaint = process.communicate(timeout=60)
        assert b"Traceback" not in complaint
        now = documents(store)
        assert now >= held, "a finished document was lost"
        held = now
    assert held > 0
    assert run(store, "validate").returncode == 0
    done = run(store, "ingest", CORPUS)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{held} unchanged" in done.stdout
    assert exported(store) == exported(corpus_store)
