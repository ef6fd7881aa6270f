"""Refusals and faults as RFC 9457 problem details: the one place where errors become HTTP."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import asyncpg
import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel, Field
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

from shared.access.tokens import NotSignedIn, TokenNotValid
from shared.database import OUTAGES
from shared.errors import Forbidden, NotKnownHere, NotYet, Refusal
from shared.events.catalogue import UnknownEvent
from shared.eventsourcing.closed import StoreClosed
from shared.eventsourcing.committer import CommitterStopped
from shared.telemetry import log_fault
from shared.web.examples import of_problem
from shared.web.permitting import denied
from shared.web.rules import (
    BodyTooLarge,
    MalformedJson,
    MethodNotAllowed,
    NoSuchRoute,
    NotAvailable,
    RequestNotTaken,
    RequestNotValid,
    StoreBehind,
    TooManyStreams,
    Unexpected,
)

MEDIA_TYPE = "application/problem+json"

_BY_STATUS: dict[int, type[Refusal]] = {
    400: MalformedJson,
    404: NoSuchRoute,
    405: MethodNotAllowed,
    413: BodyTooLarge,
}


class Fault(BaseModel):
    """One thing that is wrong with a request."""

    detail: str
    code: str
    pointer: str | None = Field(default=None, description="RFC 6901 pointer into the body")
    location: str | None = Field(default=None, description="`query`, `path` or `header`, where it is not the body")
    name: str | None = Field(default=None, description="the parameter or header")


class Problem(BaseModel):
    """RFC 9457 problem details."""

    type: str = Field(examples=["/problems/version-stale"])
    title: str
    status: int
    detail: str
    errors: list[Fault] | None = None


def refuses(*rules: type[Refusal]) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route: which rules may refuse it, each with its example, for the OpenAPI document."""
    by_status: dict[int | str, list[type[Refusal]]] = {}
    for rule in rules:
        by_status.setdefault(rule.status, []).append(rule)
    return {status: described(*together) for status, together in by_status.items()}


def described(*rules: type[Refusal]) -> dict[str, Any]:
    """The response by which these rules refuse."""
    examples: dict[str, Any] = {}
    for rule in rules:
        examples |= of_problem(rule)
    return {
        "description": "\n\n".join(f"`/problems/{rule.code()}`: {rule.rule()}" for rule in rules),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": examples}},
    }


def problem(
    rule: type[Refusal], detail: str, accept_language: str = "", errors: Iterable[Mapping[str, Any]] = ()
) -> Response:
    """The answer of a rule that says no."""
    chinese = bool(rule.title_zh) and prefers_chinese(accept_language)
    body: dict[str, Any] = {
        "type": f"/problems/{rule.code()}",
        "title": rule.title_zh if chinese else rule.rule(),
        "status": rule.status,
        "detail": detail or rule.rule(),
    }
    faults = list(errors)
    if faults:
        body["errors"] = faults
    headers = {"Content-Language": "zh" if chinese else "en", "Vary": "Accept-Language"}
    if issubclass(rule, NotKnownHere | NotAvailable):
        headers["Retry-After"] = "1"
    if issubclass(rule, NotYet | StoreBehind):
        headers["Retry-After"] = "5"
    if issubclass(rule, TooManyStreams):
        headers["Retry-After"] = "10"
    if issubclass(rule, NotSignedIn):
        headers["WWW-Authenticate"] = 'Bearer realm="shifan"'
    if issubclass(rule, TokenNotValid):
        headers["WWW-Authenticate"] = 'Bearer realm="shifan", error="invalid_token"'
    return Response(orjson.dumps(body), rule.status, headers, MEDIA_TYPE)


def problem_of(error: BaseException, headers: Headers) -> Response:
    """The answer to whatever was raised. The text of an unexpected error stays here."""
    language = headers.get("accept-language", "")
    match error:
        case Refusal():
            return problem(type(error), str(error), language)
        case RequestValidationError():
            return _not_valid(error, language)
        case HTTPException():
            return _by_status(error, language)
        case UnknownEvent():
            return problem(NotYet, "A newer release has written to this case, and its processes answer.", language)
        case StoreClosed():
            return problem(StoreBehind, str(error), language)
        case _:
            away = isinstance(error, (*OUTAGES, CommitterStopped)) or _was_closed(error)
            log_fault("database_away" if away else "unexpected", error)
            return problem(NotAvailable if away else Unexpected, "", language)


def _was_closed(error: BaseException) -> bool:
    """Whether a connection was lost between its acquisition and its use; the driver has no class for that."""
    return isinstance(error, asyncpg.InterfaceError) and "clos" in str(error)


def _by_status(error: HTTPException, language: str) -> Response:
    rule = _BY_STATUS.get(error.status_code, RequestNotTaken)
    return problem(rule, "", language)


def _not_valid(error: RequestValidationError, language: str) -> Response:
    faults = error.errors()
    if any(fault["type"] == "json_invalid" for fault in faults):
        where = faults[0]["loc"][-1]
        return problem(MalformedJson, f"The body cannot be read as JSON from character {where} on.", language)
    return problem(RequestNotValid, "", language, map(_fault, faults))


def _fault(fault: Mapping[str, Any]) -> dict[str, str]:
    """One fault, with where it is, and never with the value that was sent."""
    where, *path = fault["loc"]
    told = {"detail": str(fault["msg"]), "code": str(fault["type"])}
    if where == "body":
        return told | {"pointer": "#" + "".join(f"/{_escaped(part)}" for part in path)}
    return told | {"location": str(where), "name": ".".join(str(part) for part in path)}


def _escaped(part: object) -> str:
    return str(part).replace("~", "~0").replace("/", "~1")


@lru_cache(maxsize=256)
def prefers_chinese(accept_language: str) -> bool:
    """Whether a Chinese range of `Accept-Language` weighs more than every English one, or comes first."""
    weights = {"zh": 0.0, "en": 0.0}
    order: list[str] = []
    for part in accept_language.lower().split(","):
        name, _, parameters = part.strip().partition(";")
        language = name.split("-")[0].strip()
        if language in weights:
            order.append(language)
            weights[language] = max(weights[language], _weight(parameters))
    if weights["zh"] == weights["en"]:
        return weights["zh"] > 0 and order[0] == "zh"
    return weights["zh"] > weights["en"]


def _weight(parameters: str) -> float:
    _, _, value = parameters.replace(" ", "").partition("q=")
    try:
        return float(value) if value else 1.0
    except ValueError:
        return 0.0


async def _answer(request: Request, error: Exception) -> Response:
    if isinstance(error, Forbidden):
        await denied(request, error)
    response = problem_of(error, request.headers)
    if response.status_code == MethodNotAllowed.status:
        response.headers["Allow"] = ", ".join(_methods(request))
    return response


def _methods(request: Request) -> list[str]:
    """What the address takes, by all routes of its pattern, a word before a parameter.

    The framework names the methods of the first route alone.
    """
    routes = [route for route in iter_route_contexts(request.app.routes) if route.path is not None]
    fitting = (route for route in routes if compile_path(route.path or "")[0].fullmatch(request.scope["path"]))
    pattern = min((str(route.path) for route in fitting), key=lambda path: path.count("{"))
    return sorted({method for route in routes if route.path == pattern for method in route.methods or ()})


def install(api: FastAPI) -> None:
    """Every error that reaches the routes' edge becomes a problem."""
    for kind in (Refusal, HTTPException, RequestValidationError):
        api.add_exception_handler(kind, _answer)
