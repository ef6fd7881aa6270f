"""Where the demonstration's messages arrive: a mailbox, and the receiver of webhooks that integrators are shown."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from deploy.embedded.files import ServerTrouble, last_lines, write_file
from deploy.embedded.ports import free_ports
from deploy.service_process import ROOT

RECEIVER = ROOT / "docs" / "examples" / "receive_webhooks.py"
HOST = "127.0.0.1"
_RETRIES = "1,1,2,2,5,10,30,60"


class Sink:
    """A process that listens, keeps what comes in `kept`, and may be killed and started again on the same port."""

    def __init__(self, command: Sequence[str], kept: Path, port: int) -> None:
        self.kept = kept
        self.port = port
        self._command = [sys.executable, *command, "--kept", str(kept)]
        self._log = kept.with_suffix(".log")
        self._child: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        """Start it and wait until it listens.

        Raises:
            ServerTrouble: it ended before.
        """
        await asyncio.to_thread(self._start)

    def _start(self) -> None:
        with self._log.open("ab") as log:
            self._child = subprocess.Popen(
                [*self._command, "--port", str(self.port)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                start_new_session=True,
            )
        assert self._child.stdout is not None
        if not self._child.stdout.readline():
            self.kill()
            raise ServerTrouble(f"what receives the messages ended while it started:\n{last_lines(self._log)}")

    def kill(self) -> None:
        """End it as a power cut would; what it has said yes to is kept."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def received(self) -> set[str]:
        """The distinct ids of what was received: those of the deliveries."""
        return {str(row[0]).strip("<>").partition("@")[0] for row in self._rows("SELECT id FROM received")}

    def attempts(self) -> int:
        """How often something was received, repetitions counted."""
        return int(str(self._rows("SELECT count(*) FROM attempts")[0][0]))

    def _rows(self, sql: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.kept)) as kept:
            return kept.execute(sql).fetchall()


@dataclass(frozen=True, slots=True)
class Sinks:
    """Both of them; `secrets` is the file with the secrets or public keys of the endpoints, one a line."""

    mailbox: Sink
    receiver: Sink
    secrets: Path

    @property
    def webhooks(self) -> str:
        """Where the receiver listens: the one address inside that the sandbox may call."""
        return f"http://{HOST}:{self.receiver.port}"

    @property
    def settings(self) -> dict[str, str]:
        """What a service is told, so that what it sends arrives here; what fails is tried again soon."""
        return {
            "SHIFAN_SMTP_URL": f"smtp://{HOST}:{self.mailbox.port}",
            "SHIFAN_MAIL_FROM": "shifan@example.org",
            "SHIFAN_WEBHOOK_ALLOW": f"{HOST}:{self.receiver.port}",
            "SHIFAN_DELIVERY_RETRIES": _RETRIES,
        }

    def know(self, secrets: Sequence[str]) -> None:
        """Tell the receiver the endpoints' secrets."""
        write_file(self.secrets, "\n".join(secrets), mode=0o600)

    async def start(self) -> None:
        if not self.secrets.exists():
            self.know(())
        await asyncio.gather(self.mailbox.start(), self.receiver.start())

    def stop(self) -> None:
        self.mailbox.kill()
        self.receiver.kill()


def sinks_in(folder: Path) -> Sinks:
    """Sinks that keep what they receive in a folder; they are not started yet."""
    folder.mkdir(parents=True, exist_ok=True)
    secrets = folder / "secrets.txt"
    mails, hooks = free_ports(2)
    receiver = [str(RECEIVER), "--secrets", str(secrets), "--host", HOST]
    return Sinks(
        Sink(["-m", "deploy.demo.mailbox"], folder / "mails.sqlite", mails),
        Sink(receiver, folder / "webhooks.sqlite", hooks),
        secrets,
    )
