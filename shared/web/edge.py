"""The outermost layer of every service: what may come in, what every answer tells, the request log, the last catch.

It is plain ASGI, because a framework's middleware costs more than the whole of a small route.
"""

import asyncio
import re
from collections.abc import Mapping
from contextlib import suppress
from time import perf_counter
from typing import Any
from uuid import uuid4

from prometheus_client import Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.runtime import Runtime
from shared.telemetry import REQUESTS, correlate, logger
from shared.web import deprecations, throttle
from shared.web.problems import problem_of
from shared.web.rates import HEADERS
from shared.web.rules import BodyTooLarge, RequestNotValid
from shared.web.seen import wait_until_seen

BODY_LIMIT = 1024 * 1024

_DRAINED_MOST = 16 * 1024 * 1024
_DRAIN_SECONDS = 2.0

_CORRELATION_ID = re.compile(r"[A-Za-z0-9._:/-]{1,128}")
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")
_QUIET = frozenset({"/healthz", "/readyz", "/metrics", "/v1/progress"})
_ENDLESS = frozenset({"/v1/events/stream"})
_SECURITY = {
    b"x-content-type-options": b"nosniff",
    b"cache-control": b"no-store",
    b"referrer-policy": b"no-referrer",
    b"x-frame-options": b"DENY",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
}
"""On every answer, whatever a route or the framework says: a stream's `no-cache` would let it be kept."""
_HTTPS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")

_histograms: dict[tuple[str, str, int], Histogram] = {}


class Edge:
    """Wraps the whole application."""

    def __init__(self, app: ASGIApp, larger: Mapping[str, int] | None = None) -> None:
        """`larger` are the routes that take files, by how their path begins, with the most bytes that each takes."""
        self._app = app
        self._larger = dict(larger or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = next((most for path, most in self._larger.items() if scope["path"].startswith(path)), BODY_LIMIT)
        exchange = _Exchange(scope, receive, send, limit)
        try:
            exchange.check()
            if seen := exchange.headers.get("shifan-seen"):
                await wait_until_seen(exchange.runtime, seen)
            await self._app(exchange.scope, exchange.receive, exchange.send)
        except Exception as error:  # noqa: BLE001 - nothing gets past here without an answer and a line in the log.
            await exchange.answer_error(error)
        finally:
            exchange.log()


class _Exchange:
    """One request and its answer."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, limit: int) -> None:
        self._began = perf_counter()
        self._method = scope["method"]
        # What GET answers is known to HEAD, but for what never ends.
        self._is_head = self._method == "HEAD" and scope["path"] not in _ENDLESS
        self.scope = {**scope, "method": "GET"} if self._is_head else scope
        self.runtime: Runtime = scope["app"].state.runtime
        self._receive = receive
        self._send = send
        self._limit = limit
        self._length = 0
        self._status = 0
        self.headers = Headers(scope=scope)
        self._correlation_id = _correlate(self.headers)

    def check(self) -> None:
        """Refuse what need not be read: one request too many, a body that says that it is too large, a NUL."""
        if self.scope["path"] not in _QUIET:
            throttle.count(self.scope, self.runtime)
        if b"%00" in self.scope["query_string"] or "\0" in self.scope["path"]:
            raise RequestNotValid("An address holds no NUL character.")
        declared = self.headers.get("content-length", "0")
        if declared.isdecimal() and int(declared) > self._limit:
            raise BodyTooLarge(f"At most {self._limit} bytes are taken.")

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._length += len(message.get("body", b""))
            if self._length > self._limit:
                # The framework lets this one kind of error through while it reads a body.
                raise HTTPException(BodyTooLarge.status)
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            headers = [pair for pair in message.get("headers", ()) if pair[0] not in _SECURITY]
            headers.append((b"x-correlation-id", self._correlation_id.encode()))
            headers += self.scope.get(HEADERS, ())
            headers += deprecations.told(self.runtime.service.name, self.scope["method"], _route(self.scope))
            headers += _SECURITY.items()
            if self.runtime.settings.behind_https:
                headers.append(_HTTPS)
            message["headers"] = headers
        elif self._is_head and message["type"] == "http.response.body":
            message["body"] = b""
        await self._send(message)

    async def answer_error(self, error: Exception) -> None:
        """The problem, unless an answer has begun already: then all that is left is to break it off.

        A caller who has gone away needs none.
        """
        if isinstance(error, ClientDisconnect):
            return
        response = problem_of(error, self.headers)
        if self._status:
            raise error
        if isinstance(error, BodyTooLarge):
            MutableHeaders(raw=response.raw_headers)["Connection"] = "close"
            await self._drain()
        await response(self.scope, self._receive, self.send)

    async def _drain(self) -> None:
        """Let go by what the caller is still sending, within reason: who is cut off does not read the answer."""
        drained = 0
        with suppress(TimeoutError):
            async with asyncio.timeout(_DRAIN_SECONDS):
                while drained < _DRAINED_MOST:
                    message = await self._receive()
                    drained += len(message.get("body", b""))
                    if not message.get("more_body", False):
                        return

    def log(self) -> None:
        seconds = perf_counter() - self._began
        route = _route(self.scope)
        _observe(route, self._method, self._status, seconds)
        if route not in _QUIET:
            logger.info("request", route=route, method=self._method, status=self._status, ms=round(seconds * 1000, 2))


def _observe(route: str, method: str, status: int, seconds: float) -> None:
    key = (route, method, status)
    histogram = _histograms.get(key)
    if histogram is None:
        histogram = _histograms[key] = REQUESTS.labels(route, method if route != "none" else "any", str(status))
    histogram.observe(seconds)


def _route(scope: Scope) -> str:
    """The route's pattern: the path itself could hold an id, and would make a label for each."""
    route: Any = scope.get("route")
    return str(getattr(route, "path", "none"))


def _correlate(headers: Headers) -> str:
    """Take up the caller's correlation id, or that of its trace, or make one."""
    trace = _TRACEPARENT.fullmatch(headers.get("traceparent", ""))
    given = headers.get("x-correlation-id", "")
    if not _CORRELATION_ID.fullmatch(given):
        given = trace[1] if trace else str(uuid4())
    correlate(given, trace[0] if trace else "")
    return given
