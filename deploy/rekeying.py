"""A new key of the installation, and the keys of persons under it."""

import secrets
from pathlib import Path

from asyncpg import InvalidCatalogNameError
from cryptography.exceptions import InvalidTag

from deploy.databases import keys_of
from deploy.embedded.files import ServerTrouble, write_file
from deploy.keys import keys_in
from deploy.stack import SERVICES
from deploy.using import stopped
from shared.database import create_pool
from shared.events.catalogue import seals
from shared.sealing.sealer import Sealer


async def rekey(folder: Path | None) -> int:
    """Make a new key of the installation and wrap the keys of persons anew under it; returns how many there are.

    The old one stays in the file until all is done, so whoever was interrupted asks again.

    Raises:
        ServerTrouble: the stack runs, has no such key, or a key of a person lies under another one.
    """
    stack = stopped(folder, "its services know the old key alone")
    file = keys_in(stack.data).kek
    if not file.exists():
        raise ServerTrouble(f"{file} is missing: name the folder whose key is to be replaced, as ./shifan --data DIR")
    keks = file.read_text().split()
    if len(keks) == 1:
        keks.insert(0, secrets.token_hex(32))
        write_file(file, "\n".join(keks), mode=0o600)
    await stack.start()
    try:
        sealed = [name for name in SERVICES if seals(name)]
        count = sum([await _rewrapped(stack.postgres_dsn(keys_of(name)), keks) for name in sealed])
    except InvalidTag:
        raise ServerTrouble(f"a key of a person lies under no key of {file}: put the folder keys/ back first") from None
    finally:
        await stack.stop()
    write_file(file, keks[0], mode=0o600)
    return count


async def _rewrapped(dsn: str, keks: list[str]) -> int:
    try:
        pool = await create_pool(dsn, size=1)
    except InvalidCatalogNameError:
        return 0  # The service was never started.
    try:
        return await Sealer(pool, *map(bytes.fromhex, keks)).rewrap()
    finally:
        await pool.close()
