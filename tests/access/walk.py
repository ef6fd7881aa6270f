"""Sends every case of the walk over HTTP, eight at a time, and tells what differs from the tables."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from uuid import uuid4

import httpx
import orjson

from deploy.demo.world import AUDITOR
from shared.access.roles import Caller
from tests.access.people import FALSE, Walker, walkers
from tests.access.routes import Route, ids_of
from tests.access.table import Line
from tests.access.world import World

AT_ONCE = 8
_DENIED = 403
_UNKNOWN_CALLER = 401
_NOT_LET_IN = {401, 403, 404}
_FILES = {"/v1/imports", "/v1/evidence"}
_BESIDE = (".AccessLogged.", ".CheckpointSigned.")
"""What is recorded whoever asks for what."""

NOT_THERE = {
    "GET /v1/lists/{list_id}/supplements/{supplement}/printed": "nothing fell free in the lived season's list",
    "GET /v1/logs/{owner}/tile/{level}/{place}": "the lived season's log has no full tile",
    "GET /v1/logs/{owner}/tile/entries/{place}": "the lived season's log has no full tile",
}
"""Routes whose object the lived season does not have: whoever is let in is told so by a 404."""


@dataclass(frozen=True, slots=True)
class Case:
    """One walker at one route."""

    route: Route
    walker: Walker
    who: Caller | None
    allowed: bool
    either: bool

    def verdict(self, status: int) -> str:
        """What is wrong with the answer; empty where nothing is."""
        if status == 503 and self.route.name.endswith(" /readyz"):
            return ""  # "Not at this moment" is an answer, too: whoever asked was let in.
        if status >= 500:
            return f"{status}: a fault"
        if self.either:
            return ""
        if self.allowed:
            passed = status not in _NOT_LET_IN or (status == 404 and self.route.name in NOT_THERE)
            return "" if passed else f"{status}, and should be let in"
        denied = {_DENIED} if self.who is not None else {_DENIED, _UNKNOWN_CALLER}
        return "" if status in denied else f"{status}, and should be refused with 403"


def cases(world: World, route: Route, line: Line) -> Iterable[Case]:
    """Every walker at the route. To what is for everybody a token that does not hold may be as good as none."""
    for walker, who in walkers(world.lines[route.line()]).items():
        either = line.everybody and walker[1] in FALSE
        yield Case(route, walker, who, walker in line.allowed, either)


class Walk:
    """Sends cases as the client of the stack would."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._bodies: dict[str, Mapping[str, Any]] = {}

    async def differences(self, chosen: Iterable[Case]) -> list[str]:
        """What is not as the tables say, a line each."""
        found = await asyncio.gather(*(self._one(case) for case in chosen))
        return sorted(line for line in found if line)

    async def _one(self, case: Case) -> str:
        async with self._turns:
            status, problem = await self.send(case)
        wrong = case.verdict(status)
        who = " ".join(case.walker).strip()
        return f"{case.route.service} {case.route.name}: {who}: {wrong} {problem}".rstrip() if wrong else ""

    async def send(self, case: Case) -> tuple[int, str]:
        """The status of the answer, and the rule that it names. Who is let in only asks what would be."""
        address = case.route.address(ids_of(self._world, case.route))
        if case.route.method == "POST" and case.allowed:
            address += ("&" if "?" in address else "?") + "dry_run=true"
        url = self._world.client.urls[case.route.service] + address
        request = self._world.http.build_request(
            case.route.method, url, headers=self._headers(case), **self._body(case.route)
        )
        response = await self._world.http.send(request, stream=True)
        try:
            problem = response.headers.get("content-type", "").startswith("application/problem+json")
            told = orjson.loads(await response.aread()) if problem else {}
        finally:
            await response.aclose()
        return response.status_code, str(told.get("type", "")).rsplit("/", 1)[-1]

    def _headers(self, case: Case) -> dict[str, str]:
        headers = {"If-Match": '"v1"', "Idempotency-Key": str(uuid4())} if case.route.method == "POST" else {}
        if case.who is not None:
            headers["Authorization"] = f"Bearer {self._world.client.token(case.who)}"
        if case.route.path in _FILES:
            headers["Content-Type"] = "application/octet-stream"
        if case.route.path.endswith("/followed"):
            headers["Opinion-Receipt"] = self._world.ids["receipt"]
        return headers

    def _body(self, route: Route) -> dict[str, Any]:
        if route.service not in self._bodies:
            module = import_module(f"tests.access.specimens.{route.service}")
            self._bodies[route.service] = module.bodies(self._world)
        body = self._bodies[route.service].get(route.name)
        if isinstance(body, bytes):
            return {"content": body}
        return {} if body is None else {"json": body}

    async def heads(self) -> dict[str, int]:
        """The last position of each service's log, but for what was recorded of reading."""
        found = {}
        for service in self._world.client.urls:
            if service not in {"audit", "notification"}:
                found[service] = await self._head(service)
        return found

    async def _head(self, service: str) -> int:
        page = await self._world.client.get(service, "/v1/events?after=0&limit=1", AUDITOR)
        return int(page.body["head"])

    async def acts_since(self, heads: Mapping[str, int]) -> list[str]:
        """The types of what was recorded since then, but for the records of reading."""
        types: list[str] = []
        for service, head in heads.items():
            after = head
            while True:
                page = (await self._world.client.get(service, f"/v1/events?after={after}&limit=500", AUDITOR)).body
                types += [item["type"] for item in page["items"] if not _is_beside(item["type"])]
                after = page["next"]
                if after >= page["head"]:
                    break
        return types


def _is_beside(type_name: str) -> bool:
    return any(name in type_name for name in _BESIDE)


async def open_client() -> httpx.AsyncClient:
    """A client with as many connections as there are cases at once."""
    return httpx.AsyncClient(timeout=30, trust_env=False, limits=httpx.Limits(max_connections=AT_ONCE))
