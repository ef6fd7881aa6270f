"""The rules for what a county does for a station through the year; what stations tell themselves is in `reporting`."""

from typing import assert_never

from services.registry.care import reporting
from services.registry.care.commands import (
    AdoptRules,
    CareCommand,
    CountyCommand,
    EitherCommand,
    EndCultivation,
    GiveGuidance,
    GiveSupport,
    HearOpinion,
    HostCommand,
    MeasureUplift,
    RecordInvestment,
    RecordPlatformActivity,
    ShareInformation,
    SharePractice,
    StartCultivation,
    SurveySatisfaction,
    SurveyStation,
)
from services.registry.care.standing import require_in_care
from services.registry.care.state import Care, CareEvent, evolve
from shared.errors import Conflict, Unacceptable
from shared.events.registry import (
    CultivationEnded,
    CultivationStarted,
    EnterpriseOpinionHeard,
    GuidanceGiven,
    StationSurveyed,
    SupportGiven,
    UpliftMeasured,
)
from shared.eventsourcing.decider import Decider


class NotUnderCultivation(Conflict):
    """Support is given, and its effect told, while the station is under cultivation in that year."""

    title_zh = "服务站在该年度不在重点培育期间。"


class CultivationEndsBeforeItStarts(Unacceptable):
    """Cultivation ends on the day when it started, or later."""

    title_zh = "培育结束日期不得早于开始日期。"


def decide(command: CareCommand, care: Care) -> list[CareEvent]:
    require_in_care(command)
    if isinstance(command, CountyCommand):
        return _of_the_county(command, care)
    return _of_the_station(command, care)


def _of_the_county(command: CountyCommand, care: Care) -> list[CareEvent]:  # noqa: PLR0911 (one for each command)
    match command:
        case SurveyStation():
            return survey_station(command, care)
        case StartCultivation():
            return start_cultivation(command, care)
        case GiveSupport():
            return give_support(command, care)
        case EndCultivation():
            return end_cultivation(command, care)
        case GiveGuidance():
            return give_guidance(command)
        case MeasureUplift():
            return measure_uplift(command)
        case HearOpinion():
            return hear_opinion(command)
        case _:
            assert_never(command)


def _of_the_station(command: HostCommand | EitherCommand, care: Care) -> list[CareEvent]:
    match command:
        case AdoptRules():
            return [*reporting.adopt_rules(command, care)]
        case RecordInvestment():
            return [*reporting.record_investment(command)]
        case RecordPlatformActivity():
            return [*reporting.record_platform_activity(command)]
        case SharePractice():
            return [*reporting.share_practice(command)]
        case ShareInformation():
            return [*reporting.share_information(command)]
        case SurveySatisfaction():
            return [*reporting.survey_satisfaction(command)]
        case _:
            assert_never(command)


def survey_station(command: SurveyStation, care: Care) -> list[CareEvent]:
    """The notice wants the survey by 20 May; a later one is still a fact, and is recorded."""
    if command.year in care.surveyed:
        return []
    return [
        StationSurveyed(
            station_id=command.station_id,
            year=command.year,
            hardware_ready=command.hardware_ready,
            rules_ready=command.rules_ready,
            staff_ready=command.staff_ready,
            results_ready=command.results_ready,
            wants_to_compete=command.wants_to_compete,
            remarks=command.remarks,
            surveyed_on=command.on,
        )
    ]


def start_cultivation(command: StartCultivation, care: Care) -> list[CareEvent]:
    """Once a year; a year's cultivation that has ended does not start again."""
    if command.year in care.cultivated:
        return []
    return [
        CultivationStarted(
            station_id=command.station_id, year=command.year, measures=command.measures, started_on=command.on
        )
    ]


def give_support(command: GiveSupport, care: Care) -> list[CareEvent]:
    cultivated = care.cultivated.get(command.year)
    if cultivated is None or cultivated.ended_on is not None:
        raise NotUnderCultivation(f"take station {command.station_id} up for {command.year} first")
    if command.on < cultivated.started_on:
        raise NotUnderCultivation(f"cultivation started on {cultivated.started_on}, after {command.on}")
    return [
        SupportGiven(
            support_id=command.support_id,
            station_id=command.station_id,
            year=command.year,
            measure=command.measure,
            summary=command.summary,
            given_on=command.on,
        )
    ]


def end_cultivation(command: EndCultivation, care: Care) -> list[CareEvent]:
    """Once a year, with its effect; asked again it changes nothing."""
    cultivated = care.cultivated.get(command.year)
    if cultivated is None:
        raise NotUnderCultivation(f"station {command.station_id} was not taken up for {command.year}")
    if cultivated.ended_on is not None:
        return []
    if command.on < cultivated.started_on:
        raise CultivationEndsBeforeItStarts(f"it started on {cultivated.started_on}; give that day or a later one")
    return [
        CultivationEnded(
            station_id=command.station_id,
            year=command.year,
            effect=command.effect,
            ready=command.ready,
            ended_on=command.on,
        )
    ]


def give_guidance(command: GiveGuidance) -> list[CareEvent]:
    """Guidance is given at any time of the year, whether or not the station has applied."""
    return [
        GuidanceGiven(
            guidance_id=command.guidance_id,
            station_id=command.station_id,
            topic=command.topic,
            summary=command.summary,
            given_on=command.on,
        )
    ]


def measure_uplift(command: MeasureUplift) -> list[CareEvent]:
    return [
        UpliftMeasured(
            uplift_id=command.uplift_id,
            station_id=command.station_id,
            hardware_tenths=command.hardware_tenths,
            rules_tenths=command.rules_tenths,
            staff_tenths=command.staff_tenths,
            results_tenths=command.results_tenths,
            remarks=command.remarks,
            measured_on=command.on,
        )
    ]


def hear_opinion(command: HearOpinion) -> list[CareEvent]:
    return [
        EnterpriseOpinionHeard(
            hearing_id=command.hearing_id,
            station_id=command.station_id,
            opinion=command.opinion,
            response=command.response,
            heard_on=command.on,
        )
    ]


CARE = Decider(initial=Care(), decide=decide, evolve=evolve)
