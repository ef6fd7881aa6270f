"""Incentives, when it has heard of two hosts with a station and staff each, and of their county."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from services.incentives.service import SERVICE
from services.incentives.tokens import tokens_given
from shared.access import directory
from shared.access.tokens import KeyFiles, generate_keys
from shared.events.event import Event, Sealed
from shared.events.incentives import ContestEvent
from shared.events.registry import (
    BureauEstablished,
    BureauLevel,
    HostRegistered,
    JurisdictionResolved,
    OfficerPosted,
    Size,
    StaffAppointed,
    StationKind,
    StationPost,
    StationRegistered,
)
from shared.eventsourcing import committer
from shared.eventsourcing.commits import Commit
from shared.eventsourcing.deciding import new_event
from shared.eventsourcing.envelope import Recorded
from tests.registry.desk import TIANNING, ZHONGLOU, Desk, a_desk
from tests.servers import MakeDatabase

STORE_SCHEMA = Path(committer.__file__).parent / "schema"
DAY = date(2013, 5, 16)
NOON = datetime(2013, 5, 16, 4, tzinfo=UTC)
NAME = "王小明"


def a_bureau(division: str, officer: str) -> list[Event]:
    bureau = BureauEstablished(
        bureau_code=f"B-{division}",
        name=f"{division}局",
        name_is_sourced=False,
        level=BureauLevel.COUNTY,
        division_code=division,
        established_on=DAY,
    )
    return [bureau, OfficerPosted(officer_id=officer, bureau_code=f"B-{division}", post="科员", posted_on=DAY)]


def a_host(number: int, division: str, *staff: str) -> list[Event]:
    """A host with one station and its staff."""
    host_id, station_id = f"ho-{number}", f"st-{number}"
    host = HostRegistered(
        host_id=host_id,
        name=f"{number}号商场",
        registration_number=str(number) * 15,
        division_code=division,
        registered_on=DAY,
    )
    station = StationRegistered(
        station_id=station_id,
        host_id=host_id,
        name=f"{number}号商场服务站",
        kind=StationKind.MALL,
        trade="百货零售",
        size=Size(),
        division_code=division,
        town="",
        operating_since=DAY,
        registered_on=DAY,
    )
    jurisdiction = JurisdictionResolved(
        station_id=station_id, bureau_code=f"B-{division}", division_code=division, town="", since=DAY
    )
    return [host, station, jurisdiction, *(an_appointment(staff_id, host_id, station_id) for staff_id in staff)]


def an_appointment(staff_id: str, host_id: str, station_id: str) -> StaffAppointed:
    return StaffAppointed(
        staff_id=staff_id,
        station_id=station_id,
        host_id=host_id,
        name=Sealed(NAME),
        posts=(StationPost.HEAD,),
        appointed_on=DAY,
    )


def as_recorded(event: Event) -> Recorded[Event]:
    """As the service hears it."""
    return Recorded(event, UUID(int=1), event.type_name(), "s", 1, 1, NOON, NOON, {}, b"")


async def happened(desk: Desk, *events: Event) -> None:
    """The service hears of these events."""
    async with desk.runtime.pool.acquire() as connection:
        for event in events:
            for sql, arguments in SERVICE.project(as_recorded(event)):
                await connection.execute(sql, *arguments)


async def written(desk: Desk, *events: ContestEvent) -> None:
    """These events are the history of the contest `co-1`, from its announcement."""
    for version, event in enumerate(events, start=1):
        new = new_event(event, "contest-co-1", version, uuid4(), {}, NOON)
        recorded: Recorded[Event] = Recorded(event, new.event_id, new.type, new.stream, version, 1, NOON, NOON, {}, b"")
        statements = tuple(SERVICE.project(recorded))
        await desk.runtime.committer.submit(Commit(events=(new,), statements=statements))


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> KeyFiles:
    return generate_keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture
async def desk(database: MakeDatabase, keys: KeyFiles) -> AsyncIterator[Desk]:
    dsn = await database(STORE_SCHEMA, directory.SCHEMA, SERVICE.schema)
    async with a_desk(SERVICE, dsn, keys) as desk:
        # What a token costs is for tests of its own.
        desk.runtime.settings = desk.runtime.settings.model_copy(update={"vote_work": 1})
        await happened(
            desk,
            *a_bureau("320402", TIANNING.subject),
            *a_bureau("320404", ZHONGLOU.subject),
            *a_host(1, "320402", "sf-1", "sf-2"),
            *a_host(2, "320404", "sf-3"),
        )
        async with tokens_given(desk.runtime):
            yield desk
