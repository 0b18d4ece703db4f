"""Makes the maps of the newest published copy, as a process of its own: `python -m kg.web.mapmaker STORE SPARE`.

`top` holds the entities with most neighbours in the asserted graph, at most 300, each linked to another of them, and of
those with a single neighbour a few only for each, so that no star of leaves fills the map. `all` holds up to 50,000
entities. Of statements there are six, in `all` three, for each entity on average at most: one of every entity's, then
those told most; `left_out` counts the others among these entities.

Each map is written beside the copy (`published/NNNNNN.map/`), or in SPARE where that cannot be done, and then named on
standard output. Beside the copy also stands who is joined with whom, for the search of paths. Where the process that
reads it ends, this one does.
"""

from __future__ import annotations

import contextlib
import functools
import gzip
import hashlib
import json
import os
import signal
import sys
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy
from numpy.typing import NDArray

from kg.errors import KgError
from kg.export.atomic import replacing
from kg.export.layout import arrange
from kg.ontology.schema import Ontology, load
from kg.query import adjacency
from kg.query.survey import Relation, Survey, Telling
from kg.store.files import map_of
from kg.store.rdf import Shape
from kg.store.reader import OxigraphReader
from kg.web.columns import MODALITIES, TOLD, row_of

TOP, ALL = "top", "all"
SCOPES = (TOP, ALL)
_MOST = {TOP: 300, ALL: 50_000}
_LEAVES = 6  # entities with a single neighbour that stand beside one another in `top`
_EDGES_EACH = {TOP: 6, ALL: 3}

Numbers = NDArray[numpy.intp]


def file_name(scope: str, ontology: Ontology) -> str:
    """The file of a map: its numbers mean nothing to a program of another ontology or another form."""
    meant = json.dumps(["1", sorted(ontology.types), sorted(ontology.relations), MODALITIES])
    return f"{scope}-{hashlib.sha256(meant.encode()).hexdigest()[:8]}.json.gz"


class Maker:
    """Makes the maps of one copy."""

    def __init__(self, survey: Survey, ontology: Ontology, copy: str) -> None:
        self._survey = survey
        self._copy = copy
        self._types = {name: index for index, name in enumerate(sorted(ontology.types))}
        self._relations = {name: index for index, name in enumerate(sorted(ontology.relations))}
        sketch = survey.sketch()
        names = sorted({name for pair in sketch.pairs for name in pair})
        self._number = {name: index for index, name in enumerate(names)}
        found = (self._number[name] for pair in sketch.pairs for name in pair)
        ends = numpy.fromiter(found, numpy.intp, 2 * len(sketch.pairs)).reshape(-1, 2)
        ends = numpy.unique(numpy.sort(ends, axis=1), axis=0)
        self._names, self._ends = names, ends
        self._degree = numpy.bincount(ends.ravel(), minlength=len(names))
        self._total = {"nodes": len(names), "edges": sketch.relations}

    def neighbours(self) -> bytes:
        """Who is joined with whom, as `kg.query.adjacency` reads it."""
        both = numpy.concatenate([self._ends, self._ends[:, ::-1]])
        both = both[numpy.lexsort((both[:, 1], both[:, 0]))]
        begins = numpy.searchsorted(both[:, 0], numpy.arange(len(self._names) + 1))
        return adjacency.packed(self._names, begins.tolist(), both[:, 1].tolist())

    def made(self, scope: str, before: dict[str, Any] | None) -> bytes:
        """A map as compressed JSON; who stands in the map `before` stays about there."""
        found = self._rows(scope)
        rows = sorted(self._best(scope, found), key=lambda row: row.id)
        names = sorted({end for row in rows for end in (row.subject, row.object)})
        where = {name: index for index, name in enumerate(names)}
        links = numpy.array([(where[row.subject], where[row.object]) for row in rows], dtype=numpy.intp).reshape(-1, 2)
        arrangement = arrange(len(names), links, _places(before, names))
        derived = self._survey.derived()
        told = self._survey.told(row.id for row in rows)
        named = self._survey.named(names)
        known = [named.get(name) for name in names]
        columns = _told([told.get(row.id, ()) for row in rows])
        return _packed(
            {
                "copy": self._copy,
                "scope": scope,
                "total": self._total,
                "left_out": len(found) - len(rows),
                "publishers": columns.pop("publishers"),
                "nodes": {
                    "id": names,
                    "en": [about.labels.get("en") if about else None for about in known],
                    "zh": [about.labels.get("zh") if about else None for about in known],
                    "type": [self._types.get(about.type or "", -1) if about else -1 for about in known],
                    "x": [x for x, _ in arrangement.places],
                    "y": [y for _, y in arrangement.places],
                    "degree": [int(self._degree[self._number[name]]) if name in self._number else 0 for name in names],
                    "community": arrangement.communities,
                },
                "edges": {
                    "id": [row.id for row in rows],
                    "from": links[:, 0].tolist(),
                    "to": links[:, 1].tolist(),
                    "relation": [self._relations[row.predicate] for row in rows],
                    "derived": [int(row.id in derived) for row in rows],
                    "told": columns.pop("offsets"),
                },
                "told": columns,
            }
        )

    def _rows(self, scope: str) -> list[Relation]:
        """Every statement among the entities of a map."""
        most = _MOST[scope]
        if scope == TOP and len(self._names) > most:
            chosen = most_connected(self._degree, self._ends, most)
            rows = self._survey.among([self._names[index] for index in chosen])
            return [row for row in rows if row.subject != row.object and row.predicate in self._relations]
        # Room also for those of whom nothing is asserted.
        found = [row for row in self._survey.relations() if row.subject != row.object]
        degree = dict(zip(self._names, self._degree.tolist(), strict=True))
        names = {end for row in found for end in (row.subject, row.object)}
        kept = set(sorted(names, key=lambda name: (-degree.get(name, 0), name))[:most])
        return [row for row in found if row.subject in kept and row.object in kept]

    def _best(self, scope: str, rows: list[Relation]) -> list[Relation]:
        """One statement of each entity, then others while there is room.

        First those between whom something is asserted, then those told most.
        """
        most = _EDGES_EACH[scope] * len({end for row in rows for end in (row.subject, row.object)})
        if len(rows) <= most:
            return rows
        if scope == TOP:
            often = {name: len(told) for name, told in self._survey.told(row.id for row in rows).items()}
        else:
            often = self._survey.often()
        count = len(self._names)
        asserted = set((self._ends[:, 0] * count + self._ends[:, 1]).tolist())

        def rank(row: Relation) -> tuple[bool, int, str]:
            start, end = self._number.get(row.subject), self._number.get(row.object)
            known = start is not None and end is not None and min(start, end) * count + max(start, end) in asserted
            return not known, -often.get(row.id, 1), row.id

        linked: set[str] = set()
        first: list[Relation] = []
        others: list[Relation] = []
        for row in sorted(rows, key=rank):
            (others if row.subject in linked and row.object in linked else first).append(row)
            linked.update((row.subject, row.object))
        return first + others[: max(most - len(first), 0)]


def most_connected(degree: Numbers, ends: Numbers, most: int) -> Numbers:
    """The nodes with most neighbours, at most so many, each with a neighbour among them, in order.

    `ends` has a row for each two neighbours. Of those with a single neighbour only the first few beside the same one
    count, where there are more nodes than `most`.
    """
    count = len(degree)
    if count <= most:
        return numpy.arange(count)
    alone = numpy.concatenate([ends[degree[ends[:, 0]] == 1], ends[degree[ends[:, 1]] == 1][:, ::-1]])
    alone = alone[numpy.lexsort((alone[:, 0], alone[:, 1]))]
    begins = numpy.searchsorted(alone[:, 1], alone[:, 1])
    left_out = alone[numpy.arange(len(alone)) - begins >= _LEAVES, 0]
    order = numpy.argsort(-degree, kind="stable")
    order = order[~numpy.isin(order, left_out)]
    chosen = order[:most]
    for _ in range(10):  # those without a neighbour among the chosen give way to the next who have one
        better = order[_beside(chosen, ends, count)[order]][:most]
        if numpy.array_equal(better, chosen):
            break
        chosen = better
    return numpy.sort(chosen[_beside(chosen, ends, count)[chosen]])


def _beside(chosen: Numbers, ends: Numbers, count: int) -> NDArray[numpy.bool_]:
    """Which of all nodes have a neighbour among the chosen."""
    inside, found = numpy.zeros((2, count), dtype=bool)
    inside[chosen] = True
    found[ends[inside[ends[:, 0]], 1]] = True
    found[ends[inside[ends[:, 1]], 0]] = True
    return found


def _told(each: Sequence[Iterable[Telling]]) -> dict[str, Any]:
    """Columns of the tellings of each edge, with `offsets` (one more than edges), and the `publishers` they name."""
    sources = [told.publisher for tellings in each for told in tellings if told.publisher]
    publishers = sorted(set(sources))
    number = {name: index for index, name in enumerate(publishers)}
    offsets = [0]
    rows: list[tuple[int, ...]] = []
    for tellings in each:
        rows += sorted({row_of(told, number.__getitem__) for told in tellings if told.modality in MODALITIES})
        offsets.append(len(rows))
    columns = {name: [row[index] for row in rows] for index, name in enumerate(TOLD)}
    return {"publishers": publishers, "offsets": offsets, **columns}


def _packed(content: dict[str, Any]) -> bytes:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode("utf-8", "replace"), 6, mtime=0)


def _places(before: dict[str, Any] | None, names: Sequence[str]) -> list[tuple[int, int] | None] | None:
    if before is None:
        return None
    nodes = before["nodes"]
    found = dict(zip(nodes["id"], zip(nodes["x"], nodes["y"], strict=True), strict=True))
    return [found.get(name) for name in names]


def _before(folders: Iterable[Path], name: str) -> dict[str, Any] | None:
    """The newest map of that name in the folders, which lie each in a folder named after its copy."""
    found = [path for folder in folders for path in folder.glob(f"*.map/{name}")]
    for path in sorted(found, key=lambda path: path.parent.name, reverse=True):
        try:
            content: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
        except (OSError, EOFError, ValueError):
            continue
        return content
    return None


def make(store: Path, spare: Path) -> None:
    """Makes the maps of the newest copy that are not there yet; each is named on standard output with its copy."""
    ontology = load()
    reader = OxigraphReader(store, lambda: Shape.of(ontology))
    with contextlib.closing(reader):
        copy = reader.path
        maker = functools.cache(lambda: Maker(Survey(reader, ontology), ontology, copy.name))
        beside = adjacency.path_of(copy, ontology)
        if not beside.exists() and _writable(beside.parent):  # without it the graph is asked
            content = maker().neighbours()
            with contextlib.suppress(OSError, KgError):
                _written(content, (beside,))
        for scope in SCOPES:
            name = file_name(scope, ontology)
            path = map_of(copy) / name
            if not path.exists():
                content = maker().made(scope, _before((copy.parent, spare), name))
                path = _written(content, (path, spare / path.parent.name / name))
            print(json.dumps({"scope": scope, "copy": copy.name, "path": str(path)}), flush=True)  # noqa: T201


def _written(content: bytes, paths: Sequence[Path]) -> Path:
    """The first of the paths that could be written. Raises OSError, KgError where none can."""
    for path in paths:
        try:
            path.parent.mkdir(exist_ok=True)
            with replacing(path) as out:
                out.write(content)
        except (OSError, KgError):
            if path == paths[-1]:
                raise
        else:
            return path
    raise AssertionError("no path was given")


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def _end_with_parent() -> None:
    while os.read(0, 1024):  # not sys.stdin, whose lock the end of the program waits for
        pass
    os._exit(0)


def _main(store: str, spare: str) -> int:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server decides
    os.nice(10)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        make(Path(store), Path(spare))
    except (KgError, OSError, RuntimeError) as error:
        print(json.dumps({"error": str(error)}), flush=True)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:3]))
