"""The sandbox's clock: an operator moves the programme's instant, and on the registry the days begin."""

from datetime import date, datetime

from fastapi import APIRouter
from pydantic import BaseModel

from shared.access.competence import WrongRole
from shared.access.tokens import NotSignedIn
from shared.clock import ClockGoesForward, shanghai
from shared.runtime import Runtime
from shared.web.bodies import Body
from shared.web.callers import TheRuntime
from shared.web.problems import refuses
from shared.web.rules import NoSuchRoute

router = APIRouter(prefix="/v1/sandbox/clock", tags=["sandbox"])


class Move(Body):
    """The instant to go to; without an offset it is Shanghai's."""

    instant: datetime


class Standing(BaseModel):
    """What the programme's clock shows."""

    instant: datetime
    day: date


def _standing(runtime: Runtime) -> Standing:
    instant = runtime.clock.now()
    return Standing(instant=instant, day=instant.date())


@router.get("", responses=refuses(NoSuchRoute))
async def read_clock(runtime: TheRuntime) -> Standing:
    """What the programme's clock shows."""
    _require_sandbox(runtime)
    return _standing(runtime)


@router.post("", responses=refuses(NoSuchRoute, NotSignedIn, WrongRole, ClockGoesForward))
async def move_clock(body: Move, runtime: TheRuntime) -> Standing:
    """Move the programme's clock. The registry begins every day up to that instant's; asked twice, it does so once."""
    _require_sandbox(runtime)
    await runtime.clock.move(runtime.pool, shanghai(body.instant))
    if runtime.service.begin_days is not None:
        await runtime.service.begin_days(runtime, runtime.clock.today())
    return _standing(runtime)


def _require_sandbox(runtime: Runtime) -> None:
    if not runtime.settings.sandbox:
        raise NoSuchRoute("The real time is not ours to move.")
