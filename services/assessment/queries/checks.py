"""What can be asked back of how titles are looked at."""

from services.assessment.views_of_checks import TitleCheckView, TitleLooksView, VisitView
from shared.database import Connection

_CHECKS = """
SELECT c.check_id, c.certificate_number, c.mode, c.reason, c.announced, c.draw_id, c.inspectors, c.ordered_on,
       c.checkers, c.passed, c.findings, c.report_sha256, c.checked_on
  FROM title_checks c JOIN titles t USING (certificate_number)
 WHERE c.station_id = $1 AND t.host_id = coalesce($2, t.host_id) ORDER BY c.ordered_on, c.check_id
"""
_VISITS = """
SELECT v.visit_id, v.certificate_number, v.visitors, v.is_in_order, v.findings, v.report_sha256, v.visited_on
  FROM title_visits v JOIN titles t USING (certificate_number)
 WHERE v.station_id = $1 AND t.host_id = coalesce($2, t.host_id) ORDER BY v.visited_on, v.visit_id
"""


async def of_station(connection: Connection, station_id: str, host_id: str | None) -> TitleLooksView:
    """All looks at the titles that the station has or had; those of one host alone, if it is named."""
    checks = await connection.fetch(_CHECKS, station_id, host_id)
    visits = await connection.fetch(_VISITS, station_id, host_id)
    return TitleLooksView(
        station_id=station_id,
        checks=[TitleCheckView(**dict(row)) for row in checks],
        visits=[VisitView(**dict(row)) for row in visits],
    )
