"""What other services tell of a station ends in the same rows, in whatever order and however often it is told."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from services.registry.projections import project
from shared.events.application import SeasonDrafted, SeasonExtended, SeasonSettings, SettingChanged
from shared.events.assessment import (
    AssessmentFailed,
    AssessmentPassed,
    Certified,
    DimensionScore,
    EndedBy,
    RevocationGround,
    Revoked,
    TitleEnded,
)
from shared.events.event import Event
from shared.events.incentives import AwardWithdrawn, StaffAwarded
from shared.events.registry import StationKind
from shared.eventsourcing.envelope import Recorded
from tests.registry.desk import Desk

NOON = datetime(2013, 5, 16, 4, tzinfo=UTC)
TABLES = ("seasons_elsewhere", "assessments_elsewhere", "titles_on_file", "awards")


def settings_with(survey_due_on: date) -> SeasonSettings:
    return SeasonSettings(
        applications_close_on=date(2013, 8, 30),
        recommendations_due_on=date(2013, 9, 13),
        submission_due_on=date(2013, 10, 31),
        rubric_id="R-JS-2013",
        survey_due_on=survey_due_on,
    )


def drafted(season_id: str, city_code: str, survey_due_on: date, year: int = 2013) -> SeasonDrafted:
    return SeasonDrafted(
        season_id=season_id,
        year=year,
        province_code="320000",
        city_code=city_code,
        settings=settings_with(survey_due_on),
    )


changed = SettingChanged(
    season_id="S-2013-320400",
    name="survey_due_on",
    former_value="2013-05-24",
    value="2013-05-31",
    basis="苏工商消〔2013〕9号",
    reason="连续降雨",
    settings=settings_with(date(2013, 5, 31)),
    changed_on=date(2013, 5, 21),
)
extended = SeasonExtended(
    season_id="S-2013-320400",
    applications_close_on=date(2013, 9, 6),
    recommendations_due_on=date(2013, 9, 20),
    former_close_on=date(2013, 8, 30),
    reason="防汛",
    document_number="苏工商消〔2013〕12号",
    document_date=date(2013, 8, 20),
    settings=settings_with(date(2013, 5, 31)),
    extended_on=date(2013, 8, 20),
)
passed = AssessmentPassed(
    application_id="A-2013-st-1",
    season_id="S-2013-320400",
    station_id="st-1",
    rubric_id="R-JS-2013",
    total=912,
    dimensions=(DimensionScore(dimension="A", tenths=190), DimensionScore(dimension="D", tenths=330)),
    concluded_on=date(2013, 10, 18),
)
failed = AssessmentFailed(
    application_id="A-2012-st-1",
    season_id="S-2012-320400",
    station_id="st-1",
    rubric_id="R-V0",
    total=640,
    dimensions=(DimensionScore(dimension="A", tenths=100),),
    reasons=("total",),
    concluded_on=date(2012, 10, 18),
)
certified = Certified(
    station_id="st-1",
    application_id="A-2013-st-1",
    season_id="S-2013-320400",
    host_id="ho-1",
    station_name="甲百货消费维权服务站",
    host_name="甲百货有限公司",
    kind=StationKind.MALL,
    trade="百货零售",
    bureau_code="B-320402",
    bureau_name="常州市天宁工商行政管理局",
    certificate_number="苏示站2013-0001",
    document_number="苏工商消〔2013〕20号",
    certified_on=date(2013, 12, 2),
)
revoked = Revoked(
    station_id="st-1",
    certificate_number="苏示站2013-0001",
    station_name="甲百货消费维权服务站",
    ground=RevocationGround.LAX_MANAGEMENT,
    reasons="台账长期空缺",
    document_number="苏工商消〔2015〕7号",
    appeal_days=60,
    decided_on=date(2015, 6, 1),
)
ended = TitleEnded(
    station_id="st-1",
    certificate_number="苏示站2013-0002",
    station_name="甲百货消费维权服务站",
    ended_by=EndedBy.CLOSURE,
    ended_on=date(2014, 6, 1),
)
awarded = StaffAwarded(
    contest_id="co-1",
    staff_id="sf-1",
    station_id="st-1",
    host_id="ho-1",
    rank=1,
    honour="消费维权服务明星",
    reward_fen=100_000,
    awarded_on=date(2013, 12, 20),
)
HISTORY: tuple[tuple[Event, int], ...] = (
    (drafted("S-2013-320400", "320400", date(2013, 5, 24)), 1),
    (changed, 4),
    (extended, 6),
    (drafted("S-2013-320000", "320000", date(1, 1, 1)), 1),
    (failed, 3),
    (passed, 5),
    (certified, 1),
    (revoked, 4),
    (ended, 6),
    (awarded, 9),
)


async def told(desk: Desk, events: Sequence[tuple[Event, int]]) -> None:
    async with desk.runtime.pool.acquire() as connection:
        for event, version in events:
            recorded = Recorded(event, UUID(int=1), event.type_name(), "s", version, 7, NOON, NOON, {}, b"")
            for sql, arguments in project(recorded):
                await connection.execute(sql, *arguments)


async def rows(desk: Desk) -> list[list[object]]:
    found: list[list[object]] = []
    async with desk.runtime.pool.acquire() as connection:
        for table in TABLES:
            found.append([tuple(row) for row in await connection.fetch(f"SELECT * FROM {table} ORDER BY 1, 2")])  # noqa: S608 (our names)
            await connection.execute(f"DELETE FROM {table}")  # noqa: S608 (our names)
    return found


async def test_the_order_of_what_others_tell_is_free(empty_desk: Desk) -> None:
    await told(empty_desk, HISTORY)
    expected = await rows(empty_desk)
    assert [len(table) for table in expected] == [2, 2, 2, 1]
    chance = random.Random(2013)
    for _ in range(12):
        shuffled = [*HISTORY, *chance.choices(HISTORY, k=4)]
        chance.shuffle(shuffled)
        await told(empty_desk, shuffled)
        assert await rows(empty_desk) == expected


async def test_an_award_that_is_taken_back_stays_on_file_as_such(empty_desk: Desk) -> None:
    day = date(2014, 6, 20)
    taken_back = AwardWithdrawn(
        contest_id="co-1", staff_id="sf-1", station_id="st-1", reason="台账不实", to_return_fen=0, withdrawn_on=day
    )
    await told(empty_desk, [(awarded, 9), (taken_back, 10), (awarded, 9)])
    row = await empty_desk.runtime.pool.fetchrow("SELECT honour, withdrawn_on FROM awards")
    assert row is not None
    assert tuple(row) == ("消费维权服务明星", day)


@pytest.mark.parametrize(
    ("seasons", "due_on"),
    [
        ([], date(2013, 5, 20)),
        ([drafted("S-2013-320000", "320000", date(2013, 5, 22))], date(2013, 5, 22)),
        (
            [
                drafted("S-2013-320000", "320000", date(2013, 5, 22)),
                drafted("S-2013-320400", "320400", date(2013, 5, 24)),
            ],
            date(2013, 5, 24),
        ),
        (
            [drafted("S-2013-320000", "320000", date(2013, 5, 22)), drafted("S-2013-320400", "320400", date(1, 1, 1))],
            date(2013, 5, 22),
        ),
        ([drafted("S-2013-320500", "320500", date(2013, 6, 1))], date(2013, 5, 20)),
        ([drafted("S-2014-320400", "320400", date(2014, 6, 1), 2014)], date(2013, 5, 20)),
    ],
)
async def test_a_survey_is_due_by_the_chapters_day_the_seasons_or_the_notices(
    empty_desk: Desk, seasons: list[SeasonDrafted], due_on: date
) -> None:
    await told(empty_desk, [(season, 1) for season in seasons])
    assert await empty_desk.runtime.pool.fetchval("SELECT survey_due_on('320402', 2013)") == due_on
