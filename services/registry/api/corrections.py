"""更正、删除个人信息: wrong records of a station, and the personal data of its staff."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field, StringConstraints

from services.registry.api.answers import CareDone, Done
from services.registry.api.concerned import CONCERNED, station_of_concern
from services.registry.correction.commands import CorrectRecord
from services.registry.correction.decisions import NoSuchRecord
from services.registry.correction.state import Corrections
from services.registry.queries import corrections
from services.registry.queries.corrections import Correction
from services.registry.subject.commands import EraseSubject
from services.registry.subject.state import Subject
from shared.access.competence import OutsideJurisdiction, Recused, WrongRole
from shared.errors import NotKnownHere
from shared.eventsourcing.ids import new_id
from shared.web.acting import Answer, TheAct
from shared.web.bodies import Body, Code, Day, Text
from shared.web.callers import TheCaller, TheRuntime
from shared.web.lists import Page, ThePaging, page
from shared.web.problems import refuses
from shared.web.rules import CursorNotReadable

router = APIRouter(prefix="/v1", tags=["corrections"])

EventId = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"),
    Field(examples=["3f2504e0-4f89-51d3-9a0c-0305e82c3301"]),
]


class CorrectionOf(Body):
    """`record_id` is the id of the event that is wrong; `stream` where it lies, if not with the station itself."""

    record_id: EventId
    correction: Text
    reason: Text
    stream: Code | None = None


class Erasure(Body):
    """`retained_until` is the day until which the law wants the data kept; without one they are erased at once."""

    grounds: Text
    retained_until: Day | None = None


@router.post(
    "/stations/{station_id}/corrections",
    status_code=201,
    response_model=CareDone,
    responses=refuses(WrongRole, OutsideJurisdiction, Recused, NotKnownHere, NoSuchRecord),
)
async def correct_record(station_id: str, body: CorrectionOf, act: TheAct) -> Answer:
    """更正: the county says what is right; the record that was wrong stands beside it. Said again, nothing changes."""
    correction_id = new_id("co", act.seed)
    command = CorrectRecord(
        station_id=station_id,
        correction_id=correction_id,
        record_id=body.record_id,
        correction=body.correction,
        reason=body.reason,
        today=act.today,
        stream=body.stream or "",
    )

    def show(said: Corrections, version: int) -> CareDone:
        return CareDone(id=said.latest[body.record_id].correction_id, station_id=station_id, version=version)

    return await act.carry_out(command, show, 201)


@router.get(
    "/stations/{station_id}/corrections",
    response_model=Page[Correction],
    responses=refuses(*CONCERNED, CursorNotReadable),
)
async def list_corrections(
    station_id: str, request: Request, runtime: TheRuntime, caller: TheCaller, paging: ThePaging
) -> Response:
    """What was wrong in a station's records and what is right, the newest first."""
    async with runtime.pool.acquire() as connection:
        await station_of_concern(connection, caller, station_id)
        rows = await corrections.corrections(connection, station_id, after=paging.after(date, str), limit=paging.fetch)
    return page(request, paging, rows, lambda row: (row.corrected_on, row.correction_id), lambda row: row)


@router.post("/staff/{staff_id}/erasure", response_model=Done, responses=refuses(WrongRole, NotKnownHere))
async def erase_subject(staff_id: str, body: Erasure, act: TheAct) -> Answer:
    """删除个人信息: the name leaves every table that is read; `restricted` while the law wants it kept.

    The event log keeps the bytes that were recorded, until personal fields are encrypted with a key for each person.
    """
    command = EraseSubject(staff_id, body.grounds, body.retained_until or act.today, act.today)

    def show(subject: Subject, version: int) -> Done:
        return Done(id=staff_id, status=subject.outcome, version=version)

    return await act.carry_out(command, show)
