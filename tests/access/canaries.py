"""The walk for canaries: every GET as everybody who is foreign to a case, looking for what is written in it."""

import asyncio
import math
import re
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import BadZipFile, ZipFile

import httpx

from shared.access.roles import Caller
from shared.events.catalogue import LOGS
from tests.access.people import FALSE, Line, walkers
from tests.access.routes import ids_of, routes
from tests.access.walk import AT_ONCE
from tests.access.world import World

_CANARY = re.compile(r"cnry\d{3}x[a-z0-9-]+")
FOLLOWED = frozenset({"/v1/events/stream", "/v1/messages/stream"})
"""The streams that the walk follows: each has an end of its own that must be known, for it never ends by itself."""
_PAGE = 500
_JOB_SECONDS = 200.0
_STREAMED = 400
"""So many events or messages from the end of a stream are read."""
_LISTED = 200
"""So much a list, and the audit's log, tells at once."""
_PATIENCE_SECONDS = 30.0
_SILENT_SECONDS = 0.5
"""Whoever was told nothing hears nothing on the stream of messages for so long."""

_MORE = {
    "GET /v1/applications": ("?limit=200", "?season_id={season_id}&limit=200"),
    "GET /v1/candidates": ("?season_id=S-2013-320400&limit=200",),
    "GET /v1/opinions": (
        "?limit=200",
        "?queue=objections&limit=200",
        "?station_id={station_id}",
        "?certificate_number={certificate_number}",
    ),
    "GET /v1/objections": ("?station_id={station_id}", "?limit=200"),
    "GET /v1/matters": ("?certificate_number={certificate_number}", "?limit=200"),
    "GET /v1/stations": ("?as_of=2014-07-01&limit=200", "?host_id={host_id}", "?limit=200"),
    "GET /v1/stations/{station_id}": ("?as_of=2014-07-01", ""),
    "GET /v1/stations/{station_id}/care": ("?limit=200", "?kind=guidance"),
    "GET /v1/seasons/{season_id}/history": ("?cases=true&limit=5000",),
    "GET /v1/search": ("?station={station_id}&changes=true&limit=200",),
    "GET /v1/stations/{station_id}/history": (
        "?limit=500",
        "?as_of=2014-07-01",
        "?as_of_position=registry:100000",
    ),
    "GET /v1/register": ("?as_of=2014-07-01&limit=200",),
    "GET /v1/register/printed": ("?as_of=2014-07-01",),
    "GET /v1/bureaus": ("?as_of=2014-07-01&limit=200",),
    "GET /v1/contests": ("?host_id={host_id}",),
    "GET /v1/jobs": ("?limit=200", "?kind=export"),
    "GET /v1/stations/proposals": ("?state=proposed&limit=200", "?state=refused&limit=200"),
    "GET /v1/inbox": ("?limit=200",),
    "GET /v1/practices": ("?limit=200",),
    "GET /v1/trainings": ("?limit=200",),
}
"""Further questions to lists: filters, searches, days of the past."""


@dataclass(slots=True)
class Found:
    """Which canaries each caller came upon, and where; and how many answers were read."""

    by_caller: dict[Caller | None, dict[str, set[str]]] = field(default_factory=dict)
    answers: int = 0

    def note(self, who: Caller | None, where: str, content: bytes) -> None:
        """Look through an answer."""
        self.answers += 1
        for text in canaries_in(content):
            self.by_caller.setdefault(who, {}).setdefault(text, set()).add(where)

    def finders(self, text: str) -> set[Caller | None]:
        """Who came upon it."""
        return {who for who, texts in self.by_caller.items() if text in texts}


def _genuine(line: Line) -> Iterable[Caller | None]:
    """Everybody but who names a bureau that is not theirs: those are refused wherever it matters."""
    return [who for (_, relation), who in walkers(line).items() if relation not in FALSE]


def canaries_in(content: bytes) -> set[str]:
    """The canaries in an answer; of a workbook those in its parts."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            content = b"\n".join(packed.read(name) for name in packed.namelist())
    except BadZipFile:
        pass
    return set(_CANARY.findall(content.decode("utf-8", "replace")))


class Hunt:
    """One walk of everybody over everything that can be read."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._sent: set[tuple[Caller | None, str, str]] = set()
        self.found = Found()

    async def everything(self) -> Found:
        """Every GET, the whole log by pages and by the stream, and exports of each kind that are fetched."""
        lines = self._world.lines
        asked = [
            self._read(who, *address) for case in lines for who in _genuine(lines[case]) for address in self._of(case)
        ]
        callers = {who for line in lines.values() for who in _genuine(line)}
        logs = [
            follow(who, service)
            for who in callers
            for service in self._world.heads
            for follow in (self._log, self._stream)
        ]
        logs += [self._audit(who, owner) for who in callers for owner in LOGS]
        logs += [self._messages(who) for who in callers]
        exports = [
            self._export(who, kind, form)
            for who in callers
            if who is not None
            for kind, form in (("stations", "ndjson"), ("ledger", "xlsx"))
        ]
        await asyncio.gather(*asked, *logs)
        # Afterwards, for a job that is looked at in turn with all the others would seem slow.
        await asyncio.gather(*exports)
        return self.found

    def _of(self, case: str) -> Iterable[tuple[str, str]]:
        """What is read of a case: service and address."""
        yield "publication", f"/v1/opinions/{self._world.ids['second opinion']}"
        for route in routes():
            if route.method == "GET" and not (route.streams or route.path.startswith(("/v1/events", "/metrics"))):
                ids = ids_of(self._world, route, case)
                address = route.address(ids)
                yield route.service, address
                plain = address.partition("?")[0]
                yield from ((route.service, plain + more.format(**ids)) for more in _MORE.get(route.name, ()))

    async def _read(self, who: Caller | None, service: str, address: str) -> None:
        if (who, service, address) not in self._sent:
            self._sent.add((who, service, address))
            self.found.note(who, f"{service} {address}", await self._get(service, address, self._headers(who)))

    def _headers(self, who: Caller | None) -> dict[str, str]:
        return {} if who is None else {"Authorization": f"Bearer {self._world.client.token(who)}"}

    async def _get(self, service: str, address: str, headers: Mapping[str, str]) -> bytes:
        async with self._turns:
            response = await self._world.http.get(self._world.client.urls[service] + address, headers=dict(headers))
            return response.content

    async def _log(self, who: Caller | None, service: str) -> None:
        """As far as the log went when all was planted: behind that stands who looked, and it grows while they look."""
        async for content in self._pages(service, f"limit={_PAGE}", who, self._world.heads[service]):
            self.found.note(who, f"{service} /v1/events", content)

    async def _audit(self, who: Caller | None, owner: str) -> None:
        """The same of the audit; of what has no other way to be read, all that there is."""
        until = self._world.heads.get(owner, math.inf)
        async for content in self._pages("audit", f"owner={owner}&limit={_LISTED}", who, until):
            self.found.note(who, f"audit /v1/events?owner={owner}", content)

    async def _pages(self, service: str, asked: str, who: Caller | None, until: float) -> AsyncIterator[bytes]:
        after = -1
        following = 0
        while after < following < until:
            after = following
            async with self._turns:
                url = f"{self._world.client.urls[service]}/v1/events?{asked}&after={after}"
                response = await self._world.http.get(url, headers=self._headers(who))
            yield response.content
            if response.is_success:
                following = int(response.json().get("next") or after)

    async def _stream(self, who: Caller | None, service: str) -> None:
        """The end of the log as it streams: what the case has written lies there."""
        head = self._world.heads[service]
        url = f"{self._world.client.urls[service]}/v1/events/stream?after={max(0, head - _STREAMED)}"
        lines: list[str] = []
        async with self._turns, self._world.http.stream("GET", url, headers=self._headers(who)) as response:
            if response.is_success:
                async for line in response.aiter_lines():
                    lines.append(line)
                    if line.startswith("id:") and int(line.partition(":")[2]) >= head:
                        break
        self.found.note(who, f"{service} /v1/events/stream", "\n".join(lines).encode())

    async def _messages(self, who: Caller | None) -> None:
        """All that somebody was told, by pages, and the end of it as it streams."""
        last = 0
        address = f"/v1/messages?limit={_LISTED}"
        while address:
            async with self._turns:
                url = self._world.client.urls["notification"] + address
                response = await self._world.http.get(url, headers=self._headers(who))
            self.found.note(who, "notification /v1/messages", response.content)
            items = response.json().get("items", [])
            last = max([last, *(item["seq"] for item in items)])
            address = str(response.links.get("next", {}).get("url", ""))
        await self._told(who, last)

    async def _told(self, who: Caller | None, last: int) -> None:
        """The stream of messages up to that one; where there is none, until it has been silent for a while."""
        url = f"{self._world.client.urls['notification']}/v1/messages/stream?after={max(0, last - _STREAMED)}"
        lines: list[str] = []
        patience = httpx.Timeout(_PATIENCE_SECONDS, read=_PATIENCE_SECONDS if last else _SILENT_SECONDS)
        with suppress(httpx.ReadTimeout) if not last else nullcontext():
            async with (
                self._turns,
                self._world.http.stream("GET", url, headers=self._headers(who), timeout=patience) as response,
            ):
                if response.is_success:
                    async for line in response.aiter_lines():
                        lines.append(line)
                        if line.startswith("id:") and int(line.partition(":")[2]) >= last > 0:
                            break
        self.found.note(who, "notification /v1/messages/stream", "\n".join(lines).encode())

    async def _export(self, who: Caller, kind: str, form: str) -> None:
        job = await self._world.do(
            "registry", "/v1/exports", who, {"kind": kind, "format": form}, key=f"{who.subject} {kind} {form}"
        )
        path = f"/v1/exports/{job.body['job_id']}/file"
        async with asyncio.timeout(_JOB_SECONDS):
            while True:
                response = await self._file(path, who)
                if response.is_success:
                    break
                await asyncio.sleep(0.1)
        self.found.note(who, f"registry {kind}.{form}", response.content)

    async def _file(self, path: str, who: Caller) -> httpx.Response:
        async with self._turns:
            return await self._world.http.get(self._world.client.urls["registry"] + path, headers=self._headers(who))
