"""Which data folder is meant: the one that is named, else the one of a running stack, else the one used last."""

from collections.abc import Iterator
from pathlib import Path

from deploy.embedded.files import ServerTrouble, write_file
from deploy.service_process import ROOT
from deploy.state import State, live_state, read_marker

UP_FOLDER = ROOT / ".shifan" / "data"
DEMO_FOLDER = ROOT / ".shifan" / "demo"
DATA_VARIABLE = "SHIFAN_DATA_DIR"
_LAST = ROOT / ".shifan" / "last"


def named_or(folder: Path | None, default: Path) -> Path:
    """The folder that was named, on the command line or in the environment; else the default."""
    return folder.absolute() if folder is not None else default


def remember_use(data: Path) -> None:
    """Note it as the folder used last; where the note cannot be written, it only has to be named next time."""
    try:
        write_file(_LAST, str(data.absolute()))
    except OSError:
        return


def running(folder: Path | None) -> tuple[Path, State] | None:
    """A stack that runs: in the named folder, else in the usual ones, else in the one used last."""
    for candidate in _candidates(folder):
        state = live_state(candidate)
        if state is not None:
            return candidate, state
    return None


def must_be_running(folder: Path | None) -> tuple[Path, State]:
    found = running(folder)
    if found is None:
        where = f" in {folder}" if folder is not None else ""
        raise ServerTrouble(f"no stack runs{where}: start one with ./shifan up, or name its folder with --data")
    return found


def used_last(folder: Path | None) -> Path:
    """The folder whose data a command means when nothing runs."""
    for candidate in _candidates(folder, last_first=True):
        if read_marker(candidate) is not None:
            return candidate
    where = f" in {folder}" if folder is not None else ""
    raise ServerTrouble(
        f"there are no data yet{where}: ./shifan demo makes some, and ./shifan up starts an empty stack"
    )


def _candidates(folder: Path | None, *, last_first: bool = False) -> Iterator[Path]:
    if folder is not None:
        yield folder.absolute()
        return
    last = _last()
    if last is not None and last_first:
        yield last
    yield from (UP_FOLDER, DEMO_FOLDER)
    if last is not None and not last_first:
        yield last


def _last() -> Path | None:
    try:
        return Path(_LAST.read_text(encoding="utf-8").strip())
    except OSError:
        return None
