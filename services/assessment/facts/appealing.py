"""Facts of an appeal: whose station it is, until when the law gives time, and what has become of the station since."""

from dataclasses import replace
from datetime import date

from asyncpg import Record

from services.assessment import streams
from services.assessment.title.appealing import appeal_until, suit_until
from services.assessment.title.commands import DecideAppeal, EndTitle, LodgeAppeal, SuspendTitle
from services.assessment.title.decisions import TITLE
from services.assessment.title.suspending import OUT_OF_USE
from shared.access import competence, directory
from shared.access.directory import StationEntry
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.events.assessment import AppealKind, EndedBy
from shared.eventsourcing.handling import Prepared
from shared.workdays import WorkingCalendar

# The station's latest title: its host, the service of its revocation, and what a reconsideration has upheld.
_TITLE = """
SELECT t.host_id, t.revoked_on, n.city_code, r.served_on, r.rights_told, r.appeal_until,
       (SELECT max(a.decided_on) FROM appeals a
         WHERE (a.certificate_number, a.revocation_document) = (t.certificate_number, t.revocation_document)
           AND a.kind = 'reconsideration' AND a.outcome = 'upheld') AS upheld_on,
       (SELECT m.moved_on FROM station_moves m WHERE m.station_id = t.station_id) AS moved_on
  FROM titles t
  LEFT JOIN seasons n USING (season_id)
  LEFT JOIN revocations r ON (r.certificate_number, r.document_number) = (t.certificate_number, t.revocation_document)
 WHERE t.station_id = $1 ORDER BY t.certified_on DESC, t.certificate_number DESC LIMIT 1
"""
_CONTESTED = "SELECT certificate_number FROM appeals WHERE appeal_id = $1 AND station_id = $2"
_PROVINCE = 2

Command = LodgeAppeal | DecideAppeal


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    station = await directory.the_station(connection, command.station_id)
    bureau = await directory.bureau(connection, caller.bureau)
    title = await connection.fetchrow(_TITLE, command.station_id)
    host_id = title["host_id"] if title else station.host_id
    _require_competence(command, caller, bureau, station, host_id)
    await directory.require_disinterested(connection, caller, host_id)
    attributes = {"jurisdiction": bureau.division_code if bureau else station.division_code}
    if isinstance(command, DecideAppeal):
        attributes["documentno"] = command.document_number
        contested: str | None = await connection.fetchval(_CONTESTED, command.appeal_id, command.station_id)
        since = () if title is None else _since(command, title, station)
        command = replace(command, certificate_number=contested or "", since=since)
    elif title is not None:
        last_day = _last_day(command.kind, title, await directory.calendar(connection))
        command = replace(command, last_day=last_day)
    return Prepared(
        decider=TITLE,
        stream=streams.title(command.station_id),
        command=command,
        partition_key=command.station_id,
        attributes=attributes,
    )


def _require_competence(
    command: Command, caller: Caller, bureau: directory.Bureau | None, station: StationEntry, host_id: str
) -> None:
    """The host whose title it was contests; a bureau to which the organ has written may put that on file, too."""
    if isinstance(command, DecideAppeal):
        competence.require_province_of(caller, bureau, station.division_code)
    elif caller.level is Level.ENTERPRISE:
        competence.require_case_of(caller, replace(station, host_id=host_id))
    else:
        competence.require_bureau_over(caller, bureau, station)


def _last_day(kind: AppealKind, title: Record, calendar: WorkingCalendar) -> date | None:
    """By the calendar of today; a day that was told to the host holds, for a calendar that came since only adds."""
    served_on: date | None = title["served_on"]
    if served_on is None:
        return None
    rights_told: bool = title["rights_told"]
    if kind is AppealKind.SUIT:
        return suit_until(served_on, title["upheld_on"], rights_told=rights_told, calendar=calendar)[0]
    last_day, _ = appeal_until(served_on, rights_told=rights_told, calendar=calendar)
    return max(last_day, title["appeal_until"] or last_day)


def _since(command: DecideAppeal, title: Record, station: StationEntry) -> tuple[EndTitle | SuspendTitle, ...]:
    """What would have ended or suspended the title if it had been in force, from the day on which it is again."""

    def end(ended_by: EndedBy, new_host_id: str = "") -> EndTitle:
        return EndTitle(
            station_id=command.station_id, ended_by=ended_by, on=command.decided_on, new_host_id=new_host_id
        )

    home, moved_on, revoked_on = title["city_code"], title["moved_on"], title["revoked_on"]
    has_moved = bool(moved_on and revoked_on and moved_on >= revoked_on)
    is_away = has_moved and home is not None and home[:_PROVINCE] != station.division_code[:_PROVINCE]
    is_suspended = station.status == "suspended"
    suspend = SuspendTitle(
        station_id=command.station_id,
        division_code=station.division_code,
        town=station.town,
        moved_on=command.decided_on,
        reason="" if has_moved else OUT_OF_USE,
    )
    possible = (
        (station.status == "closed", end(EndedBy.CLOSURE)),
        (station.host_id != title["host_id"], end(EndedBy.CHANGE_OF_HOST, station.host_id)),
        (is_away, end(EndedBy.MOVE_AWAY)),
        (has_moved or is_suspended, suspend),
    )
    return tuple(one for has_happened, one in possible if has_happened)
