"""截止: applications and recommendations close by themselves on the day after their deadlines, and only once."""

from datetime import date
from uuid import uuid4

import orjson
import pytest

from services.application.facts import prepare
from services.application.filing.commands import IssueRecommendation
from services.application.season.commands import CloseRecommendations
from shared.access.roles import service_caller
from shared.errors import StreamMoved
from shared.events.application import ApplicationsClosed, RecommendationsClosed
from shared.eventsourcing.envelope import Provenance
from shared.eventsourcing.handling import Asked, Prepared, handle
from tests.application.examples import APPLICATION_ID, SEASON_ID, candidate, settings
from tests.application.steps import CASE, INSPECTION, file_application, find_fit, granted, open_season, refused
from tests.application.steps import recommend as recommend_it
from tests.application.world import CLERK, HOST, World, host

RECOMMENDATION = {"opinion": "达到示范标准"}

_SEASON_EVENTS = """
SELECT payload, convert_from(attributes, 'UTF8')::jsonb ->> 'bureau' AS bureau,
       convert_from(attributes, 'UTF8')::jsonb ->> 'bureauname' AS bureauname,
       convert_from(attributes, 'UTF8')::jsonb ->> 'actor' AS actor
  FROM events WHERE stream_id = $1 AND type = $2
"""


async def test_the_opening_puts_both_closings_down(world: World) -> None:
    await open_season(world)
    rows = await world.rows('SELECT "on", stream, command FROM due ORDER BY "on"')
    assert [tuple(row) for row in rows] == [
        (date(2013, 8, 31), f"season-{SEASON_ID}", "close_applications"),
        (date(2013, 9, 14), f"season-{SEASON_ID}", "close_recommendations"),
    ]


async def test_nothing_closes_before_its_day(world: World) -> None:
    await open_season(world)
    await world.day(date(2013, 8, 30))
    assert (await world.rows("SELECT stage FROM seasons"))[0]["stage"] == "open"


async def test_applications_close_once_with_their_number_in_the_citys_name(world: World) -> None:
    await file_application(world)
    await world.day(date(2013, 8, 31))
    await world.day(date(2013, 9, 1))
    (row,) = await world.rows(_SEASON_EVENTS, f"season-{SEASON_ID}", ApplicationsClosed.type_name())
    closed = ApplicationsClosed.model_validate_json(row["payload"])
    assert (closed.filed, closed.closed_at.isoformat()) == (1, "2013-08-30T17:30:00+08:00")
    assert (row["bureau"], row["bureauname"], row["actor"]) == ("B-320400", "市局", "service:application")
    assert [row["command"] for row in await world.rows("SELECT command FROM due")] == ["close_recommendations"]


async def test_recommendations_close_once_with_the_names_of_the_day(world: World) -> None:
    await recommend_it(world)
    for day in (date(2013, 8, 31), date(2013, 9, 14), date(2013, 9, 15)):
        await world.day(day)
    (row,) = await world.rows(_SEASON_EVENTS, f"season-{SEASON_ID}", RecommendationsClosed.type_name())
    closed = RecommendationsClosed.model_validate_json(row["payload"])
    assert closed.candidates == (candidate.model_copy(update={"took_part": ("of-1", "of-2")}),)
    assert (closed.settings, closed.closed_on, closed.city_code) == (settings, date(2013, 9, 13), "320400")
    assert orjson.loads(row["payload"])["candidates"][0]["filed_at"] == "2013-08-12T09:00:00+08:00"
    assert await world.rows("SELECT FROM due") == []
    season = granted(await world.reads(None, f"/v1/seasons/{SEASON_ID}"))
    assert (season["stage"], season["filed"], season["candidates"]) == ("recommendations_closed", 1, 1)


async def test_who_was_not_recommended_or_has_withdrawn_is_no_candidate(world: World) -> None:
    await recommend_it(world)
    granted(await world.does(HOST, f"{CASE}/withdrawal", {"reason": "撤"}, version=5))
    for day in (date(2013, 8, 31), date(2013, 9, 14)):
        await world.day(day)
    (season,) = await world.rows("SELECT stage, candidates FROM seasons")
    assert tuple(season) == ("recommendations_closed", 0)


async def test_a_set_with_a_name_that_is_not_known_yet_is_frozen_a_day_later(world: World) -> None:
    await recommend_it(world)
    await world.rows("DELETE FROM hosts WHERE host_id = 'ho-a'")
    await world.day(date(2013, 8, 31))
    await world.day(date(2013, 9, 14))
    assert [row["rule"] for row in await world.rows("SELECT rule FROM refused")] == ["not-known-here"]
    await world.hears(host("ho-a", "甲百货"))
    await world.day(date(2013, 9, 15))
    (season,) = await world.rows("SELECT stage, candidates FROM seasons")
    assert tuple(season) == ("recommendations_closed", 1)


async def test_after_the_closing_nothing_of_the_season_is_verified_or_recommended(world: World) -> None:
    await find_fit(world)
    for day in (date(2013, 8, 31), date(2013, 9, 14)):
        await world.day(day)
    for act, body in (("inspection", INSPECTION), ("recommendation", RECOMMENDATION)):
        refused(await world.does(CLERK, f"{CASE}/{act}", body, version=4), 409, "season-is-over")
    case = granted(await world.reads(HOST, CASE))
    assert (case["waiting_for"], case["until"]) == ("county", None)
    granted(await world.does(CLERK, f"{CASE}/refusal", {"reasons": "未及推荐"}, version=4))


async def test_a_recommendation_during_the_look_up_is_not_lost(world: World) -> None:
    """It moves a stream that the freezing is guarded on, so the candidates are looked up again."""
    await find_fit(world)
    await world.day(date(2013, 8, 31))
    looked_up = 0

    async def slowly() -> Prepared:
        nonlocal looked_up
        looked_up += 1
        async with world.runtime.pool.acquire() as connection:
            prepared = await prepare(
                CloseRecommendations(SEASON_ID, date(2013, 9, 14)), service_caller("application"), connection
            )
        if looked_up == 1:
            granted(await world.does(CLERK, f"{CASE}/recommendation", RECOMMENDATION, version=4))
        return prepared

    handled = await handle(world.runtime.store, slowly, _asked(world))
    assert looked_up == 2
    (closed,) = handled.events
    assert isinstance(closed, RecommendationsClosed)
    assert [one.application_id for one in closed.candidates] == [candidate.application_id]


async def test_a_recommendation_that_the_freezing_overtakes_is_refused(world: World) -> None:
    """It is guarded on the season's stream, so it cannot follow the set that it is not in."""
    await find_fit(world)
    await world.day(date(2013, 8, 31))
    async with world.runtime.pool.acquire() as connection:
        recommend = IssueRecommendation(APPLICATION_ID, "of-1", "好", world.runtime.clock.today())
        too_early = await prepare(recommend, CLERK, connection)
    await world.day(date(2013, 9, 14))

    async def as_it_was() -> Prepared:
        return too_early

    with pytest.raises(StreamMoved):
        await handle(world.runtime.store, as_it_was, _asked(world))
    assert await world.rows("SELECT FROM applications WHERE stage = 'recommended'") == []


def _asked(world: World) -> Asked:
    return Asked(
        by=Provenance(actor="service:application", level="service", correlationid="c-1"),
        effective=world.runtime.clock.now(),
        command_id=uuid4(),
        project=world.runtime.service.project,
        source="/services/application",
    )


async def test_a_command_of_another_service_is_no_business_of_this_one(world: World) -> None:
    async with world.runtime.pool.acquire() as connection:
        with pytest.raises(TypeError):
            await prepare(object(), CLERK, connection)
