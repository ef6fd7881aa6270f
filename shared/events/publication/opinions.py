"""意见、异议: what consumers and operators think of candidates and titles, and what becomes of an objection."""

from datetime import date, datetime
from enum import StrEnum

from shared.events.event import Event, Internal, Public


class OpinionSide(StrEnum):
    """Whose opinion it is: the notice asks both."""

    CONSUMER = "consumer"  # 消费者
    OPERATOR = "operator"  # 经营者


class Stance(StrEnum):
    """What an opinion wants."""

    SUPPORT = "support"
    OBJECTION = "objection"


class OpinionChannel(StrEnum):
    """How an opinion came in."""

    FORM = "form"  # 网上表格
    COUNTER = "counter"  # 窗口代录


class OpinionReceived(Event):
    """意见: somebody has given an opinion on a candidate or a title.

    About a candidate it names the notice and the application; about a title, at any time of the year, the certificate
    instead. `states_facts`: it says what happened, and not only what is thought of it. Its words and its author's
    name lie in the vault; `content_hmac` (HMAC-SHA256 under a salt that the vault
    keeps) proves them without telling them.
    """

    clause = "[notice] 二(五): 征求消费者和经营者意见; 二(三): 广大消费者、经营者普遍不认可"

    opinion_id: Public[str]
    notice_id: Public[str]
    application_id: Public[str]
    station_id: Public[str]
    side: Public[OpinionSide]
    stance: Internal[Stance]
    is_named: Internal[bool]
    content_hmac: Internal[str]
    received_at: Public[datetime]
    certificate_number: Public[str] = ""
    channel: Public[OpinionChannel] = OpinionChannel.FORM
    states_facts: Internal[bool] = False


class Screening(StrEnum):
    """What the city made of an opinion."""

    SUPPORT_NOTED = "support_noted"
    ADMISSIBLE = "admissible"  # an objection with facts and a name: it holds its candidate
    LEAD_ONLY = "lead_only"  # recorded, may start a check, holds nothing
    REJECTED = "rejected"


class OpinionScreened(Event):
    """甄别: the city has read an opinion and said what it is.

    An admissible objection is investigated by `investigation_due_on`, which is provisional where it rests on a year
    whose calendar nobody has published. `county_investigates`: the county of the station is told to do it.
    """

    clause = "domain §7.6 rules 10, 11"

    opinion_id: Public[str]
    notice_id: Public[str]
    application_id: Public[str]
    station_id: Public[str]
    result: Internal[Screening]
    reason: Internal[str]
    screened_on: Public[date]
    certificate_number: Public[str] = ""
    investigation_due_on: Internal[date | None] = None
    due_is_provisional: Internal[bool] = False
    county_investigates: Internal[bool] = False


class OpinionsGrouped(Event):
    """合并同类意见: near-duplicates are one matter. How many they are decides nothing; it saves reading."""

    clause = "domain §7.6 rule 10; 政府信息公开条例 art. 35"

    matter_id: Public[str]
    notice_id: Public[str]
    application_id: Public[str]
    station_id: Public[str]
    certificate_number: Public[str]
    stance: Internal[Stance]
    opinion_ids: Internal[tuple[str, ...]]
    count: Internal[int]
    grouped_on: Public[date]


class InvestigationExtended(Event):
    """延长核查: the investigation of an objection takes longer than its days, once, and says why."""

    clause = "domain §7.5 (verification of an objection: one extension)"

    opinion_id: Public[str]
    notice_id: Public[str]
    application_id: Public[str]
    station_id: Public[str]
    former_due_on: Internal[date]
    due_on: Internal[date]
    due_is_provisional: Internal[bool]
    reason: Internal[str]
    extended_on: Internal[date]


class ObjectionInvestigated(Event):
    """异议核查: people who had no part in the candidate's way here have looked into the objection."""

    clause = "domain §7.2, §7.3 (核查报告); 投诉举报处理暂行办法 art. 19"

    opinion_id: Public[str]
    notice_id: Public[str]
    application_id: Public[str]
    station_id: Public[str]
    certificate_number: Public[str]
    investigators: Internal[tuple[str, ...]]
    findings: Internal[str]
    report_sha256: Internal[str]
    investigated_on: Internal[date]


class ObjectionOutcome(StrEnum):
    """What the city made of an objection."""

    UPHELD = "upheld"  # 成立
    PARTLY = "partly"  # 部分成立
    DISMISSED = "dismissed"  # 不成立


class ObjectionDecided(Event):
    """异议决定: the city has decided an objection upon its investigation, with reasons.

    Its author is answered by `answer_due_on`, which is null where nobody can be answered.
    """

    clause = "domain §7.4, §7.5; 招标投标法实施条例 art. 54 as analogue"

    opinion_id: Public[str]
    notice_id: Public[str]
    application_id: Public[str]
    station_id: Public[str]
    certificate_number: Public[str]
    outcome: Internal[ObjectionOutcome]
    strikes_off: Internal[bool]
    reasons: Internal[str]
    answer_due_on: Internal[date | None]
    due_is_provisional: Internal[bool]
    decided_on: Public[date]


class ObjectorAnswered(Event):
    """答复异议人: the author of an objection was told what became of it. The words lie in the vault."""

    clause = "domain §7.5 (answer to a named objector)"

    opinion_id: Public[str]
    notice_id: Public[str]
    application_id: Public[str]
    station_id: Public[str]
    method: Internal[str]
    answer_hmac: Internal[str]
    answered_on: Public[date]


class ObjectionDaySettled(Event):
    """核查期限重算: the calendar of a year came, and a last day that had been provisional is reckoned anew."""

    clause = "domain §2.1, §10 (3)"

    opinion_id: Public[str]
    what: Internal[str]
    former_due_on: Internal[date]
    due_on: Internal[date]
    settled_on: Internal[date]


class OpinionClosedAsMoot(Event):
    """意见终结: what the opinion was about is gone, for the candidate has withdrawn; its author is told so."""

    clause = "domain §9 scenario 1"

    opinion_id: Public[str]
    notice_id: Public[str]
    application_id: Public[str]
    station_id: Public[str]
    reason: Internal[str]
    closed_on: Public[date]
