"""The rules for contests: who may run one, who may stand, how it is scored, and who may be honoured."""

from datetime import date
from typing import assert_never

from services.incentives.contest.commands import (
    AnnounceContest,
    AwardStaff,
    CloseContest,
    ContestCommand,
    NominateStaff,
    Person,
    ScoreStaff,
)
from services.incentives.contest.ranking import rank
from services.incentives.contest.rules import (
    ApprovalNumberMissing,
    AwardedAlready,
    BeyondThePlaces,
    ContestNotClosed,
    ContestNotOpen,
    NegativeReward,
    NominationsEndInThePast,
    NominationsOver,
    NominationsStillOpen,
    NomineeNotScored,
    NotEligible,
    NotNominated,
    NotTheOrganiser,
    ScoredAlready,
    ScoreOutOfRange,
    ScoringOneself,
    WeightsNotHundred,
)
from services.incentives.contest.state import Contest, Stage, evolve
from shared.errors import NotKnownHere
from shared.events.incentives import (
    ContestAnnounced,
    ContestClosed,
    IncentivesEvent,
    Organiser,
    StaffAwarded,
    StaffNominated,
    StaffScored,
)
from shared.eventsourcing.decider import Decider

_APPROVAL_NEEDED_AFTER = date(2010, 10, 27)  # The day of the 评比达标表彰活动管理办法(试行).
_HIGHEST_SCORE = 1000


def decide(command: ContestCommand, contest: Contest) -> list[IncentivesEvent]:
    match command:
        case AnnounceContest():
            return announce_contest(command, contest)
        case NominateStaff():
            return nominate_staff(command, contest)
        case ScoreStaff():
            return score_staff(command, contest)
        case CloseContest():
            return close_contest(command, contest)
        case AwardStaff():
            return award_staff(command, contest)
        case _:
            assert_never(command)


def announce_contest(command: AnnounceContest, contest: Contest) -> list[IncentivesEvent]:
    if contest.stage is not Stage.NOT_ANNOUNCED:
        return []  # The id follows from the request, so this is the same request.
    weights = command.weights
    percents = (weights.service, weights.competence, weights.performance, weights.satisfaction)
    if sum(percents) != 100 or min(percents) < 0:
        raise WeightsNotHundred(f"{percents} make {sum(percents)}, or one of them is below 0")
    if command.nominations_until < command.today:
        raise NominationsEndInThePast(f"{command.nominations_until} is before {command.today}")
    across = command.organiser is Organiser.CROSS_ENTERPRISE
    if across and not command.approval_number and command.today > _APPROVAL_NEEDED_AFTER:
        raise ApprovalNumberMissing(f"{command.title} is a contest across enterprises")
    return [
        ContestAnnounced(
            contest_id=command.contest_id,
            host_id=command.host_id,
            bureau_code=command.bureau_code,
            title=command.title,
            organiser=command.organiser,
            approval_number=command.approval_number,
            weights=weights,
            places=command.places,
            nominations_until=command.nominations_until,
            announced_on=command.today,
        )
    ]


def nominate_staff(command: NominateStaff, contest: Contest) -> list[IncentivesEvent]:
    _require_organiser(contest, command.organiser_id)
    if command.staff_id in contest.nominees:
        return []  # Nobody stands twice.
    _require_open(contest)
    if command.today > contest.nominations_until:
        raise NominationsOver(f"nominations were taken until {contest.nominations_until}")
    person = command.person
    if person is None:
        raise NotKnownHere(f"nobody called {command.staff_id} is on the staff of a station or a bureau")
    if not _eligible(person, contest):
        raise NotEligible(f"{command.staff_id} does not serve where this contest is run")
    return [
        StaffNominated(
            contest_id=command.contest_id,
            staff_id=command.staff_id,
            station_id=person.station_id,
            host_id=person.host_id,
            deeds=command.deeds,
            nominated_on=command.today,
        )
    ]


def _eligible(person: Person, contest: Contest) -> bool:
    match contest.organiser:
        case Organiser.HOST:
            return person.host_id == contest.organiser_id
        case Organiser.BUREAU:
            return person.bureau_code == contest.organiser_id
        case Organiser.CROSS_ENTERPRISE:
            return bool(person.station_id)
        case _:
            assert_never(contest.organiser)


def score_staff(command: ScoreStaff, contest: Contest) -> list[IncentivesEvent]:
    _require_organiser(contest, command.organiser_id)
    if command.judge == command.staff_id:
        raise ScoringOneself(f"{command.judge} stands in this contest")
    marks = _marks(command)
    if min(marks) < 0 or max(marks) > _HIGHEST_SCORE:
        raise ScoreOutOfRange(f"{marks} has a score out of this range")
    nominee = contest.nominees.get(command.staff_id)
    if nominee is None:
        raise NotNominated(f"{command.staff_id} does not stand in this contest")
    given = nominee.scores.get(command.judge)
    if given is not None and _marks(given) == marks:
        return []  # Asked twice, recorded once.
    _require_open(contest)
    if given is not None:
        raise ScoredAlready(f"{command.judge} has scored {command.staff_id} with {_marks(given)}")
    return [
        StaffScored(
            contest_id=command.contest_id,
            staff_id=command.staff_id,
            judge=command.judge,
            service=command.service,
            competence=command.competence,
            performance=command.performance,
            satisfaction=command.satisfaction,
            scored_on=command.today,
        )
    ]


def _marks(scores: ScoreStaff | StaffScored) -> tuple[int, int, int, int]:
    return scores.service, scores.competence, scores.performance, scores.satisfaction


def close_contest(command: CloseContest, contest: Contest) -> list[IncentivesEvent]:
    _require_organiser(contest, command.organiser_id)
    if contest.stage is Stage.CLOSED:
        return []
    _require_open(contest)
    if command.today <= contest.nominations_until:
        raise NominationsStillOpen(f"nominations are taken until {contest.nominations_until}")
    unscored = [staff_id for staff_id, nominee in contest.nominees.items() if not nominee.scores]
    if unscored or not contest.nominees:
        raise NomineeNotScored(f"{unscored[0]} has no score" if unscored else "nobody stands in this contest")
    return [ContestClosed(contest_id=command.contest_id, ranking=rank(contest), closed_on=command.today)]


def award_staff(command: AwardStaff, contest: Contest) -> list[IncentivesEvent]:
    _require_organiser(contest, command.organiser_id)
    if contest.stage is not Stage.CLOSED:
        raise ContestNotClosed(f"contest {command.contest_id} is {contest.stage}")
    if command.reward_fen < 0:
        raise NegativeReward(f"{command.reward_fen} fen")
    ranked = contest.ranking.get(command.staff_id)
    if ranked is None:
        raise NotNominated(f"{command.staff_id} has no rank in this contest")
    if ranked.rank > contest.places:
        raise BeyondThePlaces(f"{command.staff_id} has rank {ranked.rank} of {contest.places} places")
    award = contest.awards.get(command.staff_id)
    if award is not None and (award.honour, award.reward_fen) == (command.honour, command.reward_fen):
        return []  # Asked twice, recorded once.
    if award is not None:
        raise AwardedAlready(f"{command.staff_id} was honoured as {award.honour} on {award.awarded_on}")
    return [
        StaffAwarded(
            contest_id=command.contest_id,
            staff_id=command.staff_id,
            station_id=ranked.station_id,
            host_id=contest.nominees[command.staff_id].host_id,
            rank=ranked.rank,
            honour=command.honour,
            reward_fen=command.reward_fen,
            awarded_on=command.today,
        )
    ]


def _require_organiser(contest: Contest, organiser_id: str) -> None:
    if contest.stage is Stage.NOT_ANNOUNCED:
        raise NotKnownHere("no such contest was announced here")
    if organiser_id != contest.organiser_id:
        raise NotTheOrganiser("the contest is run by somebody else")


def _require_open(contest: Contest) -> None:
    if contest.stage is not Stage.OPEN:
        raise ContestNotOpen(f"the contest is {contest.stage}")


CONTEST = Decider(initial=Contest(), decide=decide, evolve=evolve)
