"""表彰: the organiser honours its stars, gives them what was promised, and takes back what rests on false records."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import StringConstraints

from services.incentives.api.answers import Standing, asked_by, carry_out
from services.incentives.api.contests import Number
from services.incentives.contest import rules
from services.incentives.contest.commands import AwardStaff, GiveReward, WithdrawAward
from shared.access.competence import WrongRole
from shared.errors import NotKnownHere
from shared.events.incentives import RewardKind
from shared.web.acting import Answer, TheChange
from shared.web.bodies import Body, Code, Fen, Name, Text
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/contests", tags=["contests"])


class Award(Body):
    staff_id: Code
    honour: Name
    reward_fen: Number


class Reward(Body):
    """A sum in fen against a receipt (物质), or an honour that is no money (精神)."""

    staff_id: Code
    kind: RewardKind
    what: Name
    fen: Fen = 0
    receipt: Annotated[str, StringConstraints(max_length=200)] = ""


class TakingBack(Body):
    staff_id: Code
    reason: Text


@router.post(
    "/{contest_id}/awards",
    response_model=Standing,
    responses=refuses(
        WrongRole,
        NotKnownHere,
        rules.NotTheOrganiser,
        rules.ContestNotClosed,
        rules.NegativeReward,
        rules.NotNominated,
        rules.BeyondThePlaces,
        rules.AwardedAlready,
        rules.BudgetExceeded,
    ),
)
async def award_staff(contest_id: str, body: Award, act: TheChange) -> Answer:
    """消费维权服务明星: the organiser honours somebody within the places."""
    command = AwardStaff(contest_id, body.staff_id, body.honour, body.reward_fen, act.caller.bureau, act.today)
    return await carry_out(act, command)


@router.post(
    "/{contest_id}/rewards",
    response_model=Standing,
    responses=refuses(
        WrongRole,
        NotKnownHere,
        rules.NotTheOrganiser,
        rules.ReceiptMissing,
        rules.MoralRewardWithMoney,
        rules.AwardNotStanding,
        rules.ReceiptUsed,
        rules.RewardBeyondPromise,
    ),
)
async def give_reward(contest_id: str, body: Reward, act: TheChange) -> Answer:
    """兑现奖励: what was promised with the award is given; a sum against a receipt."""
    return await carry_out(act, GiveReward(**body.model_dump(), **asked_by(act, contest_id)))


@router.post(
    "/{contest_id}/award-withdrawals",
    response_model=Standing,
    responses=refuses(WrongRole, NotKnownHere, rules.NotTheOrganiser, rules.AwardNotStanding),
)
async def withdraw_award(contest_id: str, body: TakingBack, act: TheChange) -> Answer:
    """撤销表彰: false records were found; what was given in money is noted as to be returned."""
    return await carry_out(act, WithdrawAward(**body.model_dump(), **asked_by(act, contest_id)))
