"""What the decisions about a contest need to know, and whose act each is."""

from dataclasses import replace
from typing import Any

from services.incentives.contest.commands import (
    AnnounceContest,
    ContestCommand,
    FreezeLeaderboard,
    NominateStaff,
    OrganisersCommand,
    Person,
    ReviewAwards,
    SetVotesAside,
)
from services.incentives.contest.decisions import CONTEST
from services.incentives.contest.rules import NotTheOrganiser
from services.incentives.facts import lookups
from services.incentives.vote.commands import CastVote
from services.incentives.vote.decisions import VOTE
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


async def prepare(command: ContestCommand | CastVote, caller: Caller, connection: Connection) -> Prepared:
    """A contest that is not known yet is the decision's to refuse."""
    match command:
        case AnnounceContest():
            competence.require(caller, *_BY_KIND[command.organiser])
            if command.host_id:
                competence.require_host(caller, command.host_id)
            return _on_contest(command)
        case CastVote():
            return await _vote(command, connection)
        case ReviewAwards():
            return await _review(command, connection)
        case _:
            return await _organisers_own(command, caller, connection)


def _on_contest(command: Any, *guards: tuple[str, int]) -> Prepared:
    return Prepared(decider=CONTEST, stream=lookups.stream_of(command.contest_id), command=command, guards=guards)


async def _organisers_own(command: OrganisersCommand, caller: Caller, connection: Connection) -> Prepared:
    """Who is not the organiser is told so before anything is compared with the contest as it stands.

    Raises:
        NotTheOrganiser: somebody else runs the contest.
    """
    competence.require(caller, *ORGANISERS)
    organiser = await lookups.organiser_of(connection, command.contest_id)
    if organiser is not None and organiser != command.organiser_id:
        raise NotTheOrganiser("the contest is run by somebody else")
    match command:
        case NominateStaff():
            row = await lookups.person(connection, command.staff_id)
            return _on_contest(replace(command, person=None if row is None else Person(**dict(row))))
        case SetVotesAside():
            votes = await lookups.votes_in(connection, command.contest_id, command.bucket)
            return _on_contest(replace(command, votes=votes))
        case FreezeLeaderboard():
            read = await lookups.measured(connection, command.contest_id)
            frozen = replace(command, position=read.position, heard=read.heard, measures=read.measures)
            # What was measured and what the contest's own stream says must be of one moment.
            return _on_contest(frozen, (lookups.stream_of(command.contest_id), read.version))
        case _:
            return _on_contest(command)


async def _vote(command: CastVote, connection: Connection) -> Prepared:
    """While the vote is written, the contest stays as it was read: no vote comes after the freeze."""
    read = await lookups.ballot(connection, command.contest_id, command.staff_id)
    stream = f"vote-{command.contest_id}-{command.vote_id}"
    if read is None:
        return Prepared(decider=VOTE, stream=stream, command=command)
    guard = (lookups.stream_of(command.contest_id), read.version)
    return Prepared(decider=VOTE, stream=stream, command=replace(command, ballot=read.ballot), guards=(guard,))


async def _review(command: ReviewAwards, connection: Connection) -> Prepared:
    """Every contest that has honoured somebody of the station, in one transaction; perhaps none."""
    contests = await lookups.contests_with_awards_at(connection, command.station_id)
    first, *others = [_on_contest(replace(command, contest_id=contest_id)) for contest_id in contests or [""]]
    return replace(first, also=tuple(others))
