"""What may be asked of an opinion. Neither its words nor its author are part of a command: they go to the vault."""

from dataclasses import dataclass, field
from datetime import date, datetime

from services.publication.notice.commands import Involvement
from shared.events.publication import ObjectionOutcome, OpinionChannel, OpinionSide, Screening, Stance
from shared.workdays import WorkingCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Where the notice stands when an opinion on one of its candidates comes in. Not looked up, it takes nothing in."""

    is_open: bool = False
    opens_on: date = date.max
    closes_on: date = date.max
    is_on_notice: bool = False
    station_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Borne:
    """The title that a station bears on the day of an opinion about it. Not looked up, there is none."""

    certificate_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How long what is done about an objection may take, in working days.

    Not looked up, these are the defaults of a season: no year's calendar is published, so every day is provisional,
    and nothing is extended.
    """

    objection_working_days: int = 10
    objection_extensions: int = 0
    answer_working_days: int = 3
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)


@dataclass(frozen=True, slots=True, kw_only=True)
class Investigators:
    """What is known of those who are said to have investigated. Not looked up, nobody is known.

    `posted` are officers who are posted somewhere, `linked` those with a declared link to the host.
    """

    posted: frozenset[str] = frozenset()
    linked: frozenset[str] = frozenset()
    involvement: Involvement = field(default_factory=Involvement)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveOpinion:
    """`length` is the number of characters of the text and of what happened, together.

    `content_hmac` is empty until the vault has taken them.
    """

    opinion_id: str
    notice_id: str
    application_id: str
    side: OpinionSide
    stance: Stance
    is_named: bool
    length: int
    received_at: datetime
    channel: OpinionChannel = OpinionChannel.FORM
    states_facts: bool = False
    content_hmac: str = ""
    facts: Intake = Intake()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveOpinionOnTitle:
    """About the title that the station bears, at any time of the year; otherwise as about a candidate."""

    opinion_id: str
    station_id: str
    side: OpinionSide
    stance: Stance
    is_named: bool
    length: int
    received_at: datetime
    channel: OpinionChannel = OpinionChannel.FORM
    states_facts: bool = False
    content_hmac: str = ""
    facts: Borne = Borne()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenOpinion:
    """`county_investigates`: the city tells the county of the station to look into an admissible objection."""

    opinion_id: str
    result: Screening
    reason: str
    today: date
    county_investigates: bool = False
    terms: Terms = Terms()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendInvestigation:
    opinion_id: str
    reason: str
    today: date
    terms: Terms = Terms()


@dataclass(frozen=True, slots=True, kw_only=True)
class InvestigateObjection:
    """`report_sha256` is empty where there is no report but the findings."""

    opinion_id: str
    investigators: tuple[str, ...]
    findings: str
    report_sha256: str
    today: date
    facts: Investigators = Investigators()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideObjection:
    """`strikes_off` is asked for where it does not go without saying: an objection that is upheld strikes off.

    `stands`: the candidate is still on its notice; about a title, and until it is looked up, nothing is.
    """

    opinion_id: str
    outcome: ObjectionOutcome
    strikes_off: bool
    reasons: str
    today: date
    stands: bool = False
    terms: Terms = Terms()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerObjector:
    """`answer_hmac` is empty until the vault has taken the answer."""

    opinion_id: str
    method: str
    today: date
    answer_hmac: str = ""


INVESTIGATION = "investigation"
ANSWER = "answer"
"""What is to be done about an objection by a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleObjectionDay:
    """Asked for on every day as long as the last day for `what` is provisional."""

    opinion_id: str
    what: str
    today: date
    terms: Terms = Terms()


CANDIDATE_HAS_WITHDRAWN = "推荐对象已撤回申请，异议所指事项不复存在，予以终结。"
"""Why an objection is closed without a decision, as its author reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseOpinionAsMoot:
    """Asked for where the candidate has withdrawn. `is_holding`: as an admissible objection it is not decided yet."""

    opinion_id: str
    reason: str
    today: date
    is_holding: bool = False


Receiving = ReceiveOpinion | ReceiveOpinionOnTitle
OpinionCommand = (
    Receiving
    | ScreenOpinion
    | ExtendInvestigation
    | InvestigateObjection
    | DecideObjection
    | AnswerObjector
    | SettleObjectionDay
    | CloseOpinionAsMoot
)
