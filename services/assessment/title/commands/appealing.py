"""How a revocation is contested (复议、诉讼)."""

from dataclasses import dataclass
from datetime import date

from services.assessment.title.commands.ending import EndTitle
from services.assessment.title.commands.standing import SuspendTitle
from shared.events.assessment import AppealKind, AppealOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class LodgeAppeal:
    """The host contests the revocation before an organ. `last_day` is looked up: None where no time runs yet."""

    station_id: str
    appeal_id: str
    kind: AppealKind
    organ: str
    statement: str
    late_reason: str
    lodged_on: date
    last_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideAppeal:
    """The organ has decided; the province puts its decision on file. Set aside, the title is restored at once.

    `certificate_number` is that of the title whose revocation the appeal contests, looked up. `since` is what has
    become of the station while it had no title: what would have ended or suspended it then, does so now.
    """

    station_id: str
    appeal_id: str
    outcome: AppealOutcome
    organ: str
    document_number: str
    reasons: str
    decided_on: date
    today: date
    certificate_number: str = ""
    since: tuple[EndTitle | SuspendTitle, ...] = ()
