"""Who may be honoured, what they get, and when an honour is taken back."""

from services.incentives.contest.commands import AwardStaff, GiveReward, ReviewAwards, WithdrawAward
from services.incentives.contest.guards import require_organiser
from services.incentives.contest.rules import (
    AwardedAlready,
    AwardNotStanding,
    BeyondThePlaces,
    BudgetExceeded,
    ContestNotClosed,
    MoralRewardWithMoney,
    NegativeReward,
    NotNominated,
    ReceiptMissing,
    ReceiptUsed,
    RewardBeyondPromise,
)
from services.incentives.contest.state import Contest, Stage
from shared.events.incentives import (
    AwardReviewOpened,
    AwardWithdrawn,
    ContestEvent,
    RewardGiven,
    RewardKind,
    StaffAwarded,
)


def award_staff(command: AwardStaff, contest: Contest) -> list[ContestEvent]:
    require_organiser(contest, command.organiser_id)
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
    if command.staff_id in contest.awards_withdrawn:
        raise AwardedAlready(f"the award of {command.staff_id} was taken back")
    if award is not None and (award.honour, award.reward_fen) == (command.honour, command.reward_fen):
        return []  # Asked twice, recorded once.
    if award is not None:
        raise AwardedAlready(f"{command.staff_id} was honoured as {award.honour} on {award.awarded_on}")
    _require_within_budget(contest, command.reward_fen)
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


def _require_within_budget(contest: Contest, more: int) -> None:
    """What was promised to stars whose award stands, and what is promised now."""
    promised = sum(award.reward_fen for award in contest.standing_awards.values())
    if contest.budget_fen is not None and promised + more > contest.budget_fen:
        raise BudgetExceeded(f"{promised} fen are promised and {more} more are asked for, of {contest.budget_fen}")


def give_reward(command: GiveReward, contest: Contest) -> list[ContestEvent]:
    require_organiser(contest, command.organiser_id)
    money = command.kind is RewardKind.MATERIAL
    if money and (command.fen < 1 or not command.receipt):
        raise ReceiptMissing(f"{command.fen} fen against receipt {command.receipt!r}")
    if not money and command.fen:
        raise MoralRewardWithMoney(f"{command.fen} fen")
    award = contest.standing_awards.get(command.staff_id)
    if award is None:
        raise AwardNotStanding(f"{command.staff_id} has no award here that stands")
    told = (command.staff_id, command.kind, command.what, command.fen, command.receipt)
    if any(told == (one.staff_id, one.kind, one.what, one.fen, one.receipt) for one in contest.rewards):
        return []  # Asked twice, given once.
    if command.receipt and any(one.receipt == command.receipt for one in contest.rewards):
        raise ReceiptUsed(f"receipt {command.receipt} is for another reward")
    given = _given(contest, command.staff_id)
    if given + command.fen > award.reward_fen:
        raise RewardBeyondPromise(f"{given} of {award.reward_fen} fen were given")
    return [
        RewardGiven(
            contest_id=command.contest_id,
            staff_id=command.staff_id,
            station_id=award.station_id,
            kind=command.kind,
            what=command.what,
            fen=command.fen,
            receipt=command.receipt,
            given_on=command.today,
        )
    ]


def _given(contest: Contest, staff_id: str) -> int:
    return sum(one.fen for one in contest.rewards if one.staff_id == staff_id)


def withdraw_award(command: WithdrawAward, contest: Contest) -> list[ContestEvent]:
    """What was given in money is to be returned."""
    require_organiser(contest, command.organiser_id)
    if command.staff_id in contest.awards_withdrawn:
        return []
    award = contest.standing_awards.get(command.staff_id)
    if award is None:
        raise AwardNotStanding(f"{command.staff_id} has no award here that stands")
    return [
        AwardWithdrawn(
            contest_id=command.contest_id,
            staff_id=command.staff_id,
            station_id=award.station_id,
            reason=command.reason,
            to_return_fen=_given(contest, command.staff_id),
            withdrawn_on=command.today,
        )
    ]


def review_awards(command: ReviewAwards, contest: Contest) -> list[ContestEvent]:
    """One review for each award of the station that stands and for each title that was lost."""
    return [
        AwardReviewOpened(
            contest_id=award.contest_id,
            staff_id=staff_id,
            station_id=award.station_id,
            certificate_number=command.certificate_number,
            opened_on=command.today,
        )
        for staff_id, award in contest.standing_awards.items()
        if award.station_id == command.station_id and (staff_id, command.certificate_number) not in contest.reviews
    ]
