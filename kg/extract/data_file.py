"""The YAML files of the package: word lists and frames."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

#: The parser in C, where PyYAML has it: it reads the same ten times as fast.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(path: Path) -> Any:
    """What a file holds: mappings, lists and plain values. Raises OSError, UnicodeDecodeError and yaml.YAMLError."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - both loaders are safe
