"""上报名单 over HTTP: submitted by the city once a season, read by those whom it concerns."""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field, StringConstraints

from services.assessment.api.answers import ACT, OVERSEERS, READ, Done
from services.assessment.list.commands import SubmitList
from services.assessment.list.decisions import (
    AssessmentNotConcluded,
    LateWithoutReason,
    ListedTwice,
    NotEligibleForList,
    NoticeNotClosed,
    OtherListSubmitted,
    OverQuotaWithoutReason,
)
from services.assessment.list.state import CityList
from services.assessment.queries import lists as queries
from services.assessment.views import ListView
from shared.access.competence import OutsideJurisdiction
from shared.access.roles import Level
from shared.access.scope import scope_of
from shared.errors import NotKnownHere
from shared.web.acting import Answer, TheAct
from shared.web.answers import versioned
from shared.web.bodies import Body, Code
from shared.web.callers import TheCaller, TheRuntime, allow
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/lists", tags=["lists"])

_Reason = Annotated[str, StringConstraints(max_length=2_000)]


class ListBody(Body):
    """`entries` are application ids in order; without them the ranking fills the places."""

    season_id: Code
    entries: Annotated[tuple[Code, ...], Field(max_length=60)] | None = None
    over_quota_reason: _Reason = ""
    late_reason: _Reason = ""


class Submitted(Done):
    """How many stand on the list, and how many in reserve."""

    entries: int
    reserve: int


def _submitted(city_list: CityList, version: int) -> Submitted:
    submitted = city_list.submitted
    assert submitted is not None, "a command on a list either submits it or is refused"
    return Submitted(
        id=submitted.list_id,
        status="submitted",
        version=version,
        entries=len(submitted.entries),
        reserve=len(submitted.reserve),
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
    ),
)
async def submit_list(body: ListBody, act: TheAct) -> Answer:
    """上报名单: the city reports who passed, in order, on behalf of the province; it is frozen from here on."""
    act.allow(Level.CITY)
    command = SubmitList(
        list_id="",
        season_id=body.season_id,
        entries=body.entries,
        over_quota_reason=body.over_quota_reason,
        late_reason=body.late_reason,
        today=act.today,
    )
    return await act.carry_out(command, _submitted, 201)


@router.get("/{list_id}", response_model=ListView, responses=refuses(*READ))
async def read_list(list_id: str, caller: TheCaller, runtime: TheRuntime) -> Response:
    """The list as it was submitted, with the names of the day."""
    allow(caller, *OVERSEERS)
    async with runtime.pool.acquire() as connection:
        scope = await scope_of(connection, caller)
        found = await queries.city_list(connection, list_id)
    if found is None:
        raise NotKnownHere(f"No list {list_id} is known here.")
    view, city_code = found
    if not scope.covers(division_code=city_code):
        raise OutsideJurisdiction(f"{list_id} is not {caller.bureau}'s to read.")
    return versioned(view, view.version)
