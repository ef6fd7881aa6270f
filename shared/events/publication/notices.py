"""公示: the city's notice over the candidates, before the decision, and what becomes of each of them on it."""

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

    The printed first and last day are facts; the counting rule is named because rules differ. A record is bounded, so
    of a long list the candidates behind the first ones follow in `CandidatesPutOnNotice`, in the same commit;
    `candidates_in_all` counts them all (0 in records of before that). `template` and `printed_sha256` name the
    form in which the notice was printed, and prove its bytes.
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
    issued_by: Public[str] = ""
    template: Public[str] = ""
    printed_sha256: Public[str] = ""
    candidates_in_all: Public[int] = 0


class CandidatesPutOnNotice(Event):
    """续列公示对象: more candidates of a notice that was opened with them in the same commit, in their order."""

    clause = "[notice] 二(五): 通过当地媒体公示征求消费者和经营者意见"

    notice_id: Public[str]
    season_id: Public[str]
    opens_on: Public[date]
    closes_on: Public[date]
    candidates: Public[tuple[NoticeCandidate, ...]]


class PublicNoticeCorrected(Event):
    """公示更正: what was printed of one candidate was wrong; it stands anew, for a period of its own.

    The others are not touched. The correction holds its candidate under `correction_id`, as an objection would, until
    its own period is over.
    """

    clause = "domain §7.4 (open → corrected); 政府信息公开条例 art. 41"

    notice_id: Public[str]
    season_id: Public[str]
    correction_id: Public[str]
    application_id: Public[str]
    station_id: Public[str]
    former: Public[NoticeCandidate]
    corrected: Public[NoticeCandidate]
    opens_on: Public[date]
    closes_on: Public[date]
    reason: Public[str]
    corrected_on: Public[date]
    issued_by: Public[str] = ""
    template: Public[str] = ""
    printed_sha256: Public[str] = ""


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
