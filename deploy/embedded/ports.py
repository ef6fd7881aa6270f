"""Free ports on loopback, remembered in the data folder so that a restarted server is found where it was."""

import fcntl
import json
import os
import secrets
import socket
import tempfile
from pathlib import Path

from deploy.embedded.files import write_file

_LOWEST = 15_000
_USUALLY_OUTGOING = 32_768
_OUTGOING = Path("/proc/sys/net/ipv4/ip_local_port_range")


def is_free(port: int) -> bool:
    """Whether a server could listen there now; connections of a server that just ended do not count."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on, all different.

    They lie below those that the system gives to outgoing connections. A client that calls a server which is away
    may otherwise be given the server's own port, meet itself there, and keep the server from coming back.
    """
    ports: list[int] = []
    while len(ports) < count:
        port = _LOWEST + secrets.randbelow(_first_outgoing() - _LOWEST)
        if port not in ports and is_free(port):
            ports.append(port)
    return ports


def _first_outgoing() -> int:
    """Where the ports of outgoing connections begin on this machine."""
    try:
        first = int(_OUTGOING.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        first = _USUALLY_OUTGOING
    return first if first > _LOWEST + 1000 else _USUALLY_OUTGOING


class Reservations:
    """Ports that no other stack of this user takes between our looking and our service's listening."""

    def __init__(self) -> None:
        self._held: dict[int, int] = {}

    def take(self, port: int) -> bool:
        """Whether the port is free and now ours, until it is released or this process ends."""
        if port in self._held or not is_free(port):
            return False
        folder = Path(tempfile.gettempdir()) / f"shifan-ports-{os.geteuid()}"
        folder.mkdir(mode=0o700, exist_ok=True)
        handle = os.open(folder / str(port), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            return False
        self._held[port] = handle
        return True

    def take_any(self) -> int:
        while not self.take(port := free_ports(1)[0]):
            pass
        return port

    def release(self) -> None:
        for handle in self._held.values():
            os.close(handle)
        self._held.clear()


def read_ports(file: Path, count: int) -> list[int] | None:
    """The ports noted in the file, or nothing where it is missing or damaged."""
    try:
        ports = [int(port) for port in json.loads(file.read_text())]
    except (OSError, ValueError, TypeError):
        return None
    return ports if len(ports) == count else None


def remembered_ports(file: Path, count: int) -> list[int]:
    """The same ports as last time; new ones, noted down, where somebody has taken one of them since."""
    ports = read_ports(file, count)
    if ports is None or not all(map(is_free, ports)):
        ports = free_ports(count)
        write_file(file, json.dumps(ports))
    return ports
