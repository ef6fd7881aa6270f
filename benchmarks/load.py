"""A lean HTTP/1.1 client for benchmarks: on two cores a comfortable one would measure itself."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

_TRUSTED_SECONDS = 3

MakeRequest = Callable[[int], tuple[bytes, bytes]]
"""The header lines (each ended by CRLF) and the body of the n-th request."""


@dataclass(slots=True)
class Load:
    """What a run has seen: seconds of each answer that was a success, and the statuses of those that were not."""

    latencies: list[float] = field(default_factory=list)
    failures: list[int] = field(default_factory=list)
    positions: list[tuple[float, str]] = field(default_factory=list)


class Connection:
    """One kept-alive connection."""

    def __init__(self, url: str, source: str = "") -> None:
        """`source` is an address of this machine that the connection comes from; empty for any."""
        self._source = source
        parts = urlsplit(url)
        self.used = 0.0
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter

    async def open(self) -> Self:
        self._reader, self._writer = await asyncio.open_connection(
            self._host, self._port, local_addr=(self._source, 0) if self._source else None
        )
        return self

    def close(self) -> None:
        self._writer.close()

    async def post(self, path: str, headers: bytes, body: bytes) -> tuple[int, bytes]:
        """The status, and the head of the answer in lower case."""
        described = b"Content-Type: application/json\r\nContent-Length: %d\r\n" % len(body)
        return (await self._ask(b"POST", path, described + headers, body))[:2]

    async def get(self, path: str, headers: bytes) -> tuple[int, bytes]:
        """The status, and the head of the answer in lower case; its body is read and forgotten."""
        return (await self._ask(b"GET", path, headers, b""))[:2]

    async def read(self, path: str, headers: bytes) -> bytes:
        """The body of the answer."""
        return (await self._ask(b"GET", path, headers, b""))[2]

    async def _ask(self, method: bytes, path: str, headers: bytes, body: bytes) -> tuple[int, bytes, bytes]:
        self._writer.write(b"%b %b HTTP/1.1\r\nHost: 127.0.0.1\r\n%b\r\n%b" % (method, path.encode(), headers, body))
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        answer = await self._reader.readexactly(length)
        self.used = time.perf_counter()
        return int(head[9:12]), head, answer


async def closed_loop(url: str, path: str, clients: int, seconds: float, make: MakeRequest) -> Load:
    """Each client sends its next request when the last one is answered."""
    load = Load()
    numbers = iter(range(1 << 60))
    until = time.perf_counter() + seconds

    async def client() -> None:
        connection = Connection(url)
        await connection.open()
        while (began := time.perf_counter()) < until:
            status, _ = await connection.post(path, *make(next(numbers)))
            if status < 300:
                load.latencies.append(time.perf_counter() - began)
            else:
                load.failures.append(status)
        connection.close()

    await asyncio.gather(*(client() for _ in range(clients)))
    return load


async def open_loop(url: str, path: str, rate: float, seconds: float, make: MakeRequest) -> Load:
    """So many requests a second whatever the answers take; notes when each was acknowledged, and its position."""
    load = Load()
    idle: list[Connection] = []

    async def one(number: int) -> None:
        # A server closes what was idle for five seconds; what was idle for three is not trusted any more.
        while idle and idle[-1].used < time.perf_counter() - _TRUSTED_SECONDS:
            idle.pop().close()
        connection = idle.pop() if idle else await Connection(url).open()
        began = time.perf_counter()
        status, head = await connection.post(path, *make(number))
        acknowledged = time.perf_counter()
        idle.append(connection)
        if status < 300:
            load.latencies.append(acknowledged - began)
            position = head.split(b"shifan-position:", 1)[1].split(b"\r\n", 1)[0].strip().decode()
            load.positions.append((acknowledged, position))
        else:
            load.failures.append(status)

    begin = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, begin + number / rate - time.perf_counter()))
            group.create_task(one(number))
    for connection in idle:
        connection.close()
    return load
