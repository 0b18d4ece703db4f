"""The site put together: routes, what stands before them, and what becomes of errors."""

from __future__ import annotations

import contextlib
import gzip
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import cache

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from kg.errors import KgError
from kg.labels import LANGUAGES
from kg.ontology.schema import Ontology
from kg.ontology.wording import Wording
from kg.web import api, asked, files, openapi, pages, sparql, views
from kg.web.atlas import Atlas
from kg.web.fleet import Fleet
from kg.web.guard import Guard, Rules
from kg.web.live import Live

_log = logging.getLogger("kg.web")
#: Paths that need no token: what the page that asks for it loads.
_PUBLIC = ("/enter", "/static/site.css", "/healthz")


@dataclass(frozen=True)
class Parts:
    """What answers: questions, other people's queries, and the map."""

    live: Live
    fleet: Fleet
    atlas: Atlas


def create_app(parts: Parts, ontology: Ontology, rules: Rules) -> Starlette:
    """The site. Starting it starts the workers and the map; stopping it ends them."""
    described_as = cache(lambda: json.dumps(openapi.description(), ensure_ascii=False, indent=1))

    @contextlib.asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        await parts.atlas.start()
        try:
            async with parts.fleet:
                yield
        finally:
            await parts.atlas.close()
            parts.live.close()

    async def described(_: Request) -> Response:
        return Response(described_as(), media_type="application/json")

    async def healthy(_: Request) -> Response:
        await parts.live.ask(lambda graph: graph.copy)
        return PlainTextResponse("ok\n")

    middleware = [Middleware(Guard, rules=rules, public=_PUBLIC)]
    if rules.origins:
        origins = sorted(rules.origins)
        middleware.append(
            Middleware(
                CORSMiddleware,
                allow_origins=origins,
                allow_methods=["GET", "POST"],
                expose_headers=["Result-Truncated"],
            )
        )
    middleware.append(Middleware(GZipMiddleware, minimum_size=1500, compresslevel=5))
    return Starlette(
        routes=[
            *sparql.routes(parts.fleet),
            Route("/api/openapi.json", described),
            Route("/api/map", _map_route(parts.atlas)),
            *api.routes(parts.live),
            *views.routes(parts.live),
            Route("/static/{name}", files.serve),
            Route("/healthz", healthy),
            *pages.routes(parts.live, ontology, rules.token),
        ],
        middleware=middleware,
        exception_handlers={
            KgError: _handler(ontology),
            HTTPException: _handler(ontology),
            Exception: _broken,
        },
        lifespan=life,
    )


def _map_route(atlas: Atlas) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        given = asked.read(asked.Map, request.query_params)
        found = await atlas.map(given.scope)
        if found is None:
            body = {"error": {"kind": "MapNotReady", "message": "The map is being made; ask again in a moment."}}
            return JSONResponse(body, 503, {"retry-after": "1"})
        headers = {"etag": found.tag, "vary": "Accept-Encoding"}
        if found.tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(gzip.decompress(found.content), headers=headers, media_type="application/json")
        headers["content-encoding"] = "gzip"
        return Response(found.content, headers=headers, media_type="application/json")

    return answer


def _handler(ontology: Ontology) -> Callable[[Request, Exception], Awaitable[Response]]:
    """Errors as JSON for the API, as a page for a browser, else as a line."""

    async def answer(request: Request, error: Exception) -> Response:
        if isinstance(error, KgError):
            status, body = api.failure(error)
        else:
            status = error.status_code if isinstance(error, HTTPException) else 500
            told = {404: "There is nothing at this address.", 405: "This address does not take that method."}
            body = {"error": {"kind": "HttpError", "message": told.get(status, f"Error {status}.")}}
        headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
        if status == 503:
            headers["retry-after"] = "1"
        if request.url.path.startswith(("/api/", "/export/")):
            return JSONResponse(body, status, headers)
        message = str(body["error"]["message"])
        if "text/html" in request.headers.get("accept", ""):
            language = request.query_params.get("lang", "")
            wording = Wording(ontology, language) if language in LANGUAGES else Wording(ontology)
            return pages.fault(request, wording, status, message, body["error"].get("suggestions", ()))
        return PlainTextResponse(message + "\n", status, headers)

    return answer


async def _broken(request: Request, error: Exception) -> Response:
    """A fault of the program: it is logged, and the one who asked learns nothing of its inside."""
    _log.error("%s failed", request.url.path, exc_info=error)
    return PlainTextResponse("The server failed to answer.\n", 500)
