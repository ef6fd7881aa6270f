"""What is sent about the care for a station. A day is today, and a year that of the day, unless they are given."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from services.registry.care.commands import (
    EndCultivation,
    GiveGuidance,
    GiveSupport,
    HearOpinion,
    MeasureUplift,
    StartCultivation,
    SurveyStation,
)
from shared.web.bodies import Body, Day, Flag, Name, Text, Year

Remarks = Annotated[str, StringConstraints(max_length=4_000)]
Points = Annotated[int, Field(strict=True, ge=0, le=1_000)]
"""From 0 to 1000 tenths of a point."""


class Survey(Body):
    """摸底: whether the station is ready in each of the four dimensions, and whether it wants to compete."""

    hardware_ready: Flag
    rules_ready: Flag
    staff_ready: Flag
    results_ready: Flag
    wants_to_compete: Flag
    remarks: Remarks = ""
    year: Year | None = None
    surveyed_on: Day | None = None

    def command(self, station_id: str, today: date) -> SurveyStation:
        surveyed_on = self.surveyed_on or today
        return SurveyStation(
            station_id=station_id,
            year=self.year or surveyed_on.year,
            hardware_ready=self.hardware_ready,
            rules_ready=self.rules_ready,
            staff_ready=self.staff_ready,
            results_ready=self.results_ready,
            wants_to_compete=self.wants_to_compete,
            remarks=self.remarks,
            on=surveyed_on,
            today=today,
        )


class Cultivation(Body):
    """重点培育: what will be done for the station."""

    measures: tuple[Text, ...] = Field(min_length=1, max_length=20)
    year: Year | None = None
    started_on: Day | None = None

    def command(self, station_id: str, today: date) -> StartCultivation:
        on = self.started_on or today
        return StartCultivation(
            station_id=station_id, year=self.year or on.year, measures=self.measures, on=on, today=today
        )


class Support(Body):
    """帮扶: one of the measures, carried out."""

    measure: Name
    summary: Text
    year: Year | None = None
    given_on: Day | None = None

    def command(self, station_id: str, support_id: str, today: date) -> GiveSupport:
        on = self.given_on or today
        return GiveSupport(
            station_id=station_id,
            support_id=support_id,
            year=self.year or on.year,
            measure=self.measure,
            summary=self.summary,
            on=on,
            today=today,
        )


class CultivationEnd(Body):
    """培育结束: what it has led to, and whether the station is ready to compete."""

    effect: Text
    ready: Flag
    year: Year | None = None
    ended_on: Day | None = None

    def command(self, station_id: str, today: date) -> EndCultivation:
        on = self.ended_on or today
        return EndCultivation(
            station_id=station_id, year=self.year or on.year, effect=self.effect, ready=self.ready, on=on, today=today
        )


class Guidance(Body):
    """指导."""

    topic: Name
    summary: Text
    given_on: Day | None = None

    def command(self, station_id: str, guidance_id: str, today: date) -> GiveGuidance:
        return GiveGuidance(
            station_id=station_id,
            guidance_id=guidance_id,
            topic=self.topic,
            summary=self.summary,
            on=self.given_on or today,
            today=today,
        )


class Uplift(Body):
    """四方面: each dimension from 0 to 1000 tenths of a point."""

    hardware_tenths: Points
    rules_tenths: Points
    staff_tenths: Points
    results_tenths: Points
    remarks: Remarks = ""
    measured_on: Day | None = None

    def command(self, station_id: str, uplift_id: str, today: date) -> MeasureUplift:
        return MeasureUplift(
            station_id=station_id,
            uplift_id=uplift_id,
            hardware_tenths=self.hardware_tenths,
            rules_tenths=self.rules_tenths,
            staff_tenths=self.staff_tenths,
            results_tenths=self.results_tenths,
            remarks=self.remarks,
            on=self.measured_on or today,
            today=today,
        )


class Opinion(Body):
    """倾听企业意见: what the host thinks, and what the bureau will do about it."""

    opinion: Text
    response: Text
    heard_on: Day | None = None

    def command(self, station_id: str, hearing_id: str, today: date) -> HearOpinion:
        return HearOpinion(
            station_id=station_id,
            hearing_id=hearing_id,
            opinion=self.opinion,
            response=self.response,
            on=self.heard_on or today,
            today=today,
        )
