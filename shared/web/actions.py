"""`GET …/actions`: what may be done about a case, by whom, and which rule says no.

Each act is asked by its own route, as a dry run with the specimen of its body: so the answer is the one that the act
itself would get, and there is no second place that knows the rules. What hangs on the body is not known before somebody
writes one; such an act is told as possible, with what the specimen met.
"""

from collections import defaultdict
from collections.abc import Iterator, MutableMapping
from typing import Any, get_type_hints
from uuid import uuid4

import orjson
from fastapi import FastAPI, Request
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from pydantic import BaseModel
from starlette.types import Message

from shared.runtime import Service
from shared.web.acting import TheAct, TheChange
from shared.web.callers import PROBE
from shared.web.problems import prefers_chinese

NAME = "list_actions"
_REFUSED = frozenset({401, 403, 409})
"""Who may not, and what the case does not allow now; all else hangs on what is sent."""
_TAKEN = frozenset({200, 201, 202})
_KEPT = frozenset({b"authorization", b"accept-language", b"on-behalf-of"})


class Action(BaseModel):
    """An act about the case.

    Attributes:
        act: its name in the matrix of acts and roles.
        title: what officers call it.
        levels: who may do it, where they are competent.
        allowed: whether the caller may, as far as can be told before the body is written.
        rule: the problem that says no, or that the specimen of the body met.
    """

    act: str
    title: str
    method: str = "POST"
    href: str
    levels: list[str]
    allowed: bool
    rule: str | None = None
    reason: str | None = None
    detail: str | None = None


class Actions(BaseModel):
    items: list[Action]


def install(api: FastAPI, service: Service) -> None:
    """A route `…/actions` for every kind of case that acts are about: `/v1/titles/{station_id}/actions`."""
    cases: dict[str, list[RouteContext]] = defaultdict(list)
    for route in iter_route_contexts(api.routes):
        if case := _case_of(route):
            cases[case].append(route)
    for case, acts in cases.items():
        api.add_api_route(
            f"{case}/actions",
            _asking(service, case, acts),
            name=NAME,
            response_model=Actions,
            openapi_extra={"parameters": list(_parameters(case))},
            tags=["actions"],
        )


def _case_of(route: RouteContext) -> str:
    """The beginning of an act's path, up to the case that it is about; empty if the route is no such act."""
    if not isinstance(route.original_route, APIRoute) or "POST" not in (route.methods or ()):
        return ""
    if not {TheAct, TheChange} & set(get_type_hints(route.endpoint, include_extras=True).values()):
        return ""
    case, found, _ = str(route.path_format).rpartition("}")
    return case + found


def _parameters(case: str) -> Iterator[dict[str, Any]]:
    for part in case.split("/"):
        if part.startswith("{"):
            yield {"name": part.strip("{}"), "in": "path", "required": True, "schema": {"type": "string"}}


def _asking(service: Service, case: str, acts: list[RouteContext]) -> Any:
    async def list_actions(request: Request) -> Actions:
        """办理事项: each act about the case, whether the caller may do it now, and if not which rule says so."""
        here = request.url.path.removesuffix("/actions")
        return Actions(items=[await _asked(request, service, act, here + str(act.path)[len(case) :]) for act in acts])

    return list_actions


async def _asked(request: Request, service: Service, act: RouteContext, href: str) -> Action:
    row = service.permission(str(act.name))
    status, answer = await _try(request, href, _specimen(request.app, str(act.path_format)))
    problem = answer if status not in _TAKEN else {}
    return Action(
        act=row.name,
        title=row.title_zh
        if prefers_chinese(request.headers.get("accept-language", ""))
        else row.act.replace("_", " "),
        href=href,
        levels=[str(level) for level in row.reach],
        allowed=status not in _REFUSED,
        rule=problem.get("type"),
        reason=problem.get("title"),
        detail=problem.get("detail"),
    )


def _specimen(api: FastAPI, path: str) -> bytes:
    """The example of the act's body that its documentation shows."""
    content = api.openapi()["paths"][path]["post"].get("requestBody", {}).get("content", {})
    examples = content.get("application/json", {}).get("examples")
    return orjson.dumps(examples["specimen"]["value"]) if examples else b""


async def _try(request: Request, path: str, body: bytes) -> tuple[int, dict[str, Any]]:
    """The route's own answer to a dry run, without the edge: nothing is sent, counted or recorded."""
    kept = (pair for pair in request.scope["headers"] if pair[0] in _KEPT)
    headers = [*kept, (b"idempotency-key", uuid4().hex.encode()), (b"content-type", b"application/json")]
    scope: MutableMapping[str, Any] = dict(request.scope) | {
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"dry_run=true",
        "headers": headers,
        PROBE: True,
    }
    for fresh in ("route", "endpoint", "path_params", "shifan.acts_as"):
        scope.pop(fresh, None)
    status, parts = 500, bytearray()

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status
        status = message.get("status", status)
        parts.extend(message.get("body", b""))

    await request.app.router(scope, receive, send)
    return status, orjson.loads(parts) if parts else {}
