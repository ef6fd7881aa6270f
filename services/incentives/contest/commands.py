"""What may be asked about a contest. `organiser_id` is whose hand asks: the host's id, or the bureau's code."""

from dataclasses import dataclass, field
from datetime import date

from services.incentives.contest.measure import Measures
from shared.events.incentives import Components, Heard, Organiser, RewardKind, TieRule, Weights


@dataclass(frozen=True, slots=True)
class AnnounceContest:
    """Announce a contest. A host's contest names the host and no bureau, a bureau's the bureau and no host.

    `components` of None are those of the contests that experts alone decide. A period of None is the year as far as
    nominations are taken.
    """

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
    components: Components | None = None
    tie_rule: TieRule = TieRule.SHARED
    period_from: date | None = None
    period_until: date | None = None
    per_station: int = 0
    per_host: int = 0
    budget_fen: int | None = None


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
    consent_sha256: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawNomination:
    contest_id: str
    staff_id: str
    reason: str
    organiser_id: str
    today: date


@dataclass(frozen=True, slots=True)
class ReviewNomination:
    """Say whether a nominee is qualified."""

    contest_id: str
    staff_id: str
    qualified: bool
    reasons: str
    organiser_id: str
    today: date


@dataclass(frozen=True, slots=True)
class ScoreTest:
    """What a nominee reached in the knowledge test, in tenths of a point from 0 to 1000."""

    contest_id: str
    staff_id: str
    score: int
    organiser_id: str
    today: date


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
class OpenVoting:
    """Let the public vote, until the end of a day."""

    contest_id: str
    until: date
    organiser_id: str
    today: date


@dataclass(frozen=True, slots=True)
class SetVotesAside:
    """Do not count the votes of a bucket; `votes` is a fact: how many it has."""

    contest_id: str
    bucket: str
    reason: str
    organiser_id: str
    today: date
    votes: int = 0


@dataclass(frozen=True, slots=True)
class FreezeLeaderboard:
    """Freeze the board. What is measured is a fact, read at `position` of the log."""

    contest_id: str
    organiser_id: str
    today: date
    position: int = 0
    heard: tuple[Heard, ...] = ()
    measures: Measures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AnnounceWinners:
    contest_id: str
    objections_until: date
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


@dataclass(frozen=True, slots=True)
class GiveReward:
    """Give a star what was promised: a sum in fen against a receipt, or an honour that costs nothing."""

    contest_id: str
    staff_id: str
    kind: RewardKind
    what: str
    fen: int
    receipt: str
    organiser_id: str
    today: date


@dataclass(frozen=True, slots=True)
class WithdrawAward:
    contest_id: str
    staff_id: str
    reason: str
    organiser_id: str
    today: date


@dataclass(frozen=True, slots=True)
class ReviewAwards:
    """A station has lost its title for false records: look again at the awards of its staff.

    No person asks for this. It is about every contest that has honoured somebody of the station, of which
    `contest_id` is one.
    """

    station_id: str
    certificate_number: str
    today: date
    contest_id: str = ""


OrganisersCommand = (
    NominateStaff
    | WithdrawNomination
    | ReviewNomination
    | ScoreStaff
    | ScoreTest
    | OpenVoting
    | SetVotesAside
    | FreezeLeaderboard
    | AnnounceWinners
    | CloseContest
    | AwardStaff
    | GiveReward
    | WithdrawAward
)
"""What only the organiser of a contest may ask for."""

ContestCommand = AnnounceContest | OrganisersCommand | ReviewAwards
