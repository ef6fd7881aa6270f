"""With what the service starts, and with what it does not."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from deploy.service_process import ROOT
from services.notification.service import SERVICE
from shared.access.tokens import KeyFiles
from shared.service import running
from shared.settings import Settings
from tests.notification.sending import KEY


def test_a_process_outside_the_sandbox_does_not_start_with_an_address_inside(keys: KeyFiles, tmp_path: Path) -> None:
    key = tmp_path / "webhooks.key"
    key.write_text(KEY)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SHIFAN_")} | {
        "SHIFAN_DATABASE_URL": "postgresql://postgres@127.0.0.1:1/notification",
        "SHIFAN_JWKS_FILE": str(keys.public),
        "SHIFAN_SANDBOX": "false",
        "SHIFAN_WEBHOOK_KEY_FILE": str(key),
        "SHIFAN_WEBHOOK_ALLOW": "127.0.0.1:8900",
    }
    ended = subprocess.run(
        [sys.executable, "-m", "services.notification"],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode != 0
    assert "SHIFAN_WEBHOOK_ALLOW is for a sandbox alone" in ended.stderr


@pytest.mark.parametrize(("smtp_url", "warns"), [("", True), ("smtp://127.0.0.1:1", False)])
async def test_without_a_mail_server_it_starts_and_says_so(
    dsn: str, keys: KeyFiles, tmp_path: Path, smtp_url: str, *, warns: bool
) -> None:
    key = tmp_path / "webhooks.key"
    key.write_text(KEY)
    settings = Settings(database_url=dsn, jwks_file=keys.public, sandbox=False, webhook_key_file=key, smtp_url=smtp_url)
    service: Any = SERVICE
    with capture_logs() as logs:
        async with running(service, settings, "api"):
            pass
    said = [one for one in logs if one["log_level"] == "warning" and "SHIFAN_SMTP_URL" in one["event"]]
    assert len(said) == warns
