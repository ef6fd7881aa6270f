"""An API with nothing behind it: what is told of every answer needs neither a database nor anybody who is known."""

from pathlib import Path

from fastapi import FastAPI

from shared.access.tokens import Verifier
from shared.clock import Clock
from shared.runtime import Runtime, Service
from shared.settings import Settings
from shared.web.app import create_app


def settings(**given: object) -> Settings:
    told: dict[str, object] = {"database_url": "postgresql://nowhere", "jwks_file": Path("none")}
    return Settings.model_validate(told | given)


def hollow(service: Service, given: Settings) -> FastAPI:
    """The service's API; a route that looks for its database falls over, and that is answered too."""
    api = create_app(service)
    api.state.runtime = Runtime(
        service=service,
        settings=given,
        pool=None,  # type: ignore[arg-type]
        committer=None,  # type: ignore[arg-type]
        store=None,  # type: ignore[arg-type]
        clock=Clock(sandbox=True),
        verifier=Verifier(given.jwks_file, given.issuer),
    )
    return api
