"""What the taking in and the screening of an opinion need to know; what becomes of an objection is beside it."""

from dataclasses import replace
from typing import assert_never

from services.publication import streams
from services.publication.facts import lookups, objections
from services.publication.notice.commands import HoldCandidate
from services.publication.notice.decisions import NOTICE
from services.publication.opinion.commands import (
    AnswerObjector,
    Borne,
    CloseOpinionAsMoot,
    DecideObjection,
    ExtendInvestigation,
    Intake,
    InvestigateObjection,
    OpinionCommand,
    ReceiveOpinion,
    ReceiveOpinionOnTitle,
    ScreenOpinion,
    SettleObjectionDay,
)
from services.publication.opinion.decisions import OPINION
from services.publication.queries import titles
from shared.access import competence, directory
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.events.publication import Screening
from shared.eventsourcing.handling import Prepared
from shared.eventsourcing.instants import CHINA


async def prepare(command: OpinionCommand, caller: Caller, connection: Connection) -> Prepared:
    match command:
        case ReceiveOpinion():
            return await receive_opinion(command, caller, connection)
        case ReceiveOpinionOnTitle():
            return await receive_opinion_on_title(command, caller, connection)
        case ScreenOpinion():
            return await screen_opinion(command, caller, connection)
        case (
            ExtendInvestigation() | InvestigateObjection() | DecideObjection() | AnswerObjector() | SettleObjectionDay()
        ):
            return await objections.prepare(command, caller, connection)
        case CloseOpinionAsMoot():
            return await close_as_moot(command, caller, connection)
        case _:
            assert_never(command)


async def receive_opinion(command: ReceiveOpinion, caller: Caller, connection: Connection) -> Prepared:
    """Anybody gives an opinion; a clerk of the city's area takes one down for somebody."""
    notice = await lookups.notice(connection, command.notice_id)
    await _require_clerk_of(notice["city_code"], caller, connection)
    period = await lookups.period_of(connection, command.notice_id, command.application_id)
    facts = Intake(is_open=notice["stage"] == "open", opens_on=notice["opens_on"], closes_on=notice["closes_on"])
    if period is not None:
        facts = Intake(
            is_open=period.is_open,
            opens_on=period.opens_on,
            closes_on=period.closes_on,
            is_on_notice=period.result in objections.STANDING,
            station_id=period.station_id,
        )
    stream = streams.notice(command.notice_id)
    return Prepared(
        decider=OPINION,
        stream=streams.opinion(command.opinion_id),
        command=replace(command, facts=facts),
        guards=((stream, notice["version"]),),
        attributes={"jurisdiction": notice["city_code"]},
    )


async def receive_opinion_on_title(command: ReceiveOpinionOnTitle, caller: Caller, connection: Connection) -> Prepared:
    """The same about a title, whose area is that of its station."""
    station = await directory.station(connection, command.station_id)
    division_code = station.division_code if station else ""
    await _require_clerk_of(division_code, caller, connection)
    day = command.received_at.astimezone(CHINA).date()
    title = await titles.title_of_station(connection, command.station_id, day)
    facts = Borne()
    if title is not None and titles.status_of(title) is titles.TitleStatus.IN_FORCE:
        facts = Borne(certificate_number=title["certificate_number"])
    return Prepared(
        decider=OPINION,
        stream=streams.opinion(command.opinion_id),
        command=replace(command, facts=facts),
        attributes={"jurisdiction": division_code},
    )


async def _require_clerk_of(division_code: str, caller: Caller, connection: Connection) -> None:
    if caller.level in {Level.COUNTY, Level.CITY}:
        bureau = await directory.bureau(connection, caller.bureau)
        if bureau is None or bureau.division_code[:4] != division_code[:4]:
            raise competence.OutsideJurisdiction("A clerk takes opinions down in the own city's area.")


async def screen_opinion(command: ScreenOpinion, caller: Caller, connection: Connection) -> Prepared:
    """An admissible objection also holds its own candidate, and no other, in the same transaction."""
    opinion = await objections.opinion(connection, command.opinion_id)
    await lookups.require_city(caller, connection, opinion["city_code"])
    attributes = {"jurisdiction": opinion["city_code"]}
    hold = HoldCandidate(
        notice_id=opinion["notice_id"],
        application_id=opinion["application_id"],
        opinion_id=command.opinion_id,
        today=command.today,
    )
    held = Prepared(decider=NOTICE, stream=streams.notice(opinion["notice_id"]), command=hold, attributes=attributes)
    is_holding = command.result is Screening.ADMISSIBLE and opinion["notice_id"]
    return Prepared(
        decider=OPINION,
        stream=streams.opinion(command.opinion_id),
        command=replace(command, terms=await objections.terms(connection, opinion)),
        attributes=attributes,
        also=(held,) if is_holding else (),
    )


async def close_as_moot(command: CloseOpinionAsMoot, caller: Caller, connection: Connection) -> Prepared:
    """An automatic act too: an objection that came in beside the withdrawal, which was written first."""
    competence.require(caller, Level.SERVICE)
    opinion = await objections.opinion(connection, command.opinion_id)
    return Prepared(
        decider=OPINION,
        stream=streams.opinion(command.opinion_id),
        command=command,
        bureau=await lookups.in_the_name_of(caller, connection, opinion["city_code"]),
        attributes={"jurisdiction": opinion["city_code"]},
    )
