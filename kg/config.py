"""Settings; the only reader of the environment."""

from __future__ import annotations

from pathlib import Path

import platformdirs
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def _default_store() -> Path:
    return Path(platformdirs.user_data_path("china-ai-kg", appauthor=False)) / "store"


class Settings(BaseSettings):
    """Read from `KG_*` environment variables; each field's default is what a laptop needs."""

    model_config = SettingsConfigDict(env_prefix="KG_", extra="ignore", frozen=True)

    store: Path = Field(default_factory=_default_store, description="folder of the store")
    max_document_bytes: int = Field(20_000_000, gt=0, description="a larger file is refused")
    http_timeout: float = Field(20.0, gt=0, description="seconds for one request")
    http_max_redirects: int = Field(10, ge=0)
    query_timeout: float = Field(30.0, gt=0, description="seconds for one SPARQL query")
    workers: int = Field(1, ge=1, description="processes that extract")


def data_path(*parts: str) -> Path:
    """A file or folder that ships with the program: `ontology/...` or `seeds/...`.

    In an installed wheel these lie inside the package; in a source tree beside it.
    """
    package = Path(__file__).parent
    inside = package / "_data"
    return (inside if inside.is_dir() else package.parent).joinpath(*parts)
