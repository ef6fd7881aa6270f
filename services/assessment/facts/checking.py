"""Facts of a look at a title: whose station it is, who may look, and what a draw has drawn."""

from dataclasses import replace
from typing import assert_never

from services.assessment import streams
from services.assessment.queries import draws
from services.assessment.title.commands import OrderTitleCheck, RecordTitleCheck, RecordUnannouncedVisit
from services.assessment.title.decisions import TITLE
from shared.access import competence, directory
from shared.access.directory import StationEntry
from shared.access.roles import Caller
from shared.database import Connection
from shared.events.assessment import CheckMode
from shared.eventsourcing.handling import Prepared

_CERTIFICATE = """
SELECT certificate_number FROM titles WHERE station_id = $1 ORDER BY certified_on DESC, certificate_number DESC LIMIT 1
"""
_TOOK_PART = """
SELECT c.inspectors || c.recommender
       || ARRAY(SELECT s.assessor FROM scores s WHERE s.application_id = c.application_id) AS people
  FROM title_checks k JOIN titles t USING (certificate_number) JOIN candidates c USING (application_id)
 WHERE k.check_id = $1
"""

Command = OrderTitleCheck | RecordTitleCheck | RecordUnannouncedVisit


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    station = await directory.the_station(connection, command.station_id)
    bureau = await directory.bureau(connection, caller.bureau)
    _require_competence(command, caller, bureau, station)
    await directory.require_disinterested(connection, caller, station.host_id)
    match command:
        case OrderTitleCheck():
            command = await _with_the_draw(command, connection)
        case RecordTitleCheck():
            took_part: list[str] | None = await connection.fetchval(_TOOK_PART, command.check_id)
            linked = await directory.linked(connection, station.host_id)
            command = replace(command, partial=linked.union(took_part or ()))
        case RecordUnannouncedVisit():
            command = replace(command, linked=await directory.linked(connection, station.host_id))
        case _:
            assert_never(command)
    return Prepared(
        decider=TITLE,
        stream=streams.title(command.station_id),
        command=command,
        partition_key=command.station_id,
        attributes={"jurisdiction": bureau.division_code if bureau else station.division_code},
    )


def _require_competence(
    command: Command, caller: Caller, bureau: directory.Bureau | None, station: StationEntry
) -> None:
    if not isinstance(command, RecordUnannouncedVisit):
        competence.require_province_of(caller, bureau, station.division_code)
    else:
        competence.require_bureau_over(caller, bureau, station)


async def _with_the_draw(command: OrderTitleCheck, connection: Connection) -> OrderTitleCheck:
    """Of the station's latest title: whether it is in force is decided there."""
    if command.mode is not CheckMode.DRAWN:
        return command
    number: str | None = await connection.fetchval(_CERTIFICATE, command.station_id)
    inspectors = await draws.drawn(connection, command.draw_id, number or "")
    return replace(command, is_drawn=inspectors is not None, inspectors=inspectors or ())
