"""A database of notification's own, its committer, and its API over a small place."""

from pathlib import Path
from typing import Any

import pytest

from services.notification import projections
from services.notification.sending import webhooks
from shared.access.tokens import KeyFiles, generate_keys
from shared.database import DIRECTORY_SCHEMA, STORE_SCHEMA
from shared.service import running
from shared.settings import Settings
from tests.notification.sending import KEY, SENDING, Start
from tests.servers import MakeDatabase

SCHEMAS = (STORE_SCHEMA, DIRECTORY_SCHEMA, Path(projections.__file__).parent / "schema")


@pytest.fixture
async def dsn(database: MakeDatabase) -> str:
    return await database(*SCHEMAS)


@pytest.fixture
def keys(tmp_path: Path) -> KeyFiles:
    return generate_keys(tmp_path)


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A receiver that has not answered is one that does not answer, and not a machine that stood still for seconds."""
    monkeypatch.setattr(webhooks, "SECONDS", 60.0)


@pytest.fixture
async def start(database: MakeDatabase, tmp_path: Path) -> Start:
    """Runs the sender over one database, each time with other settings."""
    dsn, public = await database(), generate_keys(tmp_path).public
    key = tmp_path / "webhooks.key"
    key.write_text(KEY)

    def started(role: str = "worker", **settings: Any) -> Any:
        asked: dict[str, Any] = {"webhook_key_file": key, "delivery_retries": (0, 0)} | settings
        return running(SENDING, Settings(database_url=dsn, jwks_file=public, sandbox=True, **asked), role)

    return started
