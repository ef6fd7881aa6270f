"""评分: what judges and the knowledge test say about those who stand."""

from fastapi import APIRouter

from services.incentives.api.answers import Standing, asked_by, carry_out
from services.incentives.api.contests import Number
from services.incentives.contest import rules
from services.incentives.contest.commands import ScoreStaff, ScoreTest
from shared.access.competence import WrongRole
from shared.errors import NotKnownHere
from shared.web.acting import Answer, TheAct
from shared.web.bodies import Body, Code
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/contests", tags=["contests"])


class Scoring(Body):
    """One judge's scores, in tenths of a point from 0 to 1000."""

    staff_id: Code
    service: Number
    competence: Number
    performance: Number
    satisfaction: Number


class TestResult(Body):
    """What somebody reached in the knowledge test, in tenths of a point from 0 to 1000."""

    staff_id: Code
    score: Number


@router.post(
    "/{contest_id}/scores",
    response_model=Standing,
    responses=refuses(
        WrongRole,
        NotKnownHere,
        rules.NotTheOrganiser,
        rules.ScoringOneself,
        rules.ScoreOutOfRange,
        rules.NotNominated,
        rules.ContestNotOpen,
        rules.ScoredAlready,
        rules.NotQualified,
    ),
)
async def score_staff(contest_id: str, body: Scoring, act: TheAct) -> Answer:
    """评分: the caller is the judge."""
    command = ScoreStaff(
        contest_id=contest_id,
        staff_id=body.staff_id,
        judge=act.caller.subject,
        service=body.service,
        competence=body.competence,
        performance=body.performance,
        satisfaction=body.satisfaction,
        organiser_id=act.caller.bureau,
        today=act.today,
    )
    return await carry_out(act, command)


@router.post(
    "/{contest_id}/tests",
    response_model=Standing,
    responses=refuses(
        WrongRole,
        NotKnownHere,
        rules.NotTheOrganiser,
        rules.ScoreOutOfRange,
        rules.NotNominated,
        rules.NotAComponent,
        rules.ContestNotOpen,
        rules.NotQualified,
        rules.KnowledgeTestedAlready,
    ),
)
async def score_test(contest_id: str, body: TestResult, act: TheAct) -> Answer:
    """知识测试: where the contest has declared that it counts."""
    command = ScoreTest(staff_id=body.staff_id, score=body.score, **asked_by(act, contest_id))
    return await carry_out(act, command)
