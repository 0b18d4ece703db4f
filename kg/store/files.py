"""The folder of a store: what lies where, who may write, and which copy readers open.

LAYOUT            version of all this
lock              held by the one writer; its process id for the message to others
live/             the graph that is written; nobody else opens it
ledger.sqlite     the ledger
published/NNNNNN/ copies for readers (hard links), each with NNNNNN.lock that its readers share, and perhaps
                  NNNNNN.map/ with its maps and who is joined with whom
CURRENT           the number of the copy to open
unpublished       there while live/ is ahead of CURRENT: after a kill it tells to repair
compacted         how large live/ was when it was last compacted, in bytes
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from kg.errors import StoreDamagedError, StoreError, StoreLayoutError, StoreLockedError
from kg.store.layout import CURRENT, LAYOUT, LAYOUT_FILE, PUBLISHED, UNPUBLISHED, hold

_OURS = frozenset(
    ("LAYOUT", "lock", "live", "ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm", "published", "CURRENT",
     "CURRENT.new", "LAYOUT.new", "live.new", "unpublished", "compacted", "compacted.new")
)  # fmt: skip
#: Compacting is worth its time from this many bytes on, and once the graph is so many times as large as the last time.
_LARGE, _GROWTH = 64 << 20, 1.2


#: What to do about damage that nothing here can mend.
ANEW = "Ingest the documents into a new store."
_MENDED = "The next `kg ingest` mends it."
#: A system's error with one of these numbers may be damage; the others say that the place is no good.
_DAMAGE = frozenset((errno.EIO, errno.ENOENT, errno.EINVAL))


@contextlib.contextmanager
def translated(path: Path, way_out: str = ANEW) -> Iterator[None]:
    """Turns an operating system's or Oxigraph's error into one of ours that names the store and, if damaged, a way out.

    Oxigraph tells corruption as a RuntimeError: put nothing else inside that may raise one.
    """
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise translate(error, path, way_out) from error


def translate(error: Exception, path: Path, way_out: str = ANEW) -> StoreError:
    """The error of ours that stands for one of the system or of Oxigraph, which come without a number."""
    words, number = str(error), getattr(error, "errno", None)
    if number in (errno.EROFS, errno.EACCES, errno.EPERM) or any(
        said in words
        for said in ("Read-only file system", "Permission denied", "Operation not permitted", "readonly database")
    ):
        return StoreError(f"The store {path} cannot be written: the disk or folder is read-only.")
    if number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) or any(
        said in words for said in ("No space left", "Disk quota exceeded", "File too large", "disk is full")
    ):
        return StoreError(f"The store {path} cannot be written: the disk is full. Nothing was half-written.")
    if "LOCK" in words and ("unavailable" in words or "held by current process" in words):
        return StoreLockedError(f"The store {path} is being written by another process.")
    if number is not None and number not in _DAMAGE:
        return StoreError(f"The store {path} cannot be used: {os.strerror(number)}. Choose another folder.")
    return StoreDamagedError(f"The store {path} is damaged: {words.rstrip('.')}. {way_out}")


class StoreFolder:
    """Paths of a store, and the steps on them that must be whole or not at all."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.live = path / "live"
        self.ledger = path / "ledger.sqlite"
        self.published = path / PUBLISHED
        self.current = path / CURRENT
        self.unpublished = path / UNPUBLISHED
        self._compacted = path / "compacted"

    def create(self) -> None:
        """Makes the folder where there is none. Raises StoreError where it cannot, or where it is another's."""
        with translated(self.path):
            if self.path.exists() and not self.path.is_dir():
                raise StoreError(f"{self.path} is a file, not the folder of a store.")
            self.path.mkdir(parents=True, exist_ok=True)
            layout = self.path / LAYOUT_FILE
            if not layout.exists():
                others = sorted(entry.name for entry in self.path.iterdir() if entry.name not in _OURS)
                if others:
                    raise StoreError(
                        f"{self.path} holds other files ({others[0]}) and is no store; choose an empty folder."
                    )
                _write_whole(layout, LAYOUT)
            self.published.mkdir(exist_ok=True)

    def check(self) -> None:
        """Raises StoreError where there is no store, StoreLayoutError where it is of another layout."""
        layout = self.path / LAYOUT_FILE
        try:
            found = layout.read_text(encoding="utf-8", errors="replace").strip()
        except (FileNotFoundError, NotADirectoryError):
            raise StoreError(f"There is no store at {self.path}. `kg ingest` makes one.") from None
        except OSError as error:
            raise translate(error, self.path) from error
        if not found.isascii() or not found.isprintable():
            raise StoreDamagedError(f"The store {self.path} is damaged: its file {LAYOUT_FILE} is no text. {ANEW}")
        if found != LAYOUT:
            raise StoreLayoutError(
                f"The store {self.path} has layout {found[:20]!r}, this program reads {LAYOUT!r}: "
                f"{ANEW[0].lower()}{ANEW[1:]}"
            )

    def restore(self) -> bool:
        """Makes live/ anew from the published copy where it is gone, and tells so. Needs the writer's lock.

        An empty graph in its place would be published over the last good copy. Raises StoreDamagedError where live/ is
        no graph any more, or there is no copy either.
        """
        if (self.live / "CURRENT").exists() or not self.current.exists():
            return False
        if self.live.exists():
            raise StoreDamagedError(f"The store {self.path} is damaged: {self.live} is no graph. {self.way_back}")
        copy, held = self.open_current(mended=False)
        with held, translated(self.path):
            self.unpublished.touch()
            part = self.live.with_name("live.new")
            shutil.rmtree(part, ignore_errors=True)
            shutil.copytree(copy, part)
            part.replace(self.live)
        return True

    def tidy(self) -> None:
        """Removes Oxigraph's old notes, of which every opened writer leaves one. Needs the writer's lock."""
        for notes in self.live.glob("LOG.old.*"):
            with contextlib.suppress(OSError):
                notes.unlink()

    @property
    def way_back(self) -> str:
        """What to do where live/ is damaged and the published copy may be sound."""
        return f"Remove the folder {self.live}: the next `kg ingest` begins from what was published last."

    def points(self) -> bool:
        """True where CURRENT names a copy that is there."""
        name = self.current_name()
        return name is not None and (self.published / name).is_dir() and self._reader_lock(name).exists()

    def newer_than(self, copy: str) -> bool:
        """True where CURRENT names another copy than that one. It costs some microseconds: ask before every answer."""
        return self.current_name() not in (None, copy)

    def current_name(self) -> str | None:
        """The number of the copy that CURRENT names; None where it names none."""
        try:
            handle = os.open(self.current, os.O_RDONLY)
            try:
                name = os.read(handle, 100).decode("ascii", "replace").strip()
            finally:
                os.close(handle)
        except OSError:
            return None
        return name if name.isdigit() else None

    def lock(self) -> IO[str]:
        """Takes the writer's lock until the returned file is closed. Raises StoreLockedError with the holder's id."""
        with translated(self.path):
            handle = (self.path / "lock").open("a+", encoding="utf-8")
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                handle.seek(0)
                holder = handle.read(20).strip()
                handle.close()
                who = f"process {holder}" if holder.isdigit() else "another process"
                raise StoreLockedError(
                    f"The store {self.path} is being written by {who}. Wait until it is done, or use another --store."
                ) from None
            handle.truncate(0)
            handle.write(f"{os.getpid()}\n")
            handle.flush()
            return handle

    def publish(self, backup: Callable[[Path], None]) -> None:
        """Makes a copy, points CURRENT at it, and removes copies that nobody reads. Needs the writer's lock."""
        with translated(self.path):
            numbers = [int(entry.stem) for entry in self.published.iterdir() if entry.stem.isdigit()]
            name = f"{max(numbers, default=self._born()) + 1:06d}"
            self._reader_lock(name).touch()
            backup(self.published / name)
            _write_whole(self.current, name)
            self.unpublished.unlink(missing_ok=True)
            for entry in sorted(self.published.glob("*.lock")):
                if entry.stem != name:
                    self._remove_unused(entry)

    def compact(self, merge: Callable[[], None]) -> bool:
        """Merges the files of live/, where they have grown enough since the last time and the disk has room for it.

        Looking something up in what many transactions wrote takes twice as long. Needs the writer's lock.
        """
        with translated(self.path):
            try:
                before = int(self._compacted.read_text(encoding="utf-8", errors="replace"))
            except (FileNotFoundError, ValueError):
                before = 0
            size = self._size()
            # for a while both what was and what is merged stands on the disk
            if size < max(_LARGE, _GROWTH * before) or shutil.disk_usage(self.path).free < 2 * size:
                return False
            merge()
            _write_whole(self._compacted, str(self._size()))
            return True

    def open_current(self, *, mended: bool = True) -> tuple[Path, IO[str]]:
        """The copy to read, and a file that keeps it from being removed until it is closed.

        Raises StoreDamagedError where CURRENT or the copy is missing; `mended` says that a writer makes them anew.
        """
        way_out = _MENDED if mended else ANEW
        for _ in range(20):
            try:
                name = self.current.read_text(encoding="utf-8", errors="replace").strip()
            except FileNotFoundError:
                raise StoreDamagedError(f"The store {self.path} is damaged: CURRENT is missing. {way_out}") from None
            except OSError as error:
                raise translate(error, self.path) from error
            if not name.isdigit():
                raise StoreDamagedError(f"The store {self.path} is damaged: CURRENT names no copy. {way_out}")
            with translated(self.path):
                held = hold(str(self.published), name)
            if held is not None:
                return self.published / name, os.fdopen(held, encoding="utf-8")
            # The writer has just removed it: CURRENT names another by now.
        raise StoreDamagedError(f"The store {self.path} is damaged: the published copy {name} is missing. {way_out}")

    def _size(self) -> int:
        total = 0
        for entry in self.live.glob("*.sst"):
            with contextlib.suppress(FileNotFoundError):  # Oxigraph has just merged it into another
                total += entry.stat().st_size
        return total

    def _born(self) -> int:
        """When the store was made, in milliseconds: no copy has the number of one of a store that lay here before."""
        return (self.path / LAYOUT_FILE).stat().st_mtime_ns // 1_000_000

    def _reader_lock(self, name: str) -> Path:
        return self.published / f"{name}.lock"

    def _remove_unused(self, lock: Path) -> None:
        with lock.open(encoding="utf-8") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            copy = self.published / lock.stem
            shutil.rmtree(map_of(copy), ignore_errors=True)
            shutil.rmtree(copy, ignore_errors=True)
            lock.unlink(missing_ok=True)


def map_of(copy: Path) -> Path:
    """The folder for what was made from a published copy: it goes with the copy."""
    return copy.with_name(f"{copy.name}.map")


def _write_whole(path: Path, text: str) -> None:
    temporary = path.with_name(path.name + ".new")
    with temporary.open("w", encoding="utf-8") as handle:
        handle.write(text + "\n")
        handle.flush()
        os.fsync(handle.fileno())
    temporary.replace(path)
