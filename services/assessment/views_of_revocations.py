"""What is told of revocations: appeals, what was set aside, and what general disapproval may rest on."""

from datetime import date

from pydantic import BaseModel

from shared.events.assessment import AppealKind, AppealOutcome, RevocationGround


class AppealView(BaseModel):
    """复议、诉讼: one appeal against a revocation; `outcome` is null as long as nothing is decided.

    `last_day` is null where nothing was served, so that no time ran.
    """

    appeal_id: str
    kind: AppealKind
    organ: str
    statement: str
    late_reason: str
    last_day: date | None
    lodged_on: date
    outcome: AppealOutcome | None
    document_number: str
    reasons: str
    decided_on: date | None


class PastRevocation(BaseModel):
    """A revocation that does not stand: it was set aside, or the station was given a newer title since."""

    certificate_number: str
    document_number: str
    ground: RevocationGround
    proposed_on: date | None
    heard_on: date | None
    waived_on: date | None
    revoked_on: date
    served_on: date | None
    published_on: date | None
    set_aside_on: date | None
    set_aside_document: str


class AppealEntry(BaseModel):
    """One line of the list of what is contested, or still may be.

    `stage` is open, possible (nobody has contested it, and there is time), decided, or moot (the station was given a
    newer title meanwhile). `days_left` is told of what is possible, once a last day runs.
    """

    id: str
    stage: str
    station_id: str
    certificate_number: str
    station_name: str
    host_name: str
    bureau_code: str
    revocation_document: str
    revoked_on: date
    kind: AppealKind | None
    organ: str
    lodged_on: date | None
    last_day: date | None
    days_left: int | None
    is_late: bool
    outcome: AppealOutcome | None
    decided_on: date | None


class TitleOpinion(BaseModel):
    """An opinion about a title, without its words; `counts`: general disapproval may rest on it."""

    opinion_id: str
    side: str
    received_on: date | None
    screening: str
    screened_on: date | None
    counts: bool


class SurveyEntry(BaseModel):
    """A survey of those who use the station; the score is in tenths of a point, 0 to 1000."""

    survey_id: str
    asked: int
    satisfied: int
    score_tenths: int
    surveyed_on: date


class DisapprovalView(BaseModel):
    """不认可: what is known of how consumers and operators think of a station that bears a title."""

    station_id: str
    opinions: list[TitleOpinion]
    surveys: list[SurveyEntry]
