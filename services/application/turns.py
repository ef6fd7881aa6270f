"""Where a case stands across the services, whose turn it is, and until when: pure, from what is known here."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.application.filing.state import Stage
from services.application.season.state import SeasonStage


class Turn(StrEnum):
    """Who must act next."""

    HOST = "host"
    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"
    NOBODY = "nobody"


class Outcome(StrEnum):
    """The furthest that other services have brought an application; empty before its public notice."""

    NONE = ""
    NOTICED = "noticed"
    HELD = "held"
    NOTICE_KEPT = "notice_kept"
    STRUCK_OFF = "struck_off"
    FAILED = "failed"
    PASSED = "passed"
    SUBMITTED = "submitted"
    RESERVE = "reserve"
    RECOGNITION_REFUSED = "recognition_refused"
    DECLINED = "declined"
    CERTIFIED = "certified"
    PUBLISHED = "published"
    REVOKED = "revoked"
    LAPSED = "lapsed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """What is known here of a case: its own stage, its season's deadlines, and what others have recorded."""

    stage: Stage
    season_stage: SeasonStage
    applications_close_on: date | None = None
    correction_due_on: date | None = None
    recommendations_due_on: date
    submission_due_on: date
    noticed_on: date | None = None
    notice_closes_on: date | None = None
    held: bool = False
    struck_off_on: date | None = None
    notice_closed_on: date | None = None
    assessment: str = ""
    list_standing: str = ""
    recognition_refused_on: date | None = None
    declined_on: date | None = None
    certified_on: date | None = None
    published_on: date | None = None
    revoked_on: date | None = None
    lapsed_on: date | None = None
    ended_on: date | None = None


_WITH_THE_HOST = (Stage.DRAFT, Stage.RETURNED)
_BEFORE_THE_COUNTY = (Stage.FILED, Stage.ACCEPTED, Stage.FIT, Stage.UNFIT)
_WITH_THE_CITY = (Outcome.NONE, Outcome.HELD, Outcome.NOTICE_KEPT, Outcome.PASSED)


def outcome(case: Whereabouts) -> Outcome:
    """The last thing that has happened to a recommended station, the weightiest first."""
    if case.stage is not Stage.RECOMMENDED:
        return Outcome.NONE
    listed = {"listed": Outcome.SUBMITTED, "reserve": Outcome.RESERVE}
    assessed = {"passed": Outcome.PASSED, "failed": Outcome.FAILED}
    happened = (
        (case.revoked_on, Outcome.REVOKED),
        (case.ended_on, Outcome.ENDED),
        (case.lapsed_on, Outcome.LAPSED),
        (case.certified_on and case.published_on, Outcome.PUBLISHED),
        (case.certified_on, Outcome.CERTIFIED),
        (case.recognition_refused_on, Outcome.RECOGNITION_REFUSED),
        (case.declined_on, Outcome.DECLINED),
        (case.struck_off_on, Outcome.STRUCK_OFF),
        (case.list_standing, listed.get(case.list_standing, Outcome.NONE)),
        (case.assessment == "failed", Outcome.FAILED),
        (case.held, Outcome.HELD),
        (case.assessment, assessed.get(case.assessment, Outcome.NONE)),
        (case.notice_closed_on, Outcome.NOTICE_KEPT),
        (case.noticed_on, Outcome.NOTICED),
    )
    return next((what for so, what in happened if so), Outcome.NONE)


def turn(case: Whereabouts) -> tuple[Turn, date | None]:
    """Whose turn it is, and until when; no day where nobody has set one."""
    if case.stage in _WITH_THE_HOST:
        return Turn.HOST, case.correction_due_on if case.stage is Stage.RETURNED else case.applications_close_on
    if case.stage in _BEFORE_THE_COUNTY:
        over = case.season_stage in {SeasonStage.RECOMMENDATIONS_CLOSED, SeasonStage.CLOSED}
        # The time for a recommendation is over; the host is still owed the reasons why there was none.
        return Turn.COUNTY, None if over else case.recommendations_due_on
    if case.stage is not Stage.RECOMMENDED:
        return Turn.NOBODY, None
    so_far = outcome(case)
    if so_far is Outcome.NOTICED or so_far in _WITH_THE_CITY:
        return Turn.CITY, case.notice_closes_on if so_far is Outcome.NOTICED else case.submission_due_on
    if so_far in {Outcome.SUBMITTED, Outcome.CERTIFIED}:
        return Turn.PROVINCE, None
    return Turn.NOBODY, None
