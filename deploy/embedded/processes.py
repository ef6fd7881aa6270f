"""Tells whether a remembered process is still that process: pids are used again, and zombies keep theirs."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from deploy.embedded.files import write_file


@dataclass(frozen=True, slots=True)
class Remembered:
    """A process as it was noted down: its pid, and when it began, which no later process with that pid shares."""

    pid: int
    began: str

    @property
    def alive(self) -> bool:
        """Whether it runs still; a zombie does not."""
        return began(self.pid) == self.began

    def send(self, number: signal.Signals) -> None:
        """Signal it, unless it is gone, or its pid is somebody else's by now."""
        if self.alive:
            try:
                os.kill(self.pid, number)
            except ProcessLookupError:
                return

    def gone_within(self, seconds: float, reap: Callable[[], object] = lambda: None) -> bool:
        """Wait for its end; `reap` lets a parent take a dead child's status, without which it stays a zombie."""
        deadline = time.monotonic() + seconds
        while self.alive:
            reap()
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True


def began(pid: int) -> str:
    """When the process began, as text to compare; empty where none runs or only its zombie is left."""
    if Path("/proc/self/stat").exists():
        try:
            stat = Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            return ""
        fields = stat.rpartition(")")[2].split()
        # The first thread may be a zombie while others of the process still end.
        ended = fields[0] in {"Z", "X"} and int(fields[17]) <= 1
        return "" if ended else fields[19]
    answer = subprocess.run(
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)],  # noqa: S607 - it stands elsewhere on each system.
        capture_output=True,
        text=True,
        check=False,
    )
    state, _, started = answer.stdout.strip().partition(" ")
    return "" if state.startswith("Z") else started.strip()


def remember(pid: int) -> Remembered:
    return Remembered(pid, began(pid))


def read_pid(file: Path) -> Remembered | None:
    """The process noted in the file; nothing where the file is missing, torn, or its process is gone."""
    try:
        noted = json.loads(file.read_text())
        process = Remembered(int(noted["pid"]), str(noted["began"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return process if process.began and process.alive else None


def write_pid(file: Path, process: Remembered) -> None:
    write_file(file, json.dumps({"pid": process.pid, "began": process.began}))
