"""Learned models as files: compressed JSON of names and numbers, the same bytes for the same model."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from kg.errors import OntologyError

Model = TypeVar("Model")

#: Where the models lie that come along.
FOLDER = Path(__file__).parent / "models"


def save(content: Mapping[str, Any], layout: int, path: Path) -> None:
    """Writes a model's content; `layout` is raised when its meaning changes."""
    text = json.dumps({**content, "layout": layout}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    path.write_bytes(gzip.compress(text.encode("utf-8"), mtime=0))


def load(path: Path, layout: int, build: Callable[[Mapping[str, Any]], Model]) -> Model:
    """The model that `build` makes of a file's content. Raises OntologyError when it is none of this layout."""
    try:
        content = json.loads(gzip.decompress(path.read_bytes()))
        if content["layout"] != layout:
            raise OntologyError(f"{path.name}: layout {content['layout']}; this version reads {layout}: train it again")
        return build(content)
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, AttributeError) as error:
        raise OntologyError(f"{path.name}: not a model file ({error})") from error
