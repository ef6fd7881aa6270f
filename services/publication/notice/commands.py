"""What may be asked of a notice, with the facts that `facts.py` looks up before it is decided."""

from dataclasses import dataclass
from datetime import date, datetime

from shared.events.publication import NoticeCandidate


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What an opening rests on. As long as nothing is looked up it allows nothing.

    `earliest_close` is the first last day that gives the season's working days; None where the calendar of a year
    that the period reaches is not published.
    """

    season_id: str = ""
    city_code: str = ""
    candidates: tuple[NoticeCandidate, ...] = ()
    counting_rule: str = ""
    earliest_close: date | None = None


@dataclass(frozen=True, slots=True)
class Involvement:
    """The officers who inspected or recommended a candidate. As long as they are not looked up it may be anybody."""

    officers: frozenset[str] | None = None

    def includes(self, officer: str) -> bool:
        return self.officers is None or officer in self.officers


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenNotice:
    notice_id: str
    opens_on: date
    closes_on: date
    media: str
    contact: str
    today: date
    facts: Opening = Opening()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendNotice:
    """`working_days` are those that the new last day adds; None until they are counted, or where nobody can yet."""

    notice_id: str
    closes_on: date
    reason: str
    today: date
    working_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldCandidate:
    notice_id: str
    application_id: str
    opinion_id: str
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseCandidate:
    notice_id: str
    application_id: str
    opinion_id: str
    investigators: tuple[str, ...]
    reasons: str
    today: date
    involvement: Involvement = Involvement()


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeOffCandidate:
    notice_id: str
    application_id: str
    opinion_id: str
    investigators: tuple[str, ...]
    reasons: str
    today: date
    involvement: Involvement = Involvement()


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawCandidate:
    notice_id: str
    application_id: str
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseNotice:
    """`unscreened` is counted before the decision; until then there may be one."""

    notice_id: str
    today: date
    unscreened: int = 1


NoticeCommand = (
    OpenNotice | ExtendNotice | HoldCandidate | ReleaseCandidate | StrikeOffCandidate | WithdrawCandidate | CloseNotice
)
