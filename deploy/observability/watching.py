"""A collector and a Prometheus on services that run here, from copies of the files that containers are given."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen
from typing import Any
from urllib.parse import urlsplit

import httpx

from deploy.asking import client
from deploy.embedded.files import ServerTrouble, last_lines
from deploy.embedded.ports import free_ports
from deploy.go_programs import running

_READY_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Watching:
    """Prometheus, as it is asked, and the collector that it asks."""

    asker: httpx.AsyncClient
    url: str
    collector: "Popen[bytes]"

    async def value(self, query: str) -> list[dict[str, Any]]:
        """The series that the query has now.

        Raises:
            ServerTrouble: Prometheus does not take it.
        """
        found: list[dict[str, Any]] = (await self._data("query", query=query))["result"]
        return found

    async def rules(self) -> list[dict[str, Any]]:
        """Every alert: its name, query, health and state."""
        groups = (await self._data("rules"))["groups"]
        return [rule for group in groups for rule in group["rules"]]

    async def selectors(self, query: str) -> list[dict[str, Any]]:
        """What the query looks for: the name of each series, and which labels they must have."""
        return list(_selectors(await self._data("parse_query", query=query)))

    async def _data(self, path: str, **asked: str) -> Any:
        answer = await self.asker.get(f"{self.url}/api/v1/{path}", params=asked)
        told = answer.json()
        if told["status"] != "success":
            raise ServerTrouble(f"{asked.get('query', path)}: {told['error']}")
        return told["data"]


def _selectors(node: Any) -> Iterator[dict[str, Any]]:
    """Those in a query as Prometheus has parsed it."""
    if isinstance(node, dict):
        if node.get("type") == "vectorSelector":
            yield node
        for below in node.values():
            yield from _selectors(below)
    elif isinstance(node, list):
        for below in node:
            yield from _selectors(below)


@asynccontextmanager
async def watching(
    programs: Mapping[str, Path], files: Path, urls: Mapping[str, str], folder: Path
) -> AsyncIterator[Watching]:
    """Both run until the end, and ask every second.

    Raises:
        ServerTrouble: one of them does not start.
    """
    gathered, port = free_ports(2)
    hosts = {f"{name}:8100": urlsplit(url).netloc for name, url in urls.items()}
    _copied(files, folder, "alerts.yml", {})
    often = {"interval: 15s": "interval: 1s"}
    _copied(files, folder, "collector.yml", {**hosts, **often, "0.0.0.0:8889": f"127.0.0.1:{gathered}"})
    _copied(files, folder, "prometheus.yml", {**often, "collector:8889": f"127.0.0.1:{gathered}"})
    address = f"127.0.0.1:{port}"
    options = [f"--storage.tsdb.path={folder / 'prometheus'}", f"--web.listen-address={address}"]
    collect = [str(programs["collector"]), f"--config={folder / 'collector.yml'}"]
    keep = [str(programs["prometheus"]), f"--config.file={folder / 'prometheus.yml'}", *options]
    with ExitStack() as stack:
        collector = stack.enter_context(running(collect, folder / "collector.log"))
        prometheus = stack.enter_context(running(keep, folder / "prometheus.log"))
        async with client() as asker:
            await _ready(asker, f"http://{address}/-/ready", prometheus, folder / "prometheus.log")
            await _ready(asker, f"http://127.0.0.1:{gathered}/metrics", collector, folder / "collector.log")
            yield Watching(asker, f"http://{address}", collector)


def _copied(files: Path, folder: Path, name: str, elsewhere: Mapping[str, str]) -> None:
    """The file with what stands elsewhere in place of what stands in containers.

    Raises:
        ServerTrouble: it does not speak of something that is to be replaced.
    """
    text = (files / name).read_text(encoding="utf-8")
    for there, here in elsewhere.items():
        if there not in text:
            raise ServerTrouble(f"{name} does not speak of {there}")
        text = text.replace(there, here)
    (folder / name).write_text(text, encoding="utf-8")


async def _ready(asker: httpx.AsyncClient, url: str, process: "Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while True:
        try:
            if (await asker.get(url)).is_success:
                return
        except httpx.TransportError:
            pass
        if process.poll() is not None or time.monotonic() > deadline:
            raise ServerTrouble(f"nothing answers at {url}:\n{last_lines(log)}")
        await asyncio.sleep(0.2)  # A program of others tells nobody when it is ready.
