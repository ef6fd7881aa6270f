"""Who is told of contests: the organiser, the hosts whose staff stand, and whoever stands."""

from datetime import date
from typing import Any

import pytest

from services.notification.reminder.deadlines import closed, opened
from services.notification.templates import rendered, version_of
from services.notification.templates.specimens import specimen
from shared.database import Connection
from shared.events.event import Event
from shared.events.incentives import (
    AwardWithdrawn,
    ContestAnnounced,
    ContestClosed,
    KnowledgeTested,
    LeaderboardFrozen,
    NominationReviewed,
    NominationWithdrawn,
    StaffNominated,
    VoteCast,
    VotingOpened,
    WinnersAnnounced,
)
from shared.events.notification import DeadlineKind, Language
from shared.events.registry import StaffAppointed
from shared.eventsourcing.committer import Committer
from tests.notification.told import a_place, hear, heard, recipients, sample, transferred

CONTEST = "co-1"


def of_the_contest(event: type[Event], **fields: Any) -> Event:
    """The event's golden sample in the contest of these tests."""
    return sample(event).model_copy(update={"contest_id": CONTEST, **fields})


def nominated(staff_id: str, station_id: str, host_id: str) -> Event:
    return of_the_contest(StaffNominated, staff_id=staff_id, station_id=station_id, host_id=host_id)


def a_contest() -> list[Event]:
    """A bureau's contest, in which somebody of each of two hosts stands."""
    return [
        *a_place(),
        of_the_contest(ContestAnnounced, host_id="", bureau_code="B-320402"),
        nominated("sf-1", "st-1", "ho-1"),
        nominated("sf-2", "st-2", "ho-2"),
    ]


async def tell(writer: Committer, *events: Event) -> None:
    await hear(writer, [heard(event, position) for position, event in enumerate((*a_contest(), *events), 1)])


async def test_what_becomes_of_a_nomination_is_told_to_the_nominee_and_their_host(
    writer: Committer, connection: Connection
) -> None:
    await tell(
        writer,
        of_the_contest(NominationReviewed, staff_id="sf-1"),
        of_the_contest(NominationWithdrawn, staff_id="sf-2"),
    )
    assert await recipients(connection, "nomination_reviewed") == ["host:ho-1", "staff:sf-1"]
    assert await recipients(connection, "nomination_withdrawn") == ["host:ho-2", "staff:sf-2"]


async def test_the_host_of_a_nominee_is_who_runs_their_station_by_then(
    writer: Committer, connection: Connection
) -> None:
    await tell(writer, transferred("st-1", "ho-2"), of_the_contest(NominationReviewed, staff_id="sf-1"))
    assert await recipients(connection, "nomination_reviewed") == ["host:ho-2", "staff:sf-1"]


async def test_a_nominee_who_was_appointed_elsewhere_meanwhile_has_another_host(
    writer: Committer, connection: Connection
) -> None:
    anew = sample(StaffAppointed).model_copy(update={"staff_id": "sf-1", "station_id": "st-2", "host_id": "ho-2"})
    await tell(writer, anew, of_the_contest(NominationReviewed, staff_id="sf-1"))
    assert await recipients(connection, "nomination_reviewed") == ["host:ho-2", "staff:sf-1"]


async def test_the_organiser_and_the_hosts_are_told_how_the_contest_goes_on(
    writer: Committer, connection: Connection
) -> None:
    frozen = sample(LeaderboardFrozen)
    assert isinstance(frozen, LeaderboardFrozen)
    rows = tuple(frozen.rows[0].model_copy(update={"staff_id": one}) for one in ("sf-1", "sf-2"))
    await tell(writer, of_the_contest(VotingOpened), of_the_contest(LeaderboardFrozen, rows=rows))
    hosts = ["bureau:B-320402", "host:ho-1", "host:ho-2"]
    assert await recipients(connection, "voting_opened") == hosts
    assert await recipients(connection, "leaderboard_frozen") == [*hosts, "staff:sf-1", "staff:sf-2"]


async def test_a_host_whose_staff_stand_later_is_not_told_what_came_before(
    writer: Committer, connection: Connection
) -> None:
    await tell(writer, of_the_contest(VotingOpened))
    await hear(writer, [heard(nominated("sf-3", "st-3", "ho-3"), 90, days=1)])
    assert "host:ho-3" not in await recipients(connection, "voting_opened")


async def test_scores_and_votes_are_told_to_nobody(writer: Committer, connection: Connection) -> None:
    await tell(writer, of_the_contest(KnowledgeTested), of_the_contest(VoteCast))
    rows = await connection.fetch("SELECT FROM messages WHERE template IN ('knowledge_tested', 'vote_cast')")
    assert rows == []


@pytest.mark.parametrize(
    ("event", "field", "what"),
    [
        (ContestAnnounced, "nominations_until", DeadlineKind.NOMINATIONS),
        (VotingOpened, "until", DeadlineKind.VOTING),
        (WinnersAnnounced, "objections_until", DeadlineKind.OBJECTIONS),
    ],
)
def test_the_last_days_of_a_contest_bind_its_organiser(event: type[Event], field: str, what: DeadlineKind) -> None:
    (deadline,) = opened(of_the_contest(event, **{field: date(2014, 1, 31)}))
    assert (deadline.what, deadline.whose, deadline.about) == (what, "contest-organiser", CONTEST)
    assert deadline.due_on == date(2014, 1, 31)


async def test_nothing_is_left_to_remind_of_once_the_contest_is_closed(
    writer: Committer, connection: Connection
) -> None:
    far = date(2014, 1, 31)
    await tell(
        writer,
        of_the_contest(VotingOpened, until=far),
        of_the_contest(WinnersAnnounced, objections_until=far),
    )
    left = "SELECT DISTINCT arguments->>'what' AS what FROM due ORDER BY what"
    assert [row["what"] for row in await connection.fetch(left)] == ["nominations", "objections", "voting"]
    await hear(writer, [heard(of_the_contest(LeaderboardFrozen), 90, days=1)])
    assert [row["what"] for row in await connection.fetch(left)] == ["nominations", "objections"]
    await hear(writer, [heard(of_the_contest(ContestClosed), 91, days=2)])
    assert await connection.fetch(left) == []


def test_an_event_that_ends_nothing_closes_no_deadline() -> None:
    assert closed(of_the_contest(VotingOpened)) == ()


@pytest.mark.parametrize(("qualified", "tells_why"), [(True, False), (False, True)])
@pytest.mark.parametrize("language", Language)
def test_why_a_nominee_is_not_qualified_is_said_only_then(
    language: Language, *, qualified: bool, tells_why: bool
) -> None:
    values = {**specimen("nomination_reviewed"), "qualified": qualified, "reasons": "R1"}
    said = rendered("nomination_reviewed", version_of("nomination_reviewed"), language, values)
    assert ("R1" in said.text) is tells_why


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("fen", "sum_told"), [(0, ""), (7, "0.07"), (120_050, "1200.50")])
def test_what_is_to_be_returned_is_told_in_yuan_where_there_is_something(
    language: Language, fen: int, sum_told: str
) -> None:
    values = {**specimen("award_withdrawn"), "to_return_fen": fen}
    said = rendered("award_withdrawn", version_of("award_withdrawn"), language, values)
    assert sum_told in said.text
    assert ("退还" in said.text or "returned" in said.text) is bool(fen)


async def test_a_star_whose_award_is_withdrawn_is_told_with_their_host_and_the_organiser(
    writer: Committer, connection: Connection
) -> None:
    await tell(writer, of_the_contest(AwardWithdrawn, staff_id="sf-1", station_id="st-1"))
    assert await recipients(connection, "award_withdrawn") == ["bureau:B-320402", "host:ho-1", "staff:sf-1"]
