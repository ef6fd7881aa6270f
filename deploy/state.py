"""`stack.json` in a data folder: by it another process finds the stack, and sees when the note is stale."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from deploy.embedded.files import ServerTrouble, write_file
from deploy.embedded.processes import Remembered

_STATE = "stack.json"
_LOCK = "stack.lock"
_MARKER = "shifan-data.json"
_ABOUT = "This folder was made by ./shifan and holds a stack's data. A demo's folder is emptied when it begins anew."


class _Note(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Process(_Note):
    pid: int
    began: str

    @property
    def remembered(self) -> Remembered:
        return Remembered(self.pid, self.began)

    @classmethod
    def of(cls, process: Remembered) -> "Process":
        return cls(pid=process.pid, began=process.began)


class RunningService(_Note):
    process: Process
    url: str
    port: int


class State(_Note):
    """What runs, as far as it was noted."""

    owner: Process
    postgres: str
    kafka: str
    postgres_is_ours: bool
    kafka_is_ours: bool
    topic_prefix: str
    issuer_key: Path
    services: dict[str, RunningService]

    @property
    def live(self) -> bool:
        """Whether anything of it runs still; otherwise the note is stale."""
        return self.owner.remembered.alive or bool(self.live_services)

    @property
    def live_services(self) -> dict[str, RunningService]:
        return {name: service for name, service in self.services.items() if service.process.remembered.alive}

    @property
    def urls(self) -> dict[str, str]:
        return {name: service.url for name, service in self.services.items()}


def read_state(data: Path) -> State | None:
    """The note of the folder; nothing where there is none, or where it cannot be read."""
    try:
        return State.model_validate_json((data / _STATE).read_bytes())
    except (OSError, ValidationError):
        return None


def live_state(data: Path) -> State | None:
    """The note of a stack that runs."""
    state = read_state(data)
    return state if state is not None and state.live else None


def write_state(data: Path, state: State) -> None:
    # The address of a named PostgreSQL may carry a password.
    write_file(data / _STATE, state.model_dump_json(indent=1), mode=0o600)


def forget_state(data: Path) -> None:
    (data / _STATE).unlink(missing_ok=True)


@contextmanager
def holding(data: Path) -> Iterator[None]:
    """The folder is ours alone; a second stack in it is refused, and a dead one holds nothing."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / _LOCK).open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ServerTrouble(
                f"a stack runs in {data} already: see ./shifan status, "
                "end it with ./shifan down, or name another --data"
            ) from error
        yield


class Marker(_Note):
    """Says that a folder is ours, so that we may empty it one day, and how its topics are named."""

    about: str = _ABOUT
    topic_prefix: str = ""


def mark(data: Path, topic_prefix: str) -> None:
    write_file(data / _MARKER, Marker(topic_prefix=topic_prefix).model_dump_json(indent=1))


def read_marker(data: Path) -> Marker | None:
    """The marker of a folder that a stack was started in at least once."""
    try:
        return Marker.model_validate_json((data / _MARKER).read_bytes())
    except (OSError, ValidationError):
        return None


def is_ours(data: Path) -> bool:
    """Whether nothing is lost to anybody else when the folder is emptied."""
    return read_marker(data) is not None or not data.exists() or not any(data.iterdir())


def empty(data: Path) -> None:
    """Remove what a stack left in the folder; whoever asks holds it."""
    for entry in data.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry.name not in {_LOCK, _MARKER}:
            entry.unlink()
