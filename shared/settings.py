"""What a process is told by its environment. A missing value stops it before it takes any work."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, IPvAnyNetwork
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

_LIMIT = r"^[1-9][0-9]{0,8}/[1-9]?[0-9]{0,4}(second|minute|hour|day)$"
_LIMIT_OR_NONE = rf"^0?$|{_LIMIT}"


def _between_commas(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


class Settings(BaseSettings):
    """Every name has the prefix SHIFAN_, as in `SHIFAN_DATABASE_URL`."""

    model_config = SettingsConfigDict(env_prefix="SHIFAN_", frozen=True, extra="ignore")

    database_url: str = Field(min_length=1, repr=False)
    """The service's own database. It is not shown: it may hold a password."""
    vault_url: str = Field(default="", repr=False)
    """Where opinions' text lies; publication alone has it."""
    keys_url: str = Field(default="", repr=False)
    """Where the keys of persons lie; a service that seals personal data alone has it."""
    kek_file: Path | None = None
    """The key of the installation, under which the keys of persons lie: 64 hexadecimal digits."""
    kafka: str = "127.0.0.1:9092"
    """The servers; `user@host:port?passfile=…` where they ask who comes."""
    topic_prefix: str = ""
    """Keeps installations apart that share a Kafka."""
    jwks_file: Path
    """The issuer's public keys."""
    issuer: str = "shifan-sandbox"
    sandbox: bool = False
    """The programme's clock can be set, and tokens come from keys of the sandbox's own."""
    host: str = "127.0.0.1"
    port: int = Field(default=8100, ge=0, le=65_535)
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
    log_level: Literal["debug", "info", "warning", "error"] = "info"
