"""An application, as the facts recorded so far make it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from shared.events.application import (
    ApplicationAccepted,
    ApplicationFiled,
    ApplicationWithdrawn,
    InspectionRecorded,
    RecommendationIssued,
    RecommendationRefused,
    VetoChecked,
)

FilingEvent = (
    ApplicationFiled
    | ApplicationAccepted
    | VetoChecked
    | InspectionRecorded
    | RecommendationIssued
    | RecommendationRefused
    | ApplicationWithdrawn
)


class Stage(StrEnum):
    """How far an application has come in the county's hands. What follows is other services' to record."""

    NOT_FILED = "not_filed"
    FILED = "filed"
    ACCEPTED = "accepted"
    FIT = "fit"  # inspected, and found up to the standard
    UNFIT = "unfit"  # inspected, and found wanting
    RECOMMENDED = "recommended"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Vetoes(StrEnum):
    """What the last look at the veto items gave."""

    UNCHECKED = "unchecked"
    CLEAR = "clear"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class Application:
    stage: Stage = Stage.NOT_FILED
    application_id: str = ""
    season_id: str = ""
    station_id: str = ""
    host_id: str = ""
    accepted_on: date | None = None
    vetoes: Vetoes = Vetoes.UNCHECKED
    last_check: VetoChecked | None = None
    last_inspection: InspectionRecorded | None = None


def evolve(application: Application, event: FilingEvent) -> Application:  # noqa: PLR0911 (one return for each event)
    match event:
        case ApplicationFiled():
            return Application(Stage.FILED, event.application_id, event.season_id, event.station_id, event.host_id)
        case ApplicationAccepted():
            return replace(application, stage=Stage.ACCEPTED, accepted_on=event.accepted_on)
        case VetoChecked():
            return replace(application, vetoes=Vetoes.CLEAR if event.clear else Vetoes.FOUND, last_check=event)
        case InspectionRecorded():
            stage = Stage.FIT if event.meets_standard else Stage.UNFIT
            return replace(application, stage=stage, last_inspection=event)
        case RecommendationIssued():
            return replace(application, stage=Stage.RECOMMENDED)
        case RecommendationRefused():
            return replace(application, stage=Stage.REFUSED)
        case ApplicationWithdrawn():
            return replace(application, stage=Stage.WITHDRAWN)
        case _:
            assert_never(event)
