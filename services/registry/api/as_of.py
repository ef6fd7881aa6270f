"""The register as it stood at the end of a day: what the lists and pages answer when `as_of` is given."""

from datetime import date
from typing import Annotated

from fastapi import Query, Request, Response

from services.registry.queries import places
from services.registry.queries.stations import Filters
from shared.errors import InTheFuture, NotKnownHere
from shared.runtime import Runtime
from shared.web.bodies import Day
from shared.web.lists import Paging, page

AsOf = Annotated[Day | None, Query(description="the register as it stood at the end of that day")]
Beginning = Annotated[str, Query(pattern=r"^([1-9][0-9]{0,5})?$", description="a division, or how its code begins")]


def beginning(division: str) -> str:
    """320400 is the whole city: the codes in it begin with 3204."""
    return division.removesuffix("00").removesuffix("00") if len(division) == len("320400") else division


def require_past(runtime: Runtime, as_of: date | None) -> None:
    """The day has begun at least.

    Raises:
        InTheFuture: it is still to come.
    """
    if as_of is not None and as_of > runtime.clock.today():
        raise InTheFuture(f"{as_of} is still to come: ask for {runtime.clock.today()} or an earlier day.")


async def register_then(
    request: Request, runtime: Runtime, paging: Paging, division: str, filters: Filters, as_of: date
) -> Response:
    """The stations that were on the register by the end of the day, each at its place and with its name of then.

    Whether one was suspended on that day is not told: `status` makes no difference.
    """
    require_past(runtime, as_of)
    after = paging.after(str, str)
    async with runtime.pool.acquire() as connection:
        rows = await places.register_then(
            connection, as_of, division=beginning(division), filters=filters, after=after, limit=paging.fetch
        )
    return page(request, paging, rows, lambda row: (row.division_code, row.station_id), lambda row: row)


async def station_then(runtime: Runtime, station_id: str, as_of: date) -> Response:
    """One station as the register showed it at the end of the day.

    Raises:
        NotKnownHere: it was not on the register then.
    """
    require_past(runtime, as_of)
    async with runtime.pool.acquire() as connection:
        found = await places.station_then(connection, station_id, as_of)
    if found is None:
        raise NotKnownHere(f"Station {station_id} was not on the register on {as_of}.")
    return Response(found.model_dump_json().encode(), 200, media_type="application/json")
