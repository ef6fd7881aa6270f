"""What can be asked back of draws: what was committed to and revealed, who was drawn, and what fixed it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import orjson
from asyncpg import Record

from services.assessment.draw.algorithm import BY_CHAIN
from services.assessment.views_of_checks import DrawCaseView, DrawnView, DrawStatus, DrawView
from shared.clock import SHANGHAI, day_of
from shared.database import Connection
from shared.events.assessment import CheckedThing

_DRAWN = "SELECT inspectors FROM drawn WHERE draw_id = $1 AND entry_id = $2"
_ENTRIES = "SELECT entry_id, station_id, inspectors FROM drawn WHERE draw_id = $1 ORDER BY place"
# What was drawn may be told to everybody once nobody can be warned any more: every check is recorded, or what was to be
# checked is out (declined, refused, a title no more); or the season's result is published.
_DRAW_COLUMNS = """
    d.draw_id, d.about, d.season_id, d.division_code, d.population_on, d.commitment, d.algorithm, d.count, d.inspectors,
    d.inspectors_each, d.reveal_by_days, d.committed_on, d.seed, d.entropy, d.entropy_is, d.population, d.recusals,
    d.revealed_on,
    coalesce((SELECT e.version FROM events e WHERE e.stream_id = 'draw-' || d.draw_id
               ORDER BY e.version DESC LIMIT 1), 0) AS version,
    NOT EXISTS (SELECT FROM drawn x LEFT JOIN titles t ON t.certificate_number = x.entry_id
                                    LEFT JOIN declinations n ON n.application_id = x.entry_id
                                    LEFT JOIN refusals f ON f.application_id = x.entry_id
                 WHERE x.draw_id = d.draw_id AND x.checked_on IS NULL
                   AND t.revoked_on IS NULL AND t.ended_on IS NULL AND t.lapsed_on IS NULL
                   AND n.application_id IS NULL AND f.application_id IS NULL)
    OR EXISTS (SELECT FROM season_publications s WHERE s.season_id = d.season_id) AS may_be_told
"""
_DRAW = f"SELECT {_DRAW_COLUMNS} FROM draws d WHERE d.draw_id = $1"  # noqa: S608 (constants of ours)
_DRAWS = f"""
SELECT {_DRAW_COLUMNS} FROM draws d
 WHERE ($1::text IS NULL OR d.season_id = $1) AND ($2::text IS NULL OR d.draw_id > $2)
 ORDER BY d.draw_id LIMIT $3
"""  # noqa: S608 (constants of ours)

# Only what was recorded after the commitment fixes a draw: nobody who commits can have known it.
_LIST = """
SELECT e.position, e.stream_id, e.payload, e.chain, e.effective_at
  FROM lists l
  JOIN events e ON e.stream_id = 'list-' || l.list_id AND e.version = 1
  JOIN events c ON c.stream_id = 'draw-' || $2 AND c.version = 1 AND c.position < e.position
 WHERE l.season_id = $1
"""
_FIRST_AFTER = """
SELECT e.position, e.stream_id, e.payload, e.chain, e.effective_at
  FROM events e
 WHERE e.effective_at >= $1
   AND e.position > (SELECT c.position FROM events c WHERE c.stream_id = 'draw-' || $2 AND c.version = 1)
 ORDER BY e.position LIMIT 1
"""
# Sizes only grow, so the smallest that covers the record is the first that was signed.
_COVERING = "SELECT size, root FROM checkpoints WHERE size >= $1 ORDER BY size LIMIT 1"


@dataclass(frozen=True, slots=True)
class Fixing:
    """The record that has fixed what is drawn from, the hash that is mixed in, and the day since when it is known.

    The hash is empty as long as no signed checkpoint covers the record.
    """

    position: int
    payload: bytes
    entropy: str
    entropy_is: str
    known_since: date


async def drawn(connection: Connection, draw_id: str, entry_id: str) -> tuple[str, ...] | None:
    """The inspectors that the draw gave to an application or a certificate; None if it was not drawn, or not yet."""
    inspectors: list[str] | None = await connection.fetchval(_DRAWN, draw_id, entry_id)
    return None if inspectors is None else tuple(inspectors)


async def stored(connection: Connection, draw_id: str) -> Record | None:
    """The row of a draw."""
    return await connection.fetchrow(_DRAW, draw_id)


async def fixing(connection: Connection, draw: Record) -> Fixing | None:
    """What has fixed the draw since the commitment, if anything has: the list, or the first record of a later day."""
    if draw["about"] == CheckedThing.CANDIDATE:
        row = await connection.fetchrow(_LIST, draw["season_id"], draw["draw_id"])
        told = "上报名单"
    else:
        row = await connection.fetchrow(_FIRST_AFTER, _end_of(draw["population_on"]), draw["draw_id"])
        told = f"{draw['population_on']}之后的第一条记录"
    if row is None:
        return None
    record = f"assessment第{row['position']}号记录（{told}，{row['stream_id']}）"
    entropy, entropy_is = await _entropy(connection, draw["algorithm"], row, record)
    return Fixing(
        position=row["position"],
        payload=row["payload"],
        entropy=entropy,
        entropy_is=entropy_is,
        known_since=day_of(row["effective_at"]),
    )


async def _entropy(connection: Connection, algorithm: str, row: Record, record: str) -> tuple[str, str]:
    """The hash of the draw's own algorithm, and what it is in words."""
    if algorithm == BY_CHAIN:
        return row["chain"].hex(), f"{record}的链值"
    covering = await connection.fetchrow(_COVERING, row["position"])
    if covering is None:
        return "", ""
    return covering["root"], f"覆盖{record}的首个已签署检查点（{covering['size']}条记录）的根"


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, SHANGHAI)


async def draw(connection: Connection, draw_id: str, today: date) -> tuple[DrawCaseView, DrawView] | None:
    """A draw with all that is known of it, and as everybody may see it."""
    row = await stored(connection, draw_id)
    return None if row is None else await _views(connection, row, today)


async def draws(
    connection: Connection, season_id: str | None, after: str | None, limit: int, today: date
) -> list[tuple[DrawCaseView, DrawView]]:
    """In the order of their ids."""
    return [await _views(connection, row, today) for row in await connection.fetch(_DRAWS, season_id, after, limit)]


async def _views(connection: Connection, row: Record, today: date) -> tuple[DrawCaseView, DrawView]:
    fixed = await fixing(connection, row)
    reveal_by = None if fixed is None else fixed.known_since + timedelta(days=row["reveal_by_days"])
    entries = await connection.fetch(_ENTRIES, row["draw_id"])
    whole = DrawCaseView(
        **dict(row) | {"recusals": orjson.loads(row["recusals"])},
        id=row["draw_id"],
        status=_status(row, reveal_by, today),
        reveal_by=reveal_by,
        drawn=[
            DrawnView(id=one["entry_id"], station_id=one["station_id"], inspected_by=len(one["inspectors"]))
            for one in entries
        ],
        assigned={one["entry_id"]: one["inspectors"] for one in entries},
    )
    told = DrawView(**whole.model_dump(include=set(DrawView.model_fields)))
    return whole, told if row["may_be_told"] else told.model_copy(update=_UNTOLD)


_UNTOLD: dict[str, object] = {"seed": "", "entropy": "", "entropy_is": "", "population": [], "drawn": []}


def _status(row: Record, reveal_by: date | None, today: date) -> DrawStatus:
    if row["revealed_on"] is not None:
        return DrawStatus.REVEALED
    is_void = reveal_by is not None and today > reveal_by
    return DrawStatus.VOID if is_void else DrawStatus.COMMITTED
