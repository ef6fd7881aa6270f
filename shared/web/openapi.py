"""The OpenAPI document says what every route has in common: tokens, keys, versions, problems."""

from collections.abc import Callable, Mapping
from typing import Any, get_type_hints

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts

from shared.access.competence import NotAnOfficerHere, WrongRole
from shared.access.delegation import CaseIsTakenUp, NoMandate, NotHandedOn
from shared.access.matrix import LEVELS, Permission
from shared.access.roles import BUREAUS, Level
from shared.access.tokens import NotSignedIn, TokenNotValid
from shared.errors import NotKnownHere, Refusal, StreamMoved
from shared.runtime import Service
from shared.web.acting import TheAct, TheChange
from shared.web.callers import ON_BEHALF_OF, TheCaller
from shared.web.examples import move_together, of_schema
from shared.web.problems import MEDIA_TYPE, Problem, described
from shared.web.rules import (
    BodyTooLarge,
    CommandInProgress,
    CursorNotReadable,
    IdempotencyKeyMissing,
    KeyReused,
    MalformedJson,
    NotAvailable,
    RequestNotTaken,
    RequestNotValid,
    SeenNotReadable,
    StoreBehind,
    TooManyRequests,
    Unexpected,
    VersionMissing,
    VersionStale,
)

_ANYWHERE = (RequestNotTaken, BodyTooLarge, TooManyRequests, Unexpected, NotAvailable, StoreBehind)
_OF_ACTS = (IdempotencyKeyMissing, CommandInProgress, StreamMoved, VersionStale, KeyReused)
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
    "description": "Names this request: sent again with the same key it is answered the same way and done once.",
}
_VERSION = {
    "name": "If-Match",
    "in": "header",
    "schema": {"type": "string", "examples": ['"v3"']},
    "description": "The `ETag` that was read; a case that has changed since is not touched.",
}
_ON_BEHALF_OF = {
    "name": ON_BEHALF_OF,
    "in": "header",
    "schema": {"type": "string", "examples": ["B-320402"]},
    "description": "The bureau for which an officer of another one acts, under a mandate that stands on the day.",
}
_DRY_RUN = {
    "name": "dry_run",
    "in": "query",
    "schema": {"type": "boolean", "default": False},
    "description": "Asks every rule and records nothing.",
}
_SEEN = {
    "name": "Shifan-Seen",
    "in": "header",
    "schema": {"type": "string", "examples": ["registry:7:1234"]},
    "description": "Positions seen elsewhere; the service waits up to two seconds until it has them.",
}


def install(api: FastAPI, service: Service) -> None:
    """Let the application describe itself this way."""

    def described() -> dict[str, Any]:
        if api.openapi_schema is None:
            api.openapi_schema = _described(api, service)
        return api.openapi_schema

    api.openapi = described  # type: ignore[method-assign]  # The framework's own way to change the document.


def _described(api: FastAPI, service: Service) -> dict[str, Any]:
    document = get_openapi(title=api.title, version=api.version, description=api.description, routes=api.routes)
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs", {}) | {"Problem": problem}
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}
    components["responses"] = {
        "Problem": described(*_ANYWHERE) | {"description": "A problem that any request may meet"}
    }
    for context in iter_route_contexts(api.routes):
        for method in context.methods or ():
            operation = document["paths"].get(context.path_format, {}).get(method.lower())
            if operation is not None and context.endpoint is not None:
                row = service.permission(str(context.name))
                _complete(operation, context.endpoint, row)
                _show_answers(operation, schemas)
    move_together(document, MEDIA_TYPE)
    return document


def _complete(operation: dict[str, Any], endpoint: Callable[..., Any], row: Permission) -> None:
    """What the framework cannot see: who is asked for, the headers that an act reads, and the form of every error."""
    asked = list(get_type_hints(endpoint, include_extras=True).values())
    changes = TheChange in asked
    acts = changes or TheAct in asked
    parameters: list[dict[str, Any]] = operation.setdefault("parameters", [])
    responses: dict[str, Any] = operation.setdefault("responses", {})
    security = operation.setdefault("security", _security(row, known=acts or TheCaller in asked))
    operation["x-shifan-levels"] = [str(level) for level in row.reach]
    if responses.get("422", {}).get("content", {}).keys() - {MEDIA_TYPE}:
        del responses["422"]
    rules = [SeenNotReadable, RequestNotValid, *([TokenNotValid, NotAnOfficerHere] if security else ())]
    if len(row.reach) < len(LEVELS):
        rules += [NotSignedIn, WrongRole] if Level.PUBLIC not in row.reach else [WrongRole]
    if Level.PUBLIC not in row.reach and BUREAUS & row.reach.keys():
        rules.append(NotKnownHere)
    if any(parameter["name"] == "cursor" for parameter in parameters):
        rules.append(CursorNotReadable)
    if "requestBody" in operation:
        rules.append(MalformedJson)
    parameters.append(_SEEN)
    if acts or TheCaller in asked:
        parameters.append(_ON_BEHALF_OF)
        rules.append(NoMandate)
    if acts:
        parameters += [_KEY, _VERSION | {"required": changes}, _DRY_RUN]
        _tell_of_trying(responses)
        rules += [*_OF_ACTS, NotHandedOn, CaseIsTakenUp, *([VersionMissing] if changes else ())]
        rules += [NotKnownHere] if security else []
    for rule in rules:
        _may_refuse(responses, rule)
    responses.setdefault("default", {"$ref": "#/components/responses/Problem"})


def _tell_of_trying(responses: dict[str, Any]) -> None:
    """An act that is only tried is answered with 200 and what it would lead to, also where it makes something new."""
    made: Mapping[str, Any] = next((answer for status, answer in responses.items() if status.startswith("2")), {})
    responses.setdefault("200", {**made, "description": "What it would lead to, where `dry_run` is true"})


def _security(row: Permission, *, known: bool) -> list[dict[str, list[str]]]:
    """A token where nobody unknown is answered; may be one where it matters who calls; else none."""
    if Level.PUBLIC not in row.reach:
        return [{"token": []}]
    return [{"token": []}, {}] if known else []


def _may_refuse(responses: dict[str, Any], rule: type[Refusal]) -> None:
    """The rule among those that the route declares with the same status."""
    added = described(rule)
    declared = responses.setdefault(str(rule.status), added)
    examples = declared["content"][MEDIA_TYPE]["examples"]
    if rule.code() not in examples:
        declared["description"] += f"\n\n{added['description']}"
        examples |= added["content"][MEDIA_TYPE]["examples"]


def _show_answers(operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> None:
    """An example of the JSON body, and of each JSON answer, made from its model."""
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    if body.get("schema"):
        body["examples"] = {"specimen": {"value": of_schema(body["schema"], schemas)}}
    for status, response in operation["responses"].items():
        for stream in response.get("content", {}).values():
            if stream.pop("itemSchema", None):  # OpenAPI 3.1 knows no word for the items of a stream; 3.2 does.
                stream["schema"] = {"type": "string", "description": "Server-Sent Events, one after the other"}
        content = response.get("content", {}).get("application/json", {})
        if status.startswith("2") and content.get("schema"):
            content["examples"] = {"success": {"value": of_schema(content["schema"], schemas)}}
