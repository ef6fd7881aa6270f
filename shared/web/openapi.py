"""The OpenAPI document says what every route has in common: tokens, keys, versions, problems."""

from collections.abc import Callable
from typing import Any, get_type_hints

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts

from shared.web.acting import TheAct, TheChange
from shared.web.problems import MEDIA_TYPE, Problem

_PROBLEM = {"description": "A problem", "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
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


def install(api: FastAPI) -> None:
    """Let the application describe itself this way."""

    def described() -> dict[str, Any]:
        if api.openapi_schema is None:
            api.openapi_schema = _described(api)
        return api.openapi_schema

    api.openapi = described  # type: ignore[method-assign]  # The framework's own way to change the document.


def _described(api: FastAPI) -> dict[str, Any]:
    document = get_openapi(title=api.title, version=api.version, description=api.description, routes=api.routes)
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs", {}) | {"Problem": problem}
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}
    document["security"] = [{"token": []}, {}]
    for context in iter_route_contexts(api.routes):
        for method in context.methods or ():
            operation = document["paths"].get(context.path_format, {}).get(method.lower())
            if operation is not None and context.endpoint is not None:
                _complete(operation, context.endpoint)
    return document


def _complete(operation: dict[str, Any], endpoint: Callable[..., Any]) -> None:
    """What the framework cannot see: the headers that an act reads, and the form of every error."""
    asked = list(get_type_hints(endpoint, include_extras=True).values())
    parameters: list[dict[str, Any]] = operation.setdefault("parameters", [])
    parameters.append(_SEEN)
    if TheAct in asked or TheChange in asked:
        parameters += [_KEY, _VERSION | {"required": TheChange in asked}, _DRY_RUN]
    responses = operation.setdefault("responses", {})
    if "422" in responses and MEDIA_TYPE not in responses["422"].get("content", {}):
        responses["422"] = _PROBLEM
    responses.setdefault("default", _PROBLEM)
