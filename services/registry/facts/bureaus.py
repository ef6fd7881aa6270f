"""What the decisions about bureaus and officers need to know."""

from typing import assert_never

from services.registry.bureau.commands import (
    BureauCommand,
    EstablishBureau,
    OfficerCommand,
    PostOfficer,
    PubliciseCampaign,
)
from services.registry.bureau.decisions import BUREAU, OFFICER
from shared.access import competence, directory
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.eventsourcing.handling import Prepared

Command = BureauCommand | OfficerCommand


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    match command:
        case EstablishBureau() | PubliciseCampaign():
            return about_bureau(command, caller)
        case PostOfficer():
            return await post_officer(command, caller, connection)
        case _:
            assert_never(command)


def about_bureau(command: BureauCommand, caller: Caller) -> Prepared:
    """A campaign is in the caller's own name: the command's bureau is the caller's."""
    if isinstance(command, EstablishBureau):
        competence.require(caller, Level.OPERATOR)
        attributes = {"jurisdiction": command.division_code}
    else:
        competence.require(caller, Level.COUNTY, Level.CITY)
        attributes = {}
    return Prepared(decider=BUREAU, stream=f"bureau-{command.bureau_code}", command=command, attributes=attributes)


async def post_officer(command: PostOfficer, caller: Caller, connection: Connection) -> Prepared:
    competence.require(caller, Level.OPERATOR)
    bureau = await directory.the_bureau(connection, command.bureau_code)
    return Prepared(
        decider=OFFICER,
        stream=f"officer-{command.officer_id}",
        command=command,
        attributes={"jurisdiction": bureau.division_code},
    )
