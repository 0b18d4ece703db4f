"""What stands before every route: who may ask, how much and how often, and the headers of every answer."""

from __future__ import annotations

import hmac
import logging
import secrets
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Name of the cookie that holds the token of a browser.
COOKIE = "kg-token"
_access = logging.getLogger("kg.access")
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' blob: data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
_DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
#: Clients whose rate is remembered.
_CLIENTS = 4096


@dataclass(frozen=True, slots=True)
class Rules:
    """Bounds of the server.

    `hosts` are the names in Host that are answered (None: any), `origins` those of other sites that may ask, `token`
    what a request must show, `rate` requests per second of one client (twice as many at once), `body` bytes of one.
    """

    hosts: frozenset[str] | None
    origins: frozenset[str] = frozenset()
    token: str | None = None
    rate: float = 500.0
    body: int = 2_000_000


class Guard:
    """Middleware: refuses what the rules do not allow, sets the headers, and writes the access log.

    The log tells method, path, status, bytes and time; never the query, a body, a token or a cookie.
    """

    def __init__(self, app: ASGIApp, rules: Rules, public: Iterable[str] = ()) -> None:
        self._app = app
        self._rules = rules
        #: Paths that need no token.
        self._public = frozenset(public)
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce
        status, sent = 500, 0

        async def answer(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                self._dress(MutableHeaders(scope=message), nonce)
            elif message["type"] == "http.response.body":
                sent += len(message.get("body", b""))
            await send(message)

        try:
            refusal = self._refusal(scope)
            if refusal is not None:
                await refusal(scope, receive, answer)
            else:
                await self._app(scope, _Bounded(receive, self._rules.body), answer)
        except _TooLargeError:
            await self._too_large()(scope, receive, answer)
        finally:
            took = 1000 * (time.perf_counter() - began)
            path = scope.get("raw_path", b"").partition(b"?")[0].decode("ascii", "backslashreplace")
            _access.info("%s %s %d %d B %.0f ms", scope["method"], path, status, sent, took)

    def _refusal(self, scope: Scope) -> Response | None:
        headers, rules = Headers(scope=scope), self._rules
        if rules.hosts is not None and _host(headers.get("host", "")) not in rules.hosts:
            return _say(421, "This server answers under other names only. Ask it by the address that it printed.")
        origin = headers.get("origin")
        foreign = headers.get("sec-fetch-site") in ("cross-site", "same-site")
        visit = headers.get("sec-fetch-mode") == "navigate" and scope["method"] == "GET"
        if foreign and not visit and origin not in rules.origins:
            return _say(403, "Other sites may not ask here.")
        wait = self._wait(scope)
        if wait:
            return _say(429, "Too many requests; ask more slowly.", {"retry-after": str(wait)})
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > rules.body:
            return self._too_large()
        if scope["path"] not in self._public and not self._known(headers):
            return _unknown(headers)
        return None

    def _too_large(self) -> Response:
        return _say(413, f"The request is larger than {self._rules.body:,} bytes.")

    def _known(self, headers: Headers) -> bool:
        if self._rules.token is None:
            return True
        scheme, _, shown = headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            shown = _cookie(headers.get("cookie", ""))
        return fits(shown.strip(), self._rules.token)

    def _wait(self, scope: Scope) -> int:
        """Seconds that the client must wait; 0 where it may go on. A bucket fills at the rate and holds twice it."""
        rate, now = self._rules.rate, time.monotonic()
        client = (scope.get("client") or ("",))[0]
        left, last = self._buckets.pop(client, (2 * rate, now))
        left = min(2 * rate, left + (now - last) * rate)
        self._buckets[client] = (max(left - 1, 0.0), now)
        if len(self._buckets) > _CLIENTS:
            self._buckets.popitem(last=False)
        return 0 if left >= 1 else 1

    @staticmethod
    def _dress(headers: MutableHeaders, nonce: str) -> None:
        for name, value in _HEADERS.items():
            headers.setdefault(name, value)
        page = headers.get("content-type", "").startswith("text/html")
        headers.setdefault("content-security-policy", _PAGE_POLICY.format(nonce=nonce) if page else _DATA_POLICY)
        headers.setdefault("cache-control", "no-cache")


class _TooLargeError(Exception):
    """More of a body came than its header told or than it may have."""


class _Bounded:
    """A request's body, which ends the request where it is larger than it may be, whatever its header says."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._left = most

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                raise _TooLargeError
        return message


def fits(shown: str, token: str) -> bool:
    """True where the token shown is the right one; takes as long for a wrong one."""
    return hmac.compare_digest(shown.encode("utf-8", "replace"), token.encode("utf-8"))


def _host(value: str) -> str:
    """The name in a Host header, without its port."""
    if value.startswith("["):
        return value.partition("]")[0] + "]"
    return value.partition(":")[0].lower()


def _cookie(value: str) -> str:
    try:
        found = SimpleCookie(value).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _unknown(headers: Headers) -> Response:
    if "text/html" in headers.get("accept", ""):
        return Response(status_code=303, headers={"location": "/enter"})
    return _say(401, "This server asks for a token: Authorization: Bearer TOKEN.", {"www-authenticate": "Bearer"})


def _say(status: int, text: str, headers: dict[str, str] | None = None) -> Response:
    return PlainTextResponse(text + "\n", status, headers)
