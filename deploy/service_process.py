"""One service as a process of its own: started, asked whether it is ready, stopped, killed."""

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx

from deploy.embedded.files import ServerTrouble, why_it_ended
from deploy.embedded.processes import Remembered, remember

ROOT = Path(__file__).parent.parent
_READY_SECONDS = 90.0
_STOP_SECONDS = 20.0


def service_command(name: str) -> list[str]:
    return [sys.executable, "-m", f"services.{name}"]


class ServiceProcess:
    """A service's command, with its settings in its environment and its words in its log."""

    def __init__(self, name: str, command: Sequence[str], port: int, log: Path, environment: Mapping[str, str]) -> None:
        self.name = name
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.log = log
        self._command = list(command)
        self._environment = dict(environment)
        self._child: subprocess.Popen[bytes] | None = None
        self._process: Remembered | None = None

    @property
    def process(self) -> Remembered | None:
        """The running process, or nothing where it was not started or has ended."""
        if self._child is not None:
            self._child.poll()
        return self._process if self._process is not None and self._process.alive else None

    def launch(self) -> None:
        """Start it without waiting. It gets its own session: Ctrl-C is for the stack, which stops it in order."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._child = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=ROOT,
                env=self._environment,
                start_new_session=True,
            )
        self._process = remember(self._child.pid)

    async def ready(self) -> None:
        """Wait until it says so itself."""
        deadline = time.monotonic() + _READY_SECONDS
        async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
            while True:
                answers = await self._says_ready(client)
                if self.process is None:
                    raise why_it_ended(self.name, self.log, self.port)
                if answers:
                    return
                if time.monotonic() > deadline:
                    raise ServerTrouble(f"{self.name} is not ready after {_READY_SECONDS:.0f} s; its log: {self.log}")
                await asyncio.sleep(0.05)

    async def _says_ready(self, client: httpx.AsyncClient) -> bool:
        """Whether it answers, and not another process that took the port first."""
        try:
            response = await client.get(f"{self.url}/readyz")
            return response.status_code == httpx.codes.OK and response.json().get("pid") in {None, self._pid}
        except (httpx.TransportError, ValueError):
            return False

    @property
    def _pid(self) -> int:
        return self._child.pid if self._child is not None else -1

    async def stop(self) -> None:
        await asyncio.to_thread(self._end, signal.SIGTERM, _STOP_SECONDS)

    async def kill(self) -> None:
        await asyncio.to_thread(self._end, signal.SIGKILL, 10.0)

    def _end(self, number: signal.Signals, seconds: float) -> None:
        # A supervisor may launch the next one while we still wait for this one's end.
        child, process = self._child, self.process
        if child is None:
            return
        if process is not None:
            process.send(number)
            if not process.gone_within(seconds, child.poll):
                process.send(signal.SIGKILL)
        child.wait(10)


async def says_ready(client: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await client.get(f"{url}/readyz")).status_code == 200
    except httpx.TransportError:
        return False
