"""Audit's API over a season that was lived: who asks, and how."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

import httpx

from services.audit.projections import project, statements
from services.audit.service import SERVICE
from shared.access.roles import Caller, Level
from shared.access.tokens import KeyFiles, mint
from shared.events.event import Event
from shared.events.registry import (
    BureauEstablished,
    BureauLevel,
    HostRegistered,
    JurisdictionResolved,
    OfficerPosted,
)
from shared.eventsourcing.commits import Commit
from shared.eventsourcing.committer import Committer
from shared.eventsourcing.envelope import Recorded
from shared.service import create_api
from shared.settings import Settings
from tests.audit.made import NOON, Log, a_season, entry_of, station_registered

Get = Callable[..., Any]
DAY = date(2013, 5, 20)
AUDITOR = Caller("au-1", Level.AUDITOR)
_ID = entry_of(a_season()[0].rows[0]).row.event_id


def _directory() -> list[Event]:
    bureaus = [("B-320402", "county", "320402"), ("B-320404", "county", "320404"), ("B-320400", "city", "320400")]
    return [
        *(
            BureauEstablished(
                bureau_code=code,
                name=f"机关{code}",
                name_is_sourced=False,
                level=BureauLevel(level),
                division_code=division,
                established_on=DAY,
            )
            for code, level, division in bureaus
        ),
        *(OfficerPosted(officer_id=f"of-{b}", bureau_code=b, post="科员", posted_on=DAY) for b, _, _ in bureaus),
        HostRegistered(
            host_id="ho-1", name="莱蒙", registration_number="3" * 15, division_code="320402", registered_on=DAY
        ),
        station_registered("st-1"),
        JurisdictionResolved(station_id="st-1", bureau_code="B-320402", division_code="320402", town="", since=DAY),
    ]


async def fill(writer: Committer, logs: Iterable[Log]) -> None:
    """The directory, and these logs."""
    for event in _directory():
        recorded = Recorded(event, _ID, event.type_name(), "s", 1, 1, NOON, NOON, {}, b"")
        await writer.submit(Commit(statements=tuple(project(recorded))))
    for log in logs:
        for row in log.rows:
            await writer.submit(Commit(statements=tuple(statements(entry_of(row)))))


@asynccontextmanager
async def asking(dsn: str, keys: KeyFiles) -> AsyncIterator[Get]:
    """A function that asks the API of that database, and holds the answer to its status."""
    settings = Settings(database_url=dsn, jwks_file=keys.public, sandbox=True)
    api = create_api(SERVICE, settings, "api")
    async with api.router.lifespan_context(api):
        client = httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url="http://audit")

        async def ask(path: str, caller: Caller | None = AUDITOR, status: int = 200, **query: object) -> Any:
            token = mint(keys.private, caller, issuer=settings.issuer, ttl_seconds=60) if caller else ""
            headers = {"Authorization": f"Bearer {token}"} if caller else {}
            answer = await client.get(path, params={k: str(v) for k, v in query.items()}, headers=headers)
            assert answer.status_code == status, answer.text
            return answer.json()

        async with client:
            yield ask
