"""The bundles of scripts and styles that the pages load."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kg.errors import KgError

STATIC = Path(__file__).parent / "static"
_KINDS = {".js": "text/javascript", ".css": "text/css", ".txt": "text/plain"}
_MANIFEST = "manifest.json"  # written last when the bundles are made


def check() -> None:
    """Raises KgError where the bundles are missing, with the command that makes them."""
    if not (STATIC / _MANIFEST).is_file():
        raise KgError("The scripts of the pages are missing. In a source tree this makes them: make client")


@cache
def content(name: str) -> bytes | None:
    """A bundle's bytes; None where there is none of that name."""
    path = STATIC / name
    if "/" in name or "\\" in name or path.suffix not in _KINDS or not path.is_file():
        return None
    return path.read_bytes()


@cache
def digest_of(name: str) -> str:
    """Some hex digits that change with the bundle."""
    return hashlib.sha256(content(name) or b"").hexdigest()[:12]


async def serve(request: Request) -> Response:
    """A bundle. With its digest in the address it never changes."""
    name = request.path_params["name"]
    found = content(name)
    if found is None:
        return PlainTextResponse("There is no such file.\n", 404)
    fixed = request.query_params.get("v") == digest_of(name)
    tag = f'W/"{digest_of(name)}"'
    headers = {"etag": tag, "cache-control": "max-age=31536000, immutable" if fixed else "no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(found, headers=headers, media_type=_KINDS[Path(name).suffix] + "; charset=utf-8")
