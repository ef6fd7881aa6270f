"""Evidence over HTTP: for auditors alone, as a file, recorded as an export, and not before it is signed."""

import io
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from zipfile import ZipFile

import httpx
import orjson
import pytest

from services.audit.evidence import proofs
from services.audit.service import SERVICE
from shared.access.roles import Caller, Level
from shared.access.tokens import generate_keys, mint
from shared.database import Connection
from shared.eventsourcing.committer import Committer
from shared.service import create_api
from shared.settings import Settings
from tests.audit.evidence_made import PDF, PDF_SHA256, TileLogs, evidence_season, fill, kept_in
from tests.audit.made import Log

Get = Callable[..., Awaitable[httpx.Response]]
AUDITOR = Caller("au-1", Level.AUDITOR)
STATION = "/v1/stations/st-1/evidence"
SEASON = "/v1/seasons/S-2013-320400/evidence"


@pytest.fixture
async def logs(writer: Committer, monkeypatch: pytest.MonkeyPatch) -> Sequence[Log]:
    monkeypatch.setattr(proofs, "PATIENCE_SECONDS", 0)
    made = evidence_season()
    await fill(writer, made)
    return made


@pytest.fixture
def tiles(tmp_path: Path) -> TileLogs:
    return TileLogs(tmp_path / "tlogs")


@pytest.fixture
async def get(dsn: str, tmp_path: Path, tiles: TileLogs) -> AsyncIterator[Get]:
    keys = generate_keys(tmp_path)
    settings = Settings(
        database_url=dsn,
        jwks_file=keys.public,
        sandbox=True,
        tlogs=tiles.folder,
        documents_urls=(str(kept_in(tmp_path / "objects")),),
    )
    api = create_api(SERVICE, settings, "api")
    async with (
        api.router.lifespan_context(api),
        httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url="http://audit") as client,
    ):

        async def ask(path: str, caller: Caller | None = AUDITOR) -> httpx.Response:
            token = mint(keys.private, caller, issuer=settings.issuer, ttl_seconds=60) if caller else ""
            return await client.get(path, headers={"Authorization": f"Bearer {token}"} if caller else {})

        yield ask


@pytest.mark.parametrize(("path", "name"), [(STATION, "st-1"), (SEASON, "S-2013-320400")])
async def test_an_auditor_gets_a_zip_and_that_is_recorded(
    get: Get, logs: Sequence[Log], tiles: TileLogs, connection: Connection, path: str, name: str
) -> None:
    tiles.sign(logs)
    answer = await get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    assert answer.headers["content-disposition"] == f'attachment; filename="evidence-{name}.zip"'
    assert answer.headers["content-length"] == str(len(answer.content))
    archive = ZipFile(io.BytesIO(answer.content))
    assert archive.read(f"documents/{PDF_SHA256}.pdf") == PDF
    recorded = [orjson.loads(row["payload"]) for row in await connection.fetch("SELECT payload FROM events")]
    act = "audit.station_evidence" if path == STATION else "audit.season_evidence"
    assert [(one["kind"], one["act"], one["path"]) for one in recorded] == [("export", act, path)]


@pytest.mark.parametrize("path", [STATION, SEASON])
@pytest.mark.parametrize(
    ("caller", "status"),
    [
        (None, 401),
        (Caller("op-1", Level.OPERATOR), 403),
        (Caller("u-1", Level.ENTERPRISE, "ho-1"), 403),
        (Caller("of-1", Level.PROVINCE, "B-320000"), 403),
    ],
)
async def test_nobody_else_gets_raw_records(get: Get, path: str, caller: Caller | None, status: int) -> None:
    assert (await get(path, caller)).status_code == status


@pytest.mark.usefixtures("logs")
@pytest.mark.parametrize(
    "path",
    [
        "/v1/stations/st-unknown/evidence",
        "/v1/stations/%3Cscript%3E%22/evidence",
        "/v1/seasons/S-2099-320400/evidence",
        "/v1/seasons/%22%5C%27/evidence",
    ],
)
async def test_of_what_is_not_known_there_is_no_evidence(get: Get, path: str) -> None:
    answer = await get(path)
    assert answer.status_code == 404
    assert answer.json()["type"].endswith("not-known-here")


async def test_before_a_checkpoint_covers_it_all_one_is_told_to_come_again(
    get: Get, logs: Sequence[Log], tiles: TileLogs
) -> None:
    tiles.sign(logs, {"assessment": 1})
    answer = await get(STATION)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.json()["type"].endswith("checkpoint-behind")
    assert "covers 1 of 3" in answer.json()["detail"]
