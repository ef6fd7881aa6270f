"""测评 over HTTP: the city appoints its panel, the assessors score, the city concludes."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field, StringConstraints

from services.assessment.api.answers import ACT, CHANGE, READ, AssessmentStanding, Done, standing
from services.assessment.assessment.commands import ConcludeAssessment, RecuseAssessor, ScoreCandidate
from services.assessment.assessment.recusal import RecusalTooLate
from services.assessment.assessment.scoring import (
    AlreadyScored,
    AssessmentConcluded,
    AssessorIsRecused,
    AssessorTookPart,
    ItemScoreOutOfRange,
    NotInTheSet,
    NotOnThePanel,
    RemarkIncomplete,
    RubricNotPublished,
    ScoresIncomplete,
    TooFewAssessors,
    VetoNotChecked,
)
from services.assessment.panel.commands import AppointPanel
from services.assessment.panel.decisions import PanelAlreadyAppointed, PanelTooSmall
from services.assessment.queries import candidates as queries
from services.assessment.views import AssessmentView, CandidateView
from shared.access.competence import OutsideJurisdiction, Recused
from shared.access.roles import Level
from shared.access.scope import scope_of
from shared.errors import NotKnownHere
from shared.events.assessment import ItemScore
from shared.web.acting import Answer, TheAct, TheChange
from shared.web.answers import versioned
from shared.web.bodies import Body, Code, Text
from shared.web.callers import TheCaller, TheRuntime
from shared.web.lists import Page, ThePaging, page
from shared.web.problems import refuses
from shared.web.rules import CursorNotReadable

router = APIRouter(prefix="/v1", tags=["assessments"])


class PanelBody(Body):
    """`members` are officers' ids."""

    season_id: Code
    members: Annotated[tuple[Code, ...], Field(min_length=1, max_length=30)]


class ItemScoreBody(Body):
    item: Code
    tenths: Annotated[int, Field(strict=True, ge=0, le=1_000)]
    note: Annotated[str, StringConstraints(max_length=300)] = ""


class Nothing(Body):
    """There is nothing to say: no body, or an empty one."""


_NOTHING = Nothing()


class ScoresBody(Body):
    """Every item of the season's rubric, once; the caller is the assessor."""

    scores: Annotated[tuple[ItemScoreBody, ...], Field(min_length=1, max_length=100)]


class RecusalBody(Body):
    """`assessor` is an officer's id: the caller's own, or a colleague's."""

    assessor: Code
    reason: Text


@router.post(
    "/panels", status_code=201, response_model=Done, responses=refuses(*ACT, PanelTooSmall, PanelAlreadyAppointed)
)
async def appoint_panel(body: PanelBody, act: TheAct) -> Answer:
    """测评组: the city names its assessors for the season."""
    command = AppointPanel(panel_id="", season_id=body.season_id, members=body.members, today=act.today)
    return await act.carry_out(
        command, lambda panel, version: Done(id=panel.panel_id, status="appointed", version=version), 201
    )


@router.get("/candidates", response_model=Page[CandidateView], responses=refuses(*READ, CursorNotReadable))
async def list_candidates(
    request: Request,
    caller: TheCaller,
    runtime: TheRuntime,
    paging: ThePaging,
    season_id: Annotated[str, Query(max_length=100)],
) -> Response:
    """推荐对象: the season's frozen set, each with its notice, its scores so far, its result and its stage."""
    (after,) = paging.after(str)
    async with runtime.pool.acquire() as connection:
        scope = await scope_of(connection, caller)
        rows = await queries.candidates(
            connection, season_id, scope, after if isinstance(after, str) else None, paging.fetch
        )
    return page(request, paging, rows, lambda row: (row.id,), lambda row: row)


@router.post(
    "/assessments/{application_id}/scores",
    status_code=201,
    response_model=AssessmentStanding,
    responses=refuses(
        *ACT,
        Recused,
        AssessorIsRecused,
        NotOnThePanel,
        AssessorTookPart,
        NotInTheSet,
        RubricNotPublished,
        ScoresIncomplete,
        ItemScoreOutOfRange,
        AlreadyScored,
        AssessmentConcluded,
    ),
)
async def score_candidate(application_id: str, body: ScoresBody, act: TheAct) -> Answer:
    """测评表: the caller, a member of the panel, scores the candidate item by item."""
    command = ScoreCandidate(
        application_id=application_id,
        assessor=act.caller.subject,
        scores=tuple(ItemScore(item=one.item, tenths=one.tenths, note=one.note) for one in body.scores),
        today=act.today,
    )
    return await act.carry_out(command, lambda state, version: standing(application_id, state, version), 201)


@router.post(
    "/assessments/{application_id}/recusals",
    status_code=201,
    response_model=AssessmentStanding,
    responses=refuses(*CHANGE, NotOnThePanel, NotInTheSet, RecusalTooLate),
)
async def recuse_assessor(application_id: str, body: RecusalBody, act: TheChange) -> Answer:
    """回避: a member of the panel does not assess this candidate, of themselves or because the city says so."""
    command = RecuseAssessor(application_id=application_id, assessor=body.assessor, reason=body.reason, today=act.today)
    return await act.carry_out(command, lambda state, version: standing(application_id, state, version), 201)


@router.post(
    "/assessments/{application_id}/conclusion",
    response_model=AssessmentStanding,
    responses=refuses(*CHANGE, NotInTheSet, RubricNotPublished, TooFewAssessors, RemarkIncomplete, VetoNotChecked),
)
async def conclude_assessment(application_id: str, act: TheChange, _body: Nothing = _NOTHING) -> Answer:
    """测评结论: passed or failed, on behalf of the province; or, once, a joint re-mark (共同复评)."""
    command = ConcludeAssessment(application_id=application_id, today=act.today)
    return await act.carry_out(command, lambda state, version: standing(application_id, state, version))


@router.get("/assessments/{application_id}", response_model=AssessmentView, responses=refuses(*READ))
async def read_assessment(application_id: str, caller: TheCaller, runtime: TheRuntime) -> Response:
    """A candidate's assessment. Its host sees the result, and neither who gave which mark nor a check."""
    async with runtime.pool.acquire() as connection:
        scope = await scope_of(connection, caller)
        view = await queries.assessment(connection, application_id)
    if view is None:
        raise NotKnownHere(f"{application_id} is no candidate that is known here.")
    if not scope.covers(host_id=view.host_id, bureau_code=view.bureau_code, division_code=view.division_code):
        raise OutsideJurisdiction(f"{application_id} is not {caller.bureau or 'this caller'}'s to read.")
    if caller.level is Level.ENTERPRISE:
        hidden: dict[str, object] = {"scores": [], "sheets": [], "recusals": [], "remark": None, "spot_checks": []}
        view = view.model_copy(update=hidden)
    return versioned(view, view.version)
