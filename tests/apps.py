"""A service's API for the tests of one process: its routes are made ready once, at the first request."""

from fastapi import FastAPI

from shared.events.audit import AccessLogged
from shared.runtime import Runtime, Service
from shared.web.app import create_app

_APPS: dict[int, tuple[Service, FastAPI]] = {}


def api_of(service: Service, runtime: Runtime) -> FastAPI:
    """The API with this test's runtime behind it; tests of one process come one after the other."""
    if id(service) not in _APPS:
        _APPS[id(service)] = service, create_app(service)
    _, api = _APPS[id(service)]
    api.state.runtime = runtime
    return api


async def head_of(runtime: Runtime) -> int:
    """How many events are recorded, without the records of who looked and who was refused."""
    count: int = await runtime.pool.fetchval("SELECT count(*) FROM events WHERE type <> $1", AccessLogged.type_name())
    return count
