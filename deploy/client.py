"""A client of the services' HTTP APIs, as a bureau's system or a portal would be one."""

import asyncio
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import altcha
import httpx

from shared.access.roles import Caller
from shared.access.tokens import mint

TOKEN_SECONDS = 12 * 3600
_WORK = {"opinion-work-missing": "Opinion-Work", "voter-token-missing": "Voter-Token"}
"""By what a service says, the header that takes a solved challenge."""


class Refused(Exception):
    """The service said no, with a problem."""

    def __init__(self, service: str, path: str, status: int, problem: Mapping[str, Any]) -> None:
        self.status = status
        self.problem = dict(problem)
        self.code = str(problem.get("type", "")).rsplit("/", 1)[-1]
        detail = problem.get("detail") or problem.get("title")
        super().__init__(f"{service} {path}: {status} {self.code}: {detail} {problem.get('errors', '')}".rstrip())


@dataclass(frozen=True, slots=True)
class Answer:
    """A service's answer: its body, the version of the case, and where the command stands in the owner's log."""

    body: dict[str, Any]
    version: int
    position: str
    seconds: float

    @property
    def id(self) -> str:
        return str(self.body["id"])


@dataclass(slots=True)
class Client:
    """Speaks for many persons, each with a token of the sandbox's issuer.

    Idempotency keys follow from the seed and the command, so the same programme run twice asks for the same things.
    What a command depends on in another service is told by `after`: the service waits for it, and the client repeats
    while it is not known there yet, or the service is away, as long as its patience lasts.
    """

    urls: Mapping[str, str]
    issuer_key: Path
    issuer: str
    seed: str
    patience_seconds: float = 30
    latencies: list[float] = field(default_factory=list)
    _tokens: dict[Caller, str] = field(default_factory=dict)
    _http: httpx.AsyncClient = field(
        default_factory=lambda: httpx.AsyncClient(
            timeout=30, trust_env=False, limits=httpx.Limits(max_connections=64, max_keepalive_connections=64)
        )
    )

    async def close(self) -> None:
        await self._http.aclose()

    async def post(
        self,
        service: str,
        path: str,
        who: Caller | None,
        body: Mapping[str, Any],
        *,
        version: int | None = None,
        after: Iterable[Answer] = (),
        key: str = "",
    ) -> Answer:
        """Carry a command out.

        Raises:
            Refused: a rule said no.
        """
        headers = self._headers(who, after)
        headers["Idempotency-Key"] = str(uuid5(NAMESPACE_URL, f"{self.seed} {service} {path} {who} {body} {key}"))
        if version is not None:
            headers["If-Match"] = f'"v{version}"'
        began = time.perf_counter()
        try:
            response = await self._patiently("POST", service, path, headers, dict(body))
        except Refused as refused:
            if refused.code not in _WORK:
                raise
            headers[_WORK[refused.code]] = await self._worked(service, path)
            response = await self._patiently("POST", service, path, headers, dict(body))
        seconds = time.perf_counter() - began
        self.latencies.append(seconds)
        return _answer(response, seconds)

    async def _worked(self, service: str, path: str) -> str:
        """The solution of a new challenge, which is asked of whoever has no account."""
        case, _, act = path.rpartition("/")
        asked = f"{case}/voter-token" if act == "votes" else "/v1/opinions/challenge"
        challenge = (await self.get(service, asked, None)).body
        return await asyncio.to_thread(solved, challenge)

    async def get(self, service: str, path: str, who: Caller | None, *, after: Iterable[Answer] = ()) -> Answer:
        """Read one thing."""
        return _answer(await self._patiently("GET", service, path, self._headers(who, after), None), 0.0)

    def _headers(self, who: Caller | None, after: Iterable[Answer]) -> dict[str, str]:
        headers: dict[str, str] = {}
        if who is not None:
            headers["Authorization"] = f"Bearer {self.token(who)}"
        seen = ", ".join(dict.fromkeys(answer.position for answer in after if answer.position))
        if seen:
            headers["Shifan-Seen"] = seen
        return headers

    def token(self, who: Caller) -> str:
        """The person's token, minted once."""
        if who not in self._tokens:
            self._tokens[who] = mint(self.issuer_key, who, issuer=self.issuer, ttl_seconds=TOKEN_SECONDS)
        return self._tokens[who]

    async def _patiently(
        self, method: str, service: str, path: str, headers: dict[str, str], body: dict[str, Any] | None
    ) -> httpx.Response:
        """Send; repeat while the service is away or has not heard yet of what the command is about.

        A command may be repeated because its idempotency key makes it the same command.
        """
        until = time.monotonic() + self.patience_seconds
        while True:
            try:
                response = await self._http.request(method, self.urls[service] + path, headers=headers, json=body)
            except httpx.TransportError:
                if time.monotonic() > until:
                    raise
                await asyncio.sleep(0.2)
                continue
            if response.is_success:
                return response
            if "Retry-After" not in response.headers or time.monotonic() > until:
                raise Refused(service, path, response.status_code, _problem(response))
            await asyncio.sleep(min(float(response.headers["Retry-After"]), 0.25))


def solved(challenge: Mapping[str, Any]) -> str:
    """The solution of a challenge that stands before an opinion or a vote, as its header takes it."""
    given = altcha.Challenge.from_dict(dict(challenge))
    solution = altcha.solve_challenge(given)
    if solution is None:
        raise TimeoutError("the challenge could not be solved in time")
    return altcha.Payload(given, solution).to_base64()


def _problem(response: httpx.Response) -> Mapping[str, Any]:
    if response.headers.get("content-type", "").startswith("application/problem+json"):
        problem: dict[str, Any] = response.json()
        return problem
    return {"type": "/problems/no-problem-document", "detail": response.text[:200]}


def _answer(response: httpx.Response, seconds: float) -> Answer:
    body = response.json() if response.content else {}
    tag = response.headers.get("ETag", "").strip('"').removeprefix("v")
    version = int(tag) if tag.isdigit() else int(body.get("version", 0) or 0)
    return Answer(body, version, response.headers.get("Shifan-Position", ""), seconds)
