"""What `./shifan` asks of a list: page by page, and no more than was wanted."""

import httpx
import pytest

from deploy.asking import all_pages


@pytest.fixture
def lists() -> httpx.AsyncClient:
    """A service with a list of ten."""

    def answer(request: httpx.Request) -> httpx.Response:
        begin = int(request.url.params.get("cursor", "0"))
        end = min(begin + int(request.url.params["limit"]), 10)
        return httpx.Response(200, json={"items": list(range(begin, end)), "next": str(end) if end < 10 else None})

    return httpx.AsyncClient(transport=httpx.MockTransport(answer))


@pytest.mark.parametrize(
    ("most", "items", "goes_on"), [(6, 6, "6"), (4, 4, "4"), (10, 10, None), (50, 10, None), (None, 10, None)]
)
async def test_a_list_goes_on_behind_the_last_item_that_was_given(
    lists: httpx.AsyncClient, most: int | None, items: int, goes_on: str | None
) -> None:
    async with lists:
        found = await all_pages(lists, "http://service/v1/things", {"kind": "a"}, limit=4, most=most)
    assert found == {"items": list(range(items)), "next": goes_on}
