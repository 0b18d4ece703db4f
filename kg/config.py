"""Settings; the only reader of the environment.

Plain Python: a library for settings costs a look-up more time than the look-up itself.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from kg.errors import ConfigError
from kg.labels import LANGUAGES, USUAL

_Value = TypeVar("_Value", int, float)


def _default_store() -> Path:
    import platformdirs  # only where no store is named

    return Path(platformdirs.user_data_path("china-ai-kg", appauthor=False)) / "store"


def _read(name: str, kind: type[_Value], default: _Value) -> Callable[[], _Value]:
    def read() -> _Value:
        text = os.environ.get(name)
        if text is None or not text.strip():
            return default
        try:
            return kind(text.strip())
        except ValueError:
            wanted = "a whole number" if kind is int else "a number"
            raise ConfigError(f"{name} must be {wanted}, not {text!r}.") from None

    return read


def _setting(name: str, default: _Value, about: str, *, above: float | None = None, least: float | None = None) -> Any:
    """A number that `name` in the environment sets, greater than `above` and not less than `least`."""
    bounds = {"about": about, "name": name, "above": above, "least": least}
    return field(default_factory=_read(name, type(default), default), metadata=bounds)


def _store() -> Path:
    named = os.environ.get("KG_STORE")
    return Path(named) if named and named.strip() else _default_store()


def _token() -> str | None:
    return os.environ.get("KG_TOKEN", "").strip() or None


def _language() -> str:
    return os.environ.get("KG_LANG", "").strip() or USUAL


@dataclass(frozen=True)
class Settings:
    """Read from `KG_*` environment variables when made; each field's default is what a laptop needs.

    Raises ConfigError for a value that cannot be used.
    """

    store: Path = field(default_factory=_store, metadata={"about": "folder of the store", "name": "KG_STORE"})
    max_document_bytes: int = _setting("KG_MAX_DOCUMENT_BYTES", 20_000_000, "a larger file is refused", above=0)
    http_timeout: float = _setting("KG_HTTP_TIMEOUT", 20.0, "seconds for one request", above=0)
    http_max_redirects: int = _setting("KG_HTTP_MAX_REDIRECTS", 10, "a longer chain is refused", least=0)
    query_timeout: float = _setting("KG_QUERY_TIMEOUT", 30.0, "seconds for one SPARQL query", above=0)
    workers: int = _setting("KG_WORKERS", 1, "processes that extract", least=1)
    endpoint_timeout: float = _setting("KG_ENDPOINT_TIMEOUT", 10.0, "seconds for one query of the endpoint", above=0)
    endpoint_rows: int = _setting("KG_ENDPOINT_ROWS", 100_000, "rows in one answer of the endpoint", least=1)
    endpoint_memory: int = _setting("KG_ENDPOINT_MEMORY", 2_000, "megabytes for one query of the endpoint", least=200)
    endpoint_workers: int = _setting("KG_ENDPOINT_WORKERS", 2, "processes that answer the endpoint", least=1)
    request_rate: float = _setting("KG_REQUEST_RATE", 500.0, "requests a second of one client", above=0)
    token: str | None = field(default_factory=_token, metadata={"about": "what requests must show", "name": "KG_TOKEN"})
    language: str = field(default_factory=_language, metadata={"about": "language of labels", "name": "KG_LANG"})

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ConfigError(f"KG_LANG must be {' or '.join(LANGUAGES)}, not {self.language!r}.")
        for item in fields(self):
            value, name = getattr(self, item.name), item.metadata["name"]
            if value is None or isinstance(value, (Path, str)):
                continue
            above, least = item.metadata["above"], item.metadata["least"]
            if not math.isfinite(value) or (above is not None and value <= above):
                raise ConfigError(f"{name} must be more than {above}, not {value}.")
            if least is not None and value < least:
                raise ConfigError(f"{name} must be at least {least}, not {value}.")


def data_path(*parts: str) -> Path:
    """A file or folder that ships with the program: `ontology/...` or `seeds/...`.

    In an installed wheel these lie inside the package; in a source tree beside it.
    """
    package = Path(__file__).parent
    inside = package / "_data"
    return (inside if inside.is_dir() else package.parent).joinpath(*parts)
