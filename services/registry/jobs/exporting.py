"""导出: what the register or a ledger holds as a table, as far as who asks may see it. What comes out goes in again."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from asyncpg import Record

from services.registry.jobs import words
from services.registry.jobs.columns import Columns
from services.registry.jobs.importing import Kind
from services.registry.jobs.job import Job, Report
from services.registry.jobs.ledger_rows import COLUMNS as LEDGER
from services.registry.jobs.station_rows import COLUMNS as STATIONS
from services.registry.jobs.station_rows import identifier_type_of
from services.registry.tables.writing import MEDIA_TYPES, Cell, Encoding, Format, open_writer
from shared.access.scope import Scope, scope_of
from shared.clock import SHANGHAI, shanghai
from shared.database import Connection
from shared.runtime import Runtime
from shared.web.uploads import objects_of

_ROWS_AT_ONCE = 1_000
_IN_SCOPE = """
stations.host_id = coalesce($1, stations.host_id) AND stations.bureau_code = coalesce($2, stations.bureau_code)
   AND stations.division_code LIKE $3 || '%'
"""
# A filter that was not given is NULL.
_STATIONS = f"""
SELECT station_id, hosts.name AS host_name, hosts.registration_number, stations.name, kind, trade, sizes.area_m2,
       sizes.stalls, sizes.staff, sizes.stars, stations.division_code, town, operating_since
  FROM stations JOIN hosts USING (host_id) JOIN station_sizes AS sizes USING (station_id)
 WHERE {_IN_SCOPE} AND stations.registered_on IS NOT NULL AND stations.bureau_code <> ''
   AND station_id > $4
   AND ($5::text IS NULL OR stations.division_code LIKE $5 || '%')
   AND ($6::text IS NULL OR kind = $6)
   AND ($7::text IS NULL OR trade = $7)
   AND ($8::text IS NULL OR stations.host_id = $8)
 ORDER BY station_id LIMIT $9
"""  # noqa: S608 (constants of ours)
_LEDGER = f"""
SELECT dispute_id, station_id, stations.name AS station_name, stations.division_code, number, channel, grade, category,
       summary, amount_fen, first_receiver, received_at, state, settled_by, settled_where, outcome, refunded_fen,
       taken_over_because, referred_to, reason, ended_at, satisfied, remarks, followed_up_on
  FROM disputes JOIN stations USING (station_id)
 WHERE {_IN_SCOPE} AND dispute_id > $4
   AND ($5::text IS NULL OR stations.division_code LIKE $5 || '%')
   AND ($6::text IS NULL OR station_id = $6)
   AND ($7::timestamptz IS NULL OR received_at >= $7)
   AND ($8::timestamptz IS NULL OR received_at < $8)
 ORDER BY dispute_id LIMIT $9
"""  # noqa: S608 (constants of ours)


async def work(runtime: Runtime, job: Job, report: Report) -> dict[str, object]:
    """Write the table and keep it under its hash. An attempt that goes on after a crash writes it anew."""
    kind, form = Kind(job.arguments["kind"]), Format(job.arguments["format"])
    columns = STATIONS if kind is Kind.STATIONS else LEDGER
    await report.begin()
    with TemporaryDirectory(prefix="shifan-export-") as folder:
        path = Path(folder) / f"table.{form}"
        encoding = Encoding(job.arguments["encoding"])
        writer = await asyncio.to_thread(open_writer, path, form, encoding, columns.titles, columns.keys)
        async with runtime.pool.acquire() as connection:
            scope = await scope_of(connection, job.caller)
            async for rows in _rows(connection, scope, kind, job.arguments["filters"]):
                await asyncio.to_thread(writer.add, rows)
                report.done += len(rows)
                await report.tell()
        await asyncio.to_thread(writer.close)
        sha256, size = await objects_of(runtime).put_file(path)
    report.total = report.done
    await report.tell()
    return {"rows": report.done, "sha256": sha256, "size_bytes": size, "media_type": MEDIA_TYPES[form]}


async def _rows(
    connection: Connection, scope: Scope, kind: Kind, filters: dict[str, Any]
) -> AsyncIterator[list[Sequence[Cell]]]:
    sql, wanted = (_STATIONS, _of_stations(filters)) if kind is Kind.STATIONS else (_LEDGER, _of_ledger(filters))
    after = ""
    while found := await connection.fetch(sql, *scope.arguments(), after, *wanted, _ROWS_AT_ONCE):
        yield [_station(row) if kind is Kind.STATIONS else _dispute(row) for row in found]
        after = found[-1][0]


def _of_stations(filters: dict[str, Any]) -> list[object]:
    return [
        _beginning(filters.get("division")),
        filters.get("station_kind"),
        filters.get("trade"),
        filters.get("host_id"),
    ]


def _of_ledger(filters: dict[str, Any]) -> list[object]:
    since, until = filters.get("since"), filters.get("until")
    return [_beginning(filters.get("division")), filters.get("station_id"), _midnight(since), _midnight(until)]


def _beginning(division: str | None) -> str | None:
    """320400 is the whole city: its counties' codes begin with 3204."""
    return division.removesuffix("00").removesuffix("00") if division else None


def _midnight(day: str | None) -> datetime | None:
    return datetime.combine(date.fromisoformat(day), time(), SHANGHAI) if day else None


def _station(row: Record) -> Sequence[Cell]:
    told: dict[str, Cell] = dict(row) | {
        "identifier_type": words.written(words.IDENTIFIER, identifier_type_of(row["registration_number"])),
        "kind": words.written(words.KIND, row["kind"]),
        # What stands on the register beside each other has been found distinct before.
        "distinct_because": "",
    }
    return _in_order(STATIONS, told)


def _dispute(row: Record) -> Sequence[Cell]:
    settled, referred = row["state"] == "settled", row["state"] == "referred"
    followed_up = row["followed_up_on"] is not None
    satisfied = words.written(words.YES_OR_NO, "yes" if row["satisfied"] else "no")
    ended_at = _written(row["ended_at"]) if row["ended_at"] else None
    told: dict[str, Cell] = dict(row) | {
        "channel": words.written(words.CHANNEL, row["channel"]),
        "grade": words.written(words.GRADE, row["grade"]),
        "amount": _yuan(row["amount_fen"]),
        "received_at": _written(row["received_at"]),
        "settled_at": ended_at if settled else None,
        "where": words.written(words.WHERE, row["settled_where"]) if settled else None,
        "refunded": _yuan(row["refunded_fen"]) if settled else None,
        "referred_to": words.written(words.REFERRED_TO, row["referred_to"]) if referred else None,
        "referred_at": ended_at if referred else None,
        "satisfied": satisfied if followed_up else None,
    }
    return _in_order(LEDGER, told)


def _in_order(columns: Columns, told: dict[str, Cell]) -> Sequence[Cell]:
    return [told[key] for key in columns.keys]


def _written(instant: datetime) -> str:
    """To the last fraction: a cell of a spreadsheet would round it."""
    return shanghai(instant).replace(tzinfo=None).isoformat(" ")


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}"
