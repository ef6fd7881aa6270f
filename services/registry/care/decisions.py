"""The rules for what a county does for a station: the survey, cultivation and guidance."""

from typing import assert_never

from services.registry.care.commands import CareCommand, GiveGuidance, StartCultivation, SurveyStation
from services.registry.care.state import Care, CareEvent, evolve
from services.registry.rules import StationNotActive, require_not_after
from shared.events.registry import CultivationStarted, GuidanceGiven, StationSurveyed
from shared.eventsourcing.decider import Decider


def decide(command: CareCommand, care: Care) -> list[CareEvent]:
    match command:
        case SurveyStation():
            return survey_station(command, care)
        case StartCultivation():
            return start_cultivation(command, care)
        case GiveGuidance():
            return give_guidance(command)
        case _:
            assert_never(command)


def survey_station(command: SurveyStation, care: Care) -> list[CareEvent]:
    """The notice wants the survey by 20 May; a later one is still a fact, and is recorded."""
    _require_active(command)
    require_not_after(command.today, command.surveyed_on, "the day of the survey")
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
            surveyed_on=command.surveyed_on,
        )
    ]


def start_cultivation(command: StartCultivation, care: Care) -> list[CareEvent]:
    _require_active(command)
    require_not_after(command.today, command.started_on, "the day when cultivation started")
    if command.year in care.cultivated:
        return []
    return [
        CultivationStarted(
            station_id=command.station_id,
            year=command.year,
            measures=command.measures,
            started_on=command.started_on,
        )
    ]


def give_guidance(command: GiveGuidance) -> list[CareEvent]:
    """Guidance is given at any time of the year, whether or not the station has applied."""
    _require_active(command)
    require_not_after(command.today, command.given_on, "the day of the guidance")
    return [
        GuidanceGiven(
            guidance_id=command.guidance_id,
            station_id=command.station_id,
            topic=command.topic,
            summary=command.summary,
            given_on=command.given_on,
        )
    ]


def _require_active(command: CareCommand) -> None:
    if not command.is_active:
        raise StationNotActive(f"station {command.station_id} is not active")


CARE = Decider(initial=Care(), decide=decide, evolve=evolve)
