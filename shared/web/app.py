"""Every service's application: its own routes, the routes that all have, and one edge around them."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from shared.events.catalogue import OWNERS
from shared.runtime import Service
from shared.web import actions, feed, health, openapi, parked, problems, progress, sandbox
from shared.web.edge import Edge
from shared.web.permitting import permitted

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def create_app(service: Service, lifespan: Lifespan | None = None) -> FastAPI:
    """The service's HTTP side. Before the first request somebody sets `app.state.runtime`, as a lifespan does."""
    api = FastAPI(
        title=f"Shifan {service.name}",
        description="The yearly programme of the demonstration stations (示范服务站).",
        version="1",
        lifespan=lifespan,
        redirect_slashes=False,
        # The framework's pages load their scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
        openapi_url="/v1/openapi.json",
        dependencies=[Depends(permitted)],
    )
    problems.install(api)
    openapi.install(api, service)
    # The service's own routes come first: the framework looks through the routers in their order.
    for router in (service.router, health.router, progress.router, parked.router, sandbox.router):
        api.include_router(router)
    if service.name in OWNERS:
        api.include_router(feed.router)
    actions.install(api, service)
    _require_acts(service, api)
    api.state.words = _words(api)
    api.add_middleware(Edge, larger=service.larger_bodies)
    return api


def _words(api: FastAPI) -> dict[str, set[str]]:
    """What each address takes that is a route as it stands, without an id in it."""
    found: dict[str, set[str]] = {}
    for route in iter_route_contexts(api.routes):
        if "{" not in str(route.path):
            found.setdefault(str(route.path), set()).update(route.methods or ())
    return found


def _require_acts(service: Service, api: FastAPI) -> None:
    """No route without a named act: what the matrix does not know is not served.

    Raises:
        NotInTheMatrix: a route has no row.
    """
    for route in iter_route_contexts(api.routes):
        if isinstance(route.original_route, APIRoute):
            service.permission(str(route.name))
