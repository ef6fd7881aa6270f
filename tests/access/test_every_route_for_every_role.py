"""Every route, as every role, in every relation to the case, against the tables of `expected/`."""

import pytest

from tests.access.conftest import walking
from tests.access.routes import routes
from tests.access.table import tables
from tests.access.walk import Walk, cases
from tests.access.world import World
from tests.lived import Lived

pytestmark = pytest.mark.timeout(900)


def test_every_route_has_a_line_and_every_line_a_route() -> None:
    lines = {(service, name) for service, table in tables().items() for name in table}
    assert lines == {(route.service, route.name) for route in routes()}


async def test_who_is_not_let_in_gets_403_and_leaves_no_event_and_who_is_gets_further(
    lived: Lived, planted: World, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = tables()
    async with walking(lived, planted) as world:
        walk = Walk(world)
        every = [case for route in routes() for case in cases(world, route, expected[route.service][route.name])]
        # Other tests may have acted on this season since everything was planted.
        before = await walk.heads()
        differences = await walk.differences(case for case in every if not case.allowed)
        acts = await walk.acts_since(before)
        differences += await walk.differences(case for case in every if case.allowed)
        acts += await walk.acts_since(before)
    with capsys.disabled():
        refused = sum(not case.allowed for case in every)
        print(f"\nroutes and roles: {len(every)} cases, {refused} of them refused")  # noqa: T201 (asked for)
    assert not differences, "\n".join(differences)
    assert not acts
