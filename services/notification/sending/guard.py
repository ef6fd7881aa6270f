"""Where a webhook may go: judged on its address as it is written, and again on the address that is connected to.

A name is resolved anew for each connection and may then mean another address, so the word of the URL is not enough: the
socket is made for one address, and that address is judged.
"""

import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from shared.errors import Unacceptable

LONGEST_URL = 2_000
_HTTPS = 443

_GLOBAL = ip_network("2000::/3")
"""The only part of IPv6 that is routed for everybody."""
_DENIED = tuple(
    map(
        ip_network,
        (
            "168.63.129.16/32",  # The metadata of a cloud, at an address that looks like anybody's.
            "192.0.0.0/24",  # Assignments of the protocol itself.
            "192.88.99.0/24",  # Relays of 6to4.
            "2001::/23",  # Teredo (2001::/32) and other such assignments.
            "2001:db8::/32",
            "2002::/16",  # 6to4: an IPv4 address is inside, a private one, too.
            "3fff::/20",
        ),
    )
)
"""What Python takes for global although nobody is to be told anything there."""


_NAME = re.compile(r"(?=.{1,254}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?\.?")
"""A name that everybody may know: of two parts at least. Nothing in it is decoded by one reader and not by another."""
_INSIDE = ("localhost", "local", "localdomain", "internal", "intranet", "lan", "home.arpa", "svc")
"""Names that are given out by whoever runs the net that they are asked in."""


class TargetNotAllowed(Unacceptable):
    """A webhook goes by https to an address on the open internet, on a port that is allowed, and nowhere else."""

    title_zh = "回调地址不被允许：须为公网 https 地址及许可端口。"


class AddressDenied(OSError):
    """The address that was to be connected to lies inside, or is of no use to anybody."""


@dataclass(frozen=True, slots=True)
class Guard:
    """The rules of this installation.

    Attributes:
        ports: the ports that are allowed.
        allowed: the one address and port, as `127.0.0.1:8900`, that a sandbox may tell without https; empty for none.
    """

    ports: tuple[int, ...] = (443, 8443)
    allowed: str = ""

    def require(self, url: str) -> None:
        """The URL may be told, as far as can be seen from how it is written.

        Raises:
            TargetNotAllowed: it may not; the message says why.
        """
        why = self._fault(url)
        if why:
            raise TargetNotAllowed(why)

    def _fault(self, url: str) -> str:
        """What is wrong with how it is written; empty where nothing is."""
        if len(url) > LONGEST_URL or not url.isascii() or any(c <= " " or c in "\\\x7f" for c in url):
            return f"An address has at most {LONGEST_URL} visible ASCII characters."
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            return "It cannot be read as an address."
        if "[" in parts.netloc and ":" not in host:
            return "It cannot be read as an address."
        if parts.username is not None or parts.password is not None or parts.fragment:
            return "It holds neither a name and password nor a fragment."
        if parts.scheme in {"http", "https"} and self._is_allowed(host, port):
            return ""
        return self._fault_of(parts.scheme, host, _HTTPS if port is None else port)

    def _fault_of(self, scheme: str, host: str, port: int) -> str:
        if scheme != "https" or not host:
            return "It begins with https:// and a host."
        if port not in self.ports:
            return f"Its port is one of {', '.join(map(str, self.ports))}."
        return _of_literal(host) if ":" in host else _of_name(host)

    def socket_for(self, info: Iterable[Any]) -> socket.socket:
        """A socket for the address that a name was found to mean; the factory of the connections.

        Raises:
            AddressDenied: nothing is sent there.
        """
        family, kind, protocol, _, place = info
        address, port = place[0], place[1]
        if not self._is_allowed(address, port):
            why = denied(address) or ("" if port in self.ports else f"port {port} is not allowed")
            if why:
                raise AddressDenied(why)
        made = socket.socket(family, kind, protocol)
        made.setblocking(False)
        return made

    def _is_allowed(self, host: str, port: int | None) -> bool:
        return bool(self.allowed) and place_of(self.allowed) == (host, port)


def place_of(allowed: str) -> tuple[str, int]:
    """An address and port, as `127.0.0.1:8900` or `[::1]:8900`, as a socket names them.

    Raises:
        ValueError: it is none; a name is not taken, for it may mean anything.
    """
    host, _, port = allowed.rpartition(":")
    number = int(port)
    if not 0 < number < 1 << 16:
        raise ValueError("a port lies between 1 and 65535")
    return str(ip_address(host.removeprefix("[").removesuffix("]"))), number


def _of_literal(host: str) -> str:
    try:
        return denied(host)
    except ValueError:
        return "It cannot be read as an address."


def _of_name(host: str) -> str:
    """What is wrong with a host that may be a name; what only some take for an address is not taken at all."""
    last = host.rstrip(".").rpartition(".")[2]
    if last.isdigit() or last.startswith("0x"):
        try:
            return denied(host)
        except ValueError:
            return "An address has four numbers."
    if not _NAME.fullmatch(host):
        return "A host is named by letters, digits and hyphens, in two parts or more."
    if any(f".{host.rstrip('.')}".endswith(f".{zone}") for zone in _INSIDE):
        return "A name of that kind means something inside."
    return ""


def denied(address: str) -> str:
    """Why nothing is sent to this address; empty where it may be."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    if not _is_open(ip) or any(ip in network for network in _DENIED if network.version == ip.version):
        return f"{ip} is not an address on the open internet"
    return ""


def _is_open(ip: IPv4Address | IPv6Address) -> bool:
    if isinstance(ip, IPv6Address) and ip not in _GLOBAL:
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)
