"""What a process is told by its environment. A missing value stops it before it takes any work."""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every name has the prefix SHIFAN_, as in `SHIFAN_DATABASE_URL`."""

    model_config = SettingsConfigDict(env_prefix="SHIFAN_", frozen=True, extra="ignore")

    database_url: str = Field(min_length=1, repr=False)
    """The service's own database. It is not shown: it may hold a password."""
    vault_url: str = Field(default="", repr=False)
    """Where opinions' text lies; publication alone has it."""
    kafka: str = "127.0.0.1:9092"
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
    log_level: Literal["debug", "info", "warning", "error"] = "info"
