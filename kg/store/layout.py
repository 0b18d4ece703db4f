"""Where the current copy of a store is, and holding it. Without heavy imports, so that a quick look-up pays nothing."""

from __future__ import annotations

import os

#: Version of the folder's layout and of the shape of what it holds.
LAYOUT = "2"
LAYOUT_FILE, CURRENT, UNPUBLISHED, PUBLISHED = "LAYOUT", "CURRENT", "unpublished", "published"


def hold(published: str, name: str) -> int | None:
    """Keeps a published copy from being removed until the returned file descriptor is closed; None where it is gone.

    Raises OSError where the file cannot be opened for another reason.
    """
    import fcntl

    try:
        handle = os.open(os.path.join(published, name + ".lock"), os.O_RDONLY | os.O_CLOEXEC)  # noqa: PTH118
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        os.stat(os.path.join(published, name))  # noqa: PTH116, PTH118
    except (BlockingIOError, FileNotFoundError):
        os.close(handle)
        return None
    return handle


def sound_copy(folder: str) -> tuple[str, int] | None:
    """The copy to read with its hold, or None where anything about the store asks for a closer look."""
    try:
        if os.access(os.path.join(folder, UNPUBLISHED), os.F_OK):  # noqa: PTH118
            return None
        if _line(folder, LAYOUT_FILE) != LAYOUT:
            return None
        name = _line(folder, CURRENT)
        published = os.path.join(folder, PUBLISHED)  # noqa: PTH118
        held = hold(published, name) if name.isdigit() else None
    except OSError:
        return None
    return None if held is None else (os.path.join(published, name), held)  # noqa: PTH118


def _line(folder: str, name: str) -> str:
    with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:  # noqa: PTH118, PTH123
        return file.read(64).strip()
