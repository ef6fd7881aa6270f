"""The organisers' way in: each route turns a request into one command about a contest."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field, StringConstraints

from services.incentives import queries
from services.incentives.contest import rules
from services.incentives.contest.commands import (
    AnnounceContest,
    AwardStaff,
    CloseContest,
    ContestCommand,
    NominateStaff,
    ScoreStaff,
)
from services.incentives.contest.state import Contest, Stage
from services.incentives.facts import ORGANISERS
from services.incentives.queries import AwardRow, ContestPage, ContestRow, NomineeRow
from shared.access.competence import WrongRole
from shared.access.roles import Caller, Level
from shared.access.scope import scope_of
from shared.errors import NotKnownHere
from shared.events.incentives import Organiser, Weights
from shared.eventsourcing.ids import new_id
from shared.web.acting import Act, Answer, TheAct, TheChange
from shared.web.answers import versioned
from shared.web.bodies import Body, Code, Day, Name, Text
from shared.web.callers import TheCaller, TheRuntime
from shared.web.lists import Page, ThePaging, page
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/contests", tags=["contests"])

_SEE_REWARDS = frozenset({Level.OPERATOR, Level.AUDITOR})

Number = Annotated[int, Field(strict=True, ge=-(2**53), le=2**53)]
"""A number whose range is for a rule to judge."""


class WeightsOf(Body):
    """Percents of the notice's four criteria, together 100."""

    service: Number
    competence: Number
    performance: Number
    satisfaction: Number


class Announcement(Body):
    title: Name
    organiser: Organiser = Organiser.HOST
    approval_number: Annotated[str, StringConstraints(max_length=100)] = ""
    weights: WeightsOf
    places: Annotated[int, Field(strict=True, ge=1, le=1_000)]
    nominations_until: Day


class Nomination(Body):
    staff_id: Code
    deeds: Text


class Scoring(Body):
    """One judge's scores, in tenths of a point from 0 to 1000."""

    staff_id: Code
    service: Number
    competence: Number
    performance: Number
    satisfaction: Number


class Closing(Body):
    """Nothing more is said when a contest is closed."""


class Award(Body):
    staff_id: Code
    honour: Name
    reward_fen: Number


class Standing(BaseModel):
    """A contest after a command; `nominees` and `awards` count people."""

    id: str
    stage: Stage
    nominees: int
    awards: int
    version: int


class ContestRead(ContestPage):
    """A contest with those who stand in it, as far as they are the caller's business, and those it has honoured."""

    nominees: list[NomineeRow]
    awards: list[AwardRow]


@router.post(
    "",
    status_code=201,
    response_model=Standing,
    responses=refuses(WrongRole, rules.ApprovalNumberMissing, rules.WeightsNotHundred, rules.NominationsEndInThePast),
)
async def announce_contest(body: Announcement, act: TheAct) -> Answer:
    """竞赛公布: a host for its own staff, a bureau for its own, either across enterprises with an approval number."""
    is_host = act.caller.level is Level.ENTERPRISE
    command = AnnounceContest(
        contest_id=new_id("co", act.seed),
        host_id=act.caller.bureau if is_host else "",
        bureau_code="" if is_host else act.caller.bureau,
        title=body.title,
        organiser=body.organiser,
        approval_number=body.approval_number,
        weights=Weights(
            service=body.weights.service,
            competence=body.weights.competence,
            performance=body.weights.performance,
            satisfaction=body.weights.satisfaction,
        ),
        places=body.places,
        nominations_until=body.nominations_until,
        today=act.today,
    )
    return await _carry_out(act, command, 201, f"/v1/contests/{command.contest_id}")


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
    ),
)
async def nominate_staff(contest_id: str, body: Nomination, act: TheAct) -> Answer:
    """提名: the organiser lets somebody stand; who stands already stands once."""
    command = NominateStaff(contest_id, body.staff_id, body.deeds, act.caller.bureau, act.today)
    return await _carry_out(act, command)


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
    return await _carry_out(act, command)


@router.post(
    "/{contest_id}/closing",
    response_model=Standing,
    responses=refuses(
        WrongRole,
        NotKnownHere,
        rules.NotTheOrganiser,
        rules.ContestNotOpen,
        rules.NominationsStillOpen,
        rules.NomineeNotScored,
    ),
)
async def close_contest(contest_id: str, _body: Closing, act: TheChange) -> Answer:
    """竞赛结束: the ranking stands from then on."""
    return await _carry_out(act, CloseContest(contest_id, act.caller.bureau, act.today))


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
    ),
)
async def award_staff(contest_id: str, body: Award, act: TheChange) -> Answer:
    """消费维权服务明星: the organiser honours somebody within the places."""
    command = AwardStaff(contest_id, body.staff_id, body.honour, body.reward_fen, act.caller.bureau, act.today)
    return await _carry_out(act, command)


@router.get("", response_model=Page[ContestRow])
async def list_contests(
    request: Request,
    runtime: TheRuntime,
    paging: ThePaging,
    host_id: Annotated[str | None, Query(max_length=200)] = None,
    stage: Stage | None = None,
) -> Response:
    """The contests, for everybody."""
    (after,) = paging.after(str)
    async with runtime.pool.acquire() as connection:
        rows = await queries.contests(connection, host_id=host_id, stage=stage, after=after, limit=paging.fetch)
    return page(request, paging, rows, lambda row: (row.contest_id,), lambda row: row)


@router.get("/{contest_id}", response_model=ContestRead, responses=refuses(NotKnownHere))
async def read_contest(contest_id: str, runtime: TheRuntime, caller: TheCaller) -> Response:
    """A contest. Everybody sees whom it honoured; who stands is for the organiser and for the bureaus concerned."""
    async with runtime.pool.acquire() as connection:
        contest = await queries.contest(connection, contest_id)
        if contest is None:
            raise NotKnownHere(f"Contest {contest_id} is not known here.")
        scope = await scope_of(connection, caller)
        is_organiser = _is_organiser(caller, contest)
        nominees = await queries.nominees(connection, contest_id, scope, is_organiser=is_organiser)
        with_rewards = is_organiser or caller.level in _SEE_REWARDS
        awards = await queries.awards(connection, contest_id, with_rewards=with_rewards)
    return versioned(ContestRead(**dict(contest), nominees=nominees, awards=awards), contest.version)


def _is_organiser(caller: Caller, contest: ContestPage) -> bool:
    return caller.level in ORGANISERS and caller.bureau == contest.organiser_id


async def _carry_out(act: Act, command: ContestCommand, status: int = 200, location: str | None = None) -> Response:
    def show(contest: Contest, version: int) -> Standing:
        return Standing(
            id=command.contest_id,
            stage=contest.stage,
            nominees=len(contest.nominees),
            awards=len(contest.awards),
            version=version,
        )

    return await act.carry_out(command, show, status, location)
