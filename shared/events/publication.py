"""Events of publication: the city's notice before the decision, opinions, and the province's publication after it."""

from datetime import date, datetime
from enum import StrEnum

from shared.events.event import Event, Internal, Part, Public
from shared.events.registry import StationKind


class NoticeCandidate(Part):
    """A candidate as it is printed in the notice, with the names of the day."""

    application_id: Public[str]
    station_id: Public[str]
    host_id: Public[str]
    station_name: Public[str]
    host_name: Public[str]
    kind: Public[StationKind]
    trade: Public[str]
    bureau_code: Public[str]
    bureau_name: Public[str]


class PublicNoticeOpened(Event):
    """公示: the city asks consumers and operators for their opinions on the candidates, before the decision.

    The printed first and last day are facts; the counting rule is named because rules differ.
    """

    clause = "[notice] 二(五): 通过当地媒体公示征求消费者和经营者意见"

    notice_id: Public[str]
    season_id: Public[str]
    city_code: Public[str]
    candidates: Public[tuple[NoticeCandidate, ...]]
    opens_on: Public[date]
    closes_on: Public[date]
    counting_rule: Public[str]
    media: Public[str]
    contact: Public[str]


class OpinionSide(StrEnum):
    """Whose opinion it is: the notice asks both."""

    CONSUMER = "consumer"  # 消费者
    OPERATOR = "operator"  # 经营者


class Stance(StrEnum):
    """What an opinion wants."""

    SUPPORT = "support"
    OBJECTION = "objection"


class OpinionReceived(Event):
    """意见: somebody has given an opinion on a candidate or a title.

    Its words and its author's name lie in the vault; `content_hmac` (HMAC-SHA256 under a salt that the vault
    keeps) proves them without telling them.
    """

    clause = "[notice] 二(五): 征求消费者和经营者意见"

    opinion_id: Public[str]
    notice_id: Public[str]
    application_id: Public[str]
    station_id: Public[str]
    side: Public[OpinionSide]
    stance: Internal[Stance]
    is_named: Internal[bool]
    content_hmac: Internal[str]
    received_at: Public[datetime]


class Screening(StrEnum):
    """What the city made of an opinion."""

    SUPPORT_NOTED = "support_noted"
    ADMISSIBLE = "admissible"  # an objection with facts and a name: it holds its candidate
    LEAD_ONLY = "lead_only"  # recorded, may start a check, holds nothing
    REJECTED = "rejected"


class OpinionScreened(Event):
    """甄别: the city has read an opinion and said what it is."""

    clause = "domain §7.6 rules 10, 11"

    opinion_id: Public[str]
    notice_id: Public[str]
    application_id: Public[str]
    station_id: Public[str]
    result: Internal[Screening]
    reason: Internal[str]
    screened_on: Public[date]


class CandidateHeld(Event):
    """暂缓: an admissible objection holds this candidate, and no other."""

    clause = "domain §7.6 rule 10; 招标投标法实施条例 art. 54 as analogue"

    notice_id: Public[str]
    application_id: Public[str]
    station_id: Public[str]
    opinion_id: Internal[str]
    held_on: Public[date]


class CandidateReleased(Event):
    """异议不成立: the objection was found without ground; the candidate goes on when no other one holds it.

    `objections_left` counts the admissible objections that still hold the candidate: it is free at 0.
    """

    clause = "domain §7.6 rule 10"

    notice_id: Public[str]
    season_id: Public[str]
    application_id: Public[str]
    station_id: Public[str]
    opinion_id: Internal[str]
    investigators: Internal[tuple[str, ...]]
    reasons: Internal[str]
    objections_left: Internal[int] = 0
    decided_on: Public[date]


class CandidateStruckOff(Event):
    """取消推荐对象资格: the objection was upheld; the candidate is out of this season."""

    clause = "domain §7.6 rules 9, 10; 征兵工作条例 art. 30 as analogue"

    notice_id: Public[str]
    season_id: Public[str]
    application_id: Public[str]
    station_id: Public[str]
    opinion_id: Internal[str]
    investigators: Internal[tuple[str, ...]]
    reasons: Internal[str]
    decided_on: Public[date]


class CandidateWithdrawn(Event):
    """撤回申请: the host took its application back; the candidate leaves the notice, without blame."""

    clause = "[notice] 二(五): 企业自愿"

    notice_id: Public[str]
    season_id: Public[str]
    application_id: Public[str]
    station_id: Public[str]
    withdrawn_at: Public[datetime]


class PublicNoticeExtended(Event):
    """公示延期: the notice stands longer than was printed, for all its candidates, and says why."""

    clause = "domain §7.4 (open → extended)"

    notice_id: Public[str]
    season_id: Public[str]
    former_closes_on: Public[date]
    closes_on: Public[date]
    reason: Public[str]
    extended_on: Public[date]


class OpinionClosedAsMoot(Event):
    """意见终结: what the opinion was about is gone, for the candidate has withdrawn; its author is told so."""

    clause = "domain §9 scenario 1"

    opinion_id: Public[str]
    notice_id: Public[str]
    application_id: Public[str]
    station_id: Public[str]
    reason: Internal[str]
    closed_on: Public[date]


class NoticeResult(StrEnum):
    """How a candidate stands when its notice closes."""

    KEPT = "kept"
    HELD = "held"
    STRUCK_OFF = "struck_off"
    WITHDRAWN = "withdrawn"


class CandidateResult(Part):
    """One candidate's result."""

    application_id: Public[str]
    station_id: Public[str]
    result: Public[NoticeResult]


class PublicNoticeClosed(Event):
    """公示结束: the printed period is over and every opinion is screened; held candidates follow later."""

    clause = "[notice] 二(五)"

    notice_id: Public[str]
    season_id: Public[str]
    results: Public[tuple[CandidateResult, ...]]
    closed_on: Public[date]


class PublishedTitle(Part):
    """One line of a published list, as it was printed."""

    station_id: Public[str]
    station_name: Public[str]
    host_name: Public[str]
    trade: Public[str]
    bureau_name: Public[str]
    certificate_number: Public[str]


class ResultPublished(Event):
    """公布: the province has published the recognised stations in provincial media, after the decision."""

    clause = "[notice] 二(五): 在省级媒体向社会公布; 政府信息公开条例 art. 26"

    announcement_id: Public[str]
    season_id: Public[str]
    titles: Public[tuple[PublishedTitle, ...]]
    media: Public[str]
    document_number: Public[str]
    published_on: Public[date]


class RevocationPublished(Event):
    """撤牌公布: the province has told the public that a title is no more."""

    clause = "[notice] 二(三): 撤牌; domain §7.6 rule 14"

    announcement_id: Public[str]
    station_id: Public[str]
    station_name: Public[str]
    certificate_number: Public[str]
    ground: Public[str]
    media: Public[str]
    published_on: Public[date]


PublicationEvent = (
    PublicNoticeOpened
    | OpinionReceived
    | OpinionScreened
    | CandidateHeld
    | CandidateReleased
    | CandidateStruckOff
    | CandidateWithdrawn
    | PublicNoticeExtended
    | OpinionClosedAsMoot
    | PublicNoticeClosed
    | ResultPublished
    | RevocationPublished
)
