"""The ten years, lived through once a session."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from deploy.client import Client
from deploy.keys import ISSUER
from deploy.stack import Stack
from tests.faults.campaign import stack_in
from tests.journeys.years.living import live
from tests.journeys.years.world import Years
from tests.lived import RUNNING


@dataclass(frozen=True, slots=True)
class TenYears:
    """What the scenarios noted, and the stack as it stood in the end, which still runs."""

    years: Years
    stack: Stack

    @property
    def notes(self) -> dict[str, Any]:
        return self.years.notes

    def ask(self, service: str, path: str, who: Any = None) -> Any:
        """What a service answers today."""
        return asyncio.run(self._ask(service, path, who))

    async def _ask(self, service: str, path: str, who: Any) -> Any:
        client = Client(self.stack.urls, self.stack.issuer_key, ISSUER, "afterwards")
        try:
            return (await client.get(service, path, who)).body
        finally:
            await client.close()


@pytest.fixture(scope="session")
def ten_years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TenYears]:
    """The scenarios, each at its instant, on a whole stack."""
    yield RUNNING.enter_context(_ten_years(tmp_path_factory.mktemp("years")))
    RUNNING.close()


@contextmanager
def _ten_years(folder: Path) -> Iterator[TenYears]:
    stack = stack_in(folder)
    try:
        yield TenYears(asyncio.run(_live(stack)), stack)
    finally:
        asyncio.run(stack.stop())


async def _live(stack: Stack) -> Years:
    await stack.start()
    client = Client(stack.urls, stack.issuer_key, ISSUER, "ten years")
    try:
        return await live(stack, client)
    finally:
        await client.close()
