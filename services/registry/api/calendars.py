"""工作日历: the calendar of each year."""

from typing import Self

from fastapi import APIRouter
from pydantic import Field, model_validator

from services.registry.api.answers import Done
from services.registry.calendar.commands import Arrangement, PublishCalendar
from services.registry.calendar.decisions import CalendarAlreadyPublished, NoExceptionToTheWeek, YearNotPublished
from shared.access.competence import WrongRole
from shared.web.acting import Answer, TheAct
from shared.web.bodies import Body, Day, Text, Year
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/calendars", tags=["calendars"])


class Calendar(Body):
    """The year alone takes the holiday notice that is known here; else all three lists are given."""

    year: Year
    weekday_holidays: tuple[Day, ...] | None = Field(default=None, max_length=366)
    weekend_workdays: tuple[Day, ...] | None = Field(default=None, max_length=366)
    source: Text | None = None

    @model_validator(mode="after")
    def _together(self) -> Self:
        given = [part is not None for part in (self.weekday_holidays, self.weekend_workdays, self.source)]
        if any(given) and not all(given):
            raise ValueError("weekday_holidays, weekend_workdays and source are given together or not at all")
        return self

    def arrangement(self) -> Arrangement | None:
        if self.weekday_holidays is None or self.weekend_workdays is None or self.source is None:
            return None
        return Arrangement(self.weekday_holidays, self.weekend_workdays, self.source)


@router.post(
    "",
    status_code=201,
    response_model=Done,
    responses=refuses(WrongRole, YearNotPublished, NoExceptionToTheWeek, CalendarAlreadyPublished),
)
async def publish_calendar(body: Calendar, act: TheAct) -> Answer:
    """工作日历: the operator publishes which days of a year are worked."""
    command = PublishCalendar(body.year, body.arrangement())
    return await act.carry_out(
        command, lambda _, version: Done(id=str(body.year), status="published", version=version), 201
    )
