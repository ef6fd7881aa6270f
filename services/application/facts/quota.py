"""Facts of a season's places: what one more would be over, who waits in reserve, and what frees a place.

Every look-up comes after that of the version which guards it, so what is newer than its guard is decided again.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from asyncpg import Record

from services.application.facts.common import Case, of_application
from services.application.filing.commands import (
    ExchangeRecommendation,
    GiveUpPlace,
    IssueRecommendation,
    PromoteFromReserve,
)
from services.application.names import application_stream, quota_stream
from services.application.quota.commands import ExchangePlaces, FreePlace, Limits, QuotaCommand, TakePlace
from services.application.quota.decisions import QUOTA
from services.application.quota.state import Quota
from shared.database import Connection
from shared.events.application import SeasonSettings
from shared.eventsourcing.handling import Prepared

_VERSION = "SELECT version FROM quotas WHERE season_id = $1"
_PLACES = "SELECT application_id, bureau_code FROM quota_places WHERE season_id = $1"
# Whoever may go into the same county's reserve: two at once must not be given one number.
_OF_THE_COUNTY = """
SELECT a.application_id, a.version
  FROM applications AS a LEFT JOIN stations AS s USING (station_id)
 WHERE a.season_id = $1 AND coalesce(nullif(s.bureau_code, ''), a.bureau_code) = $2 AND a.application_id <> $3
   AND a.stage IN ('accepted', 'fit', 'unfit', 'recommended', 'reserve')
"""
_LAST_NUMBER = "SELECT max(reserve_number) FROM reserve_numbers WHERE season_id = $1 AND bureau_code = $2"
_AHEAD = """
SELECT a.application_id
  FROM applications AS a LEFT JOIN stations AS s USING (station_id)
 WHERE a.season_id = $1 AND coalesce(nullif(s.bureau_code, ''), a.bureau_code) = $2 AND a.stage = 'reserve'
   AND a.reserve_number < (SELECT reserve_number FROM applications WHERE application_id = $3)
 ORDER BY a.reserve_number, a.application_id
"""
_LIMITED = "(s.settings ->> 'district_quota')::integer > 0 OR (s.settings ->> 'recommendation_limit')::integer > 0"
_WITH_PLACES = f"""
SELECT a.application_id, a.season_id
  FROM applications AS a JOIN seasons AS s USING (season_id) LEFT JOIN quotas AS q USING (season_id)
 WHERE a.station_id = $1 AND (q.version IS NOT NULL OR {_LIMITED})
"""  # noqa: S608 (a constant of ours)
_HAS_A_QUOTA = f"""
SELECT EXISTS (SELECT FROM seasons AS s LEFT JOIN quotas AS q USING (season_id)
                WHERE season_id = $1 AND (q.version IS NOT NULL OR {_LIMITED}))
"""  # noqa: S608 (a constant of ours)


def limits_of(season: Record) -> Limits:
    """The season's limits; false where there are none."""
    settings = SeasonSettings.model_validate_json(season["settings"])
    return Limits(settings.district_quota, settings.recommendation_limit)


async def recommended_within(command: IssueRecommendation, case: Case, connection: Connection) -> Prepared:
    """A recommendation that takes a place, or goes into the reserve where there is none."""
    version = await _version(case.season_id, connection)
    rows = await connection.fetch(_PLACES, case.season_id)
    quota = Quota({row["application_id"]: row["bureau_code"] for row in rows})
    over = limits_of(case.season).over(quota.of_bureau(command.bureau_code), len(quota.taken))
    if over is None or command.application_id in quota.taken:
        return _with_a_place(command, case, version)
    others = await _others(case, command.application_id, connection)
    numbered = replace(command, over=over, reserve_number=await _next_number(case, connection))
    prepared = of_application(numbered, case)
    return replace(prepared, guards=(*prepared.guards, (quota_stream(case.season_id), version), *others))


async def promoted_within(command: PromoteFromReserve, case: Case, connection: Connection) -> Prepared:
    """A promotion out of the reserve; the quota says no where there is no place."""
    version = await _version(case.season_id, connection)
    rows = await connection.fetch(_AHEAD, case.season_id, command.bureau_code, command.application_id)
    known = replace(command, ahead=tuple(row["application_id"] for row in rows))
    return _with_a_place(known, case, version)


async def exchanged(command: ExchangeRecommendation, promoted: Case, demoted: Case, connection: Connection) -> Prepared:
    """Both applications and the places, in one transaction."""
    others = await _others(promoted, command.demoted_application_id, connection)
    version = await _version(promoted.season_id, connection)
    places = ExchangePlaces(
        promoted.season_id,
        command.bureau_code,
        command.application_id,
        command.demoted_application_id,
        command.reason,
        command.today,
    )
    give_up = GiveUpPlace(
        command.demoted_application_id,
        command.recommender,
        command.reason,
        command.today,
        command.bureau_code,
        await _next_number(promoted, connection),
    )
    prepared = of_application(command, promoted)
    return replace(
        prepared,
        guards=(*prepared.guards, (quota_stream(promoted.season_id), version), *others),
        also=(_of_quota(places, promoted.season_id, prepared.attributes), of_application(give_up, demoted)),
    )


async def with_its_place(
    prepared: Prepared, application_id: str, season_id: str, today: date, connection: Connection
) -> Prepared:
    """An act by which an application gives up its place, should it have one by then.

    A season that never had a quota has no places, and its acts do not meet on them. What is looked up here is only
    whether there may be places: whether this application has one is decided on their stream.
    """
    if not await connection.fetchval(_HAS_A_QUOTA, season_id):
        return prepared
    freed = _of_quota(FreePlace(season_id, application_id, today), season_id, prepared.attributes)
    return replace(
        prepared, also=(*prepared.also, replace(freed, bureau=prepared.bureau, bureauname=prepared.bureauname))
    )


async def with_places_of(prepared: Prepared, station_id: str, today: date, connection: Connection) -> Prepared:
    """Acts on applications of a station, each of which gives up its place, should it have one by then."""
    asked = {one.stream: one for one in (prepared, *prepared.also)}
    freed = [
        replace(
            _of_quota(FreePlace(row["season_id"], row["application_id"], today), row["season_id"], {}), bureau=by.bureau
        )
        for row in await connection.fetch(_WITH_PLACES, station_id)
        if (by := asked.get(application_stream(row["application_id"])))
    ]
    return replace(prepared, also=(*prepared.also, *freed))


def _with_a_place(command: IssueRecommendation | PromoteFromReserve, case: Case, version: int) -> Prepared:
    take = TakePlace(case.season_id, command.bureau_code, command.application_id, limits_of(case.season), command.today)
    prepared = of_application(command, case)
    return replace(
        prepared,
        guards=(*prepared.guards, (quota_stream(case.season_id), version)),
        also=(_of_quota(take, case.season_id, prepared.attributes),),
    )


def _of_quota(command: QuotaCommand, season_id: str, attributes: Mapping[str, str]) -> Prepared:
    return Prepared(decider=QUOTA, stream=quota_stream(season_id), command=command, attributes=attributes)


async def _version(season_id: str, connection: Connection) -> int:
    return await connection.fetchval(_VERSION, season_id) or 0


async def _others(case: Case, application_id: str, connection: Connection) -> tuple[tuple[str, int], ...]:
    rows = await connection.fetch(_OF_THE_COUNTY, case.season_id, case.station.bureau_code, application_id)
    return tuple((application_stream(row["application_id"]), row["version"]) for row in rows)


async def _next_number(case: Case, connection: Connection) -> int:
    last: int | None = await connection.fetchval(_LAST_NUMBER, case.season_id, case.station.bureau_code)
    return (last or 0) + 1
