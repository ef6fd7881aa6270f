"""Things of a list as of a moment, read by their ids or a page at a time."""

from collections.abc import AsyncIterator, Iterable, Mapping
from itertools import groupby
from typing import Any

import orjson

from services.audit.lists.changes import folded
from services.audit.moments import Moment
from shared.database import Connection

Thing = Mapping[str, Any]

AT_ONCE = 500
"""How many things are read at once while a filter is looked for."""

_IDS = """
SELECT DISTINCT id FROM changes
 WHERE list = $1 AND ($2::text IS NULL OR id > $2) AND id LIKE $3 || '%' ORDER BY id LIMIT $4
"""
# Within an owner the log tells the order; among owners the instants do, for they meet in no field that two of them set.
_CHANGES = """
SELECT id, what FROM changes
 WHERE list = $1 AND id = ANY($2)
   AND ($3::timestamptz IS NULL OR effective_at < $3)
   AND ($4::text IS NULL OR CASE WHEN owner = $4 THEN position <= $5 ELSE recorded_at <= $6 END)
 ORDER BY id, effective_at, recorded_at, owner, position
"""


async def things(connection: Connection, of: str, ids: Iterable[str], moment: Moment) -> dict[str, Thing]:
    """Those of the things that there were at the moment, as they were."""
    wanted = list(dict.fromkeys(one for one in ids if one))
    if not wanted:
        return {}
    rows = await connection.fetch(_CHANGES, of, wanted, *moment.arguments())
    return {
        thing: folded(orjson.loads(row["what"]) for row in changes)
        for thing, changes in groupby(rows, key=lambda row: str(row["id"]))
    }


async def all_things(
    connection: Connection, of: str, moment: Moment, *, after: str | None = None, beginning: str = ""
) -> AsyncIterator[dict[str, Thing]]:
    """The list behind a place in it, some hundreds of things at a time, in the order of their ids."""
    while True:
        rows = await connection.fetch(_IDS, of, after, beginning, AT_ONCE)
        ids = [row["id"] for row in rows]
        yield await things(connection, of, ids, moment)
        if len(ids) < AT_ONCE:
            return
        after = ids[-1]
