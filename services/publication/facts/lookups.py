"""What the look-ups of facts share: the notice that a command is about, its city, and in whose name an act is done."""

from dataclasses import dataclass
from datetime import date

from asyncpg import Record

from services.publication.notice.commands import Involvement
from services.publication.notice.decisions import NoSuchNotice
from shared.access import competence, directory
from shared.access.roles import Caller, Level
from shared.database import Connection

_NOTICE = "SELECT city_code, season_id, opens_on, closes_on, stage, version FROM notices WHERE notice_id = $1"
# A corrected candidate takes opinions without a break, from its notice's first day to its own last one.
_PERIOD = """
SELECT least(n.opens_on, own.opens_on) AS opens_on, greatest(n.closes_on, own.closes_on) AS closes_on,
       n.stage = 'open' OR own.closes_on IS NOT NULL AS is_open, c.station_id, c.result, n.version
  FROM notices n JOIN notice_candidates c USING (notice_id)
  LEFT JOIN LATERAL (
       SELECT k.opens_on, k.closes_on FROM notice_corrections k
        WHERE k.notice_id = n.notice_id AND k.application_id = c.application_id AND k.ended_on IS NULL
       ) own ON true
 WHERE c.notice_id = $1 AND c.application_id = $2
"""
_TOOK_PART = "SELECT took_part FROM candidates WHERE application_id = $1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days on which opinions on one candidate are taken: its notice's, and its own where it was corrected.

    `is_open` is true while the notice or the candidate's own period runs; `result` is how the candidate stands;
    `version` is the notice's, for a guard on its stream.
    """

    opens_on: date
    closes_on: date
    is_open: bool
    station_id: str
    result: str
    version: int


async def notice_if_any(connection: Connection, notice_id: str) -> Record | None:
    return await connection.fetchrow(_NOTICE, notice_id)


async def notice(connection: Connection, notice_id: str) -> Record:
    row = await notice_if_any(connection, notice_id)
    if row is None:
        raise NoSuchNotice(f"There is no notice {notice_id}.")
    return row


async def period_of(connection: Connection, notice_id: str, application_id: str) -> Period | None:
    """None where the candidate does not stand on that notice."""
    row = await connection.fetchrow(_PERIOD, notice_id, application_id)
    return Period(**row) if row else None


async def involvement(connection: Connection, application_id: str) -> Involvement:
    """Who inspected or recommended a candidate; of one that is not known here it may be anybody."""
    took_part = await connection.fetchval(_TOOK_PART, application_id)
    return Involvement(None if took_part is None else frozenset(took_part))


async def require_city(caller: Caller, connection: Connection, city_code: str) -> None:
    competence.require_city_of(caller, await directory.bureau(connection, caller.bureau), city_code)


async def signature(caller: Caller, connection: Connection) -> str:
    """The name of the day of the bureau for which the caller signs."""
    bureau = await directory.bureau(connection, caller.bureau)
    return bureau.name if bureau else ""


async def in_the_name_of(caller: Caller, connection: Connection, city_code: str) -> str:
    """An automatic act is the city bureau's."""
    if caller.level is not Level.SERVICE:
        return ""
    bureau = await directory.bureau_of_division(connection, city_code)
    return bureau.code if bureau else ""
