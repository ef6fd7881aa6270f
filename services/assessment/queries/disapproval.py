"""What can be asked back of how consumers and operators think of a station: what general disapproval may rest on."""

from services.assessment.views_of_revocations import DisapprovalView, SurveyEntry, TitleOpinion
from shared.database import Connection
from shared.events.publication import Screening

COUNTED = (str(Screening.ADMISSIBLE), str(Screening.LEAD_ONLY))
"""An opinion that supports the title, or that was rejected, shows no disapproval."""

# The opinions about an earlier title of the station were weighed, or left, with that one.
_LATEST = """
SELECT certificate_number FROM titles WHERE station_id = $1 ORDER BY certified_on DESC, certificate_number DESC LIMIT 1
"""
_OPINIONS = f"""
SELECT opinion_id, side, received_on, screening, screened_on FROM title_opinions
 WHERE station_id = $1 AND certificate_number = ({_LATEST}) ORDER BY received_on, opinion_id
"""  # noqa: S608 (constants of ours)
_SURVEYS = """
SELECT survey_id, asked, satisfied, score_tenths, surveyed_on FROM surveys
 WHERE station_id = $1 ORDER BY surveyed_on, survey_id
"""


async def known(connection: Connection, station_id: str) -> frozenset[str]:
    """The ids of all that a proposal may rest on."""
    opinions = await connection.fetch(_OPINIONS, station_id)
    surveys = await connection.fetch(_SURVEYS, station_id)
    counted = {row["opinion_id"] for row in opinions if row["screening"] in COUNTED}
    return frozenset(counted | {row["survey_id"] for row in surveys})


async def of_station(connection: Connection, station_id: str) -> DisapprovalView:
    """All that is known, also what does not count."""
    opinions = await connection.fetch(_OPINIONS, station_id)
    surveys = await connection.fetch(_SURVEYS, station_id)
    return DisapprovalView(
        station_id=station_id,
        opinions=[TitleOpinion(**dict(row), counts=row["screening"] in COUNTED) for row in opinions],
        surveys=[SurveyEntry(**dict(row)) for row in surveys],
    )
