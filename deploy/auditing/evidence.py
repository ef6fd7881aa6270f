"""`./shifan evidence`: a bundle of one station or one season, as the audit service gives it, in a file."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO
from urllib.parse import quote

import httpx

from deploy.asking import client, read
from deploy.embedded.files import ServerTrouble
from deploy.using import reached
from shared.access.roles import Level

_TRIES = 20
_SECONDS = 600


async def evidence(folder: Path | None, kind: str, subject: str, to: Path, *, force: bool) -> int:
    """Write the bundle of a `station` or `season` into a file that only its owner reads; its size in bytes.

    Raises:
        ServerTrouble: the file is there already, or the audit has no evidence to give; nothing was written.
    """
    with _whole(to, force=force) as file:
        async with reached(folder, ("audit",)) as there, client(there.issuer_key, Level.AUDITOR) as asker:
            url = f"{there.urls['audit']}/v1/{kind}s/{quote(subject, safe='')}/evidence"
            await _fetch(asker, url, file)
        return file.tell()


async def _fetch(asker: httpx.AsyncClient, url: str, file: IO[bytes]) -> None:
    left = _TRIES
    while True:
        async with asker.stream("GET", url, timeout=_SECONDS) as response:
            if response.is_success:
                async for chunk in response.aiter_bytes(1 << 20):
                    file.write(chunk)
                return
            await response.aread()
        left -= 1
        if not left or "Retry-After" not in response.headers:
            read(response)  # What it says, as trouble.
        # It has just been started, perhaps, and has not read or signed so far.
        await asyncio.sleep(0.5)


@contextmanager
def _whole(to: Path, *, force: bool) -> Iterator[IO[bytes]]:
    """A file beside, which takes its place in the end; after trouble it is gone."""
    if to.exists() and not force:
        raise ServerTrouble(f"{to} is there already and is left as it is; --force puts another one in its place")
    if not to.parent.is_dir():
        raise ServerTrouble(f"there is no folder {to.parent}")
    with NamedTemporaryFile(dir=to.parent, prefix=f".{to.name}.", delete=False) as file:
        beside = Path(file.name)
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            beside.replace(to)
        except BaseException:
            beside.unlink()
            raise
