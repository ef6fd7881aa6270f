"""What was done for a station and by it: a table of all records, and those of survey, cultivation and guidance."""

from datetime import date

from services.registry.care.kinds import CareKind
from shared.events.event import Event
from shared.events.registry import (
    CultivationEnded,
    CultivationStarted,
    EnterpriseOpinionHeard,
    GuidanceGiven,
    InformationShared,
    InvestmentRecorded,
    PlatformActivityRecorded,
    PracticeShared,
    SatisfactionSurveyed,
    StationRulesAdopted,
    StationSurveyed,
    SupportGiven,
    UpliftMeasured,
)
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded

_SURVEY = """
INSERT INTO surveys (
    station_id, year, hardware_ready, rules_ready, staff_ready, results_ready, wants_to_compete, remarks, surveyed_on
) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (station_id, year) DO UPDATE SET hardware_ready = excluded.hardware_ready,
    rules_ready = excluded.rules_ready, staff_ready = excluded.staff_ready, results_ready = excluded.results_ready,
    wants_to_compete = excluded.wants_to_compete, remarks = excluded.remarks, surveyed_on = excluded.surveyed_on
"""
_CULTIVATION = """
INSERT INTO cultivations (station_id, year, measures, started_on) VALUES ($1, $2, $3, $4)
ON CONFLICT (station_id, year) DO UPDATE SET measures = excluded.measures, started_on = excluded.started_on
"""
# In the care's own stream the end comes behind the start.
_CULTIVATION_ENDED = """
UPDATE cultivations SET effect = $3, ready = $4, ended_on = $5 WHERE station_id = $1 AND year = $2
"""
_GUIDANCE = """
INSERT INTO guidances (guidance_id, station_id, topic, summary, given_on) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (guidance_id) DO UPDATE SET station_id = excluded.station_id, topic = excluded.topic,
    summary = excluded.summary, given_on = excluded.given_on
"""
_RECORD = """
INSERT INTO care_records (station_id, record_id, kind, year, happened_on, told_by, event_id, details)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (station_id, record_id) DO UPDATE SET kind = excluded.kind, year = excluded.year,
    happened_on = excluded.happened_on, told_by = excluded.told_by, event_id = excluded.event_id,
    details = excluded.details
"""


def project(recorded: Recorded[Event]) -> list[Statement]:
    kept = _kept(recorded.event)
    if kept is None:
        return []
    station_id, record_id, kind, year, day = kept
    details = recorded.event.model_dump_json(exclude={"station_id"})
    told_by = recorded.attributes.get("bureau", "")
    record = _RECORD, (station_id, record_id, str(kind), year, day, told_by, recorded.event_id, details)
    return [*_by_kind(recorded.event), record]


def _by_kind(event: Event) -> list[Statement]:
    """The tables that a station's file is read from."""
    match event:
        case StationSurveyed() as e:
            ready = (e.hardware_ready, e.rules_ready, e.staff_ready, e.results_ready)
            return [(_SURVEY, (e.station_id, e.year, *ready, e.wants_to_compete, e.remarks, e.surveyed_on))]
        case CultivationStarted() as e:
            return [(_CULTIVATION, (e.station_id, e.year, list(e.measures), e.started_on))]
        case CultivationEnded() as e:
            return [(_CULTIVATION_ENDED, (e.station_id, e.year, e.effect, e.ready, e.ended_on))]
        case GuidanceGiven() as e:
            return [(_GUIDANCE, (e.guidance_id, e.station_id, e.topic, e.summary, e.given_on))]
        case _:
            return []


_Kept = tuple[str, str, CareKind, int, date]


def _kept(event: Event) -> _Kept | None:
    """Station, id, kind, year and day of a record; a survey and a cultivation are one a year."""
    match event:
        case StationSurveyed() as e:
            return e.station_id, f"survey-{e.year}", CareKind.SURVEY, e.year, e.surveyed_on
        case CultivationStarted() as e:
            return e.station_id, f"cultivation-{e.year}", CareKind.CULTIVATION_STARTED, e.year, e.started_on
        case SupportGiven() as e:
            return e.station_id, e.support_id, CareKind.SUPPORT, e.year, e.given_on
        case CultivationEnded() as e:
            return e.station_id, f"cultivation-{e.year}-ended", CareKind.CULTIVATION_ENDED, e.year, e.ended_on
        case _:
            dated = _of_the_county(event) or _of_the_station(event)
            return None if dated is None else (*dated[:3], dated[3].year, dated[3])


_Dated = tuple[str, str, CareKind, date]


def _of_the_county(event: Event) -> _Dated | None:
    match event:
        case GuidanceGiven() as e:
            return e.station_id, e.guidance_id, CareKind.GUIDANCE, e.given_on
        case UpliftMeasured() as e:
            return e.station_id, e.uplift_id, CareKind.UPLIFT, e.measured_on
        case EnterpriseOpinionHeard() as e:
            return e.station_id, e.hearing_id, CareKind.OPINION, e.heard_on
        case _:
            return None


def _of_the_station(event: Event) -> _Dated | None:  # noqa: PLR0911 (one return for each event)
    match event:
        case StationRulesAdopted() as e:
            return e.station_id, e.rules_id, CareKind.RULES, e.adopted_on
        case InvestmentRecorded() as e:
            return e.station_id, e.investment_id, CareKind.INVESTMENT, e.invested_on
        case PlatformActivityRecorded() as e:
            return e.station_id, e.activity_id, CareKind.PLATFORM_ACTIVITY, e.held_on
        case PracticeShared() as e:
            return e.station_id, e.practice_id, CareKind.PRACTICE, e.shared_on
        case InformationShared() as e:
            return e.station_id, e.information_id, CareKind.INFORMATION, e.shared_on
        case SatisfactionSurveyed() as e:
            return e.station_id, e.survey_id, CareKind.SATISFACTION, e.surveyed_on
        case _:
            return None
