"""Annotated documents from files: read, and checked to be what they should be."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from kg.errors import DocumentError, UsageError
from kg.extract.document_json import DocumentJson, from_json

#: What every member of a list must have.
_LISTS: Mapping[str, tuple[str, ...]] = {
    "entities": ("id", "type", "name"),
    "relations": ("subject", "predicate", "object", "modality", "evidence"),
    "observations": ("subject", "metric", "value", "unit", "modality", "evidence"),
}


def read_gold(folder: Path) -> dict[str, DocumentJson]:
    """The annotated documents in a folder and below it, by id, in the order of their paths.

    `*.json` holds one, `*.jsonl` one a line.

    Raises UsageError for a folder that is missing or holds none, DocumentError for a file that is no such document.
    """
    if not folder.is_dir():
        raise UsageError(f"There is no folder {str(folder)!r}.")
    documents: dict[str, DocumentJson] = {}
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".json", ".jsonl")):
        for where, text in _texts(path):
            annotated = _read_annotated(where, text)
            if annotated["id"] in documents:
                raise DocumentError(where, f"a second document has the id {annotated['id']!r}")
            documents[annotated["id"]] = annotated
    if not documents:
        raise UsageError(f"The folder {str(folder)!r} holds no annotated document (*.json, *.jsonl).")
    return documents


def _texts(path: Path) -> list[tuple[str, str]]:
    """What stands in a file, each document with its place."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise DocumentError(str(path), f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise DocumentError(str(path), "is not UTF-8") from error
    if path.suffix == ".json":
        return [(str(path), text)]
    return [(f"{path}, line {i}", line) for i, line in enumerate(text.split("\n"), 1) if line.strip()]


def _read_annotated(where: str, text: str) -> DocumentJson:
    try:
        annotated = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DocumentError(where, f"is no JSON: {error}") from error
    for fault in _faults(annotated):
        raise DocumentError(where, f"is no annotated document: {fault}")
    return cast(DocumentJson, annotated)


def _faults(annotated: Any) -> Iterator[str]:
    if not isinstance(annotated, dict):
        yield "it is no object"
        return
    for name in ("id", "text"):
        if not isinstance(annotated.get(name), str):
            yield f"{name!r} is missing or no text"
    for name in ("title", "published", "publisher"):
        if not isinstance(annotated.get(name), str | None):
            yield f"{name!r} is no text"
    for name, keys in _LISTS.items():
        items = annotated.get(name)
        if not isinstance(items, list):
            yield f"{name!r} is missing or no list"
            continue
        for place, item in enumerate(items):
            for key in keys:
                value = item.get(key) if isinstance(item, dict) else None
                if key == "value":
                    good = isinstance(value, int | float) and not isinstance(value, bool)
                else:
                    good = isinstance(value, str)
                if not good:
                    yield f"{name}[{place}] lacks {key!r}"
            forms = item.get("mentions", []) if isinstance(item, dict) else None
            if not isinstance(forms, list) or not all(isinstance(form, str) for form in forms):
                yield f"the mentions of {name}[{place}] are no list of texts"
    try:
        from_json(cast(DocumentJson, annotated))
    except ValueError as error:
        yield str(error)
    ids = {entity["id"] for entity in annotated["entities"]}
    for name in ("relations", "observations"):
        for place, item in enumerate(annotated[name]):
            for key in ("subject", "object"):
                if key in item and item[key] not in ids:
                    yield f"the {key} {item[key]!r} of {name}[{place}] is no entity of it"
