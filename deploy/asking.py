"""Asks the services over HTTP on behalf of whoever runs the sandbox."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from deploy.embedded.files import ServerTrouble
from deploy.keys import ISSUER
from shared.access.roles import Caller, Level
from shared.access.tokens import mint

_TOKEN_SECONDS = 3600
_CATCHING_UP = 20
_PAGE = 200


def token(issuer_key: Path, caller: Caller, seconds: int = _TOKEN_SECONDS) -> str:
    """A token for the person, signed by the sandbox's own issuer."""
    if not issuer_key.exists():
        raise ServerTrouble(f"there is no key in {issuer_key}: start the stack once with ./shifan up")
    return mint(issuer_key, caller, issuer=ISSUER, ttl_seconds=seconds)


@asynccontextmanager
async def client(issuer_key: Path | None = None, level: Level = Level.OPERATOR) -> AsyncIterator[httpx.AsyncClient]:
    """A client for the stack's own addresses; no proxy of the environment stands between."""
    headers = {}
    if issuer_key is not None:
        headers["Authorization"] = f"Bearer {token(issuer_key, Caller(f'sandbox-{level}', level))}"
    async with httpx.AsyncClient(timeout=30, trust_env=False, headers=headers) as made:
        yield made


def read(response: httpx.Response) -> Any:
    """The answer; or, where it is a problem, that problem in its own words."""
    if response.is_success:
        return response.json()
    try:
        problem = response.json()
        words = f"{problem.get('title', '')} {problem.get('detail', '')}".strip()
    except (ValueError, AttributeError):
        words = response.text[:200]
    raise ServerTrouble(f"{response.request.method} {response.request.url.path}: {response.status_code} {words}")


async def answered(asker: httpx.AsyncClient, url: str, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of a service that has just been started, perhaps, and has not read up to what is asked for.

    Raises:
        ServerTrouble: it answers with a problem.
    """
    response = await asker.get(url, params=dict(wanted))
    for _ in range(_CATCHING_UP):
        if response.status_code != 404 or "Retry-After" not in response.headers:
            break
        await asyncio.sleep(0.5)
        response = await asker.get(url, params=dict(wanted))
    return dict(read(response))


async def all_pages(
    asker: httpx.AsyncClient,
    url: str,
    wanted: Mapping[str, Any],
    *,
    follow: str = "cursor",
    limit: int = _PAGE,
    most: int | None = None,
) -> dict[str, Any]:
    """The first page's answer with the items of the pages behind it, at most so many; `next` says where it would go on.

    `follow` is the parameter that a page's `next` goes into.

    Raises:
        ServerTrouble: a page is answered with a problem.
    """

    def sized(so_far: int) -> dict[str, int]:
        return {"limit": limit if most is None else min(limit, most - so_far)}

    found = await answered(asker, url, {**wanted, **sized(0)})
    while found["next"] is not None and (most is None or len(found["items"]) < most):
        page = await answered(asker, url, {**wanted, **sized(len(found["items"])), follow: found["next"]})
        found["items"] += page["items"]
        found["next"] = page["next"]
    return found


async def progress(asker: httpx.AsyncClient, url: str) -> dict[str, Any] | None:
    """How far a service is; nothing where it does not answer."""
    try:
        response = await asker.get(f"{url}/v1/progress", timeout=5)
        return dict(response.json()) if response.is_success else None
    except (httpx.TransportError, ValueError):
        return None
