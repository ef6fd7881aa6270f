"""What can be asked back of titles."""

from datetime import date
from typing import Any

from asyncpg import Record

from services.assessment.queries import appeals, rectifications
from services.assessment.views import TitleCaseView, TitleView
from shared.database import Connection

_TITLE_COLUMNS = """
    t.certificate_number, t.application_id, t.season_id, t.station_id, t.host_id, t.station_name, t.host_name, t.kind,
    t.trade, t.bureau_code, t.bureau_name, t.document_number, t.certified_on, p.published_on, t.plaque_number,
    t.handed_over_on, t.ground, t.proposed_on, t.heard_on, t.revocation_document, t.revoked_on, t.served_on,
    t.returned_on, t.waived_on, t.void_reason, t.void_on, t.ended_by, t.ended_on, t.lapsed_on, t.set_aside_on,
    r.rights_told, r.appeal_until, r.appeal_is_provisional,
    coalesce((SELECT e.version FROM events e WHERE e.stream_id = 'title-' || t.station_id
               ORDER BY e.version DESC LIMIT 1), 0) AS version,
    (SELECT max(x.suspended_on) FROM suspensions x
      WHERE x.certificate_number = t.certificate_number AND x.resumed_on IS NULL) AS suspended_on
"""
_TITLE_TABLES = """
    titles t
    LEFT JOIN publications p USING (certificate_number)
    LEFT JOIN revocations r ON (r.certificate_number, r.document_number) = (t.certificate_number, t.revocation_document)
"""
_TITLES = f"""
SELECT {_TITLE_COLUMNS} FROM {_TITLE_TABLES}
 WHERE ($1::text IS NULL OR t.season_id = $1) AND ($2::text IS NULL OR t.trade = $2)
   AND ($3::text IS NULL OR t.certificate_number > $3)
 ORDER BY t.certificate_number LIMIT $4
"""  # noqa: S608 (constants of ours)
_TITLE = f"""
SELECT {_TITLE_COLUMNS} FROM {_TITLE_TABLES}
 WHERE t.station_id = $1 ORDER BY t.certified_on DESC, t.certificate_number DESC LIMIT 1
"""  # noqa: S608 (constants of ours)


async def titles(
    connection: Connection, season_id: str | None, trade: str | None, after: str | None, limit: int
) -> list[TitleView]:
    rows = await connection.fetch(_TITLES, season_id, trade, after, limit)
    return [TitleView(**_title(row)) for row in rows]


async def title(connection: Connection, station_id: str, today: date) -> TitleCaseView | None:
    """The station's latest title; what is to be mended is shown as it stands on that day."""
    row = await connection.fetchrow(_TITLE, station_id)
    if row is None:
        return None
    of_all, number = _title(row), row["certificate_number"]
    rectification = await rectifications.of_title(connection, number, today)
    is_over = _over(row) is not None
    is_mending = rectification is not None and of_all["status"] == "in_force"
    return TitleCaseView(
        **of_all,
        stage=_title_stage(row),
        standing="under_rectification" if is_mending else of_all["status"],
        rectification=None if is_over else rectification,
        appeals=await appeals.against(connection, number, row["revocation_document"]),
        past_revocations=await appeals.past_revocations(connection, station_id, number),
    )


def _title(row: Record) -> dict[str, Any]:
    """A proposal is the bureaus' matter until it is decided: its ground is not shown before."""
    return dict(row) | {
        "id": row["certificate_number"],
        "status": _over(row) or ("suspended" if row["suspended_on"] else "in_force"),
        "ground": row["ground"] if row["revoked_on"] else None,
    }


def _over(row: Record) -> str | None:
    """How the title has gone, if it has."""
    ways = (("revoked", "revoked_on"), ("lapsed", "lapsed_on"), ("ended", "ended_on"))
    return next((status for status, day in ways if row[day]), None)


def _title_stage(row: Record) -> str:
    over = _over(row)
    if over is not None:
        return over
    if row["heard_on"]:
        return "defence_heard"
    if row["waived_on"]:
        return "defence_waived"
    return "revocation_proposed" if row["proposed_on"] else "in_force"
