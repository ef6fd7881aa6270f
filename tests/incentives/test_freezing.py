"""定榜、公示: the board is frozen once, at a position of the log; the winners are posted; then the ranking stands."""

from dataclasses import replace

import pytest

from services.incentives.contest.commands import AnnounceWinners, FreezeLeaderboard
from services.incentives.contest.deciding import digest
from services.incentives.contest.decisions import CONTEST
from services.incentives.contest.rules import (
    BoardNotFrozen,
    NominationsStillOpen,
    NomineeNotReviewed,
    NomineeNotScored,
    NoticeTooShort,
    NotTheOrganiser,
    ObjectionsStillOpen,
    VotingNotOver,
    WinnersAnnouncedAlready,
    WinnersNotAnnounced,
)
from shared.errors import NotKnownHere
from shared.events.incentives import Heard
from shared.testing.scenario import Scenario
from tests.incentives.examples import UNTIL, announced, close, nominated, scored
from tests.incentives.steps import (
    END,
    FREEZE,
    OBJECTIONS_UNTIL,
    VOTES_UNTIL,
    decided,
    frozen,
    in_steps,
    measures,
    reached,
    reviewed,
    rows,
    standing,
    two_ready,
    voting,
    winners,
)

given = Scenario(CONTEST)

heard = (Heard(topic="events.registry", partition=3, position=1200),)
freeze = FreezeLeaderboard("co-1", "ho-1", FREEZE, position=41, heard=heard, measures=measures)
post = AnnounceWinners("co-1", OBJECTIONS_UNTIL, "ho-1", FREEZE)
end = replace(close, today=END)


def test_the_board_is_frozen_with_the_position_and_a_hash_of_what_it_says() -> None:
    told = frozen.model_copy(update={"heard": heard, "sha256": digest(rows)})
    given(*two_ready).when(freeze).then(told)


def test_the_hash_is_of_every_figure() -> None:
    assert digest(rows) == digest(tuple(row.model_copy() for row in rows))
    first, second = rows
    others = {digest((first.model_copy(update={name: 7}), second)) for name in ("total", "vote", "rank")}
    assert len(others | {digest(rows), digest((second, first))}) == 5


def test_the_first_freeze_is_the_only_one() -> None:
    given(*two_ready, frozen).when(replace(freeze, measures={}, position=99)).then_nothing()
    moved = frozen.model_copy(update={"rows": rows[::-1], "position": 99})
    assert CONTEST.state((*two_ready, frozen, moved)).board == rows


def test_everybody_is_reviewed_and_tested_and_the_vote_is_over() -> None:
    given(*two_ready).when(replace(freeze, today=UNTIL)).then_refused(NominationsStillOpen)
    given(*two_ready).when(replace(freeze, today=VOTES_UNTIL)).then_refused(VotingNotOver)
    given(*two_ready[:-1]).when(freeze).then_refused(VotingNotOver)
    one = (in_steps, standing("sf-1"))
    given(*one, reached("sf-1"), voting).when(freeze).then_refused(NomineeNotReviewed)
    given(*one, reviewed("sf-1"), voting).when(freeze).then_refused(NomineeNotScored)
    given(*one, reviewed("sf-1", qualified=False), voting).when(freeze).then_refused(NomineeNotScored)
    given(in_steps, voting).when(freeze).then_refused(NomineeNotScored)


def test_a_contest_of_experts_alone_may_be_frozen_too() -> None:
    judged = (announced, nominated("sf-1"))
    given(*judged).when(freeze).then_refused(NomineeNotScored)
    [event] = CONTEST.decide(freeze, CONTEST.state((*judged, scored("sf-1", "j"))))
    assert [(row.rank, row.total) for row in event.rows] == [(1, 790)]  # type: ignore[union-attr] # A freeze.


def test_the_winners_are_those_within_the_places_of_the_frozen_board() -> None:
    given(*two_ready, frozen).when(post).then(winners)
    given(*two_ready).when(post).then_refused(BoardNotFrozen)


def test_winners_are_posted_once_for_at_least_seven_days() -> None:
    short = replace(post, objections_until=OBJECTIONS_UNTIL.replace(day=24))
    given(*two_ready, frozen).when(short).then_refused(NoticeTooShort)
    given(*two_ready, frozen, winners).when(post).then_nothing()
    given(*two_ready, frozen, winners).when(short).then_refused(WinnersAnnouncedAlready)


def test_the_frozen_board_becomes_the_ranking_when_objections_are_over() -> None:
    given(*two_ready, frozen, winners).when(end).then(decided)
    given(*two_ready, frozen, winners).when(replace(end, today=OBJECTIONS_UNTIL)).then_refused(ObjectionsStillOpen)
    given(*two_ready, frozen).when(end).then_refused(WinnersNotAnnounced)
    given(*two_ready).when(end).then_refused(BoardNotFrozen)
    given(*two_ready, frozen, winners, decided).when(end).then_nothing()


@pytest.mark.parametrize("command", [freeze, post])
def test_only_the_organiser_does_any_of_it(command: FreezeLeaderboard | AnnounceWinners) -> None:
    given(*two_ready).when(replace(command, organiser_id="ho-9")).then_refused(NotTheOrganiser)
    given().when(command).then_refused(NotKnownHere)
