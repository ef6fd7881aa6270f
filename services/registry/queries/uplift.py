"""How a station rises in the notice's four dimensions, and how far a bureau's area is in the year's campaign."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

import orjson
from asyncpg import Record
from pydantic import BaseModel

from shared.access.scope import Scope
from shared.database import Connection

_UPLIFT = """
SELECT 'survey' AS kind, 'survey-' || year AS point_id, surveyed_on AS told_on, NULL::bigint AS total_tenths,
       NULL::boolean AS passed, jsonb_build_object('hardware', hardware_ready, 'rules', rules_ready,
           'staff', staff_ready, 'results', results_ready) AS ready, '{}'::jsonb AS tenths, remarks
  FROM surveys WHERE station_id = $1
 UNION ALL
SELECT 'measurement', record_id, happened_on, NULL, NULL, '{}', jsonb_build_object(
           'hardware', details -> 'hardware_tenths', 'rules', details -> 'rules_tenths',
           'staff', details -> 'staff_tenths', 'results', details -> 'results_tenths'), details ->> 'remarks'
  FROM care_records WHERE station_id = $1 AND kind = 'uplift'
 UNION ALL
SELECT 'assessment', application_id, concluded_on, total_tenths, passed, '{}', dimensions, ''
  FROM assessments_elsewhere WHERE station_id = $1
 ORDER BY told_on, point_id
"""
# The stations of the caller's area that were on the register by the end of the year, each with how far it is.
_STANDING = """
SELECT s.station_id, s.name, s.bureau_code, s.division_code, survey_due_on(s.division_code, $4) AS due_on,
       v.surveyed_on, c.started_on AS cultivated_since, c.ended_on AS cultivated_until,
       EXISTS (SELECT FROM guidances AS g WHERE g.station_id = s.station_id
                  AND g.given_on BETWEEN make_date($4, 7, 1) AND make_date($4, 8, 31)) AS is_guided
  FROM stations AS s
  LEFT JOIN surveys AS v ON v.station_id = s.station_id AND v.year = $4
  LEFT JOIN cultivations AS c ON c.station_id = s.station_id AND c.year = $4
 WHERE s.host_id = coalesce($1, s.host_id) AND s.bureau_code = coalesce($2, s.bureau_code)
   AND s.division_code LIKE $3 || '%'
   AND s.bureau_code <> '' AND s.registered_on <= make_date($4, 12, 31)
   AND (s.status <> 'closed' OR v.year IS NOT NULL)
"""
_OVERVIEW = f"""
SELECT bureau_code, coalesce(bureaus.name, '') AS bureau_name, min(due_on) AS survey_due_on, count(*) AS stations,
       count(*) FILTER (WHERE surveyed_on <= due_on) AS surveyed_in_time,
       count(*) FILTER (WHERE surveyed_on > due_on) AS surveyed_late,
       count(*) FILTER (WHERE surveyed_on IS NULL) AS not_surveyed,
       count(cultivated_since) AS cultivated,
       count(*) FILTER (WHERE cultivated_since IS NOT NULL AND cultivated_until IS NULL) AS under_cultivation,
       count(*) FILTER (WHERE is_guided) AS guided_in_july_and_august
  FROM ({_STANDING}) AS standing LEFT JOIN bureaus USING (bureau_code)
 GROUP BY bureau_code, bureaus.name ORDER BY bureau_code
"""  # noqa: S608 (constants of ours)
_STATIONS = f"""
SELECT station_id, name, bureau_code, surveyed_on, cultivated_since, cultivated_until, is_guided
  FROM ({_STANDING}) AS standing
 WHERE CASE $5::text WHEN 'surveyed_late' THEN surveyed_on > due_on WHEN 'not_surveyed' THEN surveyed_on IS NULL
            WHEN 'cultivated' THEN cultivated_since IS NOT NULL WHEN 'not_guided' THEN NOT is_guided ELSE true END
   AND ($6::text IS NULL OR station_id > $6)
 ORDER BY station_id LIMIT $7
"""  # noqa: S608 (constants of ours)


class Point(StrEnum):
    SURVEY = "survey"
    MEASUREMENT = "measurement"
    ASSESSMENT = "assessment"


class UpliftPoint(BaseModel):
    """Where a station stood on a day.

    A survey says of each dimension whether it is `ready`; a measurement gives each from 0 to 1000 tenths of a point;
    an assessment gives tenths by the dimensions of its rubric, whose codes and weights are the rubric's own.
    """

    kind: Point
    point_id: str
    told_on: date
    ready: dict[str, bool]
    tenths: dict[str, int]
    total_tenths: int | None
    passed: bool | None
    remarks: str


class Standing(StrEnum):
    """Which stations of the area are shown."""

    SURVEYED_LATE = "surveyed_late"
    NOT_SURVEYED = "not_surveyed"
    CULTIVATED = "cultivated"
    NOT_GUIDED = "not_guided"


class AreaProgress(BaseModel):
    """How far a bureau's stations are; `cultivated` counts those taken up, whether or not that has ended."""

    bureau_code: str
    bureau_name: str
    survey_due_on: date
    stations: int
    surveyed_in_time: int
    surveyed_late: int
    not_surveyed: int
    cultivated: int
    under_cultivation: int
    guided_in_july_and_august: int


class StationProgress(BaseModel):
    station_id: str
    name: str
    bureau_code: str
    surveyed_on: date | None
    cultivated_since: date | None
    cultivated_until: date | None
    is_guided: bool


async def uplift(connection: Connection, station_id: str) -> list[UpliftPoint]:
    """The station's way, from the first survey on."""
    return [_point(row) for row in await connection.fetch(_UPLIFT, station_id)]


def _point(row: Record) -> UpliftPoint:
    told = {"ready": orjson.loads(row["ready"]), "tenths": orjson.loads(row["tenths"])}
    return UpliftPoint.model_validate(dict(row) | told)


async def overview(connection: Connection, scope: Scope, year: int) -> list[AreaProgress]:
    """Each bureau of the caller's area, with its counts."""
    return [AreaProgress(**dict(row)) for row in await connection.fetch(_OVERVIEW, *scope.arguments(), year)]


async def stations(
    connection: Connection, scope: Scope, year: int, *, show: Standing | None, after: Sequence[object], limit: int
) -> list[StationProgress]:
    """The stations of the caller's area, all or those that stand so."""
    rows = await connection.fetch(_STATIONS, *scope.arguments(), year, show, *after, limit)
    return [StationProgress(**dict(row)) for row in rows]
