"""提名: who stands in a contest, who does so no longer, and who is qualified."""

from fastapi import APIRouter

from services.incentives.api.answers import Standing, asked_by, carry_out
from services.incentives.contest import rules
from services.incentives.contest.commands import NominateStaff, ReviewNomination, WithdrawNomination
from shared.access.competence import WrongRole
from shared.errors import NotKnownHere
from shared.web.acting import Answer, TheAct, TheChange
from shared.web.bodies import Body, Code, Flag, Sha256, Text
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/contests", tags=["contests"])


class Nomination(Body):
    """Somebody who is to stand; `consent_sha256` is the paper on which they agree to it."""

    staff_id: Code
    deeds: Text
    consent_sha256: Sha256 | None = None


class Leaving(Body):
    reason: Text


class Review(Body):
    """Whether the nominee is qualified, and why."""

    qualified: Flag
    reasons: Text


@router.post(
    "/{contest_id}/nominations",
    response_model=Standing,
    responses=refuses(
        WrongRole,
        NotKnownHere,
        rules.NotTheOrganiser,
        rules.ContestNotOpen,
        rules.NominationsOver,
        rules.NotEligible,
        rules.WithdrewBefore,
        rules.ConsentToStandMissing,
        rules.QuotaReached,
        rules.ContestFull,
    ),
)
async def nominate_staff(contest_id: str, body: Nomination, act: TheAct) -> Answer:
    """提名: the organiser lets somebody stand; who stands already stands once."""
    command = NominateStaff(
        staff_id=body.staff_id,
        deeds=body.deeds,
        consent_sha256=body.consent_sha256 or "",
        **asked_by(act, contest_id),
    )
    return await carry_out(act, command)


@router.post(
    "/{contest_id}/nominations/{staff_id}/withdrawal",
    response_model=Standing,
    responses=refuses(WrongRole, NotKnownHere, rules.NotTheOrganiser, rules.NotNominated, rules.ContestNotOpen),
)
async def withdraw_nomination(contest_id: str, staff_id: str, body: Leaving, act: TheChange) -> Answer:
    """退出评选: a nominee does not agree to stand any more; they do not come back into this contest."""
    command = WithdrawNomination(staff_id=staff_id, reason=body.reason, **asked_by(act, contest_id))
    return await carry_out(act, command)


@router.post(
    "/{contest_id}/nominations/{staff_id}/review",
    response_model=Standing,
    responses=refuses(
        WrongRole,
        NotKnownHere,
        rules.NotTheOrganiser,
        rules.NotNominated,
        rules.ContestNotOpen,
        rules.ReviewedAlready,
    ),
)
async def review_nomination(contest_id: str, staff_id: str, body: Review, act: TheAct) -> Answer:
    """资格审查: who is not qualified is on no board."""
    command = ReviewNomination(
        staff_id=staff_id, qualified=body.qualified, reasons=body.reasons, **asked_by(act, contest_id)
    )
    return await carry_out(act, command)
