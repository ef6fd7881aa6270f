"""Where Kafka is, as whom we come, and how safely: `user@host:port,host:port?passfile=…&security=SASL_SSL&cafile=…`.

Without a user we come as nobody, and without `security` in the clear. By TLS the broker's certificate and its name are
always checked: nothing here switches that off.
"""

import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote

SCRAM = "SCRAM-SHA-512"
_SECURITY = ("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL")
_FILES = ("cafile", "certfile", "keyfile")
_SAID_IN = "SHIFAN_KAFKA"
_OPTIONS = ("passfile", "mechanism", "security", *_FILES)


class WrongAddress(ValueError):
    """The options of an address do not go together, or a file of them cannot be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Address:
    """The password lies in a file that the address names, so it is in no environment and in no note."""

    servers: str
    user: str = ""
    passfile: Path | None = None
    mechanism: str = SCRAM
    security: str = "PLAINTEXT"
    """One of Kafka's own words for it."""
    cafile: Path | None = None
    """Certificates of those whose signature on a broker's is believed; without it, those that the system believes."""
    certfile: Path | None = None
    """Our own certificate, and what leads from it to its authority."""
    keyfile: Path | None = None
    """The key of it; without one it is in the same file."""

    @property
    def password(self) -> str:
        return self.passfile.read_text(encoding="utf-8").strip() if self.passfile is not None else ""

    @property
    def by_tls(self) -> bool:
        return _is_tls(self.security)

    def ssl_context(self) -> ssl.SSLContext | None:
        """What TLS is spoken with, TLS 1.2 at least; None where it is not spoken.

        Raises:
            WrongAddress: a file that the address names cannot be used.
        """
        if not self.by_tls:
            return None
        try:
            context = ssl.create_default_context(cafile=self.cafile)
        except OSError as error:
            raise WrongAddress(f"{_SAID_IN}: the cafile {self.cafile} has no certificates in PEM: {error}") from error
        if self.certfile is not None:
            self._show(context, self.certfile)
        return context

    def _show(self, context: ssl.SSLContext, certfile: Path) -> None:
        """Let it show our certificate to the broker."""
        try:
            # Without a password of ours, a locked key would be asked for on a terminal that nobody sits at.
            context.load_cert_chain(certfile, self.keyfile, password="")
        except OSError as error:
            named = certfile if self.keyfile is None else f"{certfile} with {self.keyfile}"
            raise WrongAddress(
                f"{_SAID_IN}: {named} is no certificate in PEM with a key that is not locked: {error}"
            ) from error

    def tls_options(self) -> dict[str, str]:
        """What of the address is about TLS, for another user, whose process may run in another folder."""
        if not self.by_tls:
            return {}
        files = {name: getattr(self, name) for name in _FILES}
        return {"security": self.security} | {
            name: str(file.absolute()) for name, file in files.items() if file is not None
        }

    @classmethod
    def of(cls, text: str) -> "Address":
        """Read it.

        Raises:
            WrongAddress: its options do not go together.
        """
        named, _, options = text.partition("?")
        user, _, servers = named.rpartition("@")
        told = {name: values[0] for name, values in parse_qs(options, keep_blank_values=True).items()}
        for complaint in _complaints(user, told):
            raise WrongAddress(f"{_SAID_IN}: {complaint}")
        files = {name: Path(told[name]) for name in ("passfile", *_FILES) if told.get(name)}
        return cls(
            servers, unquote(user), mechanism=told.get("mechanism") or SCRAM, security=_security(user, told), **files
        )


def _security(user: str, told: Mapping[str, str]) -> str:
    return told.get("security", "SASL_PLAINTEXT" if user else "PLAINTEXT")


def _is_tls(security: str) -> bool:
    return security.endswith("SSL")


def _complaints(user: str, told: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with it. A slip of the pen must not end in the clear, so nothing is passed over."""
    security, files = _security(user, told), [name for name in _FILES if name in told]
    if unknown := sorted(told.keys() - set(_OPTIONS)):
        yield f"there is no option {', '.join(unknown)}; there are {', '.join(_OPTIONS)}"
    if security not in _SECURITY:
        yield f"security={security} is none of {', '.join(_SECURITY)}"
    if user and not security.startswith("SASL_"):
        yield f"security={security} takes no user: say security=SASL_{security}, or leave out {user}@"
    if not user and security.startswith("SASL_"):
        yield f"security={security} needs a user, as in user@host:port?passfile=…"
    if files and not _is_tls(security):
        yield f"{', '.join(files)} is for TLS: say security=SASL_SSL, or security=SSL where nobody has a password"
    if empty := [name for name in files if not told[name]]:
        yield f"{', '.join(empty)} names no file"
    if "keyfile" in files and "certfile" not in files:
        yield "keyfile is the key of a certificate: name that, too, as certfile"


def client_options(address: str) -> dict[str, Any]:
    """What aiokafka's clients are told.

    Raises:
        WrongAddress: the options of the address do not go together, or a file of them cannot be used.
    """
    told = Address.of(address)
    options: dict[str, Any] = {"bootstrap_servers": told.servers}
    if told.user or told.by_tls:
        options["security_protocol"] = told.security
    if told.user:
        options["sasl_mechanism"] = told.mechanism
        options["sasl_plain_username"] = told.user
        options["sasl_plain_password"] = told.password
    if told.by_tls:
        options["ssl_context"] = told.ssl_context()
    return options


def librdkafka_options(address: str) -> "dict[str, str | int | float | bool]":
    """What confluent-kafka's clients are told: the same, in the words of their library.

    Raises:
        WrongAddress: the options of the address do not go together, or a file of them cannot be used.
    """
    told = Address.of(address)
    options: dict[str, str | int | float | bool] = {
        "bootstrap.servers": told.servers,
        "security.protocol": told.security,
    }
    if told.user:
        options["sasl.mechanism"] = told.mechanism
        options["sasl.username"] = told.user
        options["sasl.password"] = told.password
    # Made for what it says against the files: this library's own words come late, in its log.
    if told.ssl_context() is not None:
        # What the library does by itself, said so that no other release of it does less.
        options["enable.ssl.certificate.verification"] = "true"
        options["ssl.endpoint.identification.algorithm"] = "https"
    if told.cafile is not None:
        options["ssl.ca.location"] = str(told.cafile)
    if told.certfile is not None:
        options["ssl.certificate.location"] = str(told.certfile)
        options["ssl.key.location"] = str(told.keyfile or told.certfile)
    return options
