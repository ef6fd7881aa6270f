"""Who was recused, and what is marked again, in the season of 2013."""

from shared.events.assessment import AssessorRecused, JointRemarkOrdered
from tests.assessment.examples import APPLICATION_ID, SEASON_ID, STATION_ID, TODAY


def recused(assessor: str = "of-c1") -> AssessorRecused:
    return AssessorRecused(
        application_id=APPLICATION_ID,
        season_id=SEASON_ID,
        station_id=STATION_ID,
        assessor=assessor,
        reason="配偶在该企业任职",
        recused_on=TODAY,
    )


remark_ordered = JointRemarkOrdered(
    application_id=APPLICATION_ID,
    season_id=SEASON_ID,
    station_id=STATION_ID,
    dimensions=("A",),
    spread_tenths=40,
    limit_tenths=30,
    ordered_on=TODAY,
)
