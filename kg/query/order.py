"""The order of answers. Without imports, so that a quick look-up pays nothing for it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Protocol, TypeVar

    class _Told(Protocol):
        @property
        def id(self) -> str: ...
        @property
        def document(self) -> str: ...
        @property
        def publisher(self) -> str | None: ...
        @property
        def published(self) -> str | None: ...
        @property
        def span(self) -> tuple[int, int]: ...

    _Item = TypeVar("_Item", bound=_Told)


def newest_first(evidence: Iterable[_Item]) -> list[_Item]:
    """By publication date, undated last; what is equally new by document and place."""
    by_place = sorted(evidence, key=lambda item: (item.document, item.span, item.id))
    return sorted(by_place, key=lambda item: item.published or "", reverse=True)


def best_told(edge: Any) -> tuple[Any, ...]:
    """Key that puts an edge first that more publishers, then more pieces of evidence tell, then the latest, by rank."""
    publishers = len({item.publisher or item.document for item in edge.evidence})
    latest = max((item.published or "" for item in edge.evidence), default="")
    newness = tuple(-ord(char) for char in latest)
    ends = (edge.subject.rank, edge.predicate, edge.object.rank)
    return (-publishers, -len(edge.evidence), newness, *ends, edge.id)
