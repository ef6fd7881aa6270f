"""Asks the services over HTTP on behalf of whoever runs the sandbox."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from deploy.embedded.files import ServerTrouble
from deploy.keys import ISSUER
from shared.access.roles import Caller, Level
from shared.access.tokens import mint

_TOKEN_SECONDS = 3600


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


async def progress(asker: httpx.AsyncClient, url: str) -> dict[str, Any] | None:
    """How far a service is; nothing where it does not answer."""
    try:
        response = await asker.get(f"{url}/v1/progress", timeout=5)
        return dict(response.json()) if response.is_success else None
    except (httpx.TransportError, ValueError):
        return None
