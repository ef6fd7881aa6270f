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
    AssessorRecused,
    ItemScore,
    JointRemarkOrdered,
    RecognitionRefused,
    SpotCheckOrdered,
    SpotCheckRecorded,
    TitleDeclined,
    VetoFound,
)

AssessmentFact = (
    AssessmentScored
    | AssessorRecused
    | JointRemarkOrdered
    | AssessmentPassed
    | AssessmentFailed
    | SpotCheckOrdered
    | SpotCheckRecorded
    | RecognitionRefused
    | VetoFound
    | TitleDeclined
)


class Stage(StrEnum):
    UNSCORED = "unscored"
    SCORED = "scored"
    REMARK = "remark"
    PASSED = "passed"
    FAILED = "failed"
    REFUSED = "refused"
    DECLINED = "declined"


MARKING = frozenset({Stage.UNSCORED, Stage.SCORED, Stage.REMARK})
"""Before the conclusion."""


@dataclass(frozen=True, slots=True)
class Check:
    """A spot check; it is open until something is recorded of it."""

    ordered_on: date
    recorded: SpotCheckRecorded | None = None
    inspectors: tuple[str, ...] = ()
    """Whom the draw has sent; nobody where it was not drawn."""


@dataclass(frozen=True, slots=True)
class Assessment:
    stage: Stage = Stage.UNSCORED
    season_id: str = ""
    station_id: str = ""
    scores: Mapping[str, tuple[ItemScore, ...]] = field(default_factory=dict)
    """By assessor; those that count: neither a recused assessor's nor those of before a joint re-mark."""
    recused: frozenset[str] = frozenset()
    remark_ordered: bool = False
    to_mark_again: frozenset[str] = frozenset()
    """Who scored before the joint re-mark and has not scored again."""
    checks: Mapping[str, Check] = field(default_factory=dict)
    """By the check's id."""
    total: int = 0
    vetoes: Mapping[str, VetoFound] = field(default_factory=dict)
    """What came out after the veto check, by the item's code."""
    declined: TitleDeclined | None = None

    @property
    def check_is_open(self) -> bool:
        return any(check.recorded is None for check in self.checks.values())

    @property
    def check_has_failed(self) -> bool:
        return any(check.recorded is not None and not check.recorded.passed for check in self.checks.values())


def evolve(assessment: Assessment, event: AssessmentFact) -> Assessment:
    match event:
        case AssessmentScored() | AssessorRecused() | JointRemarkOrdered():
            return _marked(assessment, event)
        case AssessmentPassed():
            return replace(assessment, stage=Stage.PASSED, total=event.total)
        case AssessmentFailed():
            return replace(assessment, stage=Stage.FAILED, total=event.total)
        case SpotCheckOrdered() | SpotCheckRecorded():
            return replace(assessment, checks={**assessment.checks, event.check_id: _check(assessment, event)})
        case RecognitionRefused() | TitleDeclined() | VetoFound():
            return _fallen(assessment, event)
        case _:
            assert_never(event)


def _check(assessment: Assessment, event: SpotCheckOrdered | SpotCheckRecorded) -> Check:
    match event:
        case SpotCheckOrdered():
            return Check(event.ordered_on, inspectors=event.inspectors)
        case SpotCheckRecorded():
            return replace(assessment.checks.get(event.check_id, Check(event.checked_on)), recorded=event)
        case _:
            assert_never(event)


def _fallen(assessment: Assessment, event: RecognitionRefused | TitleDeclined | VetoFound) -> Assessment:
    """A veto leaves the stage as it is: the conclusion, the list and the recognition ask for it."""
    known = replace(assessment, season_id=event.season_id, station_id=event.station_id)
    match event:
        case RecognitionRefused():
            return replace(known, stage=Stage.REFUSED)
        case TitleDeclined():
            return replace(known, stage=Stage.DECLINED, declined=event)
        case VetoFound():
            return replace(known, vetoes={**assessment.vetoes, event.item: event})
        case _:
            assert_never(event)


def _marked(assessment: Assessment, event: AssessmentScored | AssessorRecused | JointRemarkOrdered) -> Assessment:
    match event:
        case AssessmentScored():
            return _scored(assessment, event)
        case AssessorRecused():
            return _recused(assessment, event)
        case JointRemarkOrdered():
            return replace(
                assessment,
                stage=Stage.REMARK,
                scores={},
                remark_ordered=True,
                to_mark_again=frozenset(assessment.scores),
            )
        case _:
            assert_never(event)


def _scored(assessment: Assessment, event: AssessmentScored) -> Assessment:
    to_mark_again = assessment.to_mark_again - {event.assessor}
    return replace(
        assessment,
        stage=Stage.REMARK if to_mark_again else Stage.SCORED,
        season_id=event.season_id,
        station_id=event.station_id,
        scores={**assessment.scores, event.assessor: event.scores},
        to_mark_again=to_mark_again,
    )


def _recused(assessment: Assessment, event: AssessorRecused) -> Assessment:
    scores = {assessor: given for assessor, given in assessment.scores.items() if assessor != event.assessor}
    to_mark_again = assessment.to_mark_again - {event.assessor}
    marked = Stage.SCORED if scores else Stage.UNSCORED
    return replace(
        assessment,
        stage=Stage.REMARK if to_mark_again else marked,
        season_id=event.season_id,
        station_id=event.station_id,
        scores=scores,
        recused=assessment.recused | {event.assessor},
        to_mark_again=to_mark_again,
    )
