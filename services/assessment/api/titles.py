"""称号 over HTTP: read by everybody; the plaque, and the way in which a title is taken away or ends."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from services.assessment.api.answers import CHANGE, OVERSEERS, TitleStanding
from services.assessment.queries import titles as queries
from services.assessment.stated import BeforeItsCause
from services.assessment.title.commands import (
    DeclarePlaqueVoid,
    EndTitle,
    HandOverPlaque,
    TakePlaqueBack,
    WhyVoid,
)
from services.assessment.title.ending import (
    NoPlaqueToReturn,
    PlaqueAlreadyReturned,
    PlaqueAlreadyVoid,
    TitleNotOver,
)
from services.assessment.title.giving import PlaqueAlreadyHandedOver, ResultNotPublished, TitleNotInForce
from services.assessment.views import TitleCaseView, TitleView
from shared.access import directory
from shared.access.competence import NotYourStation
from shared.access.scope import scope_of
from shared.errors import InTheFuture, NotKnownHere
from shared.events.assessment import EndedBy
from shared.web.acting import Answer, TheChange
from shared.web.answers import versioned
from shared.web.bodies import Body, Code, Day
from shared.web.callers import TheCaller, TheRuntime
from shared.web.lists import Page, ThePaging, page
from shared.web.problems import refuses
from shared.web.rules import CursorNotReadable

router = APIRouter(prefix="/v1/titles", tags=["titles"])


class PlaqueBody(Body):
    """`handed_over_on` is today unless it is stated."""

    plaque_number: Code
    handed_over_on: Day | None = None


class VoidBody(Body):
    reason: WhyVoid


class ReturnBody(Body):
    """Nothing need be said: `returned_on` is today unless it is stated."""

    returned_on: Day | None = None


_TODAY = ReturnBody()


@router.get("", response_model=Page[TitleView], responses=refuses(CursorNotReadable))
async def list_titles(
    request: Request,
    runtime: TheRuntime,
    paging: ThePaging,
    season_id: Annotated[str | None, Query(max_length=100)] = None,
    trade: Annotated[str | None, Query(max_length=100)] = None,
) -> Response:
    """The titles ever given, in the order of their numbers, for everybody."""
    (after,) = paging.after(str)
    async with runtime.pool.acquire() as connection:
        rows = await queries.titles(
            connection, season_id, trade, after if isinstance(after, str) else None, paging.fetch
        )
    return page(request, paging, rows, lambda row: (row.id,), lambda row: row)


@router.get("/{station_id}", response_model=TitleCaseView | TitleView, responses=refuses(NotKnownHere))
async def read_title(station_id: str, caller: TheCaller, runtime: TheRuntime) -> Response:
    """A station's latest title. The procedure about it is for the bureaus of its area and the host alone."""
    async with runtime.pool.acquire() as connection:
        scope = await scope_of(connection, caller)
        title = await queries.title(connection, station_id, runtime.clock.today())
        station = await directory.station(connection, station_id)
    if title is None:
        raise NotKnownHere(f"No title of station {station_id} is known here.")
    place = (title.bureau_code, "") if station is None else (station.bureau_code, station.division_code)
    of_its_area = caller.level in OVERSEERS and scope.covers(bureau_code=place[0], division_code=place[1])
    if of_its_area or scope.host_id == title.host_id:
        return versioned(title, title.version)
    return versioned(TitleView(**title.model_dump(include=set(TitleView.model_fields))), title.version)


@router.post(
    "/{station_id}/plaque",
    response_model=TitleStanding,
    responses=refuses(
        *CHANGE, TitleNotInForce, ResultNotPublished, PlaqueAlreadyHandedOver, BeforeItsCause, InTheFuture
    ),
)
async def hand_over_plaque(station_id: str, body: PlaqueBody, act: TheChange) -> Answer:
    """授牌: after the province's publication."""
    command = HandOverPlaque(
        station_id=station_id, plaque_number=body.plaque_number, handed_over_on=act.day(body.handed_over_on)
    )
    return await act.carry_out(command, TitleStanding.of)


@router.post(
    "/{station_id}/plaque-return",
    response_model=TitleStanding,
    responses=refuses(*CHANGE, TitleNotOver, NoPlaqueToReturn, BeforeItsCause, InTheFuture),
)
async def take_plaque_back(station_id: str, act: TheChange, body: ReturnBody = _TODAY) -> Answer:
    """收回牌匾: the county has it again."""
    command = TakePlaqueBack(station_id=station_id, returned_on=act.day(body.returned_on))
    return await act.carry_out(command, TitleStanding.of)


@router.post(
    "/{station_id}/plaque-void",
    response_model=TitleStanding,
    responses=refuses(*CHANGE, TitleNotOver, NoPlaqueToReturn, PlaqueAlreadyReturned, PlaqueAlreadyVoid),
)
async def declare_plaque_void(station_id: str, body: VoidBody, act: TheChange) -> Answer:
    """牌匾作废: it was lost, or is not given back."""
    command = DeclarePlaqueVoid(station_id=station_id, reason=body.reason, today=act.today)
    return await act.carry_out(command, TitleStanding.of)


@router.post(
    "/{station_id}/renunciation",
    response_model=TitleStanding,
    responses=refuses(*CHANGE, NotYourStation, TitleNotInForce),
)
async def renounce_title(station_id: str, act: TheChange) -> Answer:
    """自愿放弃: the host gives the title back, of its own will; no bar follows, and the plaque is due."""
    command = EndTitle(station_id=station_id, ended_by=EndedBy.REQUEST, on=act.today)
    return await act.carry_out(command, TitleStanding.of)
