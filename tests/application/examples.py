"""The facts of scenario 0: the season of 2013 and one station's way through it. Names are made up."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from shared.events.application import (
    ApplicationAccepted,
    ApplicationFiled,
    ApplicationsClosed,
    ApplicationWithdrawn,
    Candidate,
    InspectionRecorded,
    RecommendationIssued,
    RecommendationRefused,
    RecommendationsClosed,
    SeasonApproved,
    SeasonDrafted,
    SeasonOpened,
    SeasonSettings,
    VetoChecked,
    VetoFinding,
)
from shared.events.registry import BureauLevel, StationKind

SHANGHAI = ZoneInfo("Asia/Shanghai")
SEASON_ID = "S-2013-320400"
STATION_ID = "st-a"
APPLICATION_ID = "A-2013-st-a"
HOST_ID = "ho-a"
COUNTY = "B-320402"
SHA = "0" * 64
INSPECTORS = ("of-1", "of-2")


def at(day: date, hour: int = 9, minute: int = 0, second: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=SHANGHAI)


settings = SeasonSettings(
    applications_close_on=date(2013, 8, 30),
    recommendations_due_on=date(2013, 9, 13),
    submission_due_on=date(2013, 10, 31),
    rubric_id="R-JS-2013",
    survey_due_on=date(2013, 5, 20),
    review_opens_on=date(2013, 6, 1),
    review_closes_on=date(2013, 7, 31),
)
STATED = {
    "applications_close_on": "2013-08-30",
    "recommendations_due_on": "2013-09-13",
    "submission_due_on": "2013-10-31",
    "rubric_id": "R-JS-2013",
}
drafted = SeasonDrafted(
    season_id=SEASON_ID,
    year=2013,
    province_code="320000",
    city_code="320400",
    settings=settings,
    stated=tuple(sorted(STATED)),
)
approved = SeasonApproved(
    season_id=SEASON_ID,
    issuer="江苏省工商行政管理局",
    organiser_level=BureauLevel.PROVINCE,
    document_date=date(2013, 5, 10),
    document_sha256=SHA,
    approval_number="",
)
opened = SeasonOpened(season_id=SEASON_ID, opened_on=date(2013, 5, 15))
applications_closed = ApplicationsClosed(season_id=SEASON_ID, filed=1, closed_at=at(date(2013, 8, 30), 17, 30))

filed = ApplicationFiled(
    application_id=APPLICATION_ID,
    season_id=SEASON_ID,
    station_id=STATION_ID,
    host_id=HOST_ID,
    bureau_code=COUNTY,
    form_sha256=SHA,
    self_score_tenths=930,
    filed_at=at(date(2013, 8, 12)),
)
accepted = ApplicationAccepted(application_id=APPLICATION_ID, station_id=STATION_ID, accepted_on=date(2013, 8, 13))
findings = tuple(VetoFinding(item=f"V{number}", found=False, snapshot="未见记录") for number in range(1, 10))
clear = VetoChecked(
    application_id=APPLICATION_ID, station_id=STATION_ID, findings=findings, clear=True, checked_on=date(2013, 8, 14)
)
v3_found = (*findings[:2], VetoFinding(item="V3", found=True, snapshot="罚款五万元"), *findings[3:])
not_clear = clear.model_copy(update={"findings": v3_found, "clear": False})
fit = InspectionRecorded(
    application_id=APPLICATION_ID,
    station_id=STATION_ID,
    inspectors=INSPECTORS,
    meets_standard=True,
    failed_items=(),
    remarks="制度上墙",
    inspected_on=date(2013, 9, 5),
)
unfit = fit.model_copy(update={"meets_standard": False, "failed_items": ("A2", "D5"), "remarks": "无回访记录"})
recommended = RecommendationIssued(
    application_id=APPLICATION_ID,
    season_id=SEASON_ID,
    station_id=STATION_ID,
    bureau_code=COUNTY,
    recommender="of-1",
    opinion="达到示范标准",
    recommended_on=date(2013, 9, 10),
)
refused = RecommendationRefused(
    application_id=APPLICATION_ID,
    season_id=SEASON_ID,
    station_id=STATION_ID,
    reasons="查验不合格",
    refused_on=date(2013, 9, 12),
)
withdrawn = ApplicationWithdrawn(
    application_id=APPLICATION_ID,
    season_id=SEASON_ID,
    station_id=STATION_ID,
    reason="暂不参加",
    withdrawn_at=at(date(2013, 9, 25)),
)

candidate = Candidate(
    application_id=APPLICATION_ID,
    station_id=STATION_ID,
    host_id=HOST_ID,
    station_name="甲百货站",
    host_name="甲百货",
    kind=StationKind.MALL,
    trade="百货",
    division_code="320402",
    bureau_code=COUNTY,
    bureau_name="天宁分局",
    filed_at=filed.filed_at,
    inspectors=INSPECTORS,
    recommender="of-1",
    form_sha256=SHA,
)
recommendations_closed = RecommendationsClosed(
    season_id=SEASON_ID,
    year=2013,
    city_code="320400",
    settings=settings,
    candidates=(candidate,),
    closed_on=date(2013, 9, 13),
)
