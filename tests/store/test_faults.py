"""A store that cannot be used says so in one message, and nothing is half-written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from line_extractor import document, ingest

import kg
from kg.assembly import open_writer
from kg.errors import StoreDamagedError, StoreError, StoreLayoutError, StoreLockedError
from kg.query.graph import Graph

TEXT = "(Alibaba*:Company) rivals (DeepSeek*:Company)."
SUPPORT = Path(__file__).parents[1] / "support"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    ingest(tmp_path / "store", document("one", TEXT))
    return tmp_path / "store"


def rivals(folder: Path) -> list[str]:
    with kg.open(folder) as graph:
        return [edge.object.label for edge in graph.rivals("Alibaba").edges]


def python(code: str, *arguments: Path) -> subprocess.CompletedProcess[str]:
    head = f"import sys; sys.path.insert(0, {str(SUPPORT)!r})\n"
    return subprocess.run(
        [sys.executable, "-c", head + code, *map(str, arguments)], capture_output=True, text=True, timeout=120
    )


def test_no_store_yet(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"There is no store at .*kg ingest"):
        kg.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_another_writer(store: Path) -> None:
    with open_writer(store):
        with pytest.raises(StoreLockedError, match=f"written by process {os.getpid()}"):
            open_writer(store)
        assert rivals(store) == ["DeepSeek"]  # reading goes on
    with open_writer(store):
        pass


def test_a_lock_goes_with_its_process(store: Path) -> None:
    code = """
import os, signal
from kg.assembly import open_writer
writer = open_writer(sys.argv[1])
os.kill(os.getpid(), signal.SIGKILL)
"""
    assert python(code, store).returncode == -9
    with open_writer(store):
        pass


def test_another_layout(store: Path) -> None:
    (store / "LAYOUT").write_text("0\n")
    for use in (kg.open, open_writer):
        with pytest.raises(StoreLayoutError, match="has layout '0', this program reads '2'"):
            use(store)


def test_a_folder_of_somebody_else(tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("dear diary")
    with pytest.raises(StoreError, match=r"holds other files \(diary.txt\)"):
        open_writer(tmp_path)
    with pytest.raises(StoreError, match="is a file"):
        open_writer(tmp_path / "diary.txt")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["diary.txt"]


def test_a_missing_pointer_is_made_again(store: Path) -> None:
    (store / "CURRENT").unlink()
    assert rivals(store) == ["DeepSeek"]


@pytest.mark.parametrize("content", ["", "nonsense", "000099", "../../etc"])
def test_a_wrong_pointer(store: Path, content: str) -> None:
    (store / "CURRENT").write_text(content)
    with pytest.raises(StoreDamagedError, match="is damaged"):
        kg.open(store)
    with open_writer(store) as writer:
        writer.publish()
    assert rivals(store) == ["DeepSeek"]


@pytest.mark.parametrize("part", ["CURRENT", "MANIFEST-*"])
def test_a_damaged_copy(store: Path, part: str) -> None:
    copy = store / "published" / (store / "CURRENT").read_text().strip()
    for file in copy.glob(part):
        content = file.read_bytes()
        file.unlink()  # the live graph may share the file
        file.write_bytes(b"\0" * len(content))
    with pytest.raises(StoreDamagedError, match="is damaged"):
        rivals(store)


def test_damaged_tables(store: Path) -> None:
    copy = store / "published" / (store / "CURRENT").read_text().strip()
    for file in copy.glob("*.sst"):
        content = bytearray(file.read_bytes())
        file.unlink()
        content[: len(content) // 2] = os.urandom(len(content) // 2)
        file.write_bytes(content)
    with pytest.raises(StoreDamagedError, match="is damaged"):
        rivals(store)


def test_a_damaged_live_graph(store: Path) -> None:
    for file in (store / "live").glob("MANIFEST-*"):
        file.write_bytes(b"no manifest")
    with pytest.raises(StoreDamagedError, match="is damaged"):
        open_writer(store)
    with pytest.raises(StoreDamagedError):  # the lock is free again
        open_writer(store)
    assert rivals(store) == ["DeepSeek"]


def test_a_damaged_ledger_is_made_anew(store: Path) -> None:
    (store / "ledger.sqlite").write_bytes(b"this is no database, and never was one" * 400)
    assert rivals(store) == ["DeepSeek"]  # which needs no ledger
    with kg.open(store) as graph, pytest.raises(StoreDamagedError, match="is damaged"):
        graph.search("Ali")
    with open_writer(store):
        pass
    with kg.open(store) as graph:
        assert [found.id for found in graph.search("Ali")] == ["alibaba"]


def test_a_full_disk(store: Path) -> None:
    # No file may grow past this: what a full disk does to a writer, without filling one.
    code = """
import resource, signal
from pathlib import Path
from line_extractor import document, make
from kg.assembly import open_writer, shape
from kg.errors import StoreError
from kg.pipeline import ingest
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
writer = open_writer(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (120_000, 120_000))
def many():
    for n in range(2000):
        yield document(f"d{n}", " ".join(f"(Firm {n}:Company) rivals (Firm {n}-{i}:Company)." for i in range(20)))
try:
    with writer:
        ingest(many(), make, writer, shape())
except StoreError as error:
    print(type(error).__name__, error)
    sys.exit(7)
"""
    done = python(code, store)
    assert done.returncode == 7, done.stderr[-2000:]
    assert done.stdout.count("\n") == 1
    assert "full" in done.stdout or "cannot be used" in done.stdout
    assert "Traceback" not in done.stderr
    assert "DeepSeek" in rivals(store)
    with kg.open(store) as graph:
        assert graph.stats().evidence == 1 + 20 * (graph.stats().documents - 1)


@pytest.fixture
def read_only(store: Path, tmp_path: Path) -> Path:
    """The store on a read-only mount: root may write to any folder, but not there."""
    shown = tmp_path / "read-only"
    shown.mkdir()
    if shutil.which("unshare") is None:
        pytest.skip("needs unshare")
    made = subprocess.run(
        [
            "unshare",
            "--mount",
            "sh",
            "-c",
            'mount --bind "$1" "$2" && mount -o remount,ro,bind "$2"',
            "sh",
            store,
            shown,
        ],
        capture_output=True,
    )
    if made.returncode:
        pytest.skip("needs the right to mount")
    return shown


def inside_read_only(store: Path, shown: Path, code: str) -> subprocess.CompletedProcess[str]:
    mount = 'mount --bind "$1" "$2" && mount -o remount,ro,bind "$2" && shift && exec "$2" -c "$3" "$1"'
    head = f"import sys; sys.path.insert(0, {str(SUPPORT)!r})\n"
    return subprocess.run(
        ["unshare", "--mount", "sh", "-c", mount, "sh", store, shown, sys.executable, head + code],
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_read_only_disk(store: Path, read_only: Path) -> None:
    reading = "import kg\nwith kg.open(sys.argv[1]) as g: print(g.rivals('Alibaba').edges[0].object.label)"
    done = inside_read_only(store, read_only, reading)
    assert done.stdout == "DeepSeek\n", done.stderr
    writing = """
from kg.assembly import open_writer
from kg.errors import StoreError
try:
    open_writer(sys.argv[1])
except StoreError as error:
    print(error)
"""
    done = inside_read_only(store, read_only, writing)
    assert done.stdout.count("\n") == 1, done.stderr
    assert "read-only" in done.stdout


def test_questions_after_closing_are_refused(store: Path) -> None:
    graph = kg.open(store)
    assert isinstance(graph, Graph)
    graph.sparql("ASK {}")
    graph.close()
    graph.close()
    questions = (
        lambda: graph.find("Alibaba"),
        lambda: graph.rivals("Alibaba"),
        lambda: graph.search("Ali"),
        lambda: graph.sparql("ASK {}"),
        lambda: graph.stats(),
    )
    for ask in questions:
        with pytest.raises(StoreError, match="is closed"):
            ask()
