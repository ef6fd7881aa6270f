"""The facts of the season of 2013 as assessment meets them. Names are made up."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson

import services.assessment
from services.assessment.list.commands import RankedCandidate
from shared.events.application import Candidate, RecommendationsClosed, SeasonDrafted, SeasonSettings
from shared.events.assessment import (
    AssessmentFailed,
    AssessmentPassed,
    AssessmentScored,
    Certified,
    CheckMode,
    DecisionServed,
    DefenceHeard,
    DefenceWaived,
    DimensionScore,
    EndedBy,
    ItemScore,
    ListEntry,
    PlaqueDeclaredVoid,
    PlaqueHandedOver,
    PlaqueReturned,
    RecognitionRefused,
    RevocationGround,
    RevocationProposed,
    Revoked,
    RubricPublished,
    SpotCheckOrdered,
    SpotCheckRecorded,
    TitleEnded,
)
from shared.events.registry import StationKind

SHANGHAI = ZoneInfo("Asia/Shanghai")
SEASON_ID = "S-2013-320400"
STATION_ID = "st-a"
APPLICATION_ID = "A-2013-st-a"
HOST_ID = "ho-a"
NUMBER = "苏示站2013-0001"
SHA = "0" * 64
TODAY = date(2013, 10, 14)
PUBLISHED_ON = date(2013, 12, 27)
PLAQUE_DAY = date(2014, 3, 14)
RUBRICS = Path(services.assessment.__file__).parent / "rubrics"


def body_of(name: str) -> dict[str, object]:
    """A rubric's data file, as it is sent."""
    body: dict[str, object] = orjson.loads((RUBRICS / f"{name}.json").read_bytes())
    return body


rubric = RubricPublished.model_validate(body_of("js-2013") | {"published_on": date(2013, 5, 15)})


def scores(**instead: int) -> tuple[ItemScore, ...]:
    """Full marks, but for the items that are named."""
    return tuple(ItemScore(item=item.code, tenths=instead.get(item.code, item.weight)) for item in rubric.items)


def dimensions(**instead: int) -> tuple[DimensionScore, ...]:
    return tuple(
        DimensionScore(dimension=one.code, tenths=instead.get(one.code, one.weight)) for one in rubric.dimensions
    )


def scored(assessor: str = "of-c1", **instead: int) -> AssessmentScored:
    given = scores(**instead)
    return AssessmentScored(
        application_id=APPLICATION_ID,
        season_id=SEASON_ID,
        station_id=STATION_ID,
        assessor=assessor,
        rubric_id="R-JS-2013",
        scores=given,
        total=sum(score.tenths for score in given),
        scored_on=TODAY,
    )


passed = AssessmentPassed(
    application_id=APPLICATION_ID,
    season_id=SEASON_ID,
    station_id=STATION_ID,
    rubric_id="R-JS-2013",
    total=1000,
    dimensions=dimensions(),
    concluded_on=TODAY,
)
failed = AssessmentFailed(
    application_id=APPLICATION_ID,
    season_id=SEASON_ID,
    station_id=STATION_ID,
    rubric_id="R-JS-2013",
    total=1000,
    dimensions=dimensions(),
    reasons=("veto V5",),
    concluded_on=TODAY,
)
check_ordered = SpotCheckOrdered(
    check_id="ck-1",
    application_id=APPLICATION_ID,
    season_id=SEASON_ID,
    station_id=STATION_ID,
    mode=CheckMode.DRAWN,
    reason="抽签抽中",
    ordered_on=date(2013, 11, 11),
    draw_id="dr-1",
    inspectors=("of-p2",),
)
check_passed = SpotCheckRecorded(
    check_id="ck-1",
    application_id=APPLICATION_ID,
    season_id=SEASON_ID,
    station_id=STATION_ID,
    checkers=("of-p2",),
    passed=True,
    findings="与测评一致",
    checked_on=date(2013, 11, 20),
)
check_failed = check_passed.model_copy(update={"passed": False, "findings": "无人值守"})
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
    bureau_code="B-320402",
    bureau_name="天宁分局",
    certificate_number=NUMBER,
    document_number="苏工商消〔2013〕1号",
    certified_on=date(2013, 12, 20),
)
plaque = PlaqueHandedOver(
    station_id=STATION_ID, certificate_number=NUMBER, plaque_number="PL-1", handed_over_on=PLAQUE_DAY
)
proposed = RevocationProposed(
    station_id=STATION_ID,
    certificate_number=NUMBER,
    ground=RevocationGround.LAX_MANAGEMENT,
    facts="台账缺失两个月",
    evidence_sha256=(SHA,),
    proposed_by="of-c1",
    proposed_on=date(2014, 9, 1),
)
heard = DefenceHeard(station_id=STATION_ID, certificate_number=NUMBER, summary="企业承认", heard_on=date(2014, 9, 15))
revoked = Revoked(
    station_id=STATION_ID,
    certificate_number=NUMBER,
    station_name="甲百货站",
    ground=RevocationGround.LAX_MANAGEMENT,
    reasons="管理松懈",
    document_number="苏工商消〔2014〕9号",
    appeal_days=60,
    decided_on=date(2014, 10, 8),
)
served = DecisionServed(
    station_id=STATION_ID, document_number="苏工商消〔2014〕9号", method="直接送达", served_on=date(2014, 10, 10)
)
returned = PlaqueReturned(
    station_id=STATION_ID, certificate_number=NUMBER, plaque_number="PL-1", returned_on=date(2014, 10, 20)
)

waived = DefenceWaived(
    station_id=STATION_ID,
    certificate_number=NUMBER,
    told_on=date(2014, 9, 2),
    reason="告知后10日内未申辩：邮寄送达",
    waived_on=date(2014, 9, 15),
)
declared_void = PlaqueDeclaredVoid(
    station_id=STATION_ID,
    certificate_number=NUMBER,
    plaque_number="PL-1",
    reason="lost",
    declared_on=date(2014, 10, 20),
)
ended = TitleEnded(
    station_id=STATION_ID,
    certificate_number=NUMBER,
    station_name="甲百货站",
    ended_by=EndedBy.CLOSURE,
    ended_on=date(2014, 6, 1),
)


def line(application_id: str = APPLICATION_ID, trade: str = "百货", total: int = 934, rank: int = 0) -> ListEntry:
    station = application_id.removeprefix("A-2013-")
    return ListEntry(
        rank=rank,
        application_id=application_id,
        station_id=station,
        station_name="甲百货站",
        host_id=station.replace("st-", "ho-"),
        host_name="甲百货",
        kind=StationKind.MALL,
        trade=trade,
        bureau_code="B-320402",
        bureau_name="天宁分局",
        total=total,
    )


def ranked_candidate(
    name: str,
    *,
    total: int = 934,
    trade: str = "百货",
    filed: int = 0,
    of: Mapping[str, int] | None = None,
    in_the_set: bool = True,
    notice_closed: bool = True,
    kept: bool = True,
    passed: bool | None = True,
) -> RankedCandidate:
    """A candidate that has passed and was kept, unless it is said otherwise; `filed` is in minutes."""
    return RankedCandidate(
        line=line(f"A-2013-st-{name}", trade, total),
        in_the_set=in_the_set,
        notice_closed=notice_closed,
        kept=kept,
        passed=passed,
        dimensions=of or {"D": 330, "E": 140},
        filed_at=datetime(2013, 8, 12, 9, 0, tzinfo=SHANGHAI) + timedelta(minutes=filed),
    )


settings = SeasonSettings(
    applications_close_on=date(2013, 8, 30),
    recommendations_due_on=date(2013, 9, 13),
    submission_due_on=date(2013, 10, 31),
    places=2,
    rubric_id="R-JS-2013",
)
drafted = SeasonDrafted(season_id=SEASON_ID, year=2013, province_code="320000", city_code="320400", settings=settings)


def candidate(name: str, trade: str = "百货") -> Candidate:
    return Candidate(
        application_id=f"A-2013-st-{name}",
        station_id=f"st-{name}",
        host_id=f"ho-{name}",
        station_name=f"{name}站",
        host_name=f"{name}公司",
        kind=StationKind.MALL,
        trade=trade,
        division_code="320402",
        bureau_code="B-320402",
        bureau_name="天宁分局",
        filed_at=datetime(2013, 8, 12, 9, 0, tzinfo=SHANGHAI),
        inspectors=("of-1", "of-2"),
        recommender="of-1",
        form_sha256=SHA,
    )


def closed(*names: str) -> RecommendationsClosed:
    """The season's candidates, frozen."""
    return RecommendationsClosed(
        season_id=SEASON_ID,
        year=2013,
        city_code="320400",
        settings=settings,
        candidates=tuple(map(candidate, names)),
        closed_on=date(2013, 9, 14),
    )
