"""What a decision on an opinion needs to know: the notice and the candidate that it is about."""

from dataclasses import replace
from typing import assert_never

from services.publication import streams
from services.publication.facts import lookups
from services.publication.notice.commands import HoldCandidate
from services.publication.notice.decisions import NOTICE
from services.publication.opinion.commands import (
    CloseOpinionAsMoot,
    Intake,
    OpinionCommand,
    ReceiveOpinion,
    ScreenOpinion,
)
from services.publication.opinion.decisions import OPINION, NoSuchOpinion
from shared.access import competence, directory
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.events.publication import Screening
from shared.eventsourcing.handling import Prepared

_ON_NOTICE = "SELECT station_id, result FROM notice_candidates WHERE notice_id = $1 AND application_id = $2"
_OPINION = """
SELECT notices.notice_id, notices.city_code, opinions.application_id
  FROM opinions JOIN notices USING (notice_id) WHERE opinion_id = $1
"""


async def prepare(command: OpinionCommand, caller: Caller, connection: Connection) -> Prepared:
    match command:
        case ReceiveOpinion():
            return await receive_opinion(command, caller, connection)
        case ScreenOpinion():
            return await screen_opinion(command, caller, connection)
        case CloseOpinionAsMoot():
            return await close_as_moot(command, caller, connection)
        case _:
            assert_never(command)


async def receive_opinion(command: ReceiveOpinion, caller: Caller, connection: Connection) -> Prepared:
    """Anybody gives an opinion; a clerk of the city's area takes one down for somebody."""
    notice = await lookups.notice(connection, command.notice_id)
    if caller.level in {Level.COUNTY, Level.CITY}:
        bureau = await directory.bureau(connection, caller.bureau)
        if bureau is None or bureau.division_code[:4] != notice["city_code"][:4]:
            raise competence.OutsideJurisdiction(f"{command.notice_id} is another city's notice.")
    candidate = await connection.fetchrow(_ON_NOTICE, command.notice_id, command.application_id)
    facts = Intake(
        is_open=notice["stage"] == "open",
        opens_on=notice["opens_on"],
        closes_on=notice["closes_on"],
        is_on_notice=candidate is not None and candidate["result"] in {"kept", "held"},
        station_id=candidate["station_id"] if candidate else "",
    )
    stream = streams.notice(command.notice_id)
    return Prepared(
        decider=OPINION,
        stream=streams.opinion(command.opinion_id),
        command=replace(command, facts=facts),
        guards=((stream, notice["version"]),),
        attributes={"jurisdiction": notice["city_code"]},
    )


async def screen_opinion(command: ScreenOpinion, caller: Caller, connection: Connection) -> Prepared:
    """An admissible objection also holds its own candidate, and no other, in the same transaction."""
    opinion = await connection.fetchrow(_OPINION, command.opinion_id)
    if opinion is None:
        raise NoSuchOpinion(f"There is no opinion {command.opinion_id}.")
    await lookups.require_city(caller, connection, opinion["city_code"])
    attributes = {"jurisdiction": opinion["city_code"]}
    hold = HoldCandidate(
        notice_id=opinion["notice_id"],
        application_id=opinion["application_id"],
        opinion_id=command.opinion_id,
        today=command.today,
    )
    held = Prepared(decider=NOTICE, stream=streams.notice(opinion["notice_id"]), command=hold, attributes=attributes)
    return Prepared(
        decider=OPINION,
        stream=streams.opinion(command.opinion_id),
        command=command,
        attributes=attributes,
        also=(held,) if command.result is Screening.ADMISSIBLE else (),
    )


async def close_as_moot(command: CloseOpinionAsMoot, caller: Caller, connection: Connection) -> Prepared:
    """An automatic act too: an objection that came in beside the withdrawal, which was written first."""
    competence.require(caller, Level.SERVICE)
    opinion = await connection.fetchrow(_OPINION, command.opinion_id)
    if opinion is None:
        raise NoSuchOpinion(f"There is no opinion {command.opinion_id}.")
    return Prepared(
        decider=OPINION,
        stream=streams.opinion(command.opinion_id),
        command=command,
        bureau=await lookups.in_the_name_of(caller, connection, opinion["city_code"]),
        attributes={"jurisdiction": opinion["city_code"]},
    )
