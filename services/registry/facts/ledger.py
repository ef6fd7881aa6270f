"""What the decisions about the desk's ledger need to know: the station's status, its staff, and a month's figures."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, assert_never

from services.registry.ledger.consultation.commands import AnswerConsultation, ConsultationCommand
from services.registry.ledger.consultation.decisions import CONSULTATION
from services.registry.ledger.dispute.commands import (
    DisputeCommand,
    ReceiveDispute,
    RecordFollowUp,
    ReferDispute,
    SettleDispute,
)
from services.registry.ledger.dispute.decisions import DISPUTE
from services.registry.ledger.summary.commands import SummarisePeriod, SummaryCommand, summary_stream
from services.registry.ledger.summary.decisions import SUMMARY
from services.registry.queries import ledger
from shared.access import competence, directory
from shared.access.directory import StationEntry
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.handling import Prepared

Command = ConsultationCommand | DisputeCommand | SummaryCommand

_STATION_OF = "SELECT station_id FROM disputes WHERE dispute_id = $1"
_STAFF = """
SELECT station_id, array_agg(staff_id) AS staff FROM staff
 WHERE station_id = ANY($1) AND stage = 'serving' GROUP BY station_id
"""


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    match command:
        case AnswerConsultation() | ReceiveDispute():
            return await take_in(command, caller, connection)
        case SettleDispute() | ReferDispute() | RecordFollowUp():
            return await go_on(command, caller, connection)
        case SummarisePeriod():
            return await summarise(command, caller, connection)
        case _:
            assert_never(command)


async def staff_of(connection: Connection, station_ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """Who serves at each of the stations; one query. A station without staff is left out."""
    rows = await connection.fetch(_STAFF, list(station_ids))
    return {row["station_id"]: frozenset(row["staff"]) for row in rows}


async def take_in(command: AnswerConsultation | ReceiveDispute, caller: Caller, connection: Connection) -> Prepared:
    station = await directory.the_station(connection, command.station_id)
    competence.require_host_of(caller, station)
    staff = await _staff(connection, station)
    known = replace(command, station_status=station.status, staff=staff)
    if isinstance(command, AnswerConsultation):
        return _prepared(CONSULTATION, f"consultation-{command.consultation_id}", known, station)
    return _prepared(DISPUTE, f"dispute-{command.dispute_id}", known, station)


async def go_on(
    command: SettleDispute | ReferDispute | RecordFollowUp, caller: Caller, connection: Connection
) -> Prepared:
    """The station that the dispute is at; who runs it now goes on with it."""
    competence.require(caller, Level.ENTERPRISE)
    station_id = await connection.fetchval(_STATION_OF, command.dispute_id)
    if station_id is None:
        raise NotKnownHere(f"Dispute {command.dispute_id} is not known here.")
    station = await directory.the_station(connection, station_id)
    competence.require_host_of(caller, station)
    known: DisputeCommand = replace(command, station_status=station.status)
    if isinstance(known, SettleDispute):
        known = replace(known, staff=await _staff(connection, station))
    return _prepared(DISPUTE, f"dispute-{command.dispute_id}", known, station)


async def summarise(command: SummarisePeriod, caller: Caller, connection: Connection) -> Prepared:
    """The host summarises its own month; its county may do so, too."""
    station = await directory.the_station(connection, command.station_id)
    competence.require(caller, Level.ENTERPRISE, Level.COUNTY)
    if caller.level is Level.COUNTY:
        competence.require_county_of(caller, station)
    else:
        competence.require_host_of(caller, station)
    figures = await ledger.figures(connection, command.station_id, command.period)
    known = replace(command, station_status=station.status, figures=figures)
    return _prepared(SUMMARY, summary_stream(command.station_id, command.period), known, station)


async def _staff(connection: Connection, station: StationEntry) -> frozenset[str]:
    return (await staff_of(connection, [station.station_id])).get(station.station_id, frozenset())


def _prepared(decider: Decider[Any, Any, Any], stream: str, command: Command, station: StationEntry) -> Prepared:
    return Prepared(
        decider=decider,
        stream=stream,
        command=command,
        partition_key=station.station_id,
        attributes={"jurisdiction": station.division_code},
    )
