"""培训: trainings of the competing stations."""

from fastapi import APIRouter
from pydantic import Field

from services.registry.api.answers import Done
from services.registry.training.commands import HoldTraining
from services.registry.training.decisions import NobodyTrained, StationOutsideArea
from shared.access.competence import OutsideJurisdiction, WrongRole
from shared.access.roles import Level
from shared.errors import InTheFuture, NotKnownHere
from shared.eventsourcing.ids import new_id
from shared.web.acting import Answer, TheAct
from shared.web.bodies import Body, Code, Day, DivisionCode, Name
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/trainings", tags=["trainings"])


class Training(Body):
    """`held_on` is today unless it is given."""

    division_code: DivisionCode
    topic: Name
    station_ids: tuple[Code, ...] = Field(max_length=1_000)
    held_on: Day | None = None


@router.post(
    "",
    status_code=201,
    response_model=Done,
    responses=refuses(WrongRole, OutsideJurisdiction, NotKnownHere, InTheFuture, NobodyTrained, StationOutsideArea),
)
async def hold_training(body: Training, act: TheAct) -> Answer:
    """培训: the province has trained stations of an area."""
    act.allow(Level.PROVINCE)
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
