"""What may be asked about a contest. `organiser_id` is whose hand asks: the host's id, or the bureau's code."""

from dataclasses import dataclass
from datetime import date

from shared.events.incentives import Organiser, Weights


@dataclass(frozen=True, slots=True)
class AnnounceContest:
    """Announce a contest. A host's contest names the host and no bureau, a bureau's the bureau and no host."""

    contest_id: str
    host_id: str
    bureau_code: str
    title: str
    organiser: Organiser
    approval_number: str
    weights: Weights
    places: int
    nominations_until: date
    today: date


@dataclass(frozen=True, slots=True)
class Person:
    """A fact: where a member of staff serves, at a station or in a bureau."""

    staff_id: str
    station_id: str = ""
    host_id: str = ""
    bureau_code: str = ""


@dataclass(frozen=True, slots=True)
class NominateStaff:
    contest_id: str
    staff_id: str
    deeds: str
    organiser_id: str
    today: date
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class ScoreStaff:
    """One judge's scores on the notice's four criteria, each in tenths of a point from 0 to 1000."""

    contest_id: str
    staff_id: str
    judge: str
    service: int
    competence: int
    performance: int
    satisfaction: int
    organiser_id: str
    today: date


@dataclass(frozen=True, slots=True)
class CloseContest:
    contest_id: str
    organiser_id: str
    today: date


@dataclass(frozen=True, slots=True)
class AwardStaff:
    contest_id: str
    staff_id: str
    honour: str
    reward_fen: int
    organiser_id: str
    today: date


ContestCommand = AnnounceContest | NominateStaff | ScoreStaff | CloseContest | AwardStaff
