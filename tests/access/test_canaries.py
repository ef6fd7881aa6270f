"""What is not public is read by nobody foreign to the case, wherever it may be looked for."""

import pytest

from tests.access.canaries import FOLLOWED, Found, Hunt
from tests.access.conftest import walking
from tests.access.people import walkers
from tests.access.routes import routes
from tests.access.world import World
from tests.lived import Lived

pytestmark = pytest.mark.timeout(900)

_KEPT = {
    "SpotCheckOrdered.reason": ("enterprise",),
    "vault.name": ("enterprise", "office", "county", "province", "auditor", "operator"),
    "vault.phone": ("enterprise", "office", "county", "province", "auditor", "operator"),
    "vault.text": ("enterprise", "office", "province", "auditor", "operator"),
    "vault.facts": ("enterprise", "office", "province", "auditor", "operator"),
    "StaffAppointed.name": ("office", "city", "province", "operator"),
    "StaffProposed.name": ("office", "city", "province", "operator"),
    "InterestDeclared.nature": ("enterprise",),
}
"""What is kept also from these roles of the case's own line: the objector from the host, a check that is on its way."""


def test_every_stream_is_followed() -> None:
    assert {route.path for route in routes() if route.streams} == FOLLOWED


async def test_no_canary_is_found_outside_of_its_case_and_each_is_found_inside(
    lived: Lived, planted: World, capsys: pytest.CaptureFixture[str]
) -> None:
    async with walking(lived, planted) as world:
        found = await Hunt(world).everything()
        await _answered_in_private(world, found)
    with capsys.disabled():
        print(f"\ncanaries: {len(planted.canaries)} looked for in {found.answers} answers")  # noqa: T201 (asked for)
    leaks = [leak for text in planted.canaries for leak in _leaks(planted, found, text)]
    assert not leaks, "\n".join(leaks)
    assert [text for text in planted.canaries if not found.finders(text)] == []


def _leaks(world: World, found: Found, text: str) -> list[str]:
    canary = world.canaries[text]
    kept = _KEPT.get(canary.where, ())
    theirs = {
        who
        for (role, relation), who in walkers(world.lines[canary.case]).items()
        if (relation == "own" or role in {"auditor", "operator"}) and role not in kept
    }
    return [
        f"{canary.where}: {'the public' if who is None else who.subject} at {sorted(found.by_caller[who][text])}"
        for who in found.finders(text) - theirs
    ]


async def _answered_in_private(world: World, found: Found) -> None:
    """Whoever holds the receipt reads the answer; that counts as the city's, who gave it."""
    url = f"{world.client.urls['publication']}/v1/opinions/{world.ids['opinion']}/followed"
    response = await world.http.get(url, headers={"Opinion-Receipt": world.ids["receipt"]})
    city = walkers(world.lines["kept"])["city", "own"]
    found.note(city, "publication followed", response.content)
