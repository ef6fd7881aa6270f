"""An event may be projected again, in any order across topics, and no name of staff is ever taken over."""

from shared.events.incentives import RewardGiven, RewardKind, VoteCast
from tests.incentives.conftest import NAME, an_appointment, happened
from tests.incentives.examples import announced, awarded, closed, nominated, scored
from tests.incentives.steps import END, OBJECTIONS_UNTIL, VOTES_UNTIL, aside, honoured
from tests.registry.desk import Desk

_COLUMNS = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY table_name"


async def test_an_event_projected_twice_makes_one_row(desk: Desk) -> None:
    history = (announced, nominated("sf-1"), scored("sf-1", "j"), closed((1, "sf-1", 790)), awarded)
    await happened(desk, *history, *history)
    for table in ("contests", "nominees", "scores", "awards"):
        assert await desk.runtime.pool.fetchval(f"SELECT count(*) FROM {table}") == 1  # noqa: S608 - a name of ours.
    row = await desk.runtime.pool.fetchrow("SELECT stage, rank, total FROM contests JOIN nominees USING (contest_id)")
    assert row is not None
    assert tuple(row) == ("closed", 1, 790)


async def test_a_step_projected_twice_makes_one_row(desk: Desk) -> None:
    vote = VoteCast(vote_id="v-1", contest_id="co-1", staff_id="sf-1", bucket="b1", cast_on=END)
    gift = RewardGiven(
        contest_id="co-1",
        staff_id="sf-1",
        station_id="st-1",
        kind=RewardKind.MORAL,
        what="荣誉证书",
        fen=0,
        receipt="",
        given_on=END,
    )
    history = (*honoured, vote, aside, gift)
    await happened(desk, *history, *history)
    for table in ("boards", "votes", "votes_set_aside", "rewards", "awards"):
        assert await desk.runtime.pool.fetchval(f"SELECT count(*) FROM {table}") == 1  # noqa: S608 - a name of ours.
    row = await desk.runtime.pool.fetchrow("SELECT stage, voting_until, objections_until FROM contests")
    assert row is not None
    assert tuple(row) == ("closed", VOTES_UNTIL, OBJECTIONS_UNTIL)


async def test_who_moves_to_another_station_serves_there(desk: Desk) -> None:
    await happened(desk, an_appointment("sf-1", "ho-2", "st-2"))
    row = await desk.runtime.pool.fetchrow("SELECT station_id, host_id FROM staff WHERE staff_id = 'sf-1'")
    assert row is not None
    assert tuple(row) == ("st-2", "ho-2")


async def test_no_table_holds_a_name_of_staff(desk: Desk) -> None:
    await happened(desk, announced, nominated("sf-1"))
    for (table,) in await desk.runtime.pool.fetch(_COLUMNS):
        rows = await desk.runtime.pool.fetch(f'SELECT * FROM "{table}"')  # noqa: S608 - a name of ours.
        assert all(NAME not in str(dict(row)) for row in rows), table
