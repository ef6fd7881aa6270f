"""A command that is sent twice has one effect: clicked twice, or sent again because the connection was cut."""

import asyncio
import json
import socket
import struct
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import httpx
import pytest

from tests.lived import Lived
from tests.waiting import until

_RESET = struct.pack("ii", 1, 0)
"""SO_LINGER: the connection is not ended but torn."""


@dataclass(slots=True)
class Click:
    """A county officer's note on a station, with one key however often it is sent."""

    lived: Lived
    key: str = field(default_factory=lambda: str(uuid4()))

    @property
    def url(self) -> str:
        station = self.lived.season.station_id(self.lived.season.plot.star_host)
        return f"{self.lived.stack.urls['registry']}/v1/stations/{station}/guidance"

    @property
    def body(self) -> bytes:
        return json.dumps({"topic": "台账", "summary": f"sent as {self.key}"}).encode()

    @property
    def headers(self) -> dict[str, str]:
        token = self.lived.client("sent twice").token(self.lived.season.plot.star_host.county)
        return {"Authorization": f"Bearer {token}", "Idempotency-Key": self.key, "Content-Type": "application/json"}

    @property
    def raw(self) -> bytes:
        """The request as it goes over the wire."""
        url = urlsplit(self.url)
        lines = [f"POST {url.path} HTTP/1.1", f"Host: {url.netloc}", f"Content-Length: {len(self.body)}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join([*lines, "", ""]).encode() + self.body

    async def send(self, http: httpx.AsyncClient) -> httpx.Response:
        return await http.post(self.url, content=self.body, headers=self.headers)

    async def effects(self) -> int:
        """How often this note stands in the registry's log."""
        connection = await asyncpg.connect(self.lived.stack.postgres_dsn("registry"))
        sql = "SELECT count(*) FROM events WHERE convert_from(payload, 'UTF8') LIKE '%' || $1 || '%'"
        try:
            return int(await connection.fetchval(sql, self.key))
        finally:
            await connection.close()

    async def recorded(self) -> None:
        """Wait until it was carried out, although nobody was there to read the answer."""
        await until(self.effects, 60)


@asynccontextmanager
async def browser() -> AsyncIterator[httpx.AsyncClient]:
    """A connection for each request: two clicks do not wait for each other."""
    limits = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(trust_env=False, timeout=30, limits=limits) as http:
        yield http


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with browser() as client:
        yield client


async def test_clicked_many_times_at_once_it_has_one_effect(lived: Lived, http: httpx.AsyncClient) -> None:
    click = Click(lived)
    answers = await asyncio.gather(*(click.send(http) for _ in range(12)))
    told = Counter(answer.status_code for answer in answers)
    assert told.keys() <= {201, 409}, told
    assert told[201] >= 1
    waiting = [answer.json()["type"] for answer in answers if answer.status_code == 409]
    assert set(waiting) <= {"/problems/command-in-progress"}
    again = await click.send(http)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert {answer.content for answer in answers if answer.status_code == 201} == {again.content}
    first = [answer for answer in answers if answer.status_code == 201 and "Idempotency-Replayed" not in answer.headers]
    assert len(first) == 1
    assert await click.effects() == 1


@pytest.mark.parametrize("torn", [False, True], ids=["closed", "torn"])
async def test_cut_before_the_answer_and_sent_again_it_has_one_effect(
    lived: Lived, http: httpx.AsyncClient, torn: bool
) -> None:
    click = Click(lived)
    url = urlsplit(click.url)
    with socket.create_connection((url.hostname, url.port)) as line:
        if torn:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        line.sendall(click.raw)
    await click.recorded()
    await _answered_twice_alike(click, http)


@pytest.mark.parametrize("passed", [0, 1, 40, -1], ids=["all of it", "its beginning", "its head", "its last byte"])
async def test_cut_within_the_answer_and_sent_again_it_has_one_effect(
    lived: Lived, http: httpx.AsyncClient, passed: int
) -> None:
    click = Click(lived)
    async with _cutting(click.url, passed) as (port, answers):
        through = httpx.URL(click.url).copy_with(port=port)
        with pytest.raises(httpx.RemoteProtocolError):
            await http.post(through, content=click.body, headers=click.headers)
        lost = answers[0]
    assert lost.startswith(b"HTTP/1.1 201")
    again = await _answered_twice_alike(click, http)
    assert lost.endswith(b"\r\n\r\n" + again.content)


async def _answered(click: Click, http: httpx.AsyncClient) -> httpx.Response:
    """What is recorded may still be under way to whoever asked first: until it is there, who asks again is to wait."""
    async with asyncio.timeout(60):
        while (answer := await click.send(http)).status_code == 409:
            assert answer.json()["type"] == "/problems/command-in-progress"
    return answer


async def _answered_twice_alike(click: Click, http: httpx.AsyncClient) -> httpx.Response:
    answers = [await _answered(click, http) for _ in range(2)]
    assert {answer.status_code for answer in answers} == {201}
    assert {answer.headers["Idempotency-Replayed"] for answer in answers} == {"true"}
    assert answers[0].content == answers[1].content
    assert await click.effects() == 1
    return answers[0]


@asynccontextmanager
async def _cutting(url: str, passed: int) -> AsyncIterator[tuple[int, list[bytes]]]:
    """A proxy on a port of its own: it passes a request on, so much of the answer back, and cuts the connection.

    It keeps the whole answer, which nobody else has seen.
    """
    to = urlsplit(url)
    answers: list[bytes] = []

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        upstream, onward = await asyncio.open_connection(to.hostname, to.port)
        onward.write(await _message(reader))
        answers.append(await _message(upstream))
        writer.write(answers[0][:passed])
        await writer.drain()
        writer.close()
        onward.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], answers


async def _message(reader: asyncio.StreamReader) -> bytes:
    """One request or answer with its body."""
    head = await reader.readuntil(b"\r\n\r\n")
    [length] = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return head + await reader.readexactly(int(length))
