from pathlib import Path

import pytest
from pydantic import ValidationError

from shared.settings import Settings


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"SHIFAN_{name.upper()}", raising=False)


def test_they_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIFAN_DATABASE_URL", "postgresql://postgres:hidden@127.0.0.1/registry")
    monkeypatch.setenv("SHIFAN_JWKS_FILE", "keys/issuer.jwks.json")
    monkeypatch.setenv("SHIFAN_SANDBOX", "true")
    monkeypatch.setenv("SHIFAN_PORT", "8101")
    settings = Settings()
    assert settings.jwks_file == Path("keys/issuer.jwks.json")
    assert (settings.sandbox, settings.port, settings.host) == (True, 8101, "127.0.0.1")
    assert (settings.issuer, settings.topic_prefix, settings.log_level) == ("shifan-sandbox", "", "info")
    assert "hidden" not in repr(settings)


def test_a_missing_value_stops_the_process() -> None:
    with pytest.raises(ValidationError, match="database_url"):
        Settings()


def test_a_wrong_value_stops_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIFAN_DATABASE_URL", "postgresql://postgres@127.0.0.1/registry")
    monkeypatch.setenv("SHIFAN_JWKS_FILE", "x")
    monkeypatch.setenv("SHIFAN_LOG_LEVEL", "loud")
    with pytest.raises(ValidationError, match="log_level"):
        Settings()


def test_proxies_are_addresses_and_networks_between_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIFAN_DATABASE_URL", "postgresql://postgres@127.0.0.1/publication")
    monkeypatch.setenv("SHIFAN_JWKS_FILE", "x")
    assert Settings().proxies == ()
    monkeypatch.setenv("SHIFAN_PROXIES", "10.0.0.0/8, 192.0.2.1")
    assert [str(proxy) for proxy in Settings().proxies] == ["10.0.0.0/8", "192.0.2.1/32"]


def test_stores_of_documents_are_folders_and_addresses_between_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIFAN_DATABASE_URL", "postgresql://postgres@127.0.0.1/audit")
    monkeypatch.setenv("SHIFAN_JWKS_FILE", "x")
    assert Settings().documents_urls == ()
    monkeypatch.setenv("SHIFAN_DOCUMENTS_URLS", "data/objects, s3://hidden/folder")
    assert Settings().documents_urls == ("data/objects", "s3://hidden/folder")
    assert "hidden" not in repr(Settings())


@pytest.mark.parametrize(
    ("sandbox", "allowed", "says"),
    [
        ("false", "127.0.0.1:8900", "for a sandbox alone"),
        ("true", "localhost:8900", "does not appear to be an IPv4 or IPv6 address"),
        ("true", "127.0.0.1:0", "an address and a port"),
        ("true", "127.0.0.1:http", "an address and a port"),
    ],
)
def test_an_address_inside_is_allowed_in_a_sandbox_alone_and_by_its_port(
    monkeypatch: pytest.MonkeyPatch, sandbox: str, allowed: str, says: str
) -> None:
    monkeypatch.setenv("SHIFAN_DATABASE_URL", "postgresql://postgres@127.0.0.1/notification")
    monkeypatch.setenv("SHIFAN_JWKS_FILE", "x")
    monkeypatch.setenv("SHIFAN_SANDBOX", sandbox)
    monkeypatch.setenv("SHIFAN_WEBHOOK_ALLOW", allowed)
    with pytest.raises(ValidationError, match=says):
        Settings()
    monkeypatch.setenv("SHIFAN_SANDBOX", "true")
    monkeypatch.setenv("SHIFAN_WEBHOOK_ALLOW", "127.0.0.1:8900")
    assert Settings().webhook_allow == "127.0.0.1:8900"
