"""What can be asked about the care for a station: surveys, cultivation, guidance, and its trainings."""

from datetime import date

from pydantic import BaseModel

from shared.database import Connection

_SURVEYS = """
SELECT year, hardware_ready, rules_ready, staff_ready, results_ready, wants_to_compete, remarks, surveyed_on
  FROM surveys WHERE station_id = $1 ORDER BY year
"""
_CULTIVATIONS = "SELECT year, measures, started_on FROM cultivations WHERE station_id = $1 ORDER BY year"
_GUIDANCES = """
SELECT guidance_id, topic, summary, given_on FROM guidances WHERE station_id = $1 ORDER BY given_on, guidance_id
"""
_TRAININGS = """
SELECT training_id, topic, held_on FROM trainings WHERE station_ids @> ARRAY[$1] ORDER BY held_on, training_id
"""


class Survey(BaseModel):
    year: int
    hardware_ready: bool
    rules_ready: bool
    staff_ready: bool
    results_ready: bool
    wants_to_compete: bool
    remarks: str
    surveyed_on: date


class Cultivation(BaseModel):
    year: int
    measures: list[str]
    started_on: date


class Guidance(BaseModel):
    guidance_id: str
    topic: str
    summary: str
    given_on: date


class Training(BaseModel):
    training_id: str
    topic: str
    held_on: date


async def surveys(connection: Connection, station_id: str) -> list[Survey]:
    return [Survey(**dict(row)) for row in await connection.fetch(_SURVEYS, station_id)]


async def cultivations(connection: Connection, station_id: str) -> list[Cultivation]:
    return [Cultivation(**dict(row)) for row in await connection.fetch(_CULTIVATIONS, station_id)]


async def guidances(connection: Connection, station_id: str) -> list[Guidance]:
    return [Guidance(**dict(row)) for row in await connection.fetch(_GUIDANCES, station_id)]


async def trainings(connection: Connection, station_id: str) -> list[Training]:
    return [Training(**dict(row)) for row in await connection.fetch(_TRAININGS, station_id)]
