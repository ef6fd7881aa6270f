"""Every service's application: its own routes, the routes that all have, and one edge around them."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from fastapi import FastAPI

from shared.events.catalogue import OWNERS
from shared.runtime import Service
from shared.web import feed, health, openapi, parked, problems, progress, sandbox
from shared.web.edge import Edge

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
    )
    problems.install(api)
    openapi.install(api)
    # The service's own routes come first: the framework looks through the routers in their order.
    for router in (service.router, health.router, progress.router, parked.router, sandbox.router):
        api.include_router(router)
    if service.name in OWNERS:
        api.include_router(feed.router)
    api.add_middleware(Edge, larger=service.larger_bodies)
    return api
