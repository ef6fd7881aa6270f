"""Files by the hash of what is in them."""

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shared.objects import Objects, TooLarge


async def pieces(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


async def whole(objects: Objects, sha256: str) -> bytes:
    return b"".join([chunk async for chunk in objects.chunks(sha256)])


async def test_a_file_is_kept_once_under_its_hash(tmp_path: Path) -> None:
    objects = Objects("", tmp_path)
    content = b"a" * 3_000_000 + b"end"
    sha256, size, head = await objects.put(pieces(b"", content[:10], content[10:]), 4_000_000)
    assert (sha256, size, head) == (hashlib.sha256(content).hexdigest(), len(content), b"a" * 10)
    again = tmp_path / "again"
    again.write_bytes(content)
    assert await objects.put_file(again) == (sha256, size)
    assert await whole(objects, sha256) == content
    await objects.fetch(sha256, tmp_path / "fetched")
    assert (tmp_path / "fetched").read_bytes() == content
    # It lies in the folder under the hash, and another process finds it there.
    assert await Objects("", tmp_path).has(sha256)
    assert len([path for path in (tmp_path / "objects").rglob("*") if path.is_file()]) == 1


async def test_what_is_too_large_or_breaks_off_is_not_kept(tmp_path: Path) -> None:
    objects = Objects("", tmp_path)

    async def breaks_off() -> AsyncIterator[bytes]:
        yield b"half"
        raise ConnectionError

    with pytest.raises(TooLarge):
        await objects.put(pieces(b"12345", b"67890"), 9)
    with pytest.raises(ConnectionError):
        await objects.put(breaks_off(), 9)
    assert [path for path in (tmp_path / "objects").rglob("*") if path.is_file()] == []
    assert not await objects.has("0" * 64)
    with pytest.raises(FileNotFoundError):
        await whole(objects, "0" * 64)
    with pytest.raises(FileNotFoundError):
        await objects.fetch("0" * 64, tmp_path / "none")


async def test_the_store_may_be_elsewhere(tmp_path: Path) -> None:
    far = tmp_path / "far"
    far.mkdir()
    objects = Objects(far.as_uri(), tmp_path / "near")
    sha256, _, _ = await objects.put(pieces(b"x"), 9)
    assert await whole(objects, sha256) == b"x"
    assert not (tmp_path / "near").exists()
