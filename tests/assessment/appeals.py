"""The facts of an appeal against the revocation of 2014, and the calendar of that year. Names are made up."""

from datetime import date, timedelta

from shared.events.assessment import (
    AppealDecided,
    AppealKind,
    AppealLodged,
    AppealOutcome,
    RevocationSetAside,
)
from shared.events.registry import CalendarPublished
from tests.assessment.examples import NUMBER, STATION_ID

NATIONAL_DAY = date(2014, 10, 1)
CALENDAR_2014 = CalendarPublished(
    year=2014,
    weekday_holidays=tuple(day for day in (NATIONAL_DAY + timedelta(n) for n in range(7)) if day.weekday() < 5),
    weekend_workdays=(date(2014, 9, 28), date(2014, 10, 11)),
    source="国办发明电〔2013〕28号",
)

lodged = AppealLodged(
    station_id=STATION_ID,
    certificate_number=NUMBER,
    appeal_id="ap-1",
    kind=AppealKind.RECONSIDERATION,
    organ="国家工商行政管理总局",
    statement="台账并无缺失",
    late_reason="",
    last_day=date(2014, 12, 9),
    lodged_on=date(2014, 11, 3),
)
sued = lodged.model_copy(update={"appeal_id": "ap-2", "kind": AppealKind.SUIT, "organ": "南京市鼓楼区人民法院"})
decided_for_the_host = AppealDecided(
    station_id=STATION_ID,
    certificate_number=NUMBER,
    appeal_id="ap-1",
    outcome=AppealOutcome.SET_ASIDE,
    organ="国家工商行政管理总局",
    document_number="工商复字〔2014〕77号",
    reasons="事实不清",
    decided_on=date(2014, 12, 22),
    recorded_on=date(2014, 12, 24),
)
upheld = decided_for_the_host.model_copy(update={"outcome": AppealOutcome.UPHELD, "reasons": "事实清楚"})
set_aside = RevocationSetAside(
    station_id=STATION_ID,
    certificate_number=NUMBER,
    station_name="甲百货站",
    appeal_id="ap-1",
    document_number="工商复字〔2014〕77号",
    set_aside_on=date(2014, 12, 22),
)
