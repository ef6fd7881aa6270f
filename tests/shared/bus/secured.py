"""A Kafka that speaks TLS, with certificates that the tests make for it."""

import asyncio
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlencode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from deploy.embedded.kafka import Kafka
from deploy.embedded.kafka_settings import DEPLOY, settings
from deploy.embedded.ports import free_ports
from shared.bus.address import Address

HOST = "127.0.0.1"
_OWN = "own"
_Settings = dict[str, str | int]


class Authority:
    """Signs certificates; its own is in `cafile`."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = _named(name)
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.cafile = folder / f"{name}.crt"
        told = self._certificate(self._name, self._key, _as_authority())
        self.cafile.write_bytes(told.public_bytes(Encoding.PEM))

    def signed(self, name: str, host: x509.GeneralName) -> Path:
        """A file with a key and the certificate for it."""
        key = ec.generate_private_key(ec.SECP256R1())
        told = self._certificate(_named(name), key, {x509.SubjectAlternativeName([host]): False})
        file = self._folder / f"{name}.pem"
        kept = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        file.write_bytes(kept + told.public_bytes(Encoding.PEM))
        return file

    def _certificate(
        self, name: x509.Name, key: ec.EllipticCurvePrivateKey, more: Mapping[x509.ExtensionType, bool]
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        signers = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        made = (
            x509.CertificateBuilder(self._name, name, key.public_key(), x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(signers, critical=False)
        )
        for extension, critical in more.items():
            made = made.add_extension(extension, critical)
        return made.sign(self._key, SHA256())


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _as_authority() -> dict[x509.ExtensionType, bool]:
    signs = dict.fromkeys(
        ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"), False
    )
    usage = x509.KeyUsage(**signs, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False)
    return {x509.BasicConstraints(ca=True, path_length=0): True, usage: True}


@dataclass(frozen=True)
class Secured:
    """The Kafka's ways in, as the deploy tool is told them, and who signs there."""

    plain: str
    """In the clear, to look at what has come."""
    authority: Authority
    stranger: Authority
    own: Path
    """A certificate by which one may do everything."""
    password_port: int
    """Where a password is asked for, by TLS."""
    misnamed_port: int
    """The same, with the certificate of another host."""
    certificate_port: int
    """Where a certificate is asked for, and no password."""

    def by_password(self) -> str:
        return self.believing(self.authority, self.password_port)

    def believing(self, authority: Authority, port: int) -> str:
        return f"{self.in_the_clear(port)}&{urlencode({'security': 'SASL_SSL', 'cafile': str(authority.cafile)})}"

    def in_the_clear(self, port: int) -> str:
        return self.plain.replace(Address.of(self.plain).servers, f"{HOST}:{port}")

    def by_certificate(self) -> str:
        return f"{self.showing_none()}&{urlencode({'certfile': str(self.own)})}"

    def showing_none(self) -> str:
        options = {"security": "SSL", "cafile": str(self.authority.cafile)}
        return f"{HOST}:{self.certificate_port}?{urlencode(options)}"


@contextmanager
def secured_kafka(folder: Path) -> Iterator[Secured]:
    """An embedded Kafka that listens by TLS, too."""
    authority, stranger = Authority(folder, "authority"), Authority(folder, "stranger")
    here, elsewhere = x509.IPAddress(ip_address(HOST)), x509.DNSName("kafka.example")
    ours, misnamed = authority.signed("kafka", here), authority.signed("misnamed", elsewhere)
    ports = free_ports(3)
    listeners = {
        "PASSWORD": _listener(ours),
        "MISNAMED": _listener(misnamed),
        "CERTIFICATE": {
            **_listener(ours),
            "ssl.client.auth": "required",
            "ssl.truststore.type": "PEM",
            "ssl.truststore.location": str(authority.cafile),
        },
    }

    def secured(data: Path, broker: int, controller: int, password: str) -> _Settings:
        return _with(settings(data, broker, controller, password), listeners, ports)

    server = Kafka(folder / "kafka")
    try:
        # In a thread of its own: the loop of a test, or its remains, must not be disturbed.
        with pytest.MonkeyPatch.context() as patched, ThreadPoolExecutor(1) as beside:
            patched.setattr("deploy.embedded.kafka.settings", secured)
            address = beside.submit(lambda: asyncio.run(server.start())).result()
        yield Secured(address, authority, stranger, authority.signed(_OWN, here), *ports)
    finally:
        server.stop()


def _listener(store: Path) -> _Settings:
    return {"ssl.keystore.type": "PEM", "ssl.keystore.location": str(store)}


def _with(plain: _Settings, listeners: Mapping[str, _Settings], ports: list[int]) -> _Settings:
    """The same node with more ways in; where it asks for passwords it asks for the same."""
    more: _Settings = {"super.users": f"User:{DEPLOY};User:CN={_OWN}"}
    for name in ("listeners", "advertised.listeners"):
        added = (f"{listener}://{HOST}:{port}" for listener, port in zip(listeners, ports, strict=True))
        more[name] = ",".join([str(plain[name]), *added])
    speaks = {name: "SSL" if "ssl.client.auth" in told else "SASL_SSL" for name, told in listeners.items()}
    protocols = "listener.security.protocol.map"
    more[protocols] = ",".join([str(plain[protocols]), *map(":".join, speaks.items())])
    asked = {name: told for name, told in plain.items() if name.startswith("listener.name.client.")}
    for listener, told in listeners.items():
        own = f"listener.name.{listener.lower()}."
        more |= {f"{own}{name}": value for name, value in told.items()}
        more |= {name.replace("listener.name.client.", own): value for name, value in asked.items()}
    return plain | more
