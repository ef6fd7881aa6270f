"""What stations tell of their own work: rules, investment, the five platforms, practices, information, satisfaction."""

from services.registry.care.commands import (
    AdoptRules,
    RecordInvestment,
    RecordPlatformActivity,
    ShareInformation,
    SharePractice,
    SurveySatisfaction,
)
from services.registry.care.state import Care
from shared.errors import Unacceptable
from shared.events.registry import (
    InformationShared,
    InvestmentRecorded,
    PlatformActivityRecorded,
    PracticeShared,
    SatisfactionSurveyed,
    StationRulesAdopted,
)

FULL_SCORE = 1_000
SMALL_SAMPLE = 20
"""With fewer consumers asked a satisfaction proves little; it is recorded, and told so."""


class NobodyAsked(Unacceptable):
    """A satisfaction survey has asked one consumer at least."""

    title_zh = "满意度调查至少应当询问一名消费者。"


class MoreSatisfiedThanAsked(Unacceptable):
    """No more consumers are satisfied than were asked."""

    title_zh = "满意人数不得超过被调查人数。"


def adopt_rules(command: AdoptRules, care: Care) -> list[StationRulesAdopted]:
    """A new document takes the former one's place; the same document again changes nothing."""
    in_force = care.rules.get(command.kind)
    if in_force is not None and in_force.document_sha256 == command.document_sha256:
        return []
    return [
        StationRulesAdopted(
            rules_id=command.rules_id,
            station_id=command.station_id,
            kind=command.kind,
            title=command.title,
            document_sha256=command.document_sha256,
            adopted_on=command.on,
        )
    ]


def record_investment(command: RecordInvestment) -> list[InvestmentRecorded]:
    return [
        InvestmentRecorded(
            investment_id=command.investment_id,
            station_id=command.station_id,
            purpose=command.purpose,
            amount_fen=command.amount_fen,
            paid_by=command.paid_by,
            invested_on=command.on,
        )
    ]


def record_platform_activity(command: RecordPlatformActivity) -> list[PlatformActivityRecorded]:
    return [
        PlatformActivityRecorded(
            activity_id=command.activity_id,
            station_id=command.station_id,
            platform=command.platform,
            title=command.title,
            summary=command.summary,
            reached=command.reached,
            held_on=command.on,
        )
    ]


def share_practice(command: SharePractice) -> list[PracticeShared]:
    return [
        PracticeShared(
            practice_id=command.practice_id,
            station_id=command.station_id,
            title=command.title,
            summary=command.summary,
            shared_on=command.on,
        )
    ]


def share_information(command: ShareInformation) -> list[InformationShared]:
    return [
        InformationShared(
            information_id=command.information_id,
            station_id=command.station_id,
            subject=command.subject,
            content=command.content,
            shared_on=command.on,
        )
    ]


def survey_satisfaction(command: SurveySatisfaction) -> list[SatisfactionSurveyed]:
    if command.asked < 1:
        raise NobodyAsked("say how many consumers were asked")
    if command.satisfied > command.asked:
        raise MoreSatisfiedThanAsked(f"{command.satisfied} satisfied of {command.asked} asked")
    return [
        SatisfactionSurveyed(
            survey_id=command.survey_id,
            station_id=command.station_id,
            asked=command.asked,
            satisfied=command.satisfied,
            score_tenths=score_tenths(command.satisfied, command.asked),
            method=command.method,
            surveyed_on=command.on,
        )
    ]


def score_tenths(satisfied: int, asked: int) -> int:
    """The share of the satisfied in tenths of a point, rounded half up."""
    return (2 * FULL_SCORE * satisfied + asked) // (2 * asked)
