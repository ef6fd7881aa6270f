"""An assessment, as the facts recorded so far make it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from shared.events.assessment import (
    AssessmentFailed,
    AssessmentPassed,
    AssessmentScored,
    ItemScore,
    RecognitionRefused,
    SpotCheckOrdered,
    SpotCheckRecorded,
)

AssessmentFact = (
    AssessmentScored | AssessmentPassed | AssessmentFailed | SpotCheckOrdered | SpotCheckRecorded | RecognitionRefused
)


class Stage(StrEnum):
    UNSCORED = "unscored"
    SCORED = "scored"
    PASSED = "passed"
    FAILED = "failed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Check:
    """A spot check; it is open until something is recorded of it."""

    ordered_on: date
    recorded: SpotCheckRecorded | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    stage: Stage = Stage.UNSCORED
    season_id: str = ""
    station_id: str = ""
    scores: Mapping[str, tuple[ItemScore, ...]] = field(default_factory=dict)
    """By assessor."""
    checks: Mapping[str, Check] = field(default_factory=dict)
    """By the check's id."""
    total: int = 0

    @property
    def check_is_open(self) -> bool:
        return any(check.recorded is None for check in self.checks.values())

    @property
    def check_has_failed(self) -> bool:
        return any(check.recorded is not None and not check.recorded.passed for check in self.checks.values())


def evolve(assessment: Assessment, event: AssessmentFact) -> Assessment:
    match event:
        case AssessmentScored():
            return replace(
                assessment,
                stage=Stage.SCORED,
                season_id=event.season_id,
                station_id=event.station_id,
                scores={**assessment.scores, event.assessor: event.scores},
            )
        case AssessmentPassed():
            return replace(assessment, stage=Stage.PASSED, total=event.total)
        case AssessmentFailed():
            return replace(assessment, stage=Stage.FAILED, total=event.total)
        case SpotCheckOrdered():
            return replace(assessment, checks={**assessment.checks, event.check_id: Check(event.ordered_on)})
        case SpotCheckRecorded():
            check = assessment.checks.get(event.check_id, Check(event.checked_on))
            return replace(assessment, checks={**assessment.checks, event.check_id: replace(check, recorded=event)})
        case RecognitionRefused():
            return replace(assessment, stage=Stage.REFUSED)
        case _:
            assert_never(event)
