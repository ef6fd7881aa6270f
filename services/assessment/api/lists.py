"""上报名单 over HTTP: submitted by the city once a season, added to after that, read by those whom it concerns."""

from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import Field, StringConstraints

from services.assessment import streams
from services.assessment.api.answers import ACT, CHANGE, READ, Done
from services.assessment.list.commands import SubmitList, SupplementList
from services.assessment.list.state import CityList
from services.assessment.list.submitting import (
    AssessmentNotConcluded,
    LateWithoutReason,
    ListedTwice,
    ListTooLong,
    NotEligibleForList,
    NoticeNotClosed,
    OtherListSubmitted,
    OverQuotaWithoutReason,
)
from services.assessment.list.supplementing import (
    AlreadyOnTheList,
    ListNotSubmitted,
    NeverOnNotice,
    NothingToSupplement,
    ResultAlreadyPublished,
)
from services.assessment.printing import Printable, printed
from services.assessment.queries import lists as queries
from services.assessment.views import ListView
from shared.access.competence import OutsideJurisdiction
from shared.access.roles import Caller
from shared.access.scope import scope_of
from shared.errors import NotFound, NotKnownHere
from shared.events.assessment import ListSubmitted, ListSupplemented
from shared.runtime import Runtime
from shared.web.acting import Answer, TheAct, TheChange
from shared.web.answers import versioned
from shared.web.bodies import Body, Code, Text
from shared.web.callers import TheCaller, TheRuntime
from shared.web.prints import PrintDiffers, printed_page
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/lists", tags=["lists"])

_Reason = Annotated[str, StringConstraints(max_length=2_000)]
_Entries = Annotated[tuple[Code, ...], Field(max_length=300)]


class NoSuchSupplement(NotFound):
    """The list has no such supplement."""

    title_zh = "该名单没有此次补报。"


class ListBody(Body):
    """`entries` are application ids in order; without them the ranking fills the places."""

    season_id: Code
    entries: _Entries | None = None
    over_quota_reason: _Reason = ""
    late_reason: _Reason = ""


class SupplementBody(Body):
    """`entries` are application ids in order; without them the next of the reserve take the places that fell free."""

    entries: _Entries | None = None
    reason: Annotated[Text, StringConstraints(max_length=2_000)]
    over_quota_reason: _Reason = ""
    late_reason: _Reason = ""


class Submitted(Done):
    """How many stand on the list with its supplements, how many wait in reserve, and how many supplements there are."""

    entries: int
    reserve: int
    supplements: int


def _submitted(city_list: CityList, version: int) -> Submitted:
    submitted = city_list.submitted
    assert submitted is not None, "a command on a list leads to one that is submitted, or is refused"
    return Submitted(
        id=submitted.list_id,
        status="submitted",
        version=version,
        entries=len(city_list.entries),
        reserve=len(city_list.reserve),
        supplements=len(city_list.supplements),
    )


@router.post(
    "",
    status_code=201,
    response_model=Submitted,
    responses=refuses(
        *ACT,
        NoticeNotClosed,
        AssessmentNotConcluded,
        NotEligibleForList,
        ListedTwice,
        OverQuotaWithoutReason,
        LateWithoutReason,
        OtherListSubmitted,
        ListTooLong,
    ),
)
async def submit_list(body: ListBody, act: TheAct) -> Answer:
    """上报名单: the city reports who passed, in order, on behalf of the province; it is frozen from here on."""
    command = SubmitList(
        list_id="",
        season_id=body.season_id,
        entries=body.entries,
        over_quota_reason=body.over_quota_reason,
        late_reason=body.late_reason,
        today=act.today,
    )
    return await act.carry_out(command, _submitted, 201)


@router.post(
    "/{list_id}/supplements",
    status_code=201,
    response_model=Submitted,
    responses=refuses(
        *CHANGE,
        ListNotSubmitted,
        ResultAlreadyPublished,
        NothingToSupplement,
        AlreadyOnTheList,
        NeverOnNotice,
        NotEligibleForList,
        ListedTwice,
        OverQuotaWithoutReason,
        LateWithoutReason,
        ListTooLong,
    ),
)
async def supplement_list(list_id: Code, body: SupplementBody, act: TheChange) -> Answer:
    """补报名单: a place fell free, or who was held is released: further stations, in order, with the reason why."""
    command = SupplementList(
        list_id=list_id,
        season_id="",
        entries=body.entries,
        reason=body.reason,
        over_quota_reason=body.over_quota_reason,
        late_reason=body.late_reason,
        today=act.today,
    )
    return await act.carry_out(command, _submitted, 201)


@router.get("/{list_id}", response_model=ListView, responses=refuses(*READ))
async def read_list(list_id: Code, caller: TheCaller, runtime: TheRuntime) -> Response:
    """The list as it was submitted, with the names of the day, and its supplements."""
    view = await _readable(list_id, caller, runtime)
    return versioned(view, view.version)


@router.get("/{list_id}/printed", response_class=Response, responses=refuses(*READ, PrintDiffers))
async def print_list(list_id: Code, caller: TheCaller, runtime: TheRuntime) -> Response:
    """上报名单: as it was printed, byte for byte."""
    await _readable(list_id, caller, runtime)
    (submitted, *_) = await _printables(list_id, runtime)
    return printed_page(printed(submitted), submitted.printed_sha256)


@router.get(
    "/{list_id}/supplements/{supplement}/printed",
    response_class=Response,
    responses=refuses(*READ, NoSuchSupplement, PrintDiffers),
)
async def print_supplement(
    list_id: Code, supplement: Annotated[int, Path(ge=1, le=1_000)], caller: TheCaller, runtime: TheRuntime
) -> Response:
    """补报名单: as it was printed, byte for byte."""
    await _readable(list_id, caller, runtime)
    for event in await _printables(list_id, runtime):
        if isinstance(event, ListSupplemented) and event.supplement == supplement:
            return printed_page(printed(event), event.printed_sha256)
    raise NoSuchSupplement(f"{list_id} has no supplement {supplement}.")


async def _readable(list_id: str, caller: Caller, runtime: Runtime) -> ListView:
    """The list, if it is there and the caller's to read."""
    async with runtime.pool.acquire() as connection:
        scope = await scope_of(connection, caller)
        found = await queries.city_list(connection, list_id)
    if found is None:
        raise NotKnownHere(f"No list {list_id} is known here.")
    view, city_code = found
    if not scope.covers(division_code=city_code):
        raise OutsideJurisdiction(f"{list_id} is not {caller.bureau}'s to read.")
    return view


async def _printables(list_id: str, runtime: Runtime) -> list[Printable]:
    """What was printed of the list, from the records themselves."""
    history = (await runtime.store.load(streams.city_list(list_id))).history
    return [one.event for one in history if isinstance(one.event, ListSubmitted | ListSupplemented)]
