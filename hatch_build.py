"""Packages carry the bundles of `kg serve`: without them no wheel or sdist is built.

`make client` bundles them with npm into kg/web/static, which is kept out of git. An sdist carries them, so that a
wheel is built from it without npm; an editable install does without, and `kg serve` then says what to run.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STATIC = Path("kg", "web", "static")
MANIFEST = "manifest.json"  # written last, names all others


class ClientHook(BuildHookInterface):
    """Refuses to build without the bundles."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Raises RuntimeError when a file of the bundles is missing. `version`: "standard" or "editable"."""
        if version == "editable":
            return
        folder = Path(self.root) / STATIC
        manifest = folder / MANIFEST
        names = json.loads(manifest.read_text(encoding="utf-8")) if manifest.is_file() else [MANIFEST]
        missing = sorted(name for name in names if not (folder / name).is_file())
        if missing:
            raise RuntimeError(
                f"{STATIC.as_posix()} lacks {', '.join(missing)}: run `make client` first (it needs npm), "
                "so that the package carries the pages of `kg serve`"
            )
