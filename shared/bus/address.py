"""Where Kafka is and as whom we come: `user@host:port,host:port?passfile=…`; without a user, as nobody."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote

SCRAM = "SCRAM-SHA-512"


@dataclass(frozen=True, slots=True)
class Address:
    """The password lies in a file that the address names, so it is in no environment and in no note."""

    servers: str
    user: str = ""
    passfile: Path | None = None
    mechanism: str = SCRAM

    @property
    def password(self) -> str:
        return self.passfile.read_text(encoding="utf-8").strip() if self.passfile is not None else ""

    @classmethod
    def of(cls, text: str) -> "Address":
        named, _, options = text.partition("?")
        user, _, servers = named.rpartition("@")
        told = {name: values[0] for name, values in parse_qs(options).items()}
        file = told.get("passfile")
        return cls(servers, unquote(user), Path(file) if file else None, told.get("mechanism", SCRAM))


def client_options(address: str) -> dict[str, Any]:
    """What aiokafka's clients are told."""
    told = Address.of(address)
    if not told.user:
        return {"bootstrap_servers": told.servers}
    return {
        "bootstrap_servers": told.servers,
        "security_protocol": "SASL_PLAINTEXT",
        "sasl_mechanism": told.mechanism,
        "sasl_plain_username": told.user,
        "sasl_plain_password": told.password,
    }
