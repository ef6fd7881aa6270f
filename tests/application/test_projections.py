"""The service's own events on its own tables: written twice they read as once."""

from datetime import date

from services.application.projections import project
from shared.events.event import Event
from tests.application.examples import (
    accepted,
    applications_closed,
    approved,
    clear,
    drafted,
    filed,
    fit,
    not_clear,
    opened,
    recommendations_closed,
    recommended,
    refused,
    unfit,
    withdrawn,
)
from tests.application.world import World, recorded


async def _write(world: World, *events: Event) -> None:
    for event in events:
        for sql, arguments in project(recorded(event)) * 2:
            await world.runtime.pool.execute(sql, *arguments)


async def test_a_season_goes_through_its_stages(world: World) -> None:
    seen = []
    for event in (drafted, approved, opened, applications_closed, recommendations_closed):
        await _write(world, event)
        (row,) = await world.rows("SELECT stage, opened_on, filed, candidates FROM seasons")
        seen.append(tuple(row))
    day = date(2013, 5, 15)
    assert seen == [
        ("drafted", None, None, None),
        ("approved", None, None, None),
        ("open", day, None, None),
        ("applications_closed", day, 1, None),
        ("recommendations_closed", day, 1, 1),
    ]
    assert await world.rows("SELECT FROM due") == []


async def test_an_application_goes_through_its_stages(world: World) -> None:
    seen = []
    for event in (filed, accepted, not_clear, clear, unfit, fit, recommended, withdrawn):
        await _write(world, event)
        (row,) = await world.rows("SELECT stage, vetoes FROM applications")
        seen.append(tuple(row))
    assert seen == [
        ("filed", "unchecked"),
        ("accepted", "unchecked"),
        ("accepted", "found"),
        ("accepted", "clear"),
        ("unfit", "clear"),
        ("fit", "clear"),
        ("recommended", "clear"),
        ("withdrawn", "clear"),
    ]
    await _write(world, refused)
    (row,) = await world.rows("SELECT stage, refusal_reasons, refused_on FROM applications")
    assert tuple(row) == ("refused", "查验不合格", date(2013, 9, 12))
