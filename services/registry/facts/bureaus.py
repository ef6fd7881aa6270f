"""What the decisions about bureaus and officers need to know."""

from dataclasses import replace
from typing import assert_never

from services.registry.bureau.commands import (
    BureauCommand,
    DeclareInterest,
    EstablishBureau,
    LeaveOffice,
    OfficerCommand,
    PostOfficer,
    PubliciseCampaign,
    SucceedBureau,
)
from services.registry.bureau.decisions import BUREAU
from services.registry.bureau.officers import OFFICER
from services.registry.division import codes
from services.registry.queries import divisions
from shared.access import competence, directory
from shared.access.competence import OutsideJurisdiction
from shared.access.roles import BUREAUS, Caller, Level
from shared.database import Connection
from shared.eventsourcing.handling import Prepared

Command = BureauCommand | OfficerCommand

_VERSION = "SELECT coalesce(max(version), 0) FROM events WHERE stream_id = $1"
_SERVES_AT = "SELECT bureau_code FROM officers WHERE officer_id = $1"


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    match command:
        case EstablishBureau():
            return await establish_bureau(command, caller, connection)
        case SucceedBureau():
            return await succeed_bureau(command, caller, connection)
        case PubliciseCampaign():
            return publicise_campaign(command, caller)
        case PostOfficer():
            return await post_officer(command, caller, connection)
        case LeaveOffice():
            return await leave_office(command, caller, connection)
        case DeclareInterest():
            return await declare_interest(command, caller, connection)
        case _:
            assert_never(command)


async def establish_bureau(command: EstablishBureau, caller: Caller, connection: Connection) -> Prepared:
    """Its division was there when the bureau was established, or is there now: codes change more often than bureaus.

    Where a change of divisions makes a code that the table does not know yet, its bureau comes before the change, for
    the change wants a competent bureau.
    """
    competence.require(caller, Level.OPERATOR)
    changes = await divisions.changes(connection, command.division_code)
    is_new = command.division_code not in codes.table() and command.today.year > codes.EDITION
    if not is_new and not codes.in_force(command.division_code, command.established_on, changes):
        codes.require_in_force(command.division_code, command.today, changes)
    return _of_bureau(command, {"jurisdiction": command.division_code})


async def succeed_bureau(command: SucceedBureau, caller: Caller, connection: Connection) -> Prepared:
    """The successor's record is guarded: two successions at once might close a circle."""
    competence.require(caller, Level.OPERATOR)
    guarded = f"bureau-{command.successor_code}"
    version: int = await connection.fetchval(_VERSION, guarded)
    successor = await directory.the_bureau(connection, command.successor_code)
    facts = replace(
        command,
        successor_level=successor.level,
        successor_established_on=successor.established_on,
        successor_heir=successor.heir,
    )
    attributes = {"jurisdiction": successor.division_code, "documentno": command.document_number}
    return replace(_of_bureau(facts, attributes), guards=((guarded, version),))


def publicise_campaign(command: PubliciseCampaign, caller: Caller) -> Prepared:
    """A campaign is in the caller's own name: the command's bureau is the caller's."""
    competence.require(caller, Level.COUNTY, Level.CITY)
    return _of_bureau(command, {})


def _of_bureau(command: BureauCommand, attributes: dict[str, str]) -> Prepared:
    return Prepared(decider=BUREAU, stream=f"bureau-{command.bureau_code}", command=command, attributes=attributes)


async def post_officer(command: PostOfficer, caller: Caller, connection: Connection) -> Prepared:
    competence.require(caller, Level.OPERATOR)
    bureau = await directory.the_bureau(connection, command.bureau_code)
    return _of_officer(replace(command, heir=bureau.heir), {"jurisdiction": bureau.division_code})


async def leave_office(command: LeaveOffice, caller: Caller, connection: Connection) -> Prepared:
    competence.require(caller, Level.OPERATOR)
    serves_at: str = await connection.fetchval(_SERVES_AT, command.officer_id) or ""
    bureau = await directory.bureau(connection, serves_at)
    attributes = {} if bureau is None else {"jurisdiction": bureau.division_code}
    return _of_officer(replace(command, bureau_code=serves_at), attributes)


async def declare_interest(command: DeclareInterest, caller: Caller, connection: Connection) -> Prepared:
    """Officers declare for themselves; somebody of their bureau may do it for them."""
    competence.require(caller, *BUREAUS)
    await directory.the_host(connection, command.host_id)
    serves_at: str = await connection.fetchval(_SERVES_AT, command.officer_id) or ""
    if caller.level in BUREAUS and caller.subject != command.officer_id and caller.bureau != serves_at:
        raise OutsideJurisdiction(f"Officer {command.officer_id} serves at another bureau than {caller.bureau}.")
    return _of_officer(command, {})


def _of_officer(command: OfficerCommand, attributes: dict[str, str]) -> Prepared:
    return Prepared(decider=OFFICER, stream=f"officer-{command.officer_id}", command=command, attributes=attributes)
