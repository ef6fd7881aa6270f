"""Who reads what is internal of a station: its host, the bureaus of its place, the auditor and the operator."""

from typing import Annotated

from fastapi import Query

from shared.access.competence import NotAnOfficerHere, NotYourStation, OutsideJurisdiction, WrongRole
from shared.access.directory import StationEntry, the_station
from shared.access.roles import Caller, Level
from shared.access.scope import scope_of
from shared.access.tokens import NotSignedIn
from shared.database import Connection
from shared.errors import NotKnownHere

CONCERNED = (NotSignedIn, WrongRole, NotAnOfficerHere, NotYourStation, OutsideJurisdiction, NotKnownHere)
"""What such a read may be refused with."""

Division = Annotated[str, Query(pattern=r"^([1-9][0-9]{0,5})?$", description="a division, or how its code begins")]


def beginning(division: str) -> str:
    """320400 is the whole city: its counties' codes begin with 3204."""
    return division.removesuffix("00").removesuffix("00") if len(division) == len("320400") else division


async def station_of_concern(connection: Connection, caller: Caller, station_id: str) -> StationEntry:
    """The station, which is the caller's business.

    Raises:
        NotKnownHere: there is none, or the caller's bureau is not known.
        NotYourStation, OutsideJurisdiction: it is somebody else's.
    """
    station = await the_station(connection, station_id)
    scope = await scope_of(connection, caller)
    if scope.covers(host_id=station.host_id, bureau_code=station.bureau_code, division_code=station.division_code):
        return station
    if caller.level is Level.ENTERPRISE:
        raise NotYourStation(f"Station {station_id} is another host's.")
    raise OutsideJurisdiction(f"Bureau {station.bureau_code} is competent for station {station_id}.")
