"""What the decisions about wrong records and about the erasing of personal data need to know."""

from dataclasses import replace
from typing import assert_never
from uuid import UUID

import orjson

from services.registry.correction.commands import CorrectionCommand, CorrectRecord
from services.registry.correction.decisions import CORRECTION
from services.registry.subject.commands import ConfirmErasure, EraseSubject, SubjectCommand
from services.registry.subject.decisions import SUBJECT
from shared.access import competence, directory
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.eventsourcing.handling import Prepared

Command = CorrectionCommand | SubjectCommand

# Read by the streams, which are indexed: a look through the whole log would grow with it.
_RECORD = "SELECT type, attributes FROM events WHERE stream_id = ANY($1) AND event_id = $2"
_STAFF = "SELECT station_id FROM staff WHERE staff_id = $1"


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    match command:
        case CorrectRecord():
            return await correct_record(command, caller, connection)
        case EraseSubject() | ConfirmErasure():
            return await erase_subject(command, caller, connection)
        case _:
            assert_never(command)


async def correct_record(command: CorrectRecord, caller: Caller, connection: Connection) -> Prepared:
    station = await directory.the_station(connection, command.station_id)
    competence.require_county_of(caller, station)
    await directory.require_disinterested(connection, caller, station.host_id)
    return Prepared(
        decider=CORRECTION,
        stream=f"correction-{command.station_id}",
        command=replace(command, record_type=await _record_type(command, connection)),
        partition_key=command.station_id,
        attributes={"jurisdiction": station.division_code},
    )


async def _record_type(command: CorrectRecord, connection: Connection) -> str:
    """The record's name, if it is about that station: its events lie in the station's own partition."""
    streams = [f"{name}-{command.station_id}" for name in ("station", "care", "correction")]
    if command.stream:
        streams.append(command.stream)
    row = await connection.fetchrow(_RECORD, streams, UUID(command.record_id))
    if row is None or orjson.loads(row["attributes"]).get("partitionkey") != command.station_id:
        return ""
    return str(row["type"]).split(".")[2]


async def erase_subject(command: SubjectCommand, caller: Caller, connection: Connection) -> Prepared:
    competence.require(caller, Level.OPERATOR)
    station_id: str | None = await connection.fetchval(_STAFF, command.staff_id)
    if station_id is None:
        raise NotKnownHere(f"nobody with the id {command.staff_id} is on a station's staff")
    station = await directory.the_station(connection, station_id)
    return Prepared(
        decider=SUBJECT,
        stream=f"subject-{command.staff_id}",
        command=replace(command, station_id=station_id, by=caller.subject),
        partition_key=station_id,
        attributes={"jurisdiction": station.division_code},
    )
