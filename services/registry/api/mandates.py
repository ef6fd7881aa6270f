"""委托、提级管辖: who acts for whom, on which document, and until when."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field, StringConstraints

from services.registry.api.answers import Done
from services.registry.bureau.decisions import AlreadySucceeded
from services.registry.mandate.commands import DelegateCompetence, EndDelegation, TakeUpCase
from services.registry.mandate.decisions import (
    EndsBeforeItBegins,
    MandateAlreadyGiven,
    MandateBackdated,
    MandateNotStanding,
    NotADelegate,
    NotALowerBureau,
    NotDelegable,
)
from services.registry.queries import mandates
from services.registry.queries.mandates import MandatePage
from shared.access.competence import OutsideJurisdiction, WrongRole
from shared.errors import NotKnownHere
from shared.eventsourcing.ids import new_id
from shared.web.acting import Answer, TheAct
from shared.web.bodies import Body, Code, Day, DivisionCode, Name, Sha256, Text
from shared.web.callers import TheRuntime
from shared.web.lists import Page, ThePaging, page
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/mandates", tags=["mandates"])

ActName = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z]+\.[a-z_]+$", max_length=100),
    Field(examples=["application.record_inspection"]),
]
"""An act by its service and its operation: `application.record_inspection`."""


class Delegation(Body):
    """`since` is today unless it is given, `until` the last day. No `acts` are all that can be delegated.

    A `station_id` or else a `division_code` narrows it; without either it is for the bureau's whole area.
    """

    delegate_code: Code
    acts: tuple[ActName, ...] = Field(default=(), max_length=100)
    division_code: DivisionCode | None = None
    station_id: Code | None = None
    document_number: Name
    document_sha256: Sha256
    since: Day | None = None
    until: Day


class TakingUp(Body):
    """`since` is today unless it is given; without a `station_id` it is for all stations of the lower bureau."""

    lower_code: Code
    station_id: Code | None = None
    reason: Text
    document_number: Name
    document_sha256: Sha256
    since: Day | None = None


class Ending(Body):
    """`ended_on`, today unless it is given, is the first day on which the mandate stands no more."""

    reason: Text
    ended_on: Day | None = None


@router.post(
    "/delegations",
    status_code=201,
    response_model=Done,
    responses=refuses(
        WrongRole,
        OutsideJurisdiction,
        NotKnownHere,
        MandateAlreadyGiven,
        AlreadySucceeded,
        MandateBackdated,
        EndsBeforeItBegins,
        NotDelegable,
        NotADelegate,
    ),
)
async def delegate_competence(body: Delegation, act: TheAct) -> Answer:
    """委托: a county, city or province lets a bureau of its level or below act for it, on a document, for a time."""
    mandate_id = new_id("md", act.seed)
    command = DelegateCompetence(
        mandate_id=mandate_id,
        bureau_code=act.caller.bureau,
        delegate_code=body.delegate_code,
        acts=body.acts,
        division_code=body.division_code or "",
        station_id=body.station_id or "",
        document_number=body.document_number,
        document_sha256=body.document_sha256,
        since=body.since or act.today,
        until=body.until,
        today=act.today,
    )
    return await act.carry_out(
        command, lambda _, version: Done(id=mandate_id, status="delegated", version=version), 201
    )


@router.post(
    "/taken-up",
    status_code=201,
    response_model=Done,
    responses=refuses(
        WrongRole,
        OutsideJurisdiction,
        NotKnownHere,
        MandateAlreadyGiven,
        AlreadySucceeded,
        MandateBackdated,
        NotALowerBureau,
    ),
)
async def take_up_case(body: TakingUp, act: TheAct) -> Answer:
    """提级管辖: the city or the province acts in place of a lower bureau, for a station or for all of its stations."""
    mandate_id = new_id("md", act.seed)
    command = TakeUpCase(
        mandate_id=mandate_id,
        bureau_code=act.caller.bureau,
        lower_code=body.lower_code,
        station_id=body.station_id or "",
        reason=body.reason,
        document_number=body.document_number,
        document_sha256=body.document_sha256,
        since=body.since or act.today,
        today=act.today,
    )
    return await act.carry_out(command, lambda _, version: Done(id=mandate_id, status="taken-up", version=version), 201)


@router.post(
    "/{mandate_id}/end",
    response_model=Done,
    responses=refuses(
        WrongRole, OutsideJurisdiction, NotKnownHere, MandateNotStanding, MandateBackdated, EndsBeforeItBegins
    ),
)
async def end_delegation(mandate_id: str, body: Ending, act: TheAct) -> Answer:
    """终止委托: the bureau that has delegated takes it back, or the one that took a case up gives it back."""
    command = EndDelegation(mandate_id, act.caller.bureau, body.reason, body.ended_on or act.today, act.today)
    return await act.carry_out(command, lambda _, version: Done(id=mandate_id, status="ended", version=version), 200)


@router.get("", response_model=Page[MandatePage])
async def list_mandates(
    request: Request,
    runtime: TheRuntime,
    paging: ThePaging,
    bureau: Annotated[str, Query(max_length=100, pattern=r"^[^\s\x00-\x1f]*$")] = "",
    on: Day | None = None,
) -> Response:
    """委托公告: everybody may know who acts for whom: all mandates, those of a `bureau`, or that stand `on` a day."""
    (after,) = paging.after(str)
    async with runtime.pool.acquire() as connection:
        rows = await mandates.mandates(connection, after, paging.fetch, bureau=bureau, on=on)
    return page(request, paging, rows, lambda row: (row.mandate_id,), lambda row: row)


@router.get("/{mandate_id}", responses=refuses(NotKnownHere))
async def read_mandate(mandate_id: str, runtime: TheRuntime) -> MandatePage:
    """One mandate."""
    async with runtime.pool.acquire() as connection:
        found = await mandates.mandate(connection, mandate_id)
    if found is None:
        raise NotKnownHere(f"Mandate {mandate_id} is not known here.")
    return found
