"""What the facts about a contest add up to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from shared.events.incentives import (
    AwardReviewOpened,
    AwardWithdrawn,
    BoardRow,
    Components,
    ContestAnnounced,
    ContestClosed,
    ContestEvent,
    KnowledgeTested,
    LeaderboardFrozen,
    NominationReviewed,
    NominationWithdrawn,
    Organiser,
    Ranked,
    RewardGiven,
    StaffAwarded,
    StaffNominated,
    StaffScored,
    TieRule,
    VotesSetAside,
    VotingOpened,
    Weights,
    WinnersAnnounced,
)

_EVEN = Weights(service=25, competence=25, performance=25, satisfaction=25)


class Stage(StrEnum):
    NOT_ANNOUNCED = "not_announced"
    OPEN = "open"
    FROZEN = "frozen"
    ON_NOTICE = "on_notice"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Nominee:
    """Somebody who stands in the contest, with the scores that each judge has given.

    `qualified` is None until somebody has looked.
    """

    staff_id: str
    station_id: str
    host_id: str
    scores: Mapping[str, StaffScored] = field(default_factory=dict)
    test: int | None = None
    qualified: bool | None = None


@dataclass(frozen=True, slots=True)
class Contest:
    stage: Stage = Stage.NOT_ANNOUNCED
    organiser: Organiser = Organiser.HOST
    organiser_id: str = ""
    weights: Weights = _EVEN
    components: Components = field(default_factory=Components)
    tie_rule: TieRule = TieRule.SHARED
    places: int = 0
    nominations_until: date = date.min
    per_station: int = 0
    per_host: int = 0
    budget_fen: int | None = None
    nominees: Mapping[str, Nominee] = field(default_factory=dict)
    withdrawn: frozenset[str] = frozenset()
    voting_until: date | None = None
    set_aside: frozenset[str] = frozenset()
    board: tuple[BoardRow, ...] = ()
    winners: WinnersAnnounced | None = None
    ranking: Mapping[str, Ranked | BoardRow] = field(default_factory=dict)
    awards: Mapping[str, StaffAwarded] = field(default_factory=dict)
    rewards: tuple[RewardGiven, ...] = ()
    reviews: frozenset[tuple[str, str]] = frozenset()
    awards_withdrawn: frozenset[str] = frozenset()

    @property
    def goes_step_by_step(self) -> bool:
        """Whether more than its experts decide it: then consent, qualification, freeze and notice are asked for.

        A contest of experts alone may be closed as soon as everybody is scored, as it could from the beginning.
        """
        return self.components.experts < 100

    @property
    def on_the_board(self) -> Mapping[str, Nominee]:
        """Who stands and was not found to be unqualified."""
        return {staff_id: one for staff_id, one in self.nominees.items() if one.qualified is not False}

    @property
    def standing_awards(self) -> Mapping[str, StaffAwarded]:
        """The awards that were not withdrawn."""
        return {staff_id: one for staff_id, one in self.awards.items() if staff_id not in self.awards_withdrawn}


def evolve(contest: Contest, event: ContestEvent) -> Contest:
    """Each part of a contest is moved by its own events; after the freeze no event moves the board.

    What is said once for all is announced, frozen, posted and closed by the first event that says it.
    """
    match event:
        case ContestAnnounced():
            return _announced(event) if contest.stage is Stage.NOT_ANNOUNCED else contest
        case StaffNominated() | NominationWithdrawn() | NominationReviewed() | KnowledgeTested() | StaffScored():
            return _of_nominees(contest, event)
        case VotingOpened():
            return replace(contest, voting_until=event.until)
        case VotesSetAside():
            return replace(contest, set_aside=contest.set_aside | {event.bucket})
        case LeaderboardFrozen() | WinnersAnnounced() | ContestClosed():
            return _of_the_end(contest, event)
        case StaffAwarded() | RewardGiven() | AwardReviewOpened() | AwardWithdrawn():
            return _of_awards(contest, event)
        case _:
            assert_never(event)


def _announced(event: ContestAnnounced) -> Contest:
    return Contest(
        stage=Stage.OPEN,
        organiser=event.organiser,
        organiser_id=event.host_id or event.bureau_code,
        weights=event.weights,
        components=event.components,
        tie_rule=event.tie_rule,
        places=event.places,
        nominations_until=event.nominations_until,
        per_station=event.per_station,
        per_host=event.per_host,
        budget_fen=event.budget_fen,
    )


def _of_nominees(
    contest: Contest, event: StaffNominated | NominationWithdrawn | NominationReviewed | KnowledgeTested | StaffScored
) -> Contest:
    known = contest.nominees.get(event.staff_id, Nominee(event.staff_id, "", ""))
    match event:
        case StaffNominated():
            nominee = Nominee(event.staff_id, event.station_id, event.host_id)
        case NominationReviewed():
            nominee = replace(known, qualified=event.qualified)
        case KnowledgeTested():
            nominee = replace(known, test=event.score)
        case StaffScored():
            nominee = replace(known, scores={**known.scores, event.judge: event})
        case NominationWithdrawn():
            left = {staff_id: one for staff_id, one in contest.nominees.items() if staff_id != event.staff_id}
            return replace(contest, nominees=left, withdrawn=contest.withdrawn | {event.staff_id})
        case _:
            assert_never(event)
    return replace(contest, nominees={**contest.nominees, event.staff_id: nominee})


def _of_the_end(contest: Contest, event: LeaderboardFrozen | WinnersAnnounced | ContestClosed) -> Contest:
    match event:
        case LeaderboardFrozen():
            return contest if contest.board else replace(contest, stage=Stage.FROZEN, board=event.rows)
        case WinnersAnnounced():
            return contest if contest.winners else replace(contest, stage=Stage.ON_NOTICE, winners=event)
        case ContestClosed():
            ranking = {one.staff_id: one for one in contest.board or event.ranking}
            return contest if contest.ranking else replace(contest, stage=Stage.CLOSED, ranking=ranking)
        case _:
            assert_never(event)


def _of_awards(contest: Contest, event: StaffAwarded | RewardGiven | AwardReviewOpened | AwardWithdrawn) -> Contest:
    match event:
        case StaffAwarded():
            return replace(contest, awards={**contest.awards, event.staff_id: event})
        case RewardGiven():
            return replace(contest, rewards=(*contest.rewards, event))
        case AwardReviewOpened():
            return replace(contest, reviews=contest.reviews | {(event.staff_id, event.certificate_number)})
        case AwardWithdrawn():
            return replace(contest, awards_withdrawn=contest.awards_withdrawn | {event.staff_id})
        case _:
            assert_never(event)
