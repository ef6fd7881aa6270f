"""Answers HTTP until the process is told to end."""

import socket
import sys
from contextlib import suppress

import uvicorn
from fastapi import FastAPI

from shared.runtime import Runtime
from shared.settings import Settings

_GRACE_SECONDS = 5
_START_FAILED = 3


class Server(uvicorn.Server):
    """Lets the streams end by themselves before it waits for answers that are under way."""

    def __init__(self, config: uvicorn.Config, api: FastAPI) -> None:
        super().__init__(config)
        self._api = api

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        runtime: Runtime = self._api.state.runtime
        runtime.bell.close()
        await super().shutdown(sockets)


def config_of(api: FastAPI, settings: Settings) -> uvicorn.Config:
    """How every service answers HTTP."""
    return uvicorn.Config(
        api,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        http="httptools",
        loop="asyncio",
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )


def serve(api: FastAPI, settings: Settings) -> None:
    """Answer HTTP until a signal ends it. A start that fails is told by the exit code that uvicorn's command has."""
    server = Server(config_of(api, settings), api)
    with suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        sys.exit(_START_FAILED)
