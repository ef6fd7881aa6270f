"""What the investigation, the decision and the answer of an objection need to know, and who is competent for them."""

from dataclasses import replace
from typing import assert_never

from asyncpg import Record

from services.publication import streams
from services.publication.facts import lookups
from services.publication.notice.commands import Involvement, ReleaseCandidate, StrikeOffCandidate
from services.publication.notice.decisions import NOTICE
from services.publication.opinion.commands import (
    AnswerObjector,
    DecideObjection,
    ExtendInvestigation,
    InvestigateObjection,
    Investigators,
    SettleObjectionDay,
    Terms,
)
from services.publication.opinion.decisions import OPINION
from services.publication.opinion.objecting import does_strike_off
from services.publication.opinion.standing import NoSuchOpinion
from shared.access import competence, directory
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.events.publication import NoticeResult
from shared.eventsourcing.handling import Prepared

ObjectionCommand = ExtendInvestigation | InvestigateObjection | DecideObjection | AnswerObjector | SettleObjectionDay

_OPINION = """
SELECT opinion_id, notice_id, application_id, opinions.station_id, opinions.city_code, county_investigates,
       investigators, opinions.version, coalesce(notices.season_id, titles.season_id, '') AS season_id
  FROM opinions LEFT JOIN notices USING (notice_id) LEFT JOIN titles USING (certificate_number)
 WHERE opinion_id = $1
"""
_TERMS = """
SELECT objection_working_days, objection_extensions, answer_working_days FROM seasons WHERE season_id = $1
"""
# Of a title: with which application its station was recommended.
_APPLICATION = "SELECT application_id FROM candidates WHERE season_id = $1 AND printed ->> 'station_id' = $2"
_POSTED = "SELECT officer_id FROM officers WHERE officer_id = ANY($1::text[]) AND bureau_code <> ''"
STANDING = frozenset({NoticeResult.KEPT, NoticeResult.HELD})
"""How a candidate stands that is still on its notice."""
_SEASONS_OWN = Terms(objection_extensions=1)
"""How long things take where a title's season is not known here."""


async def opinion(connection: Connection, opinion_id: str) -> Record:
    """The opinion with whose it is, and the season of what it is about."""
    row = await connection.fetchrow(_OPINION, opinion_id)
    if row is None:
        raise NoSuchOpinion(f"There is no opinion {opinion_id}.")
    return row


async def terms(connection: Connection, opinion: Record) -> Terms:
    """By the settings of the season and the calendars that are published."""
    row = await connection.fetchrow(_TERMS, opinion["season_id"])
    known = Terms(**row) if row else _SEASONS_OWN
    return replace(known, calendar=await directory.calendar(connection))


async def prepare(command: ObjectionCommand, caller: Caller, connection: Connection) -> Prepared:
    about = await opinion(connection, command.opinion_id)
    match command:
        case InvestigateObjection():
            return await investigate_objection(command, about, caller, connection)
        case DecideObjection():
            return await decide_objection(command, about, caller, connection)
        case SettleObjectionDay():
            competence.require(caller, Level.SERVICE)
            asked = replace(command, terms=await terms(connection, about))
            bureau = await lookups.in_the_name_of(caller, connection, about["city_code"])
            return replace(_on(about, asked), bureau=bureau)
        case ExtendInvestigation():
            await lookups.require_city(caller, connection, about["city_code"])
            return _on(about, replace(command, terms=await terms(connection, about)))
        case AnswerObjector():
            await lookups.require_city(caller, connection, about["city_code"])
            return _on(about, command)
        case _:
            assert_never(command)


def _on(about: Record, command: ObjectionCommand) -> Prepared:
    attributes = {"jurisdiction": about["city_code"]}
    return Prepared(
        decider=OPINION, stream=streams.opinion(about["opinion_id"]), command=command, attributes=attributes
    )


async def investigate_objection(
    command: InvestigateObjection, about: Record, caller: Caller, connection: Connection
) -> Prepared:
    """The city, or the county of the station where the city has told it to; and nobody who is linked to the host."""
    station = await directory.the_station(connection, about["station_id"])
    competence.require(caller, Level.CITY, Level.COUNTY)
    if caller.level is Level.COUNTY:
        competence.require_county_of(caller, station)
        if not about["county_investigates"]:
            raise competence.OutsideJurisdiction(
                f"The city has not told the county to investigate {command.opinion_id}."
            )
    else:
        await lookups.require_city(caller, connection, about["city_code"])
    await directory.require_disinterested(connection, caller, station.host_id)
    named = list(command.investigators)
    facts = Investigators(
        posted=frozenset(row["officer_id"] for row in await connection.fetch(_POSTED, named)),
        linked=(await directory.linked(connection, station.host_id)).intersection(named),
        involvement=await _involvement(connection, about),
    )
    return _on(about, replace(command, facts=facts))


async def _involvement(connection: Connection, about: Record) -> Involvement:
    """Who inspected or recommended the candidate, or the station before it had its title."""
    application_id = about["application_id"] or await connection.fetchval(
        _APPLICATION, about["season_id"], about["station_id"]
    )
    return await lookups.involvement(connection, application_id or "")


async def decide_objection(command: DecideObjection, about: Record, caller: Caller, connection: Connection) -> Prepared:
    """What is decided about a candidate that still stands releases it or strikes it off, in the same transaction."""
    await lookups.require_city(caller, connection, about["city_code"])
    station = await directory.the_station(connection, about["station_id"])
    await directory.require_disinterested(connection, caller, station.host_id)
    period = await lookups.period_of(connection, about["notice_id"], about["application_id"])
    stands = period is not None and period.result in STANDING
    asked = replace(command, stands=stands, terms=await terms(connection, about))
    prepared = _on(about, asked)
    guards = [(prepared.stream, about["version"])]
    if period is not None:
        guards.append((streams.notice(about["notice_id"]), period.version))
    also = (await _on_notice(asked, about, connection),) if stands else ()
    return replace(prepared, guards=tuple(guards), also=also)


async def _on_notice(command: DecideObjection, about: Record, connection: Connection) -> Prepared:
    """What follows for the candidate; who investigated goes along."""
    ask = StrikeOffCandidate if does_strike_off(command) else ReleaseCandidate
    asked = ask(
        notice_id=about["notice_id"],
        application_id=about["application_id"],
        opinion_id=command.opinion_id,
        investigators=tuple(about["investigators"]),
        reasons=command.reasons,
        today=command.today,
        involvement=await _involvement(connection, about),
    )
    attributes = {"jurisdiction": about["city_code"]}
    return Prepared(decider=NOTICE, stream=streams.notice(about["notice_id"]), command=asked, attributes=attributes)
