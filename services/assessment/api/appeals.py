"""复议、诉讼 over HTTP: how a revocation is contested, what the organ has decided, and what is contested today."""

from datetime import date

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.assessment.api.answers import CHANGE, READ, TitleStanding
from services.assessment.queries import appeals as queries
from services.assessment.stated import BeforeItsCause
from services.assessment.title.appealing import (
    AppealAlreadyDecided,
    AppealAlreadyLodged,
    AppealExhausted,
    AppealStillOpen,
    AppealTooLate,
    NoSuchAppeal,
    TitleGivenAnew,
)
from services.assessment.title.commands import DecideAppeal, LodgeAppeal
from services.assessment.title.state import Title
from services.assessment.title.taking import TitleNotRevoked
from services.assessment.views_of_revocations import AppealEntry
from shared.access.competence import NotYourCase, Recused
from shared.access.scope import scope_of
from shared.errors import InTheFuture
from shared.events.assessment import AppealKind, AppealOutcome
from shared.eventsourcing.ids import new_id
from shared.web.acting import Answer, TheChange
from shared.web.bodies import Body, Day, Name, Text
from shared.web.callers import TheCaller, TheRuntime
from shared.web.lists import Page, ThePaging, page
from shared.web.problems import refuses
from shared.web.rules import CursorNotReadable

router = APIRouter(tags=["titles"])


class AppealBody(Body):
    """Before which organ, with what, and why so late, if it is. `lodged_on` is today unless it is stated."""

    kind: AppealKind
    organ: Name
    statement: Text
    late_reason: Text | None = None
    lodged_on: Day | None = None


class AppealDecisionBody(Body):
    """What the organ has decided; of a suit the judgment that is final. `decided_on` is today unless it is stated."""

    outcome: AppealOutcome
    organ: Name
    document_number: Name
    reasons: Text
    decided_on: Day | None = None


class AppealStanding(BaseModel):
    """An appeal after an act on it; `status` and `version` are the title's, `last_day` is null where no time ran."""

    id: str
    stage: str
    status: str
    station_id: str
    version: int
    last_day: date | None

    @classmethod
    def of(cls, appeal_id: str, title: Title, version: int) -> "AppealStanding":
        appeal = title.appeals[appeal_id]
        return cls(
            id=appeal_id,
            stage="open" if appeal.decided is None else "decided",
            status=TitleStanding.of(title, version).status,
            station_id=appeal.lodged.station_id,
            version=version,
            last_day=appeal.lodged.last_day,
        )


@router.get("/v1/appeals", response_model=Page[AppealEntry], responses=refuses(*READ, CursorNotReadable))
async def list_appeals(request: Request, caller: TheCaller, runtime: TheRuntime, paging: ThePaging) -> Response:
    """复议诉讼台账: what is contested in the caller's area, or may be; what is open first, then by the last day."""
    place, by_day, last = paging.after(int, date, str)
    after = None
    if isinstance(place, int) and isinstance(by_day, date) and isinstance(last, str):
        after = place, by_day, last
    async with runtime.pool.acquire() as connection:
        scope = await scope_of(connection, caller)
        rows = await queries.contested(connection, scope, after, paging.fetch, runtime.clock.today())
    return page(request, paging, rows, lambda row: row[1], lambda row: row[0])


@router.post(
    "/v1/titles/{station_id}/appeals",
    status_code=201,
    response_model=AppealStanding,
    responses=refuses(
        *CHANGE,
        NotYourCase,
        Recused,
        TitleNotRevoked,
        AppealAlreadyLodged,
        AppealStillOpen,
        AppealExhausted,
        AppealTooLate,
        BeforeItsCause,
        InTheFuture,
    ),
)
async def lodge_appeal(station_id: str, body: AppealBody, act: TheChange) -> Answer:
    """申请复议、起诉: by the host whose title it was; a bureau to which the organ has written puts it on file, too."""
    appeal_id = new_id("ap", act.seed)
    command = LodgeAppeal(
        station_id=station_id,
        appeal_id=appeal_id,
        kind=body.kind,
        organ=body.organ,
        statement=body.statement,
        late_reason=body.late_reason or "",
        lodged_on=act.day(body.lodged_on),
    )
    return await act.carry_out(command, lambda title, version: AppealStanding.of(appeal_id, title, version), 201)


@router.post(
    "/v1/titles/{station_id}/appeals/{appeal_id}/decision",
    response_model=AppealStanding,
    responses=refuses(
        *CHANGE, Recused, NoSuchAppeal, TitleGivenAnew, AppealAlreadyDecided, BeforeItsCause, InTheFuture
    ),
)
async def decide_appeal(station_id: str, appeal_id: str, body: AppealDecisionBody, act: TheChange) -> Answer:
    """复议决定、判决: the province puts it on file; a revocation that was set aside counts no more from that day."""
    command = DecideAppeal(
        station_id=station_id,
        appeal_id=appeal_id,
        outcome=body.outcome,
        organ=body.organ,
        document_number=body.document_number,
        reasons=body.reasons,
        decided_on=act.day(body.decided_on),
        today=act.today,
    )
    return await act.carry_out(command, lambda title, version: AppealStanding.of(appeal_id, title, version))
