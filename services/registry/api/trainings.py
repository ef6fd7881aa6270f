"""培训: trainings of the competing stations, planned and held."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from services.registry.api.answers import Done
from services.registry.api.concerned import Division, beginning
from services.registry.queries import trainings
from services.registry.queries.trainings import TrainingRead, TrainingRow
from services.registry.training.commands import HoldTraining, RecordAttendance, ScheduleTraining
from services.registry.training.decisions import (
    NobodyTrained,
    NoSuchTraining,
    NotInvited,
    PresentAndAbsent,
    StationOutsideArea,
    TrainingAlreadyHeld,
    TrainingPlannedInThePast,
)
from shared.access.competence import NotAnOfficerHere, OutsideJurisdiction, WrongRole
from shared.access.scope import scope_of
from shared.errors import InTheFuture, NotKnownHere
from shared.eventsourcing.ids import new_id
from shared.web.acting import Answer, TheAct
from shared.web.bodies import Body, Code, Day, DivisionCode, Name
from shared.web.callers import TheCaller, TheRuntime
from shared.web.lists import Page, ThePaging, page
from shared.web.problems import refuses
from shared.web.rules import CursorNotReadable

router = APIRouter(prefix="/v1/trainings", tags=["trainings"])

_TRAINERS = (WrongRole, OutsideJurisdiction, NotKnownHere, StationOutsideArea)


class Training(Body):
    """One that was held: `held_on` is today unless it is given."""

    division_code: DivisionCode
    topic: Name
    station_ids: tuple[Code, ...] = Field(max_length=1_000)
    held_on: Day | None = None


class Schedule(Body):
    """One that is planned. Where nobody is `invited` by name, all stations of the division are."""

    division_code: DivisionCode
    topic: Name
    place: Name
    planned_on: Day
    invited: tuple[Code, ...] = Field(default=(), max_length=1_000)


class Absent(Body):
    station_id: Code
    reason: Name


class AttendanceList(Body):
    """Who came and who did not; of an invited station that is not named it is recorded that it did not come."""

    station_ids: tuple[Code, ...] = Field(max_length=1_000)
    absent: tuple[Absent, ...] = Field(default=(), max_length=1_000)
    held_on: Day | None = None


@router.post("", status_code=201, response_model=Done, responses=refuses(*_TRAINERS, InTheFuture, NobodyTrained))
async def hold_training(body: Training, act: TheAct) -> Answer:
    """培训: the province has trained stations of an area, or a city those of its own, without a plan told here."""
    training_id = new_id("tr", act.seed)
    command = HoldTraining(
        training_id=training_id,
        division_code=body.division_code,
        topic=body.topic,
        station_ids=body.station_ids,
        held_on=body.held_on or act.today,
        today=act.today,
    )
    return await act.carry_out(command, lambda _, version: Done(id=training_id, status="held", version=version), 201)


@router.post(
    "/schedule",
    status_code=201,
    response_model=Done,
    responses=refuses(*_TRAINERS, TrainingPlannedInThePast),
)
async def schedule_training(body: Schedule, act: TheAct) -> Answer:
    """培训计划: a training of an area's stations is announced, for a day that may be still to come."""
    training_id = new_id("tr", act.seed)
    command = ScheduleTraining(
        training_id=training_id,
        division_code=body.division_code,
        topic=body.topic,
        place=body.place,
        invited=body.invited,
        planned_on=body.planned_on,
        today=act.today,
    )
    location = f"/v1/trainings/{training_id}"
    return await act.carry_out(
        command, lambda _, version: Done(id=training_id, status="planned", version=version), 201, location
    )


@router.post(
    "/{training_id}/attendance",
    response_model=Done,
    responses=refuses(
        *_TRAINERS, InTheFuture, NobodyTrained, NoSuchTraining, TrainingAlreadyHeld, PresentAndAbsent, NotInvited
    ),
)
async def record_attendance(training_id: str, body: AttendanceList, act: TheAct) -> Answer:
    """培训签到: the announced training has been held, with those that came and those that did not; once."""
    command = RecordAttendance(
        training_id=training_id,
        station_ids=body.station_ids,
        absent=tuple((one.station_id, one.reason) for one in body.absent),
        held_on=body.held_on or act.today,
        today=act.today,
    )
    return await act.carry_out(command, lambda _, version: Done(id=training_id, status="held", version=version))


@router.get("", response_model=Page[TrainingRow], responses=refuses(CursorNotReadable))
async def list_trainings(
    request: Request,
    runtime: TheRuntime,
    paging: ThePaging,
    division: Division = "",
    year: Annotated[int | None, Query(ge=1990, le=2200)] = None,
) -> Response:
    """Trainings, the latest first: topic, area and day for everybody."""
    async with runtime.pool.acquire() as connection:
        rows = await trainings.trainings(
            connection,
            division=beginning(division),
            year=year,
            after=paging.after(date, str),
            limit=paging.fetch,
        )
    return page(request, paging, rows, lambda row: (row.day, row.training_id), lambda row: row)


@router.get(
    "/{training_id}", response_model=TrainingRead, responses=refuses(NoSuchTraining, NotAnOfficerHere, NotKnownHere)
)
async def read_training(training_id: str, runtime: TheRuntime, caller: TheCaller) -> Response:
    """A training: for everybody when and where, for those concerned which of their stations came."""
    async with runtime.pool.acquire() as connection:
        scope = await scope_of(connection, caller)
        training = await trainings.training(connection, scope, training_id)
    if training is None:
        raise NoSuchTraining(f"there is no training {training_id}")
    return Response(training.model_dump_json().encode(), 200, media_type="application/json")
