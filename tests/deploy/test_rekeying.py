"""A new key of the installation opens what lay under the old one, and the old one opens nothing any more."""

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

from deploy.embedded.files import ServerTrouble, write_file
from deploy.keys import keys_in
from deploy.rekeying import rekey
from deploy.stack import Stack
from shared.database import create_pool
from shared.sealing.sealer import Sealer

MakeStack = Callable[..., Stack]
OTHER = "5f" * 32


async def opened(dsn: str, kek: str, sealed: str = "") -> str:
    """The name of the one person, by this key of the installation alone; sealed first where it is not yet."""
    pool = await create_pool(dsn, size=1)
    try:
        sealer = Sealer(pool, bytes.fromhex(kek))
        if not sealed:
            return str(await sealer.seal("sf-1", "name", "王小明"))
        return str(await sealer.open("sf-1", "name", sealed))
    finally:
        await pool.close()


async def test_the_keys_of_persons_lie_under_the_new_key_alone(make_stack: MakeStack, tmp_path: Path) -> None:
    data, stack = tmp_path / "data", make_stack(("registry",))
    await stack.start()
    file, dsn = keys_in(data).kek, stack.postgres_dsn("registry_keys")
    first = file.read_text()
    sealed = await opened(dsn, first)
    with pytest.raises(ServerTrouble, match="runs: stop it first"):
        await rekey(data)
    await stack.stop()

    assert await rekey(data) == 1

    second = file.read_text()
    assert (len(second), file.stat().st_mode & 0o077) == (len(first), 0)
    assert await opened(dsn, second, sealed) == "王小明"
    with pytest.raises(InvalidTag):
        await opened(dsn, first, sealed)

    # Whoever was interrupted asks again: the key that was made then is the one that stays.
    write_file(file, f"{OTHER}\n{second}", mode=0o600)
    assert await rekey(data) == 1
    assert file.read_text() == OTHER
    assert await opened(dsn, OTHER, sealed) == "王小明"

    # Where they lie under a key that is not to be had, no key is thrown away.
    write_file(file, second, mode=0o600)
    with pytest.raises(ServerTrouble, match="under no key of"):
        await rekey(data)
    assert second in file.read_text().split()
    assert await opened(dsn, OTHER, sealed) == "王小明"


async def test_without_a_key_there_is_nothing_to_replace(tmp_path: Path) -> None:
    with pytest.raises(ServerTrouble, match="is missing"):
        await rekey(tmp_path)
    assert not list(tmp_path.iterdir())  # noqa: ASYNC240 (nothing else is at work)


async def test_a_registry_that_never_ran_has_no_keys_of_persons(make_stack: MakeStack, tmp_path: Path) -> None:
    data, stack = tmp_path / "data", make_stack(("publication",))
    await stack.start()
    await stack.stop()
    before = keys_in(data).kek.read_text()
    assert await rekey(data) == 0
    assert keys_in(data).kek.read_text() != before
