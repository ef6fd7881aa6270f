"""A route knows the whole of its address: metrics, log lines and deprecations name it by what it knows."""

from importlib import import_module

import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from shared.events.catalogue import LOGS
from shared.web.app import create_app


@pytest.mark.parametrize("service", LOGS)
def test_a_route_is_called_what_its_address_is(service: str) -> None:
    api = create_app(import_module(f"services.{service}.service").SERVICE)
    for route in iter_route_contexts(api.routes):
        if isinstance(route.original_route, APIRoute):
            assert route.original_route.path == route.path, "a router in a router needs the prefix itself"
