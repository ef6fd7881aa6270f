"""An event may be projected again, and the own events of the directory are in it, too."""

from datetime import UTC, date, datetime
from uuid import UUID

from services.registry.projections import project
from shared.events.event import Event, Sealed
from shared.events.registry import (
    BureauSucceeded,
    CalendarPublished,
    CampaignPublicised,
    DayBegan,
    InterestDeclared,
    OfficerPosted,
    StaffAppointed,
    StationClosed,
    StationPost,
    TrainingHeld,
)
from shared.eventsourcing.envelope import Recorded
from tests.registry.desk import Desk
from tests.registry.examples import (
    TODAY,
    TOMORROW,
    bureau_established,
    host_registered,
    jurisdiction_resolved,
    station_registered,
)
from tests.registry.test_corrections import corrected, erased
from tests.registry.test_divisions import changed
from tests.registry.test_looking_after_a_station import cultivated, guided, surveyed

NOON = datetime(2013, 5, 16, 4, tzinfo=UTC)

EVENTS: dict[str, Event] = {
    "bureaus": bureau_established,
    "officers": OfficerPosted(officer_id="of-1", bureau_code="B-320402", post="科员", posted_on=TODAY),
    "hosts": host_registered,
    "station_sizes": station_registered,
    "stations": jurisdiction_resolved,
    "staff": StaffAppointed(
        staff_id="sf-1",
        station_id="st-1",
        host_id="ho-1",
        name=Sealed("王小明"),
        posts=(StationPost.HEAD,),
        appointed_on=TODAY,
    ),
    "surveys": surveyed,
    "cultivations": cultivated,
    "guidances": guided,
    "campaigns": CampaignPublicised(
        campaign_id="ca-1", bureau_code="B-320402", year=2013, channel="报", summary="启动", held_on=TODAY
    ),
    "trainings": TrainingHeld(
        training_id="tr-1", division_code="320400", topic="和解", station_ids=("st-1",), held_on=TODAY
    ),
    "calendar_years": CalendarPublished(
        year=2013, weekday_holidays=(date(2013, 9, 19),), weekend_workdays=(date(2013, 9, 22),), source="国办"
    ),
    "programme_day": DayBegan(day=TODAY),
    "bureau_successions": BureauSucceeded(
        bureau_code="B-320402", successor_code="M-320402", document_number="编办1号", succeeded_on=TODAY
    ),
    "interests": InterestDeclared(officer_id="of-1", host_id="ho-1", nature="持股", stands=True, declared_on=TODAY),
    "division_changes": changed.model_copy(update={"moves": changed.moves[:1]}),
    "division_moves": changed.model_copy(update={"moves": changed.moves[:1]}),
    "jobs": changed.model_copy(update={"moves": changed.moves[:1]}),
    "station_places": jurisdiction_resolved,
    "division_resolutions": jurisdiction_resolved.model_copy(update={"change_id": "dc-1"}),
    "station_closures": StationClosed(station_id="st-1", reason="歇业", closed_on=TODAY),
    "corrections": corrected,
    "erasures": erased,
}


async def happened(desk: Desk, event: Event) -> None:
    recorded = Recorded(event, UUID(int=1), event.type_name(), "s", 1, 0, NOON, NOON, {}, b"")
    async with desk.runtime.pool.acquire() as connection:
        for sql, arguments in project(recorded):
            await connection.execute(sql, *arguments)


async def test_an_event_projected_twice_makes_one_row(empty_desk: Desk) -> None:
    for event in EVENTS.values():
        await happened(empty_desk, event)
        await happened(empty_desk, event)
    for table in EVENTS:
        rows = await empty_desk.runtime.pool.fetchval(f"SELECT count(*) FROM {table}")  # noqa: S608 - a name of ours.
        assert rows == 1, table


async def test_the_programme_never_goes_back_to_an_earlier_day(empty_desk: Desk) -> None:
    for day in (TOMORROW, TODAY):
        await happened(empty_desk, DayBegan(day=day))
    assert await empty_desk.runtime.pool.fetchval("SELECT day FROM programme_day") == TOMORROW
