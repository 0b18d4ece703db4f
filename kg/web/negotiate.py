"""Which of the offered media types a request likes best (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def best(accept: str | None, offered: Sequence[str]) -> str | None:
    """The offered type that the Accept header likes most; among equals the one offered first; None where none fits.

    >>> best("text/turtle;q=0.5, application/json", ["text/html", "text/turtle", "application/json"])
    'application/json'
    >>> best("text/*, */*;q=0.1", ["application/json", "text/html"]), best(None, ["text/html"]), best("a/b", ["c/d"])
    ('text/html', 'text/html', None)
    """
    if accept is None or not accept.strip():
        return offered[0]
    ranges = list(_ranges(accept))
    liking = [_quality(kind, ranges) for kind in offered]
    most = max(liking)
    return offered[liking.index(most)] if most > 0 else None


def _ranges(accept: str) -> Iterator[tuple[str, str, float]]:
    for part in accept.split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        type_, _, subtype = name.lower().partition("/")
        if type_ and subtype:
            yield type_, subtype, _weight(parameters)


def _weight(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            try:
                number = float(value)
            except ValueError:
                return 0.0
            return number if 0 <= number <= 1 else 0.0
    return 1.0


def _quality(kind: str, ranges: Sequence[tuple[str, str, float]]) -> float:
    """The weight of the most exact range that takes the type in."""
    type_, _, subtype = kind.partition("/")
    found = (-1, 0.0)
    for wanted, sub, weight in ranges:
        if (wanted, sub) == (type_, subtype):
            exact = 2
        elif (wanted, sub) == (type_, "*"):
            exact = 1
        elif (wanted, sub) == ("*", "*"):
            exact = 0
        else:
            continue
        found = max(found, (exact, weight))
    return found[1]
