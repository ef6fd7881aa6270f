"""申请 over HTTP: a host files and withdraws; whoever is concerned reads where a case stands."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from services.application.api.standing import CHANGE, FILING, SeasonId, SelfScore, Standing
from services.application.filing.commands import FileApplication, WithdrawApplication
from services.application.filing.standing import NotFiled
from services.application.filing.state import Stage
from services.application.filing.withdrawing import ApplicationIsOver, ListAlreadySubmitted, NothingFiledYet
from services.application.names import application_id as id_of
from services.application.queries import applications as queries
from services.application.season.standing import NoSuchSeason
from shared.access.competence import (
    NotAnOfficerHere,
    NotYourCase,
    NotYourStation,
    OutsideJurisdiction,
    WrongRole,
)
from shared.access.scope import scope_of
from shared.access.tokens import NotSignedIn
from shared.errors import NotKnownHere
from shared.web.acting import Answer, TheAct, TheChange
from shared.web.answers import versioned
from shared.web.bodies import Body, Code, Sha256, Text
from shared.web.callers import TheCaller, TheRuntime
from shared.web.lists import Page, Paging, ThePaging, page
from shared.web.problems import refuses
from shared.web.rules import CursorNotReadable

router = APIRouter(prefix="/v1/applications", tags=["applications"])

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Filing(Body):
    """The form itself lies with the host and the county; its hash proves it. So does that of the pledge, if any."""

    season_id: SeasonId
    station_id: Code
    form_sha256: Sha256
    self_score_tenths: SelfScore
    pledge_sha256: Sha256 | None = None


class Withdrawal(Body):
    reason: Text


@router.post(
    "",
    status_code=201,
    response_model=Standing,
    responses=refuses(
        NotSignedIn,
        WrongRole,
        NotYourStation,
        NotKnownHere,
        NoSuchSeason,
        *FILING,
    ),
)
async def file_application(body: Filing, act: TheAct) -> Answer:
    """申请: the host files for its own station, of its own will. No bureau files for an enterprise."""
    name = id_of(body.season_id, body.station_id)
    command = FileApplication(
        name,
        body.season_id,
        body.station_id,
        body.form_sha256,
        body.self_score_tenths,
        received_at=act.effective,
        pledge_sha256=body.pledge_sha256 or "",
    )
    return await act.carry_out(command, Standing.of, 201, location=f"/v1/applications/{name}")


@router.post(
    "/{application_id}/withdrawal",
    response_model=Standing,
    responses=refuses(*CHANGE, NotYourStation, NothingFiledYet, ApplicationIsOver, ListAlreadySubmitted),
)
async def withdraw_application(application_id: str, body: Withdrawal, act: TheChange) -> Answer:
    """撤回: the host takes its application back, which it may do until the list is submitted."""
    return await act.carry_out(WithdrawApplication(application_id, body.reason, act.effective), Standing.of)


@router.get(
    "",
    response_model=Page[queries.ApplicationView],
    responses=refuses(NotSignedIn, NotAnOfficerHere, NotKnownHere, CursorNotReadable),
)
async def list_applications(
    request: Request,
    caller: TheCaller,
    runtime: TheRuntime,
    paging: ThePaging,
    season_id: Annotated[str | None, Query(max_length=100)] = None,
    stage: Stage | None = None,
    bureau_code: Annotated[str | None, Query(max_length=100)] = None,
) -> Response:
    """Applications in the order of their filing: a host's own, a county's own, those of a city's or province's area."""
    async with runtime.pool.acquire() as connection:
        rows = await queries.applications(
            connection,
            await scope_of(connection, caller),
            season_id=season_id,
            stage=stage,
            bureau_code=bureau_code,
            after=_after(paging),
            limit=paging.fetch,
        )
    return page(request, paging, rows, _place, lambda row: row)


@router.get(
    "/{application_id}",
    response_model=queries.ApplicationView,
    responses=refuses(NotSignedIn, NotAnOfficerHere, NotKnownHere, NotFiled, NotYourCase, OutsideJurisdiction),
)
async def read_application(application_id: str, caller: TheCaller, runtime: TheRuntime) -> Response:
    """One application, where its case stands, whose turn it is and until when."""
    async with runtime.pool.acquire() as connection:
        scope = await scope_of(connection, caller)
        application = await queries.application(connection, scope, application_id)
        if application is None:
            await queries.require_seen(connection, scope, application_id)
    if application is None:
        raise NotFiled(f"there is no application {application_id}")
    return versioned(application, application.version)


def _place(row: queries.ApplicationView) -> tuple[int, str]:
    assert row.filed_at is not None, "only what was filed is listed"
    return (row.filed_at - _EPOCH) // timedelta(microseconds=1), row.id


def _after(paging: Paging) -> tuple[datetime, str] | None:
    filed_at, last = paging.after(int, str)
    if not isinstance(filed_at, int) or not isinstance(last, str):
        return None
    try:
        return _EPOCH + timedelta(microseconds=filed_at), last
    except OverflowError as error:
        raise CursorNotReadable("The cursor is none that this list has given.") from error
