"""What the decisions about a contest need to know, and whose act each is."""

from dataclasses import replace

from services.incentives.contest.commands import AnnounceContest, ContestCommand, NominateStaff, Person
from services.incentives.contest.decisions import CONTEST
from services.incentives.contest.rules import NotTheOrganiser
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


_ORGANISER = "SELECT coalesce(nullif(host_id, ''), bureau_code) FROM contests WHERE contest_id = $1"


async def _require_organiser(contest_id: str, organiser_id: str, connection: Connection) -> None:
    """Who is not the organiser is told so before anything is compared with the contest as it stands.

    Raises:
        NotTheOrganiser: somebody else runs the contest.
    """
    organiser = await connection.fetchval(_ORGANISER, contest_id)
    if organiser is not None and organiser != organiser_id:
        raise NotTheOrganiser("the contest is run by somebody else")


async def prepare(command: ContestCommand, caller: Caller, connection: Connection) -> Prepared:
    """A contest that is not known yet is the decision's to refuse."""
    if isinstance(command, AnnounceContest):
        competence.require(caller, *_BY_KIND[command.organiser])
        if command.host_id:
            competence.require_host(caller, command.host_id)
    else:
        competence.require(caller, *ORGANISERS)
        await _require_organiser(command.contest_id, command.organiser_id, connection)
    if isinstance(command, NominateStaff):
        row = await connection.fetchrow(_PERSON, command.staff_id)
        command = replace(command, person=None if row is None else Person(**dict(row)))
    return Prepared(decider=CONTEST, stream=f"contest-{command.contest_id}", command=command)
