"""What the facts about the care for a station add up to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never

from shared.events.registry import (
    CultivationEnded,
    CultivationStarted,
    EnterpriseOpinionHeard,
    GuidanceGiven,
    InformationShared,
    InvestmentRecorded,
    PlatformActivityRecorded,
    PracticeShared,
    RuleKind,
    SatisfactionSurveyed,
    StationRulesAdopted,
    StationSurveyed,
    SupportGiven,
    UpliftMeasured,
)

# What may happen at any time and as often as it helps changes no later decision.
FreelyRepeated = (
    SupportGiven
    | GuidanceGiven
    | UpliftMeasured
    | EnterpriseOpinionHeard
    | InvestmentRecorded
    | PlatformActivityRecorded
    | PracticeShared
    | InformationShared
    | SatisfactionSurveyed
)
CareEvent = StationSurveyed | CultivationStarted | CultivationEnded | StationRulesAdopted | FreelyRepeated


@dataclass(frozen=True, slots=True)
class Cultivated:
    """The support of one year; without `ended_on` it goes on."""

    started_on: date
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Adopted:
    """A document in force."""

    rules_id: str
    document_sha256: str


@dataclass(frozen=True, slots=True)
class Care:
    """By year the day of the survey and the cultivation, and the documents in force as the station's own rules."""

    surveyed: Mapping[int, date] = field(default_factory=dict)
    cultivated: Mapping[int, Cultivated] = field(default_factory=dict)
    rules: Mapping[RuleKind, Adopted] = field(default_factory=dict)


def evolve(care: Care, event: CareEvent) -> Care:
    match event:
        case StationSurveyed():
            return replace(care, surveyed={**care.surveyed, event.year: event.surveyed_on})
        case CultivationStarted():
            return replace(care, cultivated={**care.cultivated, event.year: Cultivated(event.started_on)})
        case CultivationEnded():
            started_on = care.cultivated[event.year].started_on if event.year in care.cultivated else event.ended_on
            return replace(care, cultivated={**care.cultivated, event.year: Cultivated(started_on, event.ended_on)})
        case StationRulesAdopted():
            adopted = Adopted(event.rules_id, event.document_sha256)
            return replace(care, rules={**care.rules, event.kind: adopted})
        case (
            SupportGiven()
            | GuidanceGiven()
            | UpliftMeasured()
            | EnterpriseOpinionHeard()
            | InvestmentRecorded()
            | PlatformActivityRecorded()
            | PracticeShared()
            | InformationShared()
            | SatisfactionSurveyed()
        ):
            return care
        case _:
            assert_never(event)
