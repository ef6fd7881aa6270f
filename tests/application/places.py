"""A season with a quota, and stations of two counties that reach the standard, over HTTP."""

import asyncio
from datetime import date
from typing import Any

import httpx

from shared.access.roles import Caller, Level
from tests.application.examples import SEASON_ID, SHA
from tests.application.steps import APPROVAL, DRAFT, FINDINGS, SEASON, SETTINGS, granted
from tests.application.world import CLERK, NEIGHBOUR, PROVINCE, World, host, officer, station

INSPECTORS = {CLERK.subject: ["of-1", "of-2"], NEIGHBOUR.subject: ["of-3", "of-4"]}
COLLEAGUE = Caller("of-2", Level.COUNTY, "B-320402", "clerk")


def case(letter: str) -> str:
    return f"/v1/applications/A-2013-st-{letter}"


async def open_with(world: World, **settings: object) -> None:
    """The season, opened with these settings, and more stations: c, d and e of the first county, f of the second."""
    for letter, division in (("c", "320402"), ("d", "320402"), ("e", "320402"), ("f", "320404")):
        await world.knows(
            host(f"ho-{letter}", f"{letter}店"), *station(f"st-{letter}", f"ho-{letter}", letter, division)
        )
    await world.knows(officer("of-4", "B-320404"))
    granted(await world.does(PROVINCE, "/v1/seasons", DRAFT | {"settings": SETTINGS | settings}), 201)
    await world.clock(date(2013, 5, 14))
    granted(await world.does(PROVINCE, f"{SEASON}/approval", APPROVAL, version=1))
    await world.clock(date(2013, 5, 15))
    granted(await world.does(PROVINCE, f"{SEASON}/opening", version=2))


async def find_fit(world: World, *letters: str) -> None:
    """These stations apply and are found fit and clear: each application is at version 4 then."""
    await world.clock(date(2013, 8, 12))
    await asyncio.gather(*(_find_fit(world, letter) for letter in letters))
    await world.clock(date(2013, 9, 10))


async def _find_fit(world: World, letter: str) -> None:
    clerk = NEIGHBOUR if letter in "bf" else CLERK
    filing = {"season_id": SEASON_ID, "station_id": f"st-{letter}", "form_sha256": SHA, "self_score_tenths": 930}
    granted(await world.does(Caller("hm", Level.ENTERPRISE, f"ho-{letter}"), "/v1/applications", filing), 201)
    granted(await world.does(clerk, f"{case(letter)}/acceptance", version=1))
    granted(await world.does(clerk, f"{case(letter)}/veto-check", {"findings": FINDINGS}, version=2))
    inspection = {"inspectors": INSPECTORS[clerk.subject], "meets_standard": True}
    granted(await world.does(clerk, f"{case(letter)}/inspection", inspection, version=3))


async def recommend(world: World, letter: str, version: int = 4) -> httpx.Response:
    clerk = NEIGHBOUR if letter in "bf" else CLERK
    return await world.does(clerk, f"{case(letter)}/recommendation", {"opinion": "达到示范标准"}, version=version)


async def stage(world: World, letter: str) -> tuple[str, int]:
    """The stage, and the number in reserve."""
    found: dict[str, Any] = granted(await world.reads(PROVINCE, case(letter)))
    return found["stage"], found["reserve_number"]
