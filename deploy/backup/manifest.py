"""What a backup says of itself: its files with their hashes, and how far each log had come."""

import hashlib
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from deploy.embedded.files import ServerTrouble, write_file

MANIFEST = "manifest.json"
_CHUNK = 1 << 20


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Dump(_Part):
    """A file that `pg_restore` reads. `sha256` is hexadecimal, `size` is in bytes."""

    file: str
    sha256: str
    size: int


class StoreDump(Dump):
    """A service's database. `head` is the last position of its log, `chain` the chain value there.

    `last` is when that event was recorded; `checkpoint` is the last one that the audit had signed of the log, as it
    stands, and `signed` how many entries it covers.
    """

    head: int
    chain: str
    last: datetime | None = None
    signed: int = 0
    checkpoint: str = ""


class Manifest(_Part):
    """A folder of a backup: of the stores, or of what must never lie beside them.

    `kek` is the hash of the key of the installation, without which the keys of persons open nothing.
    """

    shifan: int = 1
    made_at: datetime
    topic_prefix: str
    stores: dict[str, StoreDump] = {}
    keys: dict[str, Dump] = {}
    kek: str = ""

    @property
    def dumps(self) -> dict[str, Dump]:
        """All files, by what they hold."""
        return {**self.stores, **self.keys}


def write_manifest(folder: Path, manifest: Manifest) -> None:
    write_file(folder / MANIFEST, manifest.model_dump_json(indent=1), mode=0o600)


def manifest_of(folder: Path) -> Manifest:
    """The manifest, after every file of it was found whole.

    Raises:
        ServerTrouble: there is none, or a file is not what was written.
    """
    try:
        manifest = Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except (OSError, ValidationError) as error:
        raise ServerTrouble(f"{folder} is no whole backup: its {MANIFEST} cannot be read") from error
    for name, dump in manifest.dumps.items():
        file = folder / dump.file
        if not file.is_file() or digest(file) != dump.sha256:
            raise ServerTrouble(f"{file}, the dump of {name}, is missing or is not what was written: nothing was done")
    return manifest


def digest(file: Path) -> str:
    """SHA-256 of a file, as hexadecimal digits."""
    with file.open("rb") as opened:
        found = hashlib.sha256()
        while part := opened.read(_CHUNK):
            found.update(part)
    return found.hexdigest()
