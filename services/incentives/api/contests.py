"""竞赛: a contest is announced, and everybody may look at it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field, StringConstraints

from services.incentives.api.answers import Standing, carry_out, is_organiser
from services.incentives.contest import rules
from services.incentives.contest.commands import AnnounceContest
from services.incentives.contest.state import Stage
from services.incentives.queries import contests as queries
from services.incentives.queries.contests import AwardRow, ContestPage, ContestRow, NomineeRow, RewardRow
from shared.access.competence import WrongRole
from shared.access.roles import Level
from shared.access.scope import scope_of
from shared.errors import NotKnownHere
from shared.events.incentives import Components, Organiser, TieRule, Weights
from shared.eventsourcing.ids import new_id
from shared.web.acting import Answer, TheAct
from shared.web.answers import versioned
from shared.web.bodies import Body, Count, Day, Fen, Name
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


class ComponentsOf(Body):
    """Percents of what a total is made of, together 100; those that nobody names are the customary ones."""

    test: Number = 40
    results: Number = 40
    vote: Number = 20
    experts: Number = 0


class Announcement(Body):
    """A contest. Without `components` experts alone decide it; with them it goes step by step, from consent to notice.

    Results count from `period_from` to `period_until`: without them, the year as far as nominations are taken. A quota
    of 0 is none. Rewards keep within `budget_fen`, where one is named.
    """

    title: Name
    organiser: Organiser = Organiser.HOST
    approval_number: Annotated[str, StringConstraints(max_length=100)] = ""
    weights: WeightsOf
    places: Annotated[int, Field(strict=True, ge=1, le=1_000)]
    nominations_until: Day
    components: ComponentsOf | None = None
    tie_rule: TieRule = TieRule.SHARED
    period_from: Day | None = None
    period_until: Day | None = None
    per_station: Count = 0
    per_host: Count = 0
    budget_fen: Fen | None = None


class ContestRead(ContestPage):
    """A contest with those who stand in it, as far as they are the caller's business, and those it has honoured."""

    nominees: list[NomineeRow]
    awards: list[AwardRow]
    rewards: list[RewardRow]


@router.post(
    "",
    status_code=201,
    response_model=Standing,
    responses=refuses(
        WrongRole,
        rules.ApprovalNumberMissing,
        rules.WeightsNotHundred,
        rules.NominationsEndInThePast,
        rules.ComponentsNotHundred,
        rules.VoteTooHeavy,
        rules.PeriodUpsideDown,
    ),
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
        weights=Weights(**body.weights.model_dump()),
        places=body.places,
        nominations_until=body.nominations_until,
        today=act.today,
        components=None if body.components is None else Components(**body.components.model_dump()),
        tie_rule=body.tie_rule,
        period_from=body.period_from,
        period_until=body.period_until,
        per_station=body.per_station,
        per_host=body.per_host,
        budget_fen=body.budget_fen,
    )
    return await carry_out(act, command, 201, f"/v1/contests/{command.contest_id}")


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
        own = is_organiser(caller, contest)
        nominees = await queries.nominees(connection, contest_id, scope, is_organiser=own)
        with_rewards = own or caller.level in _SEE_REWARDS
        awards = await queries.awards(connection, contest_id, with_rewards=with_rewards)
        rewards = await queries.rewards(connection, contest_id) if with_rewards else []
    told = dict(contest) | ({} if with_rewards else {"budget_fen": None})
    return versioned(ContestRead(**told, nominees=nominees, awards=awards, rewards=rewards), contest.version)
