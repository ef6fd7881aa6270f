"""No event, in any order, moves a frozen board: not in the decisions, not in the tables, not in what anybody reads."""

import random
import re
from datetime import UTC, date, datetime
from typing import Any

import orjson
import pytest
from asyncpg import InsufficientPrivilegeError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deploy.docs.contracts import contracts
from services.incentives.contest.deciding import digest
from services.incentives.contest.decisions import CONTEST
from services.incentives.service import SERVICE
from shared.access.roles import Caller, Level
from shared.events.event import Event
from shared.events.incentives import (
    AwardReviewOpened,
    AwardWithdrawn,
    BoardRow,
    ContestEvent,
    RewardGiven,
    RewardKind,
    VoteCast,
)
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
from tests.incentives.conftest import as_recorded, happened, written
from tests.incentives.examples import awarded, closed, scored
from tests.incentives.steps import (
    aside,
    decided,
    frozen,
    in_steps,
    reached,
    reviewed,
    rows,
    standing,
    two_ready,
    voting,
    winners,
    withdrew,
)
from tests.registry.desk import AUDITOR, Desk

BOSS = Caller("boss", Level.ENTERPRISE, "ho-1")
DAY = date(2013, 10, 8)
NOON = datetime(2013, 10, 8, 4, tzinfo=UTC)

SHOWN_AT = ("/v1/contests/co-1/leaderboard", "/v1/contests/co-1")
"""Where a contest's board is read, or what is taken from it."""

another = frozen.model_copy(update={"rows": rows[::-1], "sha256": "1" * 64, "position": 99})
otherwise = decided.model_copy(update={"ranking": closed((1, "sf-2", 1000), (2, "sf-1", 1), (3, "sf-3", 0)).ranking})
EVERY: tuple[ContestEvent, ...] = (
    in_steps,
    standing("sf-3"),
    withdrew("sf-1"),
    reviewed("sf-1", qualified=False),
    reached("sf-2", 1000),
    scored("sf-2", "late", 1000, 1000, 1000, 1000),
    voting,
    aside,
    frozen,
    another,
    winners,
    decided,
    otherwise,
    awarded,
    RewardGiven(
        contest_id="co-1",
        staff_id="sf-1",
        station_id="st-1",
        kind=RewardKind.MORAL,
        what="荣誉证书",
        fen=0,
        receipt="",
        given_on=DAY,
    ),
    AwardReviewOpened(contest_id="co-1", staff_id="sf-1", station_id="st-1", certificate_number="1", opened_on=DAY),
    AwardWithdrawn(
        contest_id="co-1", staff_id="sf-1", station_id="st-1", reason="不实", to_return_fen=0, withdrawn_on=DAY
    ),
)
ELSEWHERE: tuple[Event, ...] = (
    DisputeReceived(
        dispute_id="di-1",
        station_id="st-1",
        number="1",
        channel=Channel.DESK,
        grade=Grade.SIMPLE,
        category="质量",
        summary="",
        amount_fen=1,
        first_receiver="sf-2",
        received_at=NOON,
    ),
    DisputeSettled(
        dispute_id="di-1",
        station_id="st-1",
        settled_by="sf-2",
        where=SettledWhere.ENTERPRISE,
        outcome="退货",
        refunded_fen=1,
        taken_over_because="",
        settled_at=NOON,
    ),
    FollowUpRecorded(dispute_id="di-1", station_id="st-1", satisfied=True, remarks="", followed_up_on=DAY),
    PublicationConsentGiven(
        staff_id="sf-1", station_id="st-1", covers=("name", "score"), document_sha256="", given_on=DAY
    ),
    PublicationConsentWithdrawn(staff_id="sf-1", station_id="st-1", withdrawn_on=DAY),
    StaffLeft(staff_id="sf-1", station_id="st-1", left_on=DAY),
    *(
        VoteCast(vote_id=f"v-{number}", contest_id="co-1", staff_id="sf-2", bucket="b2", cast_on=DAY)
        for number in range(5)
    ),
)


def test_every_kind_of_event_of_a_contest_is_tried() -> None:
    assert {type(event) for event in EVERY} == set(ContestEvent.__args__)


@given(st.lists(st.sampled_from(EVERY), max_size=40))
def test_no_event_in_any_order_moves_the_board_of_the_decisions(later: list[ContestEvent]) -> None:
    contest = CONTEST.state((*two_ready, frozen))
    for event in later:
        contest = CONTEST.evolve(contest, event)
        assert contest.board == rows
        assert contest.ranking in ({}, {row.staff_id: row for row in rows})


@pytest.fixture
async def frozen_desk(desk: Desk) -> Desk:
    await written(desk, *two_ready, frozen)
    return desk


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(later=st.lists(st.sampled_from((*EVERY, *ELSEWHERE)), max_size=40))
async def test_no_event_in_any_order_moves_the_board_of_the_tables(frozen_desk: Desk, later: list[Event]) -> None:
    async with frozen_desk.runtime.pool.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        for event in later:
            for sql, arguments in SERVICE.project(as_recorded(event)):
                await connection.execute(sql, *arguments)
        board = await connection.fetchrow("SELECT position, sha256, rows, frozen_on FROM boards")
        ranked = await connection.fetch("SELECT staff_id, rank, total FROM nominees WHERE rank IS NOT NULL")
        await transaction.rollback()
    assert board is not None
    assert (board["position"], board["sha256"], board["frozen_on"]) == (41, frozen.sha256, frozen.frozen_on)
    assert tuple(BoardRow(**row) for row in orjson.loads(board["rows"])) == rows
    assert {tuple(row) for row in ranked} <= {(row.staff_id, row.rank, row.total) for row in rows}


async def read(desk: Desk, path: str, who: Caller | None) -> dict[str, Any]:
    answer = await desk.read(path, who)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = orjson.loads(answer.content)
    return told


def shown(value: Any) -> set[tuple[str, int, int]]:
    """Who has which rank and total, wherever in an answer that stands."""
    if isinstance(value, list):
        return set().union(*map(shown, value))
    if not isinstance(value, dict):
        return set()
    deeper: set[tuple[str, int, int]] = set().union(*map(shown, value.values()))
    who, rank, total = (value.get(name) for name in ("staff_id", "rank", "total"))
    return deeper | ({(who, rank, total)} if who and rank and total is not None else set())


def test_every_route_that_shows_ranks_is_one_of_those_that_are_looked_at() -> None:
    document = contracts()["incentives.openapi.json"]
    schemas = document["components"]["schemas"]

    def tells_ranks(name: str, passed: frozenset[str] = frozenset()) -> bool:
        text = orjson.dumps(schemas[name]).decode()
        named = set(re.findall(r"#/components/schemas/(\w+)", text)) - passed
        return '"rank":' in text or any(tells_ranks(one, passed | named) for one in named)

    answers = {
        path: item["get"]["responses"]["200"]["content"].get("application/json", {}).get("schema", {})
        for path, item in document["paths"].items()
        if "get" in item
    }
    ranks = {
        path for path, schema in answers.items() if "$ref" in schema and tells_ranks(schema["$ref"].split("/")[-1])
    }
    # The results of a period are no contest's: they go on, and no freeze is promised of them.
    assert ranks == {path.replace("co-1", "{contest_id}") for path in SHOWN_AT} | {"/v1/leaderboard"}


async def test_no_event_in_any_order_moves_the_board_on_any_page(desk: Desk) -> None:
    await written(desk, *two_ready, frozen)
    board = {who: await read(desk, SHOWN_AT[0], who) for who in (BOSS, AUDITOR)}
    assert board[BOSS] == board[AUDITOR]
    places = {(row.staff_id, row.rank, row.total) for row in rows}
    assert shown(board[BOSS]) == places
    chance = random.Random(2013)
    for _ in range(8):
        await happened(desk, *chance.sample([*EVERY, *ELSEWHERE], len(EVERY) + len(ELSEWHERE)))
        for who in (BOSS, AUDITOR, None):
            for path in SHOWN_AT:
                assert shown(await read(desk, path, who)) <= places
        assert {who: await read(desk, SHOWN_AT[0], who) for who in board} == board
        assert shown(await read(desk, SHOWN_AT[1], BOSS)) == places
        public = await read(desk, SHOWN_AT[0], None)
        assert [place["rank"] for place in public["places"]] == [1, 2]
        assert (public["position"], public["sha256"]) == (41, frozen.sha256)


async def test_whoever_reads_all_of_a_frozen_board_can_check_its_hash(desk: Desk) -> None:
    true = frozen.model_copy(update={"sha256": digest(rows)})
    await written(desk, *two_ready, true)
    board = await read(desk, SHOWN_AT[0], BOSS)
    assert digest(tuple(BoardRow(**place) for place in board["places"])) == board["sha256"]


async def test_the_database_itself_does_not_let_a_frozen_board_move(desk: Desk) -> None:
    await written(desk, *two_ready, frozen)
    for statement in ("UPDATE boards SET rows = '[]'", "DELETE FROM boards"):
        with pytest.raises(InsufficientPrivilegeError, match="does not move"):
            await desk.runtime.pool.execute(statement)
