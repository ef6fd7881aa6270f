"""名册: which titles count on a day, for everybody; a past day's register is the same whenever it is asked for."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from services.publication.printing.register import RegisterLine, register_1
from services.publication.queries import register as queries
from shared.errors import InTheFuture
from shared.runtime import Runtime
from shared.web.acting import Answer
from shared.web.bodies import Day
from shared.web.callers import TheRuntime
from shared.web.lists import Page, ThePaging, page
from shared.web.prints import printed_page
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/register", tags=["register"])

AsOf = Annotated[Day | None, Query(description="the day that is asked about; today where none is given")]
CityCode = Annotated[str | None, Query(pattern=r"^[1-9][0-9]{5}$", description="a city's division code")]


class RegisterShown(BaseModel):
    """One title with the names, the place and the competent bureau of the day."""

    certificate_number: str
    station_id: str
    station_name: str
    host_name: str
    trade: str
    division_code: str
    town: str
    bureau_code: str
    bureau_name: str
    certified_on: date


@router.get("", response_model=Page[RegisterShown], responses=refuses(InTheFuture))
async def show_register(
    request: Request,
    runtime: TheRuntime,
    paging: ThePaging,
    as_of: AsOf = None,
    city: CityCode = None,
    trade: Annotated[str | None, Query(max_length=200)] = None,
    division: CityCode = None,
) -> Answer:
    """The titles that count on a day, in the order of their certificates' numbers."""
    day = _day(as_of, runtime)
    wanted = queries.RegisterWanted(day, division or (city or "")[:4], trade)
    async with runtime.pool.acquire() as connection:
        lines = await queries.register(connection, wanted, paging.after(str), paging.fetch)
    return page(request, paging, lines, lambda line: (line.certificate_number,), _shown)


@router.get("/printed", response_class=Response, responses=refuses(InTheFuture))
async def print_register(runtime: TheRuntime, as_of: AsOf = None) -> Response:
    """The whole register of a day as a page."""
    day = _day(as_of, runtime)
    async with runtime.pool.acquire() as connection:
        lines = await queries.register(connection, queries.RegisterWanted(day))
    return printed_page(register_1(day, lines))


def _day(as_of: date | None, runtime: Runtime) -> date:
    today = runtime.clock.today()
    if as_of is not None and as_of > today:
        raise InTheFuture(f"{as_of} is later than {today}.")
    return as_of or today


def _shown(line: RegisterLine) -> RegisterShown:
    return RegisterShown.model_validate(line, from_attributes=True)
