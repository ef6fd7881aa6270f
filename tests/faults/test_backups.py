"""A backup of a living stack, put back: what is older says what it lacks and takes no writes, what is whole goes on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from deploy.asking import token
from deploy.backup.checking import Checked, check_backup
from deploy.backup.commands import restored
from deploy.backup.making import back_up
from deploy.backup.manifest import manifest_of
from deploy.databases import database_name, make_databases
from deploy.embedded.files import ServerTrouble
from deploy.stack import SERVICES, Stack
from deploy.using import reached
from tests.faults.campaign import stack_in
from tests.faults.invariants import check_stores, settle
from tests.faults.registering import Registering

pytestmark = [pytest.mark.campaign, pytest.mark.timeout(600)]


NAMES = ("registry", "application", "audit")
_COMPARED_WITHIN_SECONDS = 120
_LISTENS = {"application": ("registry",), "audit": NAMES}


class Life:
    """A stack that stations are registered in, over several starts."""

    def __init__(self, folder: Path) -> None:
        self.stack = stack_in(folder, services=NAMES)
        self._load = Registering(self.stack, lambda: self.stack.urls)

    @asynccontextmanager
    async def going(self) -> AsyncIterator[None]:
        await self.stack.start()
        try:
            yield
        finally:
            await self.stack.stop()

    async def begin(self) -> None:
        # The audit asks the stores of all owners when its read models are put right.
        await make_databases(self.stack.logins, {name: database_name(name, "") for name in SERVICES})
        await self._load.begin()

    async def register(self, count: int) -> None:
        await self._load.register(count)
        await settle(self.stack, _LISTENS)

    async def answer_to_a_command(self) -> httpx.Response:
        """The registry's word to a new host."""
        unit = self._load.next
        signed = token(self.stack.issuer_key, unit.county, 60)
        headers = {"Authorization": f"Bearer {signed}", "Idempotency-Key": "once"}
        body = {
            "name": unit.name,
            "registration_number": unit.registration_number,
            "division_code": unit.division_code,
        }
        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            return await client.post(f"{self.stack.urls['registry']}/v1/hosts", json=body, headers=headers)

    async def answer_once_compared(self) -> httpx.Response:
        """The same, when the store has been compared with its topic; until then nobody knows what it lacks."""
        async with asyncio.timeout(_COMPARED_WITHIN_SECONDS):
            while "has not been compared" in (answer := await self.answer_to_a_command()).text:  # noqa: ASYNC110 (a process over there)
                await asyncio.sleep(0.1)
        return answer


async def put_back(data: Path, folder: Path, *, complete: bool = False) -> dict[str, Checked]:
    manifests = [(one, manifest_of(one)) for one in (folder, folder.with_name(f"{folder.name}-keys"))]
    found = await restored(data, manifests, check=False, complete=complete)
    return {one.service: one for one in found}


async def backed_up(stack: Stack, folder: Path) -> None:
    await back_up(stack, folder, folder.with_name(f"{folder.name}-keys"), lambda _: None, NAMES)


async def test_what_was_put_back_goes_on_or_says_what_it_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SHIFAN_POSTGRES", "SHIFAN_KAFKA"):
        monkeypatch.delenv(name, raising=False)
    data, older, newest = tmp_path / "data", tmp_path / "older", tmp_path / "newest"
    life = Life(data)
    async with life.going():
        await life.begin()
        await life.register(20)
        await backed_up(life.stack, older)
        await life.register(20)
        with pytest.raises(ServerTrouble, match="runs: stop it first"):
            await put_back(data, older)
    async with reached(data, ()) as there:
        await backed_up(there.stack, newest)
        told = {one.service: one.missing for one in await check_backup(there.stack, manifest_of(older))}
    assert told["registry"] is not None
    assert told["registry"].types["shifan.registry.StationRegistered.v1"] == 20
    # The audit signs a checkpoint when it is time, be it between two backups.
    assert {name for name, missing in told.items() if missing} - {"audit"} == {"registry"}
    found = await put_back(data, older)
    assert found["registry"].missing == told["registry"]
    assert found["registry"].can_be_taken_back
    async with life.going():
        refused = await life.answer_once_compared()
        assert (refused.status_code, refused.json()["type"]) == (503, "/problems/store-behind")
        assert "20 shifan.registry.StationRegistered.v1" in refused.json()["detail"]

    whole = await put_back(data, older, complete=True)
    assert {name: one.missing for name, one in whole.items()} == dict.fromkeys(NAMES)
    async with life.going():
        await life.register(10)
        await check_stores(life.stack)

    # Nothing was written after the newest, but for what has just been: that is taken back, too.
    whole = await put_back(data, newest, complete=True)
    assert {name: one.missing for name, one in whole.items()} == dict.fromkeys(NAMES)
    async with life.going():
        await life.register(10)
        counts = await check_stores(life.stack)
    assert counts["registry"] > whole["registry"].head
