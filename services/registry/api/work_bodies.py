"""What is sent about a station's own work. A day is today unless it is given."""

from datetime import date

from services.registry.care.commands import (
    AdoptRules,
    RecordInvestment,
    RecordPlatformActivity,
    ShareInformation,
    SharePractice,
    SurveySatisfaction,
)
from shared.events.registry import Platform, RuleKind
from shared.web.bodies import Body, Count, Day, Fen, Name, Sha256, Text


class Rules(Body):
    """制度、程序、标准、职责: the document itself is kept by its hash."""

    kind: RuleKind
    title: Name
    document_sha256: Sha256
    adopted_on: Day | None = None

    def command(self, station_id: str, rules_id: str, today: date) -> AdoptRules:
        return AdoptRules(
            station_id=station_id,
            rules_id=rules_id,
            kind=self.kind,
            title=self.title,
            document_sha256=self.document_sha256,
            on=self.adopted_on or today,
            today=today,
        )


class Investment(Body):
    """投入: in fen."""

    purpose: Text
    amount_fen: Fen
    paid_by: Name
    invested_on: Day | None = None

    def command(self, station_id: str, investment_id: str, today: date) -> RecordInvestment:
        return RecordInvestment(
            station_id=station_id,
            investment_id=investment_id,
            purpose=self.purpose,
            amount_fen=self.amount_fen,
            paid_by=self.paid_by,
            on=self.invested_on or today,
            today=today,
        )


class Activity(Body):
    """五大平台: `reached` is how many people it reached, as the station counts them."""

    platform: Platform
    title: Name
    summary: Text
    reached: Count = 0
    held_on: Day | None = None

    def command(self, station_id: str, activity_id: str, today: date) -> RecordPlatformActivity:
        return RecordPlatformActivity(
            station_id=station_id,
            activity_id=activity_id,
            platform=self.platform,
            title=self.title,
            summary=self.summary,
            reached=self.reached,
            on=self.held_on or today,
            today=today,
        )


class SharedPractice(Body):
    """维权经验、机制: everybody may read it."""

    title: Name
    summary: Text
    shared_on: Day | None = None

    def command(self, station_id: str, practice_id: str, today: date) -> SharePractice:
        return SharePractice(
            station_id=station_id,
            practice_id=practice_id,
            title=self.title,
            summary=self.summary,
            on=self.shared_on or today,
            today=today,
        )


class Information(Body):
    """互通维权信息."""

    subject: Name
    content: Text
    shared_on: Day | None = None

    def command(self, station_id: str, information_id: str, today: date) -> ShareInformation:
        return ShareInformation(
            station_id=station_id,
            information_id=information_id,
            subject=self.subject,
            content=self.content,
            on=self.shared_on or today,
            today=today,
        )


class Satisfaction(Body):
    """满意度: how many were asked, how many of them are satisfied, and how they were asked."""

    asked: Count
    satisfied: Count
    method: Name
    surveyed_on: Day | None = None

    def command(self, station_id: str, survey_id: str, today: date) -> SurveySatisfaction:
        return SurveySatisfaction(
            station_id=station_id,
            survey_id=survey_id,
            asked=self.asked,
            satisfied=self.satisfied,
            method=self.method,
            on=self.surveyed_on or today,
            today=today,
        )
