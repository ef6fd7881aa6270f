"""What the look-ups of facts share: the notice that a command is about, its city, and in whose name an act is done."""

from asyncpg import Record

from services.publication.notice.decisions import NoSuchNotice
from shared.access import competence, directory
from shared.access.roles import Caller, Level
from shared.database import Connection

_NOTICE = "SELECT city_code, season_id, opens_on, closes_on, stage, version FROM notices WHERE notice_id = $1"


async def notice_if_any(connection: Connection, notice_id: str) -> Record | None:
    return await connection.fetchrow(_NOTICE, notice_id)


async def notice(connection: Connection, notice_id: str) -> Record:
    row = await notice_if_any(connection, notice_id)
    if row is None:
        raise NoSuchNotice(f"There is no notice {notice_id}.")
    return row


async def require_city(caller: Caller, connection: Connection, city_code: str) -> None:
    competence.require_city_of(caller, await directory.bureau(connection, caller.bureau), city_code)


async def in_the_name_of(caller: Caller, connection: Connection, city_code: str) -> str:
    """An automatic act is the city bureau's."""
    if caller.level is not Level.SERVICE:
        return ""
    bureau = await directory.bureau_of_division(connection, city_code)
    return bureau.code if bureau else ""
