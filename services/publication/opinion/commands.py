"""What may be asked of an opinion. Neither its words nor its author are part of a command: they go to the vault."""

from dataclasses import dataclass
from datetime import date, datetime

from shared.events.publication import OpinionSide, Screening, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Where the notice stands when an opinion on one of its candidates comes in. Not looked up, it takes nothing in."""

    is_open: bool = False
    opens_on: date = date.max
    closes_on: date = date.max
    is_on_notice: bool = False
    station_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveOpinion:
    """`length` is the number of characters of the text; `content_hmac` is empty until the vault has taken it."""

    opinion_id: str
    notice_id: str
    application_id: str
    side: OpinionSide
    stance: Stance
    is_named: bool
    length: int
    received_at: datetime
    content_hmac: str = ""
    facts: Intake = Intake()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenOpinion:
    opinion_id: str
    result: Screening
    reason: str
    today: date


CANDIDATE_HAS_WITHDRAWN = "推荐对象已撤回申请，异议所指事项不复存在，予以终结。"
"""Why an objection is closed without a decision, as its author reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseOpinionAsMoot:
    """Asked for where the candidate has withdrawn. `is_holding`: as an admissible objection it is not decided yet."""

    opinion_id: str
    reason: str
    today: date
    is_holding: bool = False


OpinionCommand = ReceiveOpinion | ScreenOpinion | CloseOpinionAsMoot
