"""The example of a body is one that its act takes: it is what clients begin from, and what `…/actions` asks with."""

from importlib import import_module
from typing import Any, get_type_hints

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import TypeAdapter

from shared.events.catalogue import OWNERS
from shared.web.acting import TheAct, TheChange
from shared.web.app import create_app


def specimens() -> list[tuple[str, Any, Any]]:
    """Each act's name, what its body is declared as, and the example in the document."""
    found = []
    for owner in OWNERS:
        api = create_app(import_module(f"services.{owner}.service").SERVICE)
        paths = api.openapi()["paths"]
        for route in iter_route_contexts(api.routes):
            if not isinstance(route.original_route, APIRoute) or "POST" not in (route.methods or ()):
                continue
            hints = get_type_hints(route.endpoint, include_extras=True)
            content = paths[route.path_format]["post"].get("requestBody", {}).get("content", {})
            if {TheAct, TheChange} & set(hints.values()) and "application/json" in content:
                body = hints.get("body", hints.get("_body"))
                found.append(
                    (f"{owner}.{route.name}", body, content["application/json"]["examples"]["specimen"]["value"])
                )
    return found


SPECIMENS = specimens()


def test_there_are_many() -> None:
    assert len(SPECIMENS) > 90


@pytest.mark.parametrize(("body", "specimen"), [one[1:] for one in SPECIMENS], ids=[one[0] for one in SPECIMENS])
def test_the_example_is_a_body_that_is_taken(body: Any, specimen: Any) -> None:
    TypeAdapter(body).validate_python(specimen)
