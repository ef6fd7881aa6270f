"""What the decisions about mandates need to know: the two bureaus, and that the matter is in the giver's competence."""

from dataclasses import replace
from typing import assert_never

from services.registry.mandate.commands import (
    DelegateCompetence,
    EndDelegation,
    MandateCommand,
    OtherBureau,
    TakeUpCase,
)
from services.registry.mandate.decisions import MANDATE
from services.registry.queries import mandates
from shared.access import competence, directory
from shared.access.competence import OutsideJurisdiction
from shared.access.mandates import MandateKind
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.eventsourcing.handling import Prepared

Command = MandateCommand


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    match command:
        case DelegateCompetence():
            return await delegate_competence(command, caller, connection)
        case TakeUpCase():
            return await take_up_case(command, caller, connection)
        case EndDelegation():
            return await end_delegation(command, caller, connection)
        case _:
            assert_never(command)


async def delegate_competence(command: DelegateCompetence, caller: Caller, connection: Connection) -> Prepared:
    """Within the own competence: a station of its own, a division of its area."""
    competence.require(caller, Level.COUNTY, Level.CITY, Level.PROVINCE)
    own = await directory.the_bureau(connection, caller.bureau)
    if command.station_id:
        station = await directory.the_station(connection, command.station_id)
        competence.require_bureau_over(caller, own, station)
    elif command.division_code:
        competence.require_over(caller, own, command.division_code)
    delegate = await _other(connection, command.delegate_code)
    facts = replace(command, level=own.level, area=own.division_code, delegate=delegate)
    return _prepared(facts, command.document_number)


async def take_up_case(command: TakeUpCase, caller: Caller, connection: Connection) -> Prepared:
    competence.require(caller, Level.CITY, Level.PROVINCE)
    own = await directory.the_bureau(connection, caller.bureau)
    if command.station_id:
        station = await directory.the_station(connection, command.station_id)
        competence.require_over(caller, own, station.division_code)
        if station.bureau_code != command.lower_code:
            raise OutsideJurisdiction(f"{station.bureau_code} is competent for the station, not {command.lower_code}.")
    facts = replace(
        command, level=own.level, area=own.division_code, lower=await _other(connection, command.lower_code)
    )
    return _prepared(facts, command.document_number)


async def end_delegation(command: EndDelegation, caller: Caller, connection: Connection) -> Prepared:
    """Who gave the mandate ends it: who delegated, or who took up; or who has their powers today."""
    competence.require(caller, Level.COUNTY, Level.CITY, Level.PROVINCE)
    found = await mandates.mandate(connection, command.mandate_id)
    if found is None:
        raise NotKnownHere(f"Mandate {command.mandate_id} is not known here.")
    given_by = found.agent_code if found.kind == MandateKind.TAKEN_UP else found.principal_code
    if given_by != caller.bureau:
        raise OutsideJurisdiction(f"{given_by} ends this mandate, not {caller.bureau}.")
    return _prepared(command, found.document_number)


async def _other(connection: Connection, code: str) -> OtherBureau:
    bureau = await directory.the_bureau(connection, code)
    return OtherBureau(bureau.level, bureau.division_code, bureau.heir)


def _prepared(command: MandateCommand, document_number: str) -> Prepared:
    return Prepared(
        decider=MANDATE,
        stream=f"mandate-{command.mandate_id}",
        command=command,
        attributes={"documentno": document_number},
    )
