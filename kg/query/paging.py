"""Lists that are shown page by page."""

from __future__ import annotations

from kg.errors import UsageError

#: So many stand on a page where nothing else is asked for.
SIZE = 25


def pages(total: int, size: int) -> int:
    """How many pages there are; an empty list has one, which is empty.

    >>> pages(0, 25), pages(25, 25), pages(26, 25)
    (1, 1, 2)
    """
    return max(1, -(-total // size))


def place(page: int, size: int) -> slice:
    """What of a list stands on a page, counted from 1. Raises UsageError where there can be no such page.

    >>> list(range(60))[place(3, 25)]
    [50, 51, 52, 53, 54, 55, 56, 57, 58, 59]
    """
    if page < 1 or size < 1:
        raise UsageError(f"There is no page {page} of {size}: both must be 1 or more.")
    return slice((page - 1) * size, page * size)
