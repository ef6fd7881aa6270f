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
from services.registry.jobs.erasing import follow_erasures
from services.registry.queries import corrections
from services.registry.queries.corrections import Correction
from services.registry.subject.commands import ConfirmErasure, EraseSubject
from services.registry.subject.decisions import ConfirmedByTheSame, NoErasureOrdered, RetentionRuns
from services.registry.subject.state import Subject
from shared.access.competence import OutsideJurisdiction, Recused, WrongRole
from shared.errors import NotKnownHere
from shared.eventsourcing.ids import new_id
from shared.web.acting import Answer, Show, TheAct
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


class Confirmation(Body):
    """Nothing more need be said: the order says it."""


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


@router.post(
    "/staff/{staff_id}/erasure", response_model=Done, responses=refuses(WrongRole, NotKnownHere, RetentionRuns)
)
async def erase_subject(staff_id: str, body: Erasure, act: TheAct) -> Answer:
    """提请删除: it is ordered that what is known of the person be erased, which another confirms.

    While the law wants the data kept they are closed to everybody at once: `restricted`.
    """
    command = EraseSubject(staff_id, body.grounds, body.retained_until or act.today, act.today)
    return await act.carry_out(command, _standing_of(staff_id))


@router.post(
    "/staff/{staff_id}/erasure/confirmation",
    response_model=Done,
    responses=refuses(WrongRole, NotKnownHere, NoErasureOrdered, ConfirmedByTheSame),
)
async def confirm_erasure(staff_id: str, _body: Confirmation, act: TheAct, runtime: TheRuntime) -> Answer:
    """删除个人信息: another confirms what was ordered, and the person's key is destroyed, with all that it sealed."""
    answer = await act.carry_out(ConfirmErasure(staff_id, act.today), _standing_of(staff_id))
    await follow_erasures(runtime)
    return answer


def _standing_of(staff_id: str) -> Show:
    def show(subject: Subject, version: int) -> Done:
        return Done(id=staff_id, status=subject.status, version=version)

    return show
