"""What may be asked of a notice, with the facts that `facts.py` looks up before it is decided."""

from dataclasses import dataclass
from datetime import date, datetime

from shared.events.publication import NoticeCandidate
from shared.events.registry import StationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What an opening rests on. As long as nothing is looked up it allows nothing.

    `earliest_close` is the first last day that gives the season's working days; None where the calendar of a year
    that the period reaches is not published. `issued_by` is the city bureau's name of the day.
    """

    season_id: str = ""
    city_code: str = ""
    candidates: tuple[NoticeCandidate, ...] = ()
    counting_rule: str = ""
    earliest_close: date | None = None
    issued_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correcting:
    """What a correction rests on: the same counting of days as an opening, and who issues it."""

    counting_rule: str = ""
    earliest_close: date | None = None
    issued_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PutRight:
    """What was printed wrongly of a candidate, as it is right; None where it was right as printed."""

    station_name: str | None = None
    host_name: str | None = None
    trade: str | None = None
    kind: StationKind | None = None


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
class CorrectNotice:
    """The corrected candidate gets a period of its own, counted as an opening's."""

    notice_id: str
    correction_id: str
    application_id: str
    put_right: PutRight
    opens_on: date
    closes_on: date
    reason: str
    today: date
    facts: Correcting = Correcting()


@dataclass(frozen=True, slots=True, kw_only=True)
class EndCorrection:
    """`unscreened` counts the opinions on that candidate; until they are counted there may be one."""

    notice_id: str
    correction_id: str
    application_id: str
    today: date
    unscreened: int = 1


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
    """`unscreened` is counted before the decision; until then there may be one.

    What is about a candidate under correction is not counted: that waits for the candidate's own period.
    """

    notice_id: str
    today: date
    unscreened: int = 1


NoticeCommand = (
    OpenNotice
    | ExtendNotice
    | CorrectNotice
    | EndCorrection
    | HoldCandidate
    | ReleaseCandidate
    | StrikeOffCandidate
    | WithdrawCandidate
    | CloseNotice
)
