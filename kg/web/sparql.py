"""The endpoint: SPARQL 1.1 Protocol, queries only (https://www.w3.org/TR/sparql11-protocol/)."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from kg.errors import KgError
from kg.query import worker
from kg.web import protocol
from kg.web.description import describe
from kg.web.fleet import Fleet
from kg.web.negotiate import best
from kg.web.protocol import GRAPH_TYPES, TABLE_TYPES, RefusedError

#: Seconds after which it is worth watching whether the client is still there.
_SOON = 0.1
#: Bytes that are sent, and compressed, at a time.
_PART = 1 << 18
_REFUSALS = {worker.INVALID: 400, worker.UNSUITED: 406, worker.FULL: 503, worker.FAILED: 500}


def routes(fleet: Fleet, path: str = "/sparql", page: str = "/query") -> list[Route]:
    """The endpoint at `path`; `page` is where a person is sent who opens it in a browser."""
    return [Route(path, _Endpoint(fleet, page))]


class _Endpoint:
    """An ASGI application, so that every method arrives here."""

    def __init__(self, fleet: Fleet, page: str) -> None:
        self._fleet = fleet
        self._page = page
        self._again = {"retry-after": f"{fleet.limits.deadline:.0f}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        request = Request(scope, receive)
        with contextlib.suppress(ClientDisconnect):
            try:
                response = await self._response(request)
            except RefusedError as refused:
                response = PlainTextResponse(f"{refused}\n", refused.status, refused.headers)
            response.headers.setdefault("vary", "Accept")
            await response(scope, receive, send)

    async def _response(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            offered = {"accept-post": f"{protocol.FORM}, {protocol.DIRECT}"}
            return Response(status_code=204, headers=protocol.METHODS | offered)
        asked = await protocol.read(request)
        if asked.query is None:
            return self._description(request, asked.format)
        table, graph = protocol.wanted(request, asked.format)
        limits = self._fleet.limits
        found = await self._answer(
            request,
            worker.Request(
                asked.query,
                TABLE_TYPES[table] if table else None,
                GRAPH_TYPES[graph] if graph else None,
                limits.rows,
                limits.size,
                asked.graphs,
            ),
        )
        status = _REFUSALS.get(found.kind)
        if status is not None:
            raise RefusedError(status, found.content.decode("utf-8", "replace"), self._again if status == 503 else None)
        response = _whole(found.content, graph if found.kind == worker.GRAPH else table)
        if found.extent != worker.WHOLE:
            bound = f"rows={limits.rows}" if found.extent == worker.ROWS else f"bytes={limits.size}"
            response.headers["result-truncated"] = bound
        return response

    async def _answer(self, request: Request, wanted: worker.Request) -> worker.Answer:
        """The fleet's answer. Raises ClientDisconnect where the client has gone, which stops the query."""
        watch = _Watch(request)
        try:
            return await self._fleet.ask(wanted)
        except asyncio.CancelledError:
            if watch.gone:
                raise ClientDisconnect from None
            raise RefusedError(503, "The server is stopping.", self._again) from None
        except KgError as error:
            raise RefusedError(503, str(error), self._again) from error
        finally:
            watch.end()

    def _description(self, request: Request, form: str | None) -> Response:
        kinds = [*GRAPH_TYPES, "text/html"]
        kind = best(protocol.accepted(request), kinds) if form is None else protocol.wanted(request, form)[1]
        if kind is None:
            raise RefusedError(406, f"The description of this endpoint has none of these forms: {', '.join(kinds)}.")
        if kind == "text/html":
            return RedirectResponse(self._page, 303)
        address = str(request.url.replace(query=""))
        return Response(describe(address, self._fleet.limits, GRAPH_TYPES[kind]), media_type=kind)


def _whole(content: bytes, kind: str | None) -> Response:
    """A large answer goes out in parts, between which others are served: compressing it takes its time."""
    if len(content) <= _PART:
        return Response(content, media_type=kind)
    return StreamingResponse(_parts(content), headers={"content-length": str(len(content))}, media_type=kind)


async def _parts(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), _PART):
        yield content[start : start + _PART]
        await asyncio.sleep(0)


class _Watch:
    """Cancels the task that made it when the client goes away, from a moment later until `end`."""

    def __init__(self, request: Request) -> None:
        self.gone = False
        self._request = request
        self._task = asyncio.current_task()
        self._watching: asyncio.Task[None] | None = None
        self._timer = asyncio.get_running_loop().call_later(_SOON, self._begin)

    def end(self) -> None:
        self._timer.cancel()
        if self._watching is not None:
            self._watching.cancel()

    def _begin(self) -> None:
        self._watching = asyncio.ensure_future(self._watch())

    async def _watch(self) -> None:
        while (await self._request.receive())["type"] != "http.disconnect":
            pass
        if self._task is not None:
            self.gone = True
            self._task.cancel()
