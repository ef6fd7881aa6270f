"""Lists go on where the last page ended, whatever was put in between."""

from datetime import date

import pytest
from asyncpg import Pool, Record
from httpx import AsyncClient

from shared.events.registry import HostRegistered
from shared.web.lists import Paging, cursor_of
from shared.web.rules import CursorNotReadable
from tests.shared.web.conftest import put
from tests.shared.web.test_errors import is_problem


def host(number: int) -> HostRegistered:
    return HostRegistered(
        host_id=f"ho-{number:03}",
        name=f"商场{number}",
        registration_number="1",
        division_code="320402",
        registered_on=date(2013, 1, 1),
    )


async def test_a_list_is_read_page_by_page(client: AsyncClient, pool: "Pool[Record]") -> None:
    for number in range(0, 10, 2):
        await put(pool, host(number))
    first = (await client.get("/v1/hosts?limit=2")).json()
    assert [item["host_id"] for item in first["items"]] == ["ho-000", "ho-002"]
    await put(pool, host(1))
    await put(pool, host(5))
    seen: list[str] = []
    cursor = first["next"]
    while cursor:
        shown = (await client.get("/v1/hosts", params={"limit": 2, "cursor": cursor})).json()
        seen += [item["host_id"] for item in shown["items"]]
        cursor = shown["next"]
    assert seen == ["ho-004", "ho-005", "ho-006", "ho-008"]


async def test_a_page_links_to_the_next_with_the_same_filters(client: AsyncClient, pool: "Pool[Record]") -> None:
    for number in range(3):
        await put(pool, host(number))
    response = await client.get("/v1/hosts?limit=2&kind=市场")
    link = response.headers["link"]
    assert link.endswith('; rel="next"')
    address = link[1 : link.index(">")]
    assert address == f"/v1/hosts?limit=2&kind=%E5%B8%82%E5%9C%BA&cursor={response.json()['next']}"
    last = await client.get(address)
    assert [item["host_id"] for item in last.json()["items"]] == ["ho-002"]
    assert last.json()["next"] is None
    assert "link" not in last.headers


async def test_a_cursor_that_no_list_has_given_is_refused(client: AsyncClient) -> None:
    for made_up in ("nonsense", "%", cursor_of([1]), cursor_of(["a", "b"]), cursor_of(["\0"]), "bnVsbA"):
        is_problem(await client.get("/v1/hosts", params={"cursor": made_up}), 400, "cursor-not-readable")


async def test_a_limit_has_bounds(client: AsyncClient) -> None:
    for limit in ("0", "201", "x"):
        is_problem(await client.get("/v1/hosts", params={"limit": limit}), 422, "request-not-valid")


def test_a_key_comes_back_as_it_was_given() -> None:
    key = (date(2013, 9, 23), 7, "A-2013-st-1")
    assert Paging(50, cursor_of(key)).after(date, int, str) == key
    assert Paging(50, None).after(date, int) == (None, None)
    for kinds in ((str,), (int, int, str), (date, str, str)):
        with pytest.raises(CursorNotReadable):
            Paging(50, cursor_of(key)).after(*kinds)
    with pytest.raises(CursorNotReadable):
        Paging(50, cursor_of([2**63])).after(int)
    with pytest.raises(CursorNotReadable):
        Paging(50, cursor_of(["2013-13-01"])).after(date)
