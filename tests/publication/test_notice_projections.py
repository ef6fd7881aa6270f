"""A notice's own events as rows: projected again they make the same ones, and who leaves takes its correction along."""

import pytest
from asyncpg import Pool, Record

from services.publication.facts import prepare
from services.publication.notice.commands import HoldCandidate, NoticeCommand
from services.publication.projections import project
from shared.events.event import Event
from shared.events.publication import CandidatesPutOnNotice
from tests.publication.conftest import World, with_notice
from tests.publication.examples import (
    AFTER,
    CLOSES,
    JIA,
    NOTICE_ID,
    OPENS,
    SEASON,
    YI,
    held,
    opened,
    printed,
    struck_off,
    withdrawn_application,
)
from tests.publication.people import CITY, recorded
from tests.publication.test_correcting_a_notice import corrected, period_over
from tests.publication.test_objections import release, strike_off

put_on = CandidatesPutOnNotice(
    notice_id=NOTICE_ID,
    season_id=SEASON,
    opens_on=OPENS,
    closes_on=CLOSES,
    candidates=(printed("bing"), printed("ding")),
)

CANDIDATES = "SELECT application_id, place, printed, result, held_by FROM notice_candidates ORDER BY place"
CORRECTIONS = "SELECT correction_id, opens_on, closes_on, ended_on FROM notice_corrections"
DUE = 'SELECT "on", stream, command FROM due ORDER BY command'


async def put(pool: "Pool[Record]", *events: Event) -> None:
    for version, event in enumerate(events, 1):
        for sql, arguments in project(recorded(event, version)):
            await pool.execute(sql, *arguments)


async def rows(pool: "Pool[Record]") -> list[list[tuple[object, ...]]]:
    return [[tuple(row) for row in await pool.fetch(query)] for query in (CANDIDATES, CORRECTIONS, DUE)]


async def test_what_comes_behind_the_first_candidates_stands_behind_them(pool: "Pool[Record]") -> None:
    await put(pool, opened, put_on)
    places = [(row["application_id"], row["place"]) for row in await pool.fetch(CANDIDATES)]
    assert places == [(JIA, 1), (YI, 2), ("A-2013-st-bing", 3), ("A-2013-st-ding", 4)]
    assert await pool.fetchval("SELECT version FROM notices") == 2


async def test_a_notice_that_is_projected_again_is_the_same(pool: "Pool[Record]") -> None:
    await put(pool, opened, put_on, corrected, held("co-1"), period_over())
    once = await rows(pool)
    await put(pool, opened, put_on, corrected, held("co-1"), period_over())
    assert await rows(pool) == once


async def test_a_withdrawal_that_slipped_past_the_further_candidates_is_caught_up_with(pool: "Pool[Record]") -> None:
    gone = withdrawn_application.model_copy(update={"application_id": "A-2013-st-ding", "station_id": "st-ding"})
    await put(pool, gone)
    await put(pool, opened, put_on)
    due = [(row["on"], row["stream"], row["command"]) for row in await pool.fetch(DUE)]
    assert due == [
        (AFTER, f"notice-{NOTICE_ID}", "CloseNotice"),
        (OPENS, f"notice-{NOTICE_ID}/A-2013-st-ding", "WithdrawCandidate"),
    ]


async def test_who_is_struck_off_takes_its_correction_along(pool: "Pool[Record]") -> None:
    await put(pool, opened, corrected, held("co-1"), held("op-1"))
    assert [row["command"] for row in await pool.fetch(DUE)] == ["CloseNotice", "EndCorrection"]
    await put(pool, struck_off("op-1"))
    assert [row["command"] for row in await pool.fetch(DUE)] == ["CloseNotice"]
    assert await pool.fetchval("SELECT ended_on FROM notice_corrections") == AFTER


@pytest.mark.parametrize(
    "command",
    [
        HoldCandidate(notice_id=NOTICE_ID, application_id=JIA, opinion_id="op-1", today=OPENS),
        release,
        strike_off,
    ],
)
async def test_nobody_is_held_released_or_struck_off_without_an_opinion(
    world: World, pool: "Pool[Record]", command: NoticeCommand
) -> None:
    await with_notice(world)
    async with pool.acquire() as connection:
        with pytest.raises(TypeError, match="opinion"):
            await prepare(command, CITY, connection)
