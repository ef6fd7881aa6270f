"""Which of the services' rules each stream obeys: its events, folded by them, must make a state."""

from typing import Any

from services.application.desk.decisions import DESK
from services.application.filing.decisions import APPLICATION
from services.application.quota.decisions import QUOTA
from services.application.season.decisions import SEASON
from services.assessment.assessment.decisions import ASSESSMENT
from services.assessment.draw.decisions import DRAW
from services.assessment.list.decisions import LIST
from services.assessment.panel.decisions import PANEL
from services.assessment.rubric.decisions import RUBRIC
from services.assessment.title.decisions import TITLE
from services.incentives.contest.decisions import CONTEST
from services.incentives.vote.decisions import VOTE
from services.notification.preference.decisions import PREFERENCE
from services.notification.reminder.decisions import REMINDER
from services.publication.announcement.decisions import ANNOUNCEMENT
from services.publication.certificate.decisions import CERTIFICATE
from services.publication.matter.decisions import MATTER
from services.publication.notice.decisions import NOTICE
from services.publication.opinion.decisions import OPINION
from services.registry.bureau.decisions import BUREAU
from services.registry.bureau.officers import OFFICER
from services.registry.calendar.decisions import DAYS, YEAR
from services.registry.care.decisions import CARE
from services.registry.correction.decisions import CORRECTION
from services.registry.division.decisions import DIVISION
from services.registry.host.decisions import HOST
from services.registry.ledger.consultation.decisions import CONSULTATION
from services.registry.ledger.dispute.decisions import DISPUTE
from services.registry.ledger.summary.decisions import SUMMARY
from services.registry.mandate.decisions import MANDATE
from services.registry.staff.decisions import STAFF
from services.registry.station.decisions import STATION
from services.registry.subject.decisions import SUBJECT
from services.registry.training.decisions import TRAINING
from shared.eventsourcing.decider import Decider

AnyDecider = Decider[Any, Any, Any]

RULES: dict[str, dict[str, AnyDecider]] = {
    "registry": {
        "bureau": BUREAU,
        "calendar": YEAR,
        "care": CARE,
        "consultation": CONSULTATION,
        "correction": CORRECTION,
        "dispute": DISPUTE,
        "division": DIVISION,
        "host": HOST,
        "mandate": MANDATE,
        "officer": OFFICER,
        "staff": STAFF,
        "station": STATION,
        "subject": SUBJECT,
        "summary": SUMMARY,
        "training": TRAINING,
    },
    "application": {"application": APPLICATION, "desk": DESK, "quota": QUOTA, "season": SEASON},
    "assessment": {
        "assessment": ASSESSMENT,
        "draw": DRAW,
        "list": LIST,
        "panel": PANEL,
        "rubric": RUBRIC,
        "title": TITLE,
    },
    "publication": {
        "announcement": ANNOUNCEMENT,
        "certificate": CERTIFICATE,
        "matter": MATTER,
        "notice": NOTICE,
        "opinion": OPINION,
    },
    "incentives": {"contest": CONTEST, "vote": VOTE},
    "notification": {"deadline": REMINDER, "preference": PREFERENCE},
}
"""By owner, and by the word before the first hyphen of the stream's name."""

_DAYS = "calendar"


def rules_of(owner: str, stream: str) -> AnyDecider | None:
    """The rules of a stream; nothing where it has none, as what is only noted: who looked at what, what was signed."""
    if owner == "registry" and stream == _DAYS:
        return DAYS
    return RULES.get(owner, {}).get(stream.partition("-")[0])
