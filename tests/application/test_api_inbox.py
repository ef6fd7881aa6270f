"""待办 over HTTP: which queue, how pressing, on whose desk; and two clerks at once."""

import asyncio
from datetime import date
from typing import Any

from shared.access.roles import Caller
from shared.events.registry import InterestDeclared, JurisdictionResolved
from tests.application.elsewhere import notice_opened
from tests.application.places import COLLEAGUE, case, find_fit, open_with, recommend
from tests.application.steps import granted, refused
from tests.application.world import AUDITOR, CITY, CLERK, HOST, NEIGHBOUR, PROVINCE, World

Row = tuple[str, str, str, int | None]


async def inbox(world: World, who: Caller, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = granted(await world.reads(who, f"/v1/inbox{query}"))["items"]
    return found


async def queues(world: World, who: Caller, query: str = "") -> list[Row]:
    return [(one["station_id"], one["queue"], one["mark"], one["days_left"]) for one in await inbox(world, who, query)]


async def test_each_open_case_is_in_one_queue_with_the_least_time_left_first(world: World) -> None:
    await open_with(world, district_quota=1)
    await find_fit(world, "a", "c", "d")
    await world.clock(date(2013, 9, 11))
    granted(await recommend(world, "a"))
    granted(await recommend(world, "c"))
    # The one to be decided is due on the 13th, the recommended one with the list; who waits in reserve for no day.
    assert await queues(world, CLERK) == [
        ("st-d", "to_decide", "yellow", 2),
        ("st-a", "with_city", "", 36),
        ("st-c", "in_reserve", "", None),
    ]
    assert [row[:2] for row in await queues(world, CITY)] == [("st-a", "recommended"), ("st-c", "in_reserve")]
    assert await queues(world, PROVINCE) == await queues(world, NEIGHBOUR) == []
    assert [row[0] for row in await queues(world, CLERK, "?queue=to_decide")] == ["st-d"]
    assert granted(await world.reads(CLERK, "/v1/inbox?limit=1"))["total"] == 3
    await world.clock(date(2013, 9, 16))
    assert (await queues(world, CLERK))[0] == ("st-d", "to_decide", "red", -1)
    await world.hears(notice_opened)
    assert (await queues(world, CITY))[0][:2] == ("st-a", "on_notice")
    counts = (await world.reads(CLERK, "/v1/inbox/counts")).json()
    assert [(one["queue"], one["cases"], one["red"], one["unassigned"]) for one in counts] == [
        ("to_decide", 1, 1, 1),
        ("in_reserve", 1, 0, 1),
        ("with_city", 1, 0, 1),
    ]


async def test_the_inbox_is_for_officers(world: World) -> None:
    for path in ("/v1/inbox", "/v1/inbox/counts"):
        refused(await world.reads(None, path), 401, "not-signed-in")
        for who in (HOST, AUDITOR):
            refused(await world.reads(who, path), 403, "wrong-role")
        assert (await world.reads(CLERK, path)).status_code == 200
    for query in ("?queue=none", "?limit=0", "?limit=201", "?mine=perhaps"):
        refused(await world.reads(CLERK, f"/v1/inbox{query}"), 422, "request-not-valid")


async def test_of_two_clerks_who_claim_at_once_one_has_the_case(world: World) -> None:
    await open_with(world)
    await find_fit(world, "a", "c")
    answers = await asyncio.gather(*(world.does(who, f"{case('a')}/claim") for who in (CLERK, COLLEAGUE)))
    won, lost = sorted(answers, key=lambda answer: answer.status_code)
    holder = granted(won)["assignees"]["B-320402"]
    assert holder in refused(lost, 409, "already-on-a-desk")["detail"]
    first, second = (CLERK, COLLEAGUE) if holder == CLERK.subject else (COLLEAGUE, CLERK)
    granted(await world.does(first, f"{case('a')}/claim"))
    assert [row[0] for row in await queues(world, first, "?mine=true")] == ["st-a"]
    assert await queues(world, second, "?mine=true") == []
    assert [row[0] for row in await queues(world, second, "?unassigned=true")] == ["st-c"]
    # A case that a colleague has is assigned anew, or released.
    given = await world.does(first, f"{case('a')}/assignment", {"assignee": second.subject})
    assert granted(given)["assignees"] == {"B-320402": second.subject}
    assert granted(await world.does(second, f"{case('a')}/release"))["assignees"] == {}
    counts = (await world.reads(first, "/v1/inbox/counts")).json()
    assert [(one["mine"], one["unassigned"]) for one in counts] == [(0, 2)]


async def test_who_may_have_a_case_on_the_desk(world: World) -> None:
    await open_with(world)
    await find_fit(world, "a")
    assignment = {"assignee": "of-2"}
    for act, body in (("claim", None), ("assignment", assignment), ("release", None)):
        refused(await world.does(None, f"{case('a')}/{act}", body), 401, "not-signed-in")
        refused(await world.does(HOST, f"{case('a')}/{act}", body), 403, "wrong-role")
        refused(await world.does(NEIGHBOUR, f"{case('a')}/{act}", body), 403, "outside-jurisdiction")
        refused(await world.does(CLERK, f"/v1/applications/A-2013-none/{act}", body), 404, "not-filed")
    # The city has it when it is recommended, and its own officer beside the county's.
    refused(await world.does(CITY, f"{case('a')}/claim"), 409, "not-in-your-inbox")
    refused(await world.does(CLERK, f"{case('a')}/assignment", {"assignee": "of-3"}), 422, "not-a-colleague")
    refused(await world.does(CLERK, f"{case('a')}/assignment", {}), 422, "request-not-valid")
    day = date(2013, 9, 10)
    await world.knows(InterestDeclared(officer_id="of-2", host_id="ho-a", nature="亲属", stands=True, declared_on=day))
    refused(await world.does(COLLEAGUE, f"{case('a')}/claim"), 403, "recused")
    refused(await world.does(CLERK, f"{case('a')}/assignment", assignment), 403, "recused")
    granted(await world.does(CLERK, f"{case('a')}/claim"))
    granted(await recommend(world, "a"))
    assert granted(await world.does(CITY, f"{case('a')}/claim"))["assignees"] == {
        "B-320402": "of-1",
        "B-320400": "of-c",
    }


async def test_with_another_bureau_a_case_lies_on_nobodys_desk(world: World) -> None:
    await open_with(world)
    await find_fit(world, "a")
    granted(await world.does(CLERK, f"{case('a')}/claim"))
    day = date(2013, 9, 10)
    await world.hears(
        JurisdictionResolved(station_id="st-a", bureau_code="B-320404", division_code="320404", town="", since=day)
    )
    assert await inbox(world, CLERK) == []
    assert [(one["id"], one["assignee"]) for one in await inbox(world, NEIGHBOUR)] == [("A-2013-st-a", "")]
    granted(await world.does(NEIGHBOUR, f"{case('a')}/claim"))


async def test_of_two_clerks_who_decide_at_once_one_does(world: World) -> None:
    await open_with(world)
    await find_fit(world, "a")
    answers = await asyncio.gather(
        recommend(world, "a"),
        world.does(COLLEAGUE, f"{case('a')}/refusal", {"reasons": "未达标准"}, version=4),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    assert granted(await world.reads(CLERK, case("a")))["version"] == 5
