"""Files that a kill at any moment leaves whole, the cache folder of this user, and a lock between processes."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class ServerTrouble(Exception):
    """A server could not be started or stopped. The message is for the person who asked for it."""


class PortTaken(ServerTrouble):
    """Somebody else took the port between our looking and the server's listening."""


def write_file(file: Path, text: str, mode: int = 0o644) -> None:
    """Write the whole file or none of it: a reader, or a kill, never meets half of one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    beside.touch(mode=mode)
    beside.write_text(text, encoding="utf-8")
    beside.replace(file)


def cache_folder() -> Path:
    """Where downloads are kept for every data folder of this user."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    folder = (Path(base) if Path(base).is_absolute() else Path.home() / ".cache") / "shifan"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ServerTrouble(f"cannot make {folder}: {error}; name another with XDG_CACHE_HOME") from error
    return folder


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """One process at a time; the system frees the lock of a process that dies."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def last_lines(file: Path, count: int = 15) -> str:
    """The end of a log, for the message of an error."""
    try:
        return "\n".join(file.read_text(errors="replace").splitlines()[-count:])
    except OSError:
        return "(no log)"


def why_it_ended(name: str, log: Path, *ports: int) -> ServerTrouble:
    """What the log of a server says that ended while it started; `PortTaken` where that was it."""
    said = last_lines(log)
    if "address already in use" in said.lower():
        return PortTaken(f"somebody else listens on {' or '.join(map(str, ports))}, where {name} was to be")
    return ServerTrouble(f"{name} ended while it started ({log}):\n{said}")
