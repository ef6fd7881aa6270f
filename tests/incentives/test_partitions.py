"""The board's state is the same after a rebuild, and after hearing the partitions in another interleaving."""

import random
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from typing import Any

from shared.events.event import Event
from shared.events.incentives import VoteCast
from shared.events.registry import (
    Channel,
    DisputeReceived,
    DisputeSettled,
    FollowUpRecorded,
    Grade,
    PublicationConsentGiven,
    PublicationConsentWithdrawn,
    SettledWhere,
    StaffLeft,
)
from tests.incentives.conftest import an_appointment, happened, written
from tests.incentives.steps import aside, two_ready
from tests.registry.desk import AUDITOR, Desk

TABLES = ("staff", "consents", "disputes", "contests", "nominees", "votes", "votes_set_aside")
START = datetime(2013, 6, 3, 2, tzinfo=UTC)
DAY = date(2013, 7, 1)


def received(station_id: str, number: int, by: str) -> DisputeReceived:
    return DisputeReceived(
        dispute_id=f"di-{station_id}-{number}",
        station_id=station_id,
        number=str(number),
        channel=Channel.DESK,
        grade=list(Grade)[number % 3],
        category="质量",
        summary="",
        amount_fen=100,
        first_receiver=by,
        received_at=START + timedelta(days=number),
    )


def settled(station_id: str, number: int, by: str) -> DisputeSettled:
    return DisputeSettled(
        dispute_id=f"di-{station_id}-{number}",
        station_id=station_id,
        settled_by=by,
        where=SettledWhere.ENTERPRISE,
        outcome="退货",
        refunded_fen=100,
        taken_over_because="",
        settled_at=START + timedelta(days=number + number % 3),
    )


def a_ledger(station_id: str, *staff: str) -> list[Event]:
    """A station's partition: disputes received, most of them settled, some followed up."""
    told: list[Event] = []
    for number in range(12):
        told.append(received(station_id, number, staff[0]))
        if number % 4:
            told.append(settled(station_id, number, staff[number % len(staff)]))
        if number % 4 == 1:
            told.append(
                FollowUpRecorded(
                    dispute_id=f"di-{station_id}-{number}",
                    station_id=station_id,
                    satisfied=number % 3 > 0,
                    remarks="",
                    followed_up_on=DAY,
                )
            )
    return told


FIRST: list[Event] = [
    *a_ledger("st-1", "sf-1", "sf-2"),
    PublicationConsentGiven(
        staff_id="sf-1", station_id="st-1", covers=("name", "score"), document_sha256="", given_on=DAY
    ),
    PublicationConsentWithdrawn(staff_id="sf-1", station_id="st-1", withdrawn_on=DAY),
    PublicationConsentGiven(staff_id="sf-2", station_id="st-1", covers=("score",), document_sha256="", given_on=DAY),
    StaffLeft(staff_id="sf-2", station_id="st-1", left_on=DAY),
]
SECOND: list[Event] = [
    *a_ledger("st-2", "sf-3"),
    # Who left the first station serves at the second one since.
    an_appointment("sf-2", "ho-2", "st-2").model_copy(update={"appointed_on": DAY + timedelta(days=1)}),
]


VOTES: list[Event] = [
    VoteCast(vote_id=f"v-{number}", contest_id="co-1", staff_id=f"sf-{1 + number % 2}", bucket=bucket, cast_on=DAY)
    for number, bucket in enumerate(["b1", "b1", "b1", "b2", "b2", "b3"])
]
PARTITIONS: tuple[list[Event], ...] = (FIRST, SECOND, [*two_ready, aside], VOTES[::2], VOTES[1::2])
"""Two stations, a contest, and votes: each of them lies in a stream of its own, so in any partition."""


def interleaved(chance: random.Random) -> list[Event]:
    """All partitions, each in its own order."""
    turns = [turn for turn, partition in enumerate(PARTITIONS) for _ in partition]
    chance.shuffle(turns)
    left = [iter(partition) for partition in PARTITIONS]
    return [next(left[turn]) for turn in turns]


async def state(desk: Desk) -> list[list[tuple[object, ...]]]:
    return [
        [tuple(row) for row in await desk.runtime.pool.fetch(f"SELECT * FROM {table} ORDER BY 1, 2")]  # noqa: S608 (our names)
        for table in TABLES
    ]


async def boards(desk: Desk) -> list[list[dict[str, Any]]]:
    """The contest's board, and that of everybody's results, as the auditor reads them."""
    contest = await desk.read("/v1/contests/co-1/leaderboard", AUDITOR)
    results = await desk.read("/v1/leaderboard", AUDITOR, since="2013-01-01", until="2013-12-31")
    assert (contest.status_code, results.status_code) == (200, 200)
    return [contest.json()["places"], results.json()["items"]]


async def begun_anew(desk: Desk, events: list[Event]) -> None:
    """As a rebuild does it: the tables are empty, and everything is heard again."""
    await desk.runtime.pool.execute(f"TRUNCATE {', '.join(TABLES)}")
    await happened(desk, *(an_appointment(one, "ho-1", "st-1") for one in ("sf-1", "sf-2")))
    await happened(desk, *events)


async def test_a_rebuild_and_any_interleaving_end_in_the_same_state(desk: Desk) -> None:
    await written(desk, *two_ready, aside)
    await begun_anew(desk, list(chain(*PARTITIONS)))
    expected, board = await state(desk), await boards(desk)
    assert [len(table) for table in expected] == [2, 2, 24, 1, 2, 6, 1]
    # The votes of the bucket that was set aside are there and do not count: one of the first, two of the second do.
    assert {place["staff_id"]: place["vote"] for place in board[0]} == {"sf-1": 500, "sf-2": 1000}
    await begun_anew(desk, list(chain(*PARTITIONS)))
    assert (await state(desk), await boards(desk)) == (expected, board)
    chance = random.Random(12315)
    for _ in range(15):
        await begun_anew(desk, interleaved(chance))
        assert await state(desk) == expected
        assert await boards(desk) == board
    serves = await desk.runtime.pool.fetchrow("SELECT station_id, left_on FROM staff WHERE staff_id = 'sf-2'")
    assert serves is not None
    assert tuple(serves) == ("st-2", None)
