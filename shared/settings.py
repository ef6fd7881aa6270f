"""What a process is told by its environment. A missing value stops it before it takes any work."""

from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, IPvAnyNetwork, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

_LAST_PORT = 65_535
_LIMIT = r"^[1-9][0-9]{0,8}/[1-9]?[0-9]{0,4}(second|minute|hour|day)$"
_LIMIT_OR_NONE = rf"^0?$|{_LIMIT}"


def _between_commas(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


class Settings(BaseSettings):
    """Every name has the prefix SHIFAN_, as in `SHIFAN_DATABASE_URL`."""

    model_config = SettingsConfigDict(env_prefix="SHIFAN_", frozen=True, extra="ignore", hide_input_in_errors=True)

    database_url: str = Field(min_length=1, repr=False)
    """The service's own database. It is not shown: it may hold a password."""
    vault_url: str = Field(default="", repr=False)
    """Where opinions' text lies; publication alone has it."""
    keys_url: str = Field(default="", repr=False)
    """Where the keys of persons lie; a service that seals personal data alone has it."""
    kek_file: Path | None = None
    """The key of the installation, under which the keys of persons lie: 64 hexadecimal digits, older ones below it."""
    kafka: str = "127.0.0.1:9092"
    """The servers; `user@host:port?passfile=…` where they ask who comes, and `&security=SASL_SSL&cafile=…` for TLS."""
    topic_prefix: str = ""
    """Keeps installations apart that share a Kafka."""
    jwks_file: Path
    """The issuer's public keys."""
    issuer: str = "shifan-sandbox"
    """Whose tokens are taken: what they must say in `iss`."""
    sandbox: bool = False
    """The programme's clock can be set, and tokens come from keys of the sandbox's own."""
    host: str = "127.0.0.1"
    """The address that the process listens on."""
    port: int = Field(default=8100, ge=0, le=65_535)
    """The port that it listens on; `0`: one that is free."""
    data: Path = Path("data")
    """Where a process may keep files of its own."""
    objects_url: str = Field(default="", repr=False)
    """Where files lie by their hash, as `s3://bucket/folder`; without it, in a folder of `data`."""
    proxies: Annotated[tuple[IPvAnyNetwork, ...], NoDecode, BeforeValidator(_between_commas)] = ()
    """Addresses or networks, with commas between them, of the proxies whose `X-Forwarded-For` is believed."""
    behind_https: bool = False
    """Callers come by https: they are told to come by nothing else for a year (`Strict-Transport-Security`)."""
    requests_by_caller: str = Field(default="12000/minute", pattern=_LIMIT_OR_NONE)
    """How many requests a process takes from one who is signed in; `0` or nothing: as many as come."""
    requests_by_address: str = Field(default="3000/minute", pattern=_LIMIT_OR_NONE)
    """How many it takes from one address by those who are not signed in."""
    streams_by_caller: int = Field(default=20, ge=1)
    """How many streams of events a process keeps open for one caller."""
    streams_in_all: int = Field(default=1_000, ge=1)
    """How many it keeps open for everybody."""
    opinion_work: int = Field(default=5_000, ge=0, le=1_000_000)
    """Rounds of hashing in each of some 256 tries that an opinion without an account costs its sender; 0: none."""
    opinion_key_file: Path | None = None
    """What its challenges are signed with: 32 random bytes or more, the same for all processes of publication."""
    opinions_by_address: str = Field(default="20/minute", pattern=_LIMIT)
    """How many opinions one address may send to a process; publication alone has it."""
    opinions_in_all: str = Field(default="100/second", pattern=_LIMIT)
    """How many opinions a process takes from everybody."""
    smtp_url: str = Field(default="", pattern=r"^$|^smtps?://", repr=False)
    """The server that notification hands letters to, as `smtp://user:password@host:25`; without it none are sent."""
    mail_from: str = Field(default="shifan@localhost", pattern=r"^[!-?A-~]+@[0-9A-Za-z.-]+$")
    """Whom the letters come from."""
    webhook_key_file: Path | None = None
    """The secret from which notification has one for each endpoint: 64 hexadecimal digits or more.

    Outside the sandbox it must have one; in a sandbox without one no webhook is sent.
    """
    webhook_ports: Annotated[tuple[int, ...], NoDecode, BeforeValidator(_between_commas)] = (443, 8443)
    """To which ports webhooks may go, with commas between them."""
    webhook_allow: str = ""
    """The one address and port, as `127.0.0.1:8900`, that a sandbox tells without https; outside it there is none."""
    delivery_retries: Annotated[tuple[int, ...], NoDecode, BeforeValidator(_between_commas)] = (
        5,
        300,
        1_800,
        7_200,
        18_000,
        36_000,
        50_400,
    )
    """How many seconds after each failed attempt a message is tried again, as Standard Webhooks proposes them."""
    tlogs: Path = Path("data/tlogs")
    """Where the audit keeps the tile logs, in a folder for each owner."""
    documents_urls: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_between_commas)] = Field(
        default=(), repr=False
    )
    """Where the audit reads the documents that records name: the owners' object stores, folders or addresses."""
    log_key_file: Path | None = None
    """The secret from which the audit has a key for each log: 64 hexadecimal digits or more.

    Outside the sandbox it must have one; in a sandbox without one nothing is signed.
    """
    log_origin: str = Field(default="", pattern=r"^([^\s+/]+(/[^\s+/]+)*)?$")
    """What the names of the logs begin with, as `audit.example/shifan`; outside the sandbox the audit must have one."""
    checkpoint_entries: int = Field(default=1_000, ge=1)
    """After how many new entries of a log the audit signs, however short the time is."""
    checkpoint_every: float = Field(default=5.0, gt=0, le=5)
    """How many seconds an entry waits at most for the checkpoint that covers it."""
    checkpoint_max_age: int = Field(default=900, ge=15)
    """How old, in seconds, the last checkpoint of its log may be when assessment gives or revokes a title.

    The audit signs that log again every third of it, so both are told the same.
    """
    vote_work: int = Field(default=5_000, ge=1, le=1_000_000)
    """Rounds of hashing in each of some 256 tries that a voter token costs; incentives alone has it."""
    vote_key_file: Path | None = None
    """What voter tokens are signed with: 32 random bytes or more, the same for all processes of incentives."""
    votes_by_address: str = Field(default="20/minute", pattern=_LIMIT)
    """How many votes one address may send to a process."""
    votes_in_all: str = Field(default="100/second", pattern=_LIMIT)
    """How many votes a process takes from everybody."""
    notify_within: int = Field(default=24, ge=1, le=8_760)
    """How many hours after its event was recorded a message may still be sent; later ones are only shown."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """What is written down of what the process does: this and what is more serious."""

    @model_validator(mode="after")
    def _inside_is_for_sandboxes(self) -> "Settings":
        """Whoever could name an address inside would be told what is inside: nobody can, where it matters."""
        if not self.webhook_allow:
            return self
        if not self.sandbox:
            raise ValueError("SHIFAN_WEBHOOK_ALLOW is for a sandbox alone")
        host, _, port = self.webhook_allow.rpartition(":")
        ip_address(host.removeprefix("[").removesuffix("]"))
        if not port.isdecimal() or not 0 < int(port) <= _LAST_PORT:
            raise ValueError("SHIFAN_WEBHOOK_ALLOW is an address and a port, as 127.0.0.1:8900")
        return self
