"""What is sent about the care for a station."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from services.registry.care.commands import GiveGuidance, StartCultivation, SurveyStation
from shared.web.bodies import Body, Day, Flag, Name, Text, Year

Remarks = Annotated[str, StringConstraints(max_length=4_000)]


class Survey(Body):
    """摸底: `year` and `surveyed_on` are this year and today unless they are given."""

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
            surveyed_on=surveyed_on,
            today=today,
        )


class Cultivation(Body):
    """重点培育: `year` and `started_on` are this year and today unless they are given."""

    measures: tuple[Text, ...] = Field(min_length=1, max_length=20)
    year: Year | None = None
    started_on: Day | None = None

    def command(self, station_id: str, today: date) -> StartCultivation:
        started_on = self.started_on or today
        return StartCultivation(station_id, self.year or started_on.year, self.measures, started_on, today)


class Guidance(Body):
    """指导: `given_on` is today unless it is given."""

    topic: Name
    summary: Text
    given_on: Day | None = None

    def command(self, station_id: str, guidance_id: str, today: date) -> GiveGuidance:
        return GiveGuidance(station_id, guidance_id, self.topic, self.summary, self.given_on or today, today)
