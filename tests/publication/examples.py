"""One season of a city with two candidates, as every test of publication begins; all names are made up."""

from datetime import date, datetime

from services.publication.opinion.commands import CANDIDATE_HAS_WITHDRAWN
from services.publication.printing import sealed
from shared.clock import SHANGHAI
from shared.events.application import ApplicationWithdrawn, Candidate, RecommendationsClosed, SeasonSettings
from shared.events.assessment import (
    Certified,
    EndedBy,
    ListEntry,
    ListSubmitted,
    ListSupplemented,
    RecognitionRefused,
    RevocationGround,
    RevocationSetAside,
    Revoked,
    TitleDeclined,
    TitleEnded,
    TitleLapsed,
    TitleResumed,
    TitleSuspended,
)
from shared.events.publication import (
    CandidateHeld,
    CandidateReleased,
    CandidateStruckOff,
    CandidateWithdrawn,
    NoticeCandidate,
    OpinionClosedAsMoot,
    OpinionReceived,
    OpinionSide,
    PublicNoticeExtended,
    PublicNoticeOpened,
    PublishedTitle,
    Stance,
)
from shared.events.registry import StationKind

SEASON = "S-2013-320400"
NOTICE_ID = "N-2013-320400-1"
JIA = "A-2013-st-jia"
YI = "A-2013-st-yi"
OPENS = date(2013, 9, 23)
CLOSES = date(2013, 9, 29)
AFTER = date(2013, 9, 30)
IN_THE_PERIOD = datetime(2013, 9, 25, 10, 30, tzinfo=SHANGHAI)
COUNTING_RULE = "5 working days, first day not counted"

SETTINGS = SeasonSettings(
    applications_close_on=date(2013, 8, 30),
    recommendations_due_on=date(2013, 9, 13),
    submission_due_on=date(2013, 10, 31),
    rubric_id="R-JS-2013",
)


def candidate(name: str) -> Candidate:
    return Candidate(
        application_id=f"A-2013-st-{name}",
        station_id=f"st-{name}",
        host_id=f"ho-{name}",
        station_name=f"{name}消费维权服务站",
        host_name=f"{name}有限公司",
        kind=StationKind.MALL,
        trade="百货",
        division_code="320402",
        bureau_code="B-320402",
        bureau_name="天宁分局",
        filed_at=datetime(2013, 8, 12, 9, tzinfo=SHANGHAI),
        inspectors=("of-li", "of-wang"),
        recommender="of-zhao",
        form_sha256="0" * 64,
    )


def printed(name: str) -> NoticeCandidate:
    known = candidate(name).model_dump()
    return NoticeCandidate.model_validate(known)


recommended = RecommendationsClosed(
    season_id=SEASON,
    year=2013,
    city_code="320400",
    settings=SETTINGS,
    candidates=(candidate("jia"), candidate("yi")),
    closed_on=date(2013, 9, 13),
)
opened = sealed(
    PublicNoticeOpened(
        notice_id=NOTICE_ID,
        season_id=SEASON,
        city_code="320400",
        candidates=(printed("jia"), printed("yi")),
        opens_on=OPENS,
        closes_on=CLOSES,
        counting_rule=COUNTING_RULE,
        media="常州日报",
        contact="市局消保处",
        issued_by="320400局",
        candidates_in_all=2,
    )
)
extended = PublicNoticeExtended(
    notice_id=NOTICE_ID,
    season_id=SEASON,
    former_closes_on=CLOSES,
    closes_on=date(2013, 10, 8),
    reason="报纸刊登有误，更正后补足公示期",
    extended_on=date(2013, 9, 26),
)
withdrawn_application = ApplicationWithdrawn(
    application_id=YI, season_id=SEASON, station_id="st-yi", reason="停业装修", withdrawn_at=IN_THE_PERIOD
)
withdrawn = CandidateWithdrawn(
    notice_id=NOTICE_ID, season_id=SEASON, application_id=YI, station_id="st-yi", withdrawn_at=IN_THE_PERIOD
)
objected = OpinionReceived(
    opinion_id="op-1",
    notice_id=NOTICE_ID,
    application_id=JIA,
    station_id="st-jia",
    side=OpinionSide.CONSUMER,
    stance=Stance.OBJECTION,
    is_named=True,
    content_hmac="ab" * 32,
    received_at=IN_THE_PERIOD,
)
moot = OpinionClosedAsMoot(
    opinion_id="op-1",
    notice_id=NOTICE_ID,
    application_id=JIA,
    station_id="st-jia",
    reason=CANDIDATE_HAS_WITHDRAWN,
    closed_on=IN_THE_PERIOD.date(),
)


def held(opinion_id: str, application_id: str = JIA) -> CandidateHeld:
    return CandidateHeld(
        notice_id=NOTICE_ID,
        application_id=application_id,
        station_id=application_id.removeprefix("A-2013-"),
        opinion_id=opinion_id,
        held_on=date(2013, 9, 26),
    )


def released(opinion_id: str, objections_left: int = 0) -> CandidateReleased:
    return CandidateReleased(
        notice_id=NOTICE_ID,
        season_id=SEASON,
        application_id=JIA,
        station_id="st-jia",
        opinion_id=opinion_id,
        investigators=("of-sun",),
        reasons="台账齐全，投诉已办结",
        objections_left=objections_left,
        decided_on=AFTER,
    )


def struck_off(opinion_id: str) -> CandidateStruckOff:
    return CandidateStruckOff(
        notice_id=NOTICE_ID,
        season_id=SEASON,
        application_id=JIA,
        station_id="st-jia",
        opinion_id=opinion_id,
        investigators=("of-sun",),
        reasons="回访记录系补造",
        decided_on=AFTER,
    )


def entry(name: str, rank: int) -> ListEntry:
    known = candidate(name).model_dump() | {"rank": rank, "total": 934}
    return ListEntry.model_validate(known)


submitted = ListSubmitted(
    list_id="L-2013-320400",
    season_id=SEASON,
    entries=(entry("jia", 1), entry("yi", 2)),
    reserve=(),
    over_quota_reason="",
    late_reason="",
    submitted_on=date(2013, 10, 28),
)
certified = Certified(
    station_id="st-jia",
    application_id=JIA,
    season_id=SEASON,
    host_id="ho-jia",
    station_name="jia消费维权服务站",
    host_name="jia有限公司",
    kind=StationKind.MALL,
    trade="百货",
    bureau_code="B-320402",
    bureau_name="天宁分局",
    certificate_number="苏示站2013-0001",
    document_number="苏工商消〔2013〕88号",
    certified_on=date(2013, 12, 20),
)
title = PublishedTitle(
    station_id="st-jia",
    station_name="jia消费维权服务站",
    host_name="jia有限公司",
    trade="百货",
    bureau_name="天宁分局",
    certificate_number="苏示站2013-0001",
)
refused = RecognitionRefused(
    application_id=YI, season_id=SEASON, station_id="st-yi", reasons="抽查时无人值守", refused_on=date(2013, 12, 18)
)
ended = TitleEnded(
    station_id="st-jia",
    certificate_number="苏示站2013-0001",
    station_name="jia消费维权服务站",
    ended_by=EndedBy.CLOSURE,
    ended_on=date(2014, 6, 1),
)
revoked = Revoked(
    station_id="st-jia",
    certificate_number="苏示站2013-0001",
    station_name="jia消费维权服务站",
    ground=RevocationGround.LAX_MANAGEMENT,
    reasons="台账中断两个月",
    document_number="苏工商消〔2014〕41号",
    appeal_days=60,
    decided_on=date(2014, 6, 20),
)
supplemented = ListSupplemented(
    list_id="L-2013-320400",
    season_id=SEASON,
    supplement=1,
    entries=(entry("bing", 3),),
    reason="一家放弃，按序递补",
    over_quota_reason="",
    late_reason="",
    supplemented_on=date(2013, 11, 12),
)
declined = TitleDeclined(
    application_id="A-2013-st-bing",
    season_id=SEASON,
    station_id="st-bing",
    reason="企业自愿放弃",
    declined_on=date(2013, 11, 20),
)
restored = RevocationSetAside(
    station_id="st-jia",
    certificate_number="苏示站2013-0001",
    station_name="jia消费维权服务站",
    appeal_id="ap-1",
    document_number="工商复字〔2014〕3号",
    set_aside_on=date(2014, 9, 1),
)
suspended = TitleSuspended(
    station_id="st-jia",
    certificate_number="苏示站2013-0001",
    reason="迁址",
    suspended_on=date(2014, 3, 1),
)
resumed = TitleResumed(
    station_id="st-jia",
    certificate_number="苏示站2013-0001",
    findings="新址符合标准",
    resumed_on=date(2014, 4, 1),
)
lapsed = TitleLapsed(
    station_id="st-jia",
    certificate_number="苏示站2013-0001",
    station_name="jia消费维权服务站",
    season_id="S-2014-320400",
    closes_on=date(2014, 6, 15),
    lapsed_on=date(2014, 6, 16),
)
