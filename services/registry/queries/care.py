"""What can be asked about the care for a station: its file's parts, every record of a year, its work for consumers."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from pydantic import BaseModel

from services.registry.care.kinds import CareKind
from shared.database import Connection
from shared.events.registry import Platform

_SURVEYS = """
SELECT year, hardware_ready, rules_ready, staff_ready, results_ready, wants_to_compete, remarks, surveyed_on,
       survey_due_on(stations.division_code, year) AS due_on
  FROM surveys JOIN stations USING (station_id) WHERE station_id = $1 ORDER BY year
"""
_CULTIVATIONS = """
SELECT year, measures, started_on, ended_on, effect, ready FROM cultivations WHERE station_id = $1 ORDER BY year
"""
_SUPPORTS = """
SELECT record_id AS support_id, year, details ->> 'measure' AS measure, details ->> 'summary' AS summary,
       happened_on AS given_on
  FROM care_records WHERE station_id = $1 AND kind = 'support' ORDER BY happened_on, record_id
"""
_GUIDANCES = """
SELECT guidance_id, topic, summary, given_on FROM guidances WHERE station_id = $1 ORDER BY given_on, guidance_id
"""
_TRAININGS = """
SELECT training_id, topic, held_on FROM trainings WHERE station_ids @> ARRAY[$1] ORDER BY held_on, training_id
"""
# An end that was set aside since is none.
_TITLES = """
SELECT certificate_number, since, document_number, restored_on,
       CASE WHEN restored_on >= ended_on THEN NULL ELSE ended_on END AS ended_on,
       CASE WHEN restored_on >= ended_on THEN '' ELSE ended_by END AS ended_by
  FROM titles_on_file WHERE station_id = $1 ORDER BY since, certificate_number
"""
_AWARDS = """
SELECT contest_id, staff_id, rank, honour, reward_fen, awarded_on, withdrawn_on
  FROM awards WHERE station_id = $1 ORDER BY awarded_on, contest_id, staff_id
"""
_RECORDS = """
SELECT record_id, kind, year, happened_on, told_by, event_id, details,
       EXISTS (SELECT FROM corrections AS c WHERE c.station_id = care_records.station_id
                  AND c.record_id = care_records.event_id::text) AS is_corrected
  FROM care_records
 WHERE station_id = $1 AND ($2::integer IS NULL OR year = $2) AND ($3::text IS NULL OR kind = $3)
   AND ($4::date IS NULL OR (happened_on, record_id) < ($4, $5::text))
 ORDER BY happened_on DESC, record_id DESC LIMIT $6
"""
_PUBLIC_WORK = """
SELECT record_id AS id, kind, details, happened_on
  FROM care_records
 WHERE station_id = $1 AND kind IN ('platform_activity', 'practice')
   AND ($2::text IS NULL OR details ->> 'platform' = $2)
   AND ($3::date IS NULL OR (happened_on, record_id) < ($3, $4::text))
 ORDER BY happened_on DESC, record_id DESC LIMIT $5
"""
_PRACTICES = """
SELECT record_id AS practice_id, station_id, stations.name AS station_name, details ->> 'title' AS title,
       details ->> 'summary' AS summary, happened_on AS shared_on
  FROM care_records JOIN stations USING (station_id)
 WHERE care_records.kind = 'practice' AND stations.division_code LIKE $1 || '%'
   AND ($2::date IS NULL OR (happened_on, record_id) < ($2, $3::text))
 ORDER BY happened_on DESC, record_id DESC LIMIT $4
"""
_SURVEY_DUE = "SELECT survey_due_on(division_code, $2) FROM stations WHERE station_id = $1"


class Survey(BaseModel):
    """`late` tells that it came after `due_on`, which is the season's own day, or the notice's 20 May."""

    year: int
    hardware_ready: bool
    rules_ready: bool
    staff_ready: bool
    results_ready: bool
    wants_to_compete: bool
    remarks: str
    surveyed_on: date
    due_on: date
    late: bool


class Support(BaseModel):
    support_id: str
    measure: str
    summary: str
    given_on: date


class Cultivation(BaseModel):
    """A year's support; without `ended_on` it goes on, and its effect is not known yet."""

    year: int
    measures: list[str]
    started_on: date
    supports: list[Support]
    ended_on: date | None
    effect: str
    ready: bool | None


class Guidance(BaseModel):
    guidance_id: str
    topic: str
    summary: str
    given_on: date


class Training(BaseModel):
    training_id: str
    topic: str
    held_on: date


class Title(BaseModel):
    """A title as it is told elsewhere; `since` is None while only its end has been heard of.

    `restored_on` is the day on which its revocation was set aside.
    """

    certificate_number: str
    since: date | None
    document_number: str
    restored_on: date | None
    ended_on: date | None
    ended_by: str


class Award(BaseModel):
    contest_id: str
    staff_id: str
    rank: int
    honour: str
    reward_fen: int
    awarded_on: date
    withdrawn_on: date | None


class CareRecord(BaseModel):
    """Something done for a station or by it; `details` are the fields of the event, `event_id` names it."""

    record_id: str
    kind: CareKind
    year: int
    happened_on: date
    told_by: str
    event_id: UUID
    is_corrected: bool
    details: dict[str, Any]


class PublicWork(BaseModel):
    """What a station does for consumers: on one of the five platforms, or a practice (`platform` is None)."""

    id: str
    kind: CareKind
    platform: Platform | None
    title: str
    summary: str
    reached: int | None
    happened_on: date


class Practice(BaseModel):
    practice_id: str
    station_id: str
    station_name: str
    title: str
    summary: str
    shared_on: date


async def surveys(connection: Connection, station_id: str) -> list[Survey]:
    rows = await connection.fetch(_SURVEYS, station_id)
    return [Survey.model_validate(dict(row) | {"late": row["surveyed_on"] > row["due_on"]}) for row in rows]


async def survey_due_on(connection: Connection, station_id: str, year: int) -> date | None:
    """By when a station is to be surveyed; None where the station is not known."""
    day: date | None = await connection.fetchval(_SURVEY_DUE, station_id, year)
    return day


async def cultivations(connection: Connection, station_id: str) -> list[Cultivation]:
    rows = await connection.fetch(_CULTIVATIONS, station_id)
    supports = await connection.fetch(_SUPPORTS, station_id) if rows else []
    given = {row["year"]: [Support(**dict(one)) for one in supports if one["year"] == row["year"]] for row in rows}
    return [Cultivation(**dict(row), supports=given[row["year"]]) for row in rows]


async def guidances(connection: Connection, station_id: str) -> list[Guidance]:
    return [Guidance(**dict(row)) for row in await connection.fetch(_GUIDANCES, station_id)]


async def trainings(connection: Connection, station_id: str) -> list[Training]:
    return [Training(**dict(row)) for row in await connection.fetch(_TRAININGS, station_id)]


async def titles(connection: Connection, station_id: str) -> list[Title]:
    return [Title(**dict(row)) for row in await connection.fetch(_TITLES, station_id)]


async def awards(connection: Connection, station_id: str) -> list[Award]:
    return [Award(**dict(row)) for row in await connection.fetch(_AWARDS, station_id)]


async def records(
    connection: Connection,
    station_id: str,
    *,
    year: int | None,
    kind: CareKind | None,
    after: Sequence[object],
    limit: int,
) -> list[CareRecord]:
    """All that was done for a station and by it, the newest first."""
    rows = await connection.fetch(_RECORDS, station_id, year, kind, *after, limit)
    return [CareRecord.model_validate(dict(row) | {"details": orjson.loads(row["details"])}) for row in rows]


async def public_work(
    connection: Connection, station_id: str, *, platform: Platform | None, after: Sequence[object], limit: int
) -> list[PublicWork]:
    """What everybody may see of a station's work, the newest first."""
    rows = await connection.fetch(_PUBLIC_WORK, station_id, platform, *after, limit)
    nothing = {"platform": None, "reached": None}
    return [PublicWork.model_validate(nothing | orjson.loads(row["details"]) | dict(row)) for row in rows]


async def practices(connection: Connection, *, division: str, after: Sequence[object], limit: int) -> list[Practice]:
    """Practices that stations have shared, the newest first. `division` is the beginning of a code, perhaps empty."""
    rows = await connection.fetch(_PRACTICES, division, *after, limit)
    return [Practice(**dict(row)) for row in rows]
