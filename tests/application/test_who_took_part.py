"""Who ever inspected or recommended a candidate is handed over with it, though others did so after them."""

from datetime import date

from shared.access.roles import Caller, Level
from shared.events.application import RecommendationsClosed
from shared.events.registry import OfficerPosted
from tests.application.steps import CASE, FINDINGS, INSPECTION, file_application, granted
from tests.application.world import CITY, CLERK, LONG_AGO, World

_CLOSED = "SELECT payload FROM events WHERE type = $1"
LATER = ("of-4", "of-5")


async def test_an_earlier_inspector_and_an_earlier_recommender_are_not_forgotten(world: World) -> None:
    """Two find the station wanting, two others find it mended; the city returns it once, and a colleague recommends."""
    posted = (OfficerPosted(officer_id=one, bureau_code="B-320402", post="clerk", posted_on=LONG_AGO) for one in LATER)
    await world.knows(*posted)
    await file_application(world)
    await world.clock(date(2013, 8, 13))
    granted(await world.does(CLERK, f"{CASE}/acceptance", version=1))
    granted(await world.does(CLERK, f"{CASE}/veto-check", {"findings": FINDINGS}, version=2))
    await world.clock(date(2013, 9, 5))
    wanting = INSPECTION | {"meets_standard": False, "failed_items": ["A2"]}
    granted(await world.does(CLERK, f"{CASE}/inspection", wanting, version=3))
    granted(await world.does(CLERK, f"{CASE}/inspection", INSPECTION | {"inspectors": LATER}, version=4))
    await world.clock(date(2013, 9, 10))
    granted(await world.does(CLERK, f"{CASE}/recommendation", {"opinion": "达到示范标准"}, version=5))
    granted(await world.does(CITY, f"{CASE}/recommendation-return", {"reasons": "补充意见"}, version=6))
    colleague = Caller("of-2", Level.COUNTY, "B-320402", "clerk")
    granted(await world.does(colleague, f"{CASE}/recommendation", {"opinion": "已补充"}, version=7))
    for day in (date(2013, 8, 31), date(2013, 9, 14)):
        await world.day(day)
    (row,) = await world.rows(_CLOSED, RecommendationsClosed.type_name())
    (candidate,) = RecommendationsClosed.model_validate_json(row["payload"]).candidates
    assert (candidate.inspectors, candidate.recommender) == (LATER, "of-2")
    assert set(candidate.took_part) == {"of-1", "of-2", "of-4", "of-5"}
