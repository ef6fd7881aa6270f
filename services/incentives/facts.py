"""What the decisions about a contest need to know, and whose act each is."""

from dataclasses import replace

from services.incentives.contest.commands import AnnounceContest, ContestCommand, NominateStaff, Person
from services.incentives.contest.decisions import CONTEST
from shared.access import competence
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.events.incentives import Organiser
from shared.eventsourcing.handling import Prepared

ORGANISERS = (Level.ENTERPRISE, Level.COUNTY, Level.CITY, Level.PROVINCE)
_BY_KIND = {
    Organiser.HOST: (Level.ENTERPRISE,),
    Organiser.BUREAU: (Level.COUNTY, Level.CITY, Level.PROVINCE),
    Organiser.CROSS_ENTERPRISE: ORGANISERS,
}

_PERSON = """
SELECT staff_id, station_id, host_id, '' AS bureau_code FROM staff WHERE staff_id = $1
UNION ALL
SELECT officer_id, '', '', bureau_code FROM officers WHERE officer_id = $1
LIMIT 1
"""


async def prepare(command: ContestCommand, caller: Caller, connection: Connection) -> Prepared:
    """Who the organiser is, the contest itself says: that rule is the decision's."""
    if isinstance(command, AnnounceContest):
        competence.require(caller, *_BY_KIND[command.organiser])
        if command.host_id:
            competence.require_host(caller, command.host_id)
    else:
        competence.require(caller, *ORGANISERS)
    if isinstance(command, NominateStaff):
        row = await connection.fetchrow(_PERSON, command.staff_id)
        command = replace(command, person=None if row is None else Person(**dict(row)))
    return Prepared(decider=CONTEST, stream=f"contest-{command.contest_id}", command=command)
