"""Who keeps the logs and with which keys: one process at a time, and none without a key of its own."""

import asyncio
import fcntl
from contextlib import suppress
from pathlib import Path

import pytest

from services.audit.keeping.keys import NoLogKey, signers
from services.audit.keeping.leading import keep_logs, with_keys
from shared.events.catalogue import LOGS
from shared.settings import Settings
from shared.tlog.faults import Malformed, Missing
from shared.tlog.policies import parsed
from tests.audit.keeping import SECRET, Kept, stations
from tests.waiting import until


def _settings(key: Path | None, *, sandbox: bool, origin: str = "") -> Settings:
    return Settings(
        database_url="postgresql://nobody", jwks_file=Path("x"), sandbox=sandbox, log_key_file=key, log_origin=origin
    )


def _key(folder: Path, secret: str = SECRET) -> Path:
    (folder / "key").write_text(secret + "\n")
    return folder / "key"


def test_every_log_has_a_key_and_a_name_of_its_own(tmp_path: Path) -> None:
    found = signers(_settings(_key(tmp_path), sandbox=False, origin="audit.example/shifan"))
    assert {owner: key.name for owner, key in found.items()} == {o: f"audit.example/shifan/{o}" for o in LOGS}
    assert len({key.verifier.key for key in found.values()}) == len(LOGS)


def test_outside_the_sandbox_the_audit_must_have_a_key_and_an_origin(tmp_path: Path) -> None:
    with pytest.raises(NoLogKey, match="LOG_KEY_FILE"):
        signers(_settings(None, sandbox=False, origin="audit.example"))
    with pytest.raises(NoLogKey, match="LOG_ORIGIN"):
        signers(_settings(_key(tmp_path), sandbox=False))
    assert signers(_settings(None, sandbox=True)) == {}
    assert signers(_settings(_key(tmp_path), sandbox=True))["audit"].name == "shifan.sandbox/audit"


@pytest.mark.parametrize("secret", ["5e" * 31, "no hexadecimal digits"])
def test_a_secret_that_is_none_is_refused(tmp_path: Path, secret: str) -> None:
    with pytest.raises((Malformed, ValueError)):
        signers(_settings(_key(tmp_path, secret), sandbox=True))


def _size(kept: Kept) -> int:
    with suppress(Missing):
        return kept.folder().size
    return 0


async def _told(kept: Kept, size: int) -> list[int]:
    """The sizes that were told, once this one is: the folder has a checkpoint a moment before anyone is told of it."""
    async with asyncio.timeout(30):
        while True:
            sizes = [one.size for one in await kept.told("registry")]
            if sizes[-1:] == [size]:
                return sizes
            await asyncio.sleep(0.01)


async def _ended(task: "asyncio.Task[None]") -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_one_keeps_the_logs_and_the_next_one_goes_on_when_it_is_gone(kept: Kept) -> None:
    log = stations(3)
    await kept.hears(log.rows[0])
    async with with_keys(kept.runtime):
        first = asyncio.create_task(keep_logs(kept.runtime))
        assert await _told(kept, 1) == [1]
        second = asyncio.create_task(keep_logs(kept.runtime))
        policy = parsed((kept.runtime.settings.tlogs / "policy").read_text())
        assert policy.verifier("shifan.sandbox/registry") == kept.keys["registry"].verifier
        await _ended(first)
        await kept.hears(*log.rows[1:])
        # Whoever looks between the two sees the log as it is then, and signs that first.
        assert await _told(kept, 3) in ([1, 3], [1, 2, 3])
        await _ended(second)
    assert _size(kept) == 3


async def test_a_folder_that_another_process_writes_to_is_left_alone(kept: Kept) -> None:
    await kept.hears(*stations(1).rows)
    folder = kept.runtime.settings.tlogs
    folder.mkdir()
    async with with_keys(kept.runtime):
        with (folder / ".keeper").open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            waiting = asyncio.create_task(keep_logs(kept.runtime))
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(asyncio.shield(waiting), 1)
            assert _size(kept) == 0
        await until(lambda: _size(kept) == 1)
        await _ended(waiting)
