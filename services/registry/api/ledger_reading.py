"""台账: what the host, its bureaus and the auditor read in the ledger, and the figures that everybody may read."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from services.registry.api.ledger_bodies import PERIOD
from services.registry.queries import ledger
from services.registry.queries.ledger import DisputePage, DisputeRow, Overview, SummaryRow
from shared.access import directory
from shared.access.competence import NotAnOfficerHere, OutsideJurisdiction, WrongRole
from shared.access.roles import Caller
from shared.access.scope import scope_of
from shared.access.tokens import NotSignedIn
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.events.registry import Grade
from shared.web.answers import versioned
from shared.web.callers import TheCaller, TheRuntime
from shared.web.lists import Page, Paging, ThePaging, page
from shared.web.problems import refuses
from shared.web.rules import CursorNotReadable

router = APIRouter(prefix="/v1", tags=["ledger"])

_READING = (NotSignedIn, WrongRole, OutsideJurisdiction, NotAnOfficerHere, NotKnownHere)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@router.get(
    "/stations/{station_id}/disputes",
    response_model=Page[DisputeRow],
    responses=refuses(*_READING, CursorNotReadable),
)
async def list_disputes(
    station_id: str,
    request: Request,
    runtime: TheRuntime,
    caller: TheCaller,
    paging: ThePaging,
    state: Literal["open", "settled", "referred"] | None = None,
    period: Annotated[str | None, Query(pattern=PERIOD, description="the month of the receipt, as 2013-06")] = None,
    grade: Grade | None = None,
) -> Response:
    """A station's disputes, the latest first."""
    async with runtime.pool.acquire() as connection:
        await _require_concerned(connection, caller, station_id)
        rows = await ledger.disputes(
            connection,
            station_id,
            period=period,
            state=state,
            grade=grade,
            after=_after(paging),
            limit=paging.fetch,
        )
    return page(request, paging, rows, lambda row: (_microseconds(row.received_at), row.dispute_id), lambda row: row)


@router.get("/disputes/{dispute_id}", response_model=DisputePage, responses=refuses(*_READING))
async def read_dispute(dispute_id: str, runtime: TheRuntime, caller: TheCaller) -> Response:
    """One dispute with all that was written about it."""
    async with runtime.pool.acquire() as connection:
        scope = await scope_of(connection, caller)
        found = await ledger.dispute(connection, dispute_id)
    if found is None:
        raise NotKnownHere(f"Dispute {dispute_id} is not known here.")
    if not scope.covers(host_id=found.host_id, bureau_code=found.bureau_code, division_code=found.division_code):
        raise OutsideJurisdiction(f"Dispute {dispute_id} is not {caller.bureau or 'this caller'}'s to read.")
    return versioned(found, found.version)


@router.get(
    "/stations/{station_id}/summaries",
    response_model=Page[SummaryRow],
    responses=refuses(NotKnownHere, NotAnOfficerHere, CursorNotReadable),
)
async def list_summaries(
    station_id: str, request: Request, runtime: TheRuntime, caller: TheCaller, paging: ThePaging
) -> Response:
    """A station's months in figures, the latest first. The analysis is for those whose business it is."""
    (before,) = paging.after(str)
    async with runtime.pool.acquire() as connection:
        concerned = await _is_concerned(connection, caller, station_id)
        rows = await ledger.summaries(connection, station_id, None if before is None else str(before), paging.fetch)
    shown = rows if concerned else [row.model_copy(update={"analysis": None}) for row in rows]
    return page(request, paging, shown, lambda row: (row.period,), lambda row: row)


@router.get("/stations/{station_id}/ledger", response_model=Overview, responses=refuses(*_READING))
async def read_ledger(station_id: str, runtime: TheRuntime, caller: TheCaller) -> Response:
    """The last twelve months as the ledger stands now, and the disputes that wait, the longest waiting first."""
    async with runtime.pool.acquire() as connection:
        await _require_concerned(connection, caller, station_id)
        found = await ledger.overview(connection, station_id, runtime.clock.today())
    return Response(found.model_dump_json().encode(), media_type="application/json")


async def _is_concerned(connection: Connection, caller: Caller, station_id: str) -> bool:
    """Whether the station's ledger is the caller's business."""
    station = await directory.the_station(connection, station_id)
    scope = await scope_of(connection, caller)
    return scope.covers(host_id=station.host_id, bureau_code=station.bureau_code, division_code=station.division_code)


async def _require_concerned(connection: Connection, caller: Caller, station_id: str) -> None:
    if not await _is_concerned(connection, caller, station_id):
        raise OutsideJurisdiction(f"The ledger of {station_id} is not {caller.bureau or 'this caller'}'s to read.")


def _microseconds(instant: datetime) -> int:
    return (instant - _EPOCH) // timedelta(microseconds=1)


def _after(paging: Paging) -> tuple[datetime, str] | None:
    received_at, last = paging.after(int, str)
    if not isinstance(received_at, int) or not isinstance(last, str):
        return None
    try:
        return _EPOCH + timedelta(microseconds=received_at), last
    except OverflowError as error:
        raise CursorNotReadable("The cursor is none that this list has given.") from error
