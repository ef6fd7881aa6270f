"""An opinion's own events as rows: no words, no names. And whose city an opinion about a title is today."""

from datetime import date
from typing import assert_never

from services.publication import streams
from services.publication.opinion.commands import ANSWER, INVESTIGATION
from services.publication.opinion.state import OpinionEvent
from shared.events.event import Event
from shared.events.publication import (
    InvestigationExtended,
    ObjectionDaySettled,
    ObjectionDecided,
    ObjectionInvestigated,
    ObjectorAnswered,
    OpinionClosedAsMoot,
    OpinionReceived,
    OpinionScreened,
)
from shared.events.registry import JurisdictionResolved
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.due import cancel, schedule
from shared.eventsourcing.instants import milliseconds

_RECEIVED = """
INSERT INTO opinions
    (opinion_id, notice_id, application_id, station_id, side, stance, is_named, received_at, received_ms,
     certificate_number, channel, states_facts, version, city_code)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, coalesce(
    (SELECT city_code FROM notices WHERE notice_id = $2),
    (SELECT left(division_code, 4) || '00' FROM stations WHERE station_id = $4 AND division_code <> ''), ''))
ON CONFLICT (opinion_id) DO UPDATE SET version = excluded.version
"""
_SCREENED = """
UPDATE opinions SET screening = $3, reason = $4, screened_on = $5, investigation_due_on = $6, due_is_provisional = $7,
       county_investigates = $8, version = $2
 WHERE opinion_id = $1
"""
_EXTENDED = """
UPDATE opinions SET investigation_due_on = $3, due_is_provisional = $4, version = $2,
       extensions = extensions + CASE WHEN version < $2 THEN 1 ELSE 0 END
 WHERE opinion_id = $1
"""
_INVESTIGATED = """
UPDATE opinions SET investigators = $3, findings = $4, report_sha256 = $5, investigated_on = $6, version = $2
 WHERE opinion_id = $1
"""
_DECIDED = """
UPDATE opinions SET outcome = $3, strikes_off = $4, reasons = $5, decided_on = $6, answer_due_on = $7,
       due_is_provisional = $8, version = $2
 WHERE opinion_id = $1
"""
_ANSWERED = "UPDATE opinions SET answer_method = $3, answered_on = $4, version = $2 WHERE opinion_id = $1"
_SETTLED = {
    INVESTIGATION: """
UPDATE opinions SET investigation_due_on = $3, due_is_provisional = false, version = $2 WHERE opinion_id = $1
""",
    ANSWER: "UPDATE opinions SET answer_due_on = $3, due_is_provisional = false, version = $2 WHERE opinion_id = $1",
}
_MOOT = "UPDATE opinions SET moot_on = $3, moot_reason = $4, version = $2 WHERE opinion_id = $1"
# The city that reads an opinion about a title is the station's; an objection on notice stays with the notice's city.
_RESOLVED = """
UPDATE opinions SET city_code = left($2, 4) || '00' WHERE station_id = $1 AND notice_id = ''
"""


def heard(event: Event) -> list[Statement]:
    """What the registry's events change in opinions."""
    match event:
        case JurisdictionResolved() as e:
            return [(_RESOLVED, (e.station_id, e.division_code))]
        case _:
            return []


def project(event: OpinionEvent, version: int) -> list[Statement]:  # noqa: PLR0911 (one return for each event)
    row = (event.opinion_id, version)
    match event:
        case OpinionReceived() as e:
            return [(_RECEIVED, _received(e, version))]
        case OpinionScreened() as e:
            told = (e.result.value, e.reason, e.screened_on, e.investigation_due_on, e.due_is_provisional)
            return [(_SCREENED, (*row, *told, e.county_investigates)), _caught_up(e), _waits(e, INVESTIGATION)]
        case InvestigationExtended() as e:
            return [(_EXTENDED, (*row, e.due_on, e.due_is_provisional)), _waits(e, INVESTIGATION)]
        case ObjectionInvestigated() as e:
            return [(_INVESTIGATED, (*row, list(e.investigators), e.findings, e.report_sha256, e.investigated_on))]
        case ObjectionDecided() as e:
            made = (e.outcome.value, e.strikes_off, e.reasons, e.decided_on, e.answer_due_on, e.due_is_provisional)
            return [(_DECIDED, (*row, *made)), _waits(e, ANSWER)]
        case ObjectorAnswered() as e:
            return [(_ANSWERED, (*row, e.method, e.answered_on)), _settled(e)]
        case ObjectionDaySettled() as e:
            return [(_SETTLED[e.what], (*row, e.due_on)), _settled(e)]
        case OpinionClosedAsMoot() as e:
            return [(_MOOT, (*row, e.closed_on, e.reason)), _caught_up(e), _settled(e)]
        case _:
            assert_never(event)


def _received(e: OpinionReceived, version: int) -> tuple[object, ...]:
    about = (e.opinion_id, e.notice_id, e.application_id, e.station_id)
    instant = (e.received_at, milliseconds(e.received_at))
    kind = (e.certificate_number, e.channel.value, e.states_facts)
    return (*about, e.side.value, e.stance.value, e.is_named, *instant, *kind, version)


def _caught_up(event: OpinionScreened | OpinionClosedAsMoot) -> Statement:
    """Decided one way or the other: a closing that a withdrawal left for the next day is no longer to be done."""
    return cancel(streams.opinion(event.opinion_id), streams.CLOSE_AS_MOOT)


def _waits(event: OpinionScreened | InvestigationExtended | ObjectionDecided, what: str) -> Statement:
    """A provisional day is reckoned anew on every day, until the calendars that it needs are published.

    That the row lies there from the beginning leaves no gap between the look-up of the calendars and this commit.
    """
    if not event.due_is_provisional:
        return _settled(event)
    arguments = {"opinion_id": event.opinion_id, "what": what}
    return schedule(_day_of(event), streams.opinion(event.opinion_id), streams.SETTLE, arguments)


def _day_of(event: OpinionScreened | InvestigationExtended | ObjectionDecided) -> date:
    match event:
        case OpinionScreened():
            return event.screened_on
        case InvestigationExtended():
            return event.extended_on
        case ObjectionDecided():
            return event.decided_on
        case _:
            assert_never(event)


def _settled(event: OpinionEvent) -> Statement:
    return cancel(streams.opinion(event.opinion_id), streams.SETTLE)
