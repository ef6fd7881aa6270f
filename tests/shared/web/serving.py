"""The API over a real server."""

import asyncio
import socket

from fastapi import FastAPI

from shared.runtime import Runtime
from shared.web.serving import Server, config_of


class Running:
    """A server on a port of its own; connections wait in its backlog until it takes them."""

    def __init__(self, api: FastAPI, runtime: Runtime) -> None:
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen()
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._server = Server(config_of(api, runtime.settings), api)
        self._task = asyncio.create_task(self._server.serve(sockets=[self._socket]))

    async def stop(self) -> None:
        self._server.should_exit = True
        await self._task
