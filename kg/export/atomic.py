"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kg.errors import KgError, UsageError


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A new file beside `path` that takes its name when the block ends well, and is removed when it does not.

    Raises UsageError when the place cannot be written to, KgError when the disk gives out on the way.
    """
    if path.is_dir():
        raise UsageError(f"Cannot write {path}: it is a folder.")
    # Made with os.open, so that the file gets the rights the user's umask asks for.
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    except OSError as error:
        raise UsageError(f"Cannot write {path}: {error.strerror}.") from None
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        beside.replace(path)
    except OSError as error:
        raise KgError(f"Cannot write {path}: {error.strerror or error}.") from None
    finally:
        beside.unlink(missing_ok=True)
