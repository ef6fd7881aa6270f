"""What a decision needs to know, looked up in publication's own tables, and whose act it is."""

from dataclasses import replace
from datetime import date
from typing import assert_never

from asyncpg import Record

from services.publication import facts_of_announcements, streams
from services.publication.announcement.commands import AnnouncementCommand, PublishResult, PublishRevocation
from services.publication.notice.commands import (
    CloseNotice,
    HoldCandidate,
    Involvement,
    NoticeCommand,
    Opening,
    OpenNotice,
    ReleaseCandidate,
    StrikeOffCandidate,
    WithdrawCandidate,
)
from services.publication.notice.decisions import NOTICE, NoSuchNotice
from services.publication.opinion.commands import Intake, OpinionCommand, ReceiveOpinion, ScreenOpinion
from services.publication.opinion.decisions import OPINION, NoSuchOpinion
from shared.access import competence, directory
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.events.publication import NoticeCandidate, Screening
from shared.eventsourcing.handling import Prepared

PublicationCommand = NoticeCommand | OpinionCommand | AnnouncementCommand

_SEASON = "SELECT city_code, working_days, counts_first_day FROM seasons WHERE season_id = $1"
_CANDIDATES = "SELECT printed FROM candidates WHERE season_id = $1 AND withdrawn_at IS NULL ORDER BY place"
_TOOK_PART = "SELECT took_part FROM candidates WHERE application_id = $1"
_NOTICE = "SELECT city_code, season_id, opens_on, closes_on, stage, version FROM notices WHERE notice_id = $1"
_ON_NOTICE = "SELECT station_id, result FROM notice_candidates WHERE notice_id = $1 AND application_id = $2"
_OPINION = """
SELECT notices.notice_id, notices.city_code, opinions.application_id
  FROM opinions JOIN notices USING (notice_id) WHERE opinion_id = $1
"""
# An opinion about a candidate that has gone is moot: nothing hangs on it any more.
_UNSCREENED = """
SELECT count(*) FROM opinions JOIN notice_candidates USING (notice_id, application_id)
 WHERE notice_id = $1 AND screening IS NULL AND result IN ('kept', 'held')
"""


async def prepare(  # noqa: PLR0911 (one way out a command)
    command: PublicationCommand, caller: Caller, connection: Connection
) -> Prepared:
    match command:
        case OpenNotice():
            return await open_notice(command, caller, connection)
        case ReleaseCandidate() | StrikeOffCandidate():
            return await decide_objection(command, caller, connection)
        case CloseNotice():
            return await close_notice(command, caller, connection)
        case WithdrawCandidate():
            return await withdraw_candidate(command, caller, connection)
        case ReceiveOpinion():
            return await receive_opinion(command, caller, connection)
        case ScreenOpinion():
            return await screen_opinion(command, caller, connection)
        case PublishResult() | PublishRevocation():
            return await facts_of_announcements.prepare(command, caller, connection)
        case HoldCandidate():
            raise TypeError("a candidate is held by the screening of an opinion, never by itself")
        case _:
            assert_never(command)


async def open_notice(command: OpenNotice, caller: Caller, connection: Connection) -> Prepared:
    season_id = command.facts.season_id
    season = await connection.fetchrow(_SEASON, season_id)
    if season is None:
        raise NotKnownHere(f"The candidates of season {season_id} are not known here.")
    await _require_city(caller, connection, season["city_code"])
    rows = await connection.fetch(_CANDIDATES, season_id)
    facts = Opening(
        season_id=season_id,
        city_code=season["city_code"],
        candidates=tuple(NoticeCandidate.model_validate_json(row["printed"]) for row in rows),
        counting_rule=_counting_rule(season),
        earliest_close=await _earliest_close(connection, season, command.opens_on),
    )
    return Prepared(
        decider=NOTICE,
        stream=streams.notice(command.notice_id),
        command=replace(command, facts=facts),
        attributes={"jurisdiction": season["city_code"], "settingsversion": season_id},
    )


def _counting_rule(season: Record) -> str:
    first = "counted" if season["counts_first_day"] else "not counted"
    return f"{season['working_days']} working days, first day {first}"


async def _earliest_close(connection: Connection, season: Record, opens_on: date) -> date | None:
    calendar = await directory.calendar(connection)
    last = calendar.last_day_of_notice(opens_on, season["working_days"], season["counts_first_day"])
    return None if any(calendar.is_provisional(day) for day in (opens_on, last)) else last


async def decide_objection(
    command: ReleaseCandidate | StrikeOffCandidate, caller: Caller, connection: Connection
) -> Prepared:
    notice = await _notice(connection, command.notice_id)
    await _require_city(caller, connection, notice["city_code"])
    took_part = await connection.fetchval(_TOOK_PART, command.application_id)
    return Prepared(
        decider=NOTICE,
        stream=streams.notice(command.notice_id),
        command=replace(command, involvement=Involvement(None if took_part is None else frozenset(took_part))),
        attributes={"jurisdiction": notice["city_code"]},
    )


async def close_notice(command: CloseNotice, caller: Caller, connection: Connection) -> Prepared:
    notice = await _notice(connection, command.notice_id)
    await _require_city(caller, connection, notice["city_code"])
    unscreened = await connection.fetchval(_UNSCREENED, command.notice_id)
    return Prepared(
        decider=NOTICE,
        stream=streams.notice(command.notice_id),
        command=replace(command, unscreened=unscreened),
        bureau=await _in_the_name_of(caller, connection, notice["city_code"]),
        attributes={"jurisdiction": notice["city_code"]},
    )


async def withdraw_candidate(command: WithdrawCandidate, caller: Caller, connection: Connection) -> Prepared:
    """An automatic act. Where there is no notice the decision finds nothing to do."""
    competence.require(caller, Level.SERVICE)
    notice = await connection.fetchrow(_NOTICE, command.notice_id)
    city_code = notice["city_code"] if notice else ""
    return Prepared(
        decider=NOTICE,
        stream=streams.notice(command.notice_id),
        command=command,
        bureau=await _in_the_name_of(caller, connection, city_code),
        attributes={"jurisdiction": city_code},
    )


async def receive_opinion(command: ReceiveOpinion, caller: Caller, connection: Connection) -> Prepared:
    """Anybody gives an opinion; a clerk of the city's area takes one down for somebody."""
    notice = await _notice(connection, command.notice_id)
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
    await _require_city(caller, connection, opinion["city_code"])
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


async def _notice(connection: Connection, notice_id: str) -> Record:
    row = await connection.fetchrow(_NOTICE, notice_id)
    if row is None:
        raise NoSuchNotice(f"There is no notice {notice_id}.")
    return row


async def _require_city(caller: Caller, connection: Connection, city_code: str) -> None:
    competence.require_city_of(caller, await directory.bureau(connection, caller.bureau), city_code)


async def _in_the_name_of(caller: Caller, connection: Connection, city_code: str) -> str:
    """An automatic act is the city bureau's."""
    if caller.level is not Level.SERVICE:
        return ""
    bureau = await directory.bureau_of_division(connection, city_code)
    return bureau.code if bureau else ""
