"""Files by their hash: a local folder by default, any S3-like store by its address. The same bytes are kept once."""

import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from obstore.exceptions import AlreadyExistsError
from obstore.store import LocalStore, ObjectStore, from_url

_CHUNK = 1024 * 1024


class TooLarge(ValueError):
    """More bytes came than were allowed."""


class Objects:
    """An object store whose names are the SHA-256 of what lies under them."""

    def __init__(self, address: str, data: Path) -> None:
        if address:
            self._store: ObjectStore = from_url(address)
        else:
            folder = data / "objects"
            folder.mkdir(parents=True, exist_ok=True)
            self._store = LocalStore(folder, mkdir=True)

    async def put(self, chunks: AsyncIterator[bytes], limit: int) -> tuple[str, int, bytes]:
        """Keep what comes, through a file on disk and never whole in memory: its hash, its size, its first bytes.

        Raises:
            TooLarge: it is more than `limit` bytes; nothing was kept.
        """
        digest, size, head = hashlib.sha256(), 0, b""
        with NamedTemporaryFile() as file:
            async for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise TooLarge(f"more than {limit} bytes")
                head = head or chunk[:512]
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            await self._keep(digest.hexdigest(), Path(file.name))
        return digest.hexdigest(), size, head

    async def put_file(self, path: Path) -> tuple[str, int]:
        """Keep a file from disk: its hash and its size."""
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
            size = os.fstat(file.fileno()).st_size
        await self._keep(digest.hexdigest(), path)
        return digest.hexdigest(), size

    async def _keep(self, sha256: str, path: Path) -> None:
        if await self.has(sha256):
            return
        with suppress(AlreadyExistsError):  # Somebody may have kept the same bytes a moment ago.
            await self._store.put_async(_name(sha256), path, mode="create")

    async def has(self, sha256: str) -> bool:
        """Whether something lies under that hash."""
        try:
            await self._store.head_async(_name(sha256))
        except FileNotFoundError:
            return False
        return True

    async def chunks(self, sha256: str) -> AsyncIterator[bytes]:
        """What lies under that hash, piece by piece.

        Raises:
            FileNotFoundError: nothing does.
        """
        found = await self._store.get_async(_name(sha256))
        async for chunk in found.stream(min_chunk_size=_CHUNK):
            yield bytes(chunk)

    async def forget(self, sha256: str) -> None:
        """Remove what lies under that hash, if anything does."""
        with suppress(FileNotFoundError):
            await self._store.delete_async(_name(sha256))

    async def fetch(self, sha256: str, to: Path) -> None:
        """Write what lies under that hash into a file.

        Raises:
            FileNotFoundError: nothing does.
        """
        with to.open("wb") as file:
            async for chunk in self.chunks(sha256):
                file.write(chunk)


def _name(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"
