"""What a decision on a notice needs to know: its candidates, its period, and what is not screened."""

from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from asyncpg import Record

from services.publication import streams
from services.publication.facts import lookups, periods
from services.publication.notice.commands import (
    CloseNotice,
    Correcting,
    CorrectNotice,
    EndCorrection,
    ExtendNotice,
    HoldCandidate,
    NoticeCommand,
    Opening,
    OpenNotice,
    ReleaseCandidate,
    StrikeOffCandidate,
    WithdrawCandidate,
)
from services.publication.notice.decisions import NOTICE
from services.publication.opinion.commands import (
    CANDIDATE_HAS_WITHDRAWN,
    CloseOpinionAsMoot,
)
from services.publication.opinion.decisions import OPINION
from shared.access import competence, directory
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.events.publication import NoticeCandidate
from shared.eventsourcing.handling import Prepared
from shared.eventsourcing.instants import CHINA

_CANDIDATES = "SELECT printed FROM candidates WHERE season_id = $1 AND withdrawn_at IS NULL ORDER BY place"
# An opinion about a candidate that has gone is moot: nothing hangs on it any more. One about a candidate under
# correction is not waited for: it holds up the end of the correction, and not the others.
_UNSCREENED = """
SELECT count(*) FROM opinions o JOIN notice_candidates USING (notice_id, application_id)
 WHERE notice_id = $1 AND screening IS NULL AND result IN ('kept', 'held')
   AND NOT EXISTS (SELECT FROM notice_corrections k
        WHERE k.notice_id = o.notice_id AND k.application_id = o.application_id AND k.ended_on IS NULL)
"""
_UNSCREENED_ON = "SELECT count(*) FROM opinions WHERE notice_id = $1 AND application_id = $2 AND screening IS NULL"
# What a withdrawal leaves without an object: objections that nobody has screened, or that hold the candidate still.
_UNDECIDED = """
SELECT opinion_id, opinion_id = ANY(held_by) AS is_holding
  FROM opinions JOIN notice_candidates USING (notice_id, application_id)
 WHERE notice_id = $1 AND application_id = $2 AND stance = 'objection' AND moot_on IS NULL
   AND result IN ('kept', 'held') AND (screening IS NULL OR opinion_id = ANY(held_by))
 ORDER BY received_ms, opinion_id
"""


async def prepare(command: NoticeCommand, caller: Caller, connection: Connection) -> Prepared:
    match command:
        case OpenNotice():
            return await open_notice(command, caller, connection)
        case ExtendNotice():
            return await extend_notice(command, caller, connection)
        case CorrectNotice():
            return await correct_notice(command, caller, connection)
        case EndCorrection():
            return await end_correction(command, caller, connection)
        case CloseNotice():
            return await close_notice(command, caller, connection)
        case WithdrawCandidate():
            return await withdraw_candidate(command, caller, connection)
        case HoldCandidate() | ReleaseCandidate() | StrikeOffCandidate():
            raise TypeError("a candidate is held, released and struck off by what becomes of an opinion")
        case _:
            assert_never(command)


async def open_notice(command: OpenNotice, caller: Caller, connection: Connection) -> Prepared:
    season_id = command.facts.season_id
    counting = await periods.counting(connection, season_id)
    await lookups.require_city(caller, connection, counting.city_code)
    rows = await connection.fetch(_CANDIDATES, season_id)
    facts = Opening(
        season_id=season_id,
        city_code=counting.city_code,
        candidates=tuple(NoticeCandidate.model_validate_json(row["printed"]) for row in rows),
        counting_rule=counting.rule,
        earliest_close=counting.earliest_close(await directory.calendar(connection), command.opens_on),
        issued_by=await lookups.signature(caller, connection),
    )
    return Prepared(
        decider=NOTICE,
        stream=streams.notice(command.notice_id),
        command=replace(command, facts=facts),
        attributes={"jurisdiction": counting.city_code, "settingsversion": season_id},
    )


async def extend_notice(command: ExtendNotice, caller: Caller, connection: Connection) -> Prepared:
    """The working days are counted from the day after the former last one, so that day must still be the last."""
    notice = await lookups.notice(connection, command.notice_id)
    await lookups.require_city(caller, connection, notice["city_code"])
    calendar = await directory.calendar(connection)
    first, last = notice["closes_on"] + timedelta(days=1), command.closes_on
    is_known = not any(calendar.is_provisional(day) for day in (first, last))
    stream = streams.notice(command.notice_id)
    return Prepared(
        decider=NOTICE,
        stream=stream,
        command=replace(command, working_days=calendar.working_days_between(first, last) if is_known else None),
        guards=((stream, notice["version"]),),
        attributes={"jurisdiction": notice["city_code"], "settingsversion": notice["season_id"]},
    )


async def correct_notice(command: CorrectNotice, caller: Caller, connection: Connection) -> Prepared:
    notice = await lookups.notice(connection, command.notice_id)
    await lookups.require_city(caller, connection, notice["city_code"])
    counting = await periods.counting(connection, notice["season_id"])
    facts = Correcting(
        counting_rule=counting.rule,
        earliest_close=counting.earliest_close(await directory.calendar(connection), command.opens_on),
        issued_by=await lookups.signature(caller, connection),
    )
    return Prepared(
        decider=NOTICE,
        stream=streams.notice(command.notice_id),
        command=replace(command, facts=facts),
        attributes={"jurisdiction": notice["city_code"], "settingsversion": notice["season_id"]},
    )


async def end_correction(command: EndCorrection, caller: Caller, connection: Connection) -> Prepared:
    """An automatic act: the day after the last one has begun."""
    competence.require(caller, Level.SERVICE)
    notice = await lookups.notice(connection, command.notice_id)
    unscreened = await connection.fetchval(_UNSCREENED_ON, command.notice_id, command.application_id)
    return Prepared(
        decider=NOTICE,
        stream=streams.notice(command.notice_id),
        command=replace(command, unscreened=unscreened),
        bureau=await lookups.in_the_name_of(caller, connection, notice["city_code"]),
        attributes={"jurisdiction": notice["city_code"]},
    )


async def close_notice(command: CloseNotice, caller: Caller, connection: Connection) -> Prepared:
    notice = await lookups.notice(connection, command.notice_id)
    await lookups.require_city(caller, connection, notice["city_code"])
    unscreened = await connection.fetchval(_UNSCREENED, command.notice_id)
    return Prepared(
        decider=NOTICE,
        stream=streams.notice(command.notice_id),
        command=replace(command, unscreened=unscreened),
        bureau=await lookups.in_the_name_of(caller, connection, notice["city_code"]),
        attributes={"jurisdiction": notice["city_code"]},
    )


async def withdraw_candidate(command: WithdrawCandidate, caller: Caller, connection: Connection) -> Prepared:
    """An automatic act, with the end of the objections that it leaves without an object.

    Where there is no notice the decision finds nothing to do.
    """
    competence.require(caller, Level.SERVICE)
    notice = await lookups.notice_if_any(connection, command.notice_id)
    city_code = notice["city_code"] if notice else ""
    stream, bureau = streams.notice(command.notice_id), await lookups.in_the_name_of(caller, connection, city_code)
    undecided = await connection.fetch(_UNDECIDED, command.notice_id, command.application_id)
    return Prepared(
        decider=NOTICE,
        stream=stream,
        command=command,
        bureau=bureau,
        guards=((stream, notice["version"]),) if notice else (),
        attributes={"jurisdiction": city_code},
        also=tuple(_closed_as_moot(row, command, bureau, city_code) for row in undecided),
    )


def _closed_as_moot(row: Record, command: WithdrawCandidate, bureau: str, city_code: str) -> Prepared:
    close = CloseOpinionAsMoot(
        opinion_id=row["opinion_id"],
        reason=CANDIDATE_HAS_WITHDRAWN,
        today=command.withdrawn_at.astimezone(CHINA).date(),
        is_holding=row["is_holding"],
    )
    stream = streams.opinion(close.opinion_id)
    return Prepared(
        decider=OPINION, stream=stream, command=close, bureau=bureau, attributes={"jurisdiction": city_code}
    )
