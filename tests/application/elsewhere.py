"""What publication, assessment and incentives record about the application of the examples, or its station."""

from datetime import date

from shared.events.assessment import (
    AssessmentFailed,
    AssessmentPassed,
    Certified,
    EndedBy,
    ListEntry,
    ListSubmitted,
    RecognitionRefused,
    RevocationGround,
    Revoked,
    TitleEnded,
)
from shared.events.incentives import AwardWithdrawn, StaffAwarded
from shared.events.publication import (
    CandidateHeld,
    CandidateReleased,
    CandidateResult,
    CandidatesPutOnNotice,
    CandidateStruckOff,
    NoticeCandidate,
    NoticeResult,
    PublicNoticeClosed,
    PublicNoticeExtended,
    PublicNoticeOpened,
    PublishedTitle,
    ResultPublished,
)
from shared.events.registry import StationKind
from tests.application.examples import APPLICATION_ID, COUNTY, HOST_ID, SEASON_ID, STATION_ID

NOTICE_ID = "N-2013-320400-1"
NUMBER = "苏示站2013-0001"

notice_extended = PublicNoticeExtended(
    notice_id=NOTICE_ID,
    season_id=SEASON_ID,
    former_closes_on=date(2013, 9, 29),
    closes_on=date(2013, 10, 8),
    reason="报纸刊登有误",
    extended_on=date(2013, 9, 26),
)
notice_opened = PublicNoticeOpened(
    notice_id=NOTICE_ID,
    season_id=SEASON_ID,
    city_code="320400",
    candidates=(
        NoticeCandidate(
            application_id=APPLICATION_ID,
            station_id=STATION_ID,
            host_id=HOST_ID,
            station_name="甲百货站",
            host_name="甲百货",
            kind=StationKind.MALL,
            trade="百货",
            bureau_code=COUNTY,
            bureau_name="天宁分局",
        ),
    ),
    opens_on=date(2013, 9, 23),
    closes_on=date(2013, 9, 29),
    counting_rule="5 working days, first day excluded",
    media="常州日报",
    contact="0519-00000000",
)
put_on_notice = CandidatesPutOnNotice(
    notice_id=NOTICE_ID,
    season_id=SEASON_ID,
    opens_on=notice_opened.opens_on,
    closes_on=notice_opened.closes_on,
    candidates=notice_opened.candidates,
)
held = CandidateHeld(
    notice_id=NOTICE_ID,
    application_id=APPLICATION_ID,
    station_id=STATION_ID,
    opinion_id="op-1",
    held_on=date(2013, 9, 25),
)
released = CandidateReleased(
    notice_id=NOTICE_ID,
    season_id=SEASON_ID,
    application_id=APPLICATION_ID,
    station_id=STATION_ID,
    opinion_id="op-1",
    investigators=("of-9",),
    reasons="查无此事",
    decided_on=date(2013, 10, 8),
)
struck_off = CandidateStruckOff(
    notice_id=NOTICE_ID,
    season_id=SEASON_ID,
    application_id=APPLICATION_ID,
    station_id=STATION_ID,
    opinion_id="op-1",
    investigators=("of-9",),
    reasons="属实",
    decided_on=date(2013, 10, 8),
)
notice_closed = PublicNoticeClosed(
    notice_id=NOTICE_ID,
    season_id=SEASON_ID,
    results=(CandidateResult(application_id=APPLICATION_ID, station_id=STATION_ID, result=NoticeResult.KEPT),),
    closed_on=date(2013, 9, 30),
)
passed = AssessmentPassed(
    application_id=APPLICATION_ID,
    season_id=SEASON_ID,
    station_id=STATION_ID,
    rubric_id="R-JS-2013",
    total=934,
    dimensions=(),
    concluded_on=date(2013, 10, 18),
)
failed = AssessmentFailed(
    application_id=APPLICATION_ID,
    season_id=SEASON_ID,
    station_id=STATION_ID,
    rubric_id="R-JS-2013",
    total=850,
    dimensions=(),
    reasons=("total",),
    concluded_on=date(2013, 10, 18),
)
_entry = ListEntry(
    rank=1,
    application_id=APPLICATION_ID,
    station_id=STATION_ID,
    station_name="甲百货站",
    host_id=HOST_ID,
    host_name="甲百货",
    kind=StationKind.MALL,
    trade="百货",
    bureau_code=COUNTY,
    bureau_name="天宁分局",
    total=934,
)
submitted = ListSubmitted(
    list_id="L-2013-320400",
    season_id=SEASON_ID,
    entries=(_entry,),
    reserve=(),
    over_quota_reason="",
    late_reason="",
    submitted_on=date(2013, 10, 28),
)
in_reserve = submitted.model_copy(update={"entries": (), "reserve": (_entry,)})
recognition_refused = RecognitionRefused(
    application_id=APPLICATION_ID,
    season_id=SEASON_ID,
    station_id=STATION_ID,
    reasons="抽查不合格",
    refused_on=date(2013, 12, 20),
)
certified = Certified(
    station_id=STATION_ID,
    application_id=APPLICATION_ID,
    season_id=SEASON_ID,
    host_id=HOST_ID,
    station_name="甲百货站",
    host_name="甲百货",
    kind=StationKind.MALL,
    trade="百货",
    bureau_code=COUNTY,
    bureau_name="天宁分局",
    certificate_number=NUMBER,
    document_number="苏工商消〔2013〕1号",
    certified_on=date(2013, 12, 20),
)
published = ResultPublished(
    announcement_id="an-1",
    season_id=SEASON_ID,
    titles=(
        PublishedTitle(
            station_id=STATION_ID,
            station_name="甲百货站",
            host_name="甲百货",
            trade="百货",
            bureau_name="天宁分局",
            certificate_number=NUMBER,
        ),
    ),
    media="新华日报",
    document_number="苏工商消〔2013〕2号",
    published_on=date(2013, 12, 27),
)
ended = TitleEnded(
    station_id=STATION_ID,
    certificate_number=NUMBER,
    station_name="甲百货站",
    ended_by=EndedBy.REQUEST,
    ended_on=date(2014, 3, 1),
)
revoked = Revoked(
    station_id=STATION_ID,
    certificate_number=NUMBER,
    station_name="甲百货站",
    ground=RevocationGround.LAX_MANAGEMENT,
    reasons="长期无人值守",
    document_number="苏工商消〔2014〕9号",
    appeal_days=60,
    decided_on=date(2014, 6, 3),
)


def star(staff_id: str) -> StaffAwarded:
    """Somebody at the station was honoured."""
    return StaffAwarded(
        contest_id="co-1",
        staff_id=staff_id,
        station_id=STATION_ID,
        host_id=HOST_ID,
        rank=1,
        honour="消费维权服务明星",
        reward_fen=0,
        awarded_on=date(2013, 7, 1),
    )


def no_star(staff_id: str) -> AwardWithdrawn:
    """Their award was taken back."""
    return AwardWithdrawn(
        contest_id="co-1",
        staff_id=staff_id,
        station_id=STATION_ID,
        reason="台账不实",
        to_return_fen=0,
        withdrawn_on=date(2013, 7, 20),
    )
