"""Requests of all kinds are counted: by who is signed in, else by address; and what is not counted."""

import pytest
from httpx import AsyncClient
from pydantic import ValidationError

from shared.runtime import Runtime
from shared.web.rates import Windows, count_with
from tests.shared.web.conftest import CLERK, ELSEWHERE, Token
from tests.shared.web.hollow import settings

HOSTS = "/v1/hosts"


class Time:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time(runtime: Runtime) -> Time:
    given = {"requests_by_caller": "3/minute", "requests_by_address": "2/minute"}
    runtime.settings = runtime.settings.model_copy(update=given)
    time = Time()
    count_with(runtime, Windows(time))
    return time


async def statuses(client: AsyncClient, many: int, headers: dict[str, str] | None = None) -> list[int]:
    return [(await client.get(HOSTS, headers=headers)).status_code for _ in range(many)]


async def test_an_address_that_nobody_is_signed_in_from_has_so_many(client: AsyncClient, time: Time) -> None:
    first = await client.get(HOSTS)
    assert first.headers["ratelimit-policy"] == '"requests-by-address";q=2;w=60'
    assert first.headers["ratelimit"] == '"requests-by-address";r=1;t=60'
    assert (await client.get("/v1/nothing")).headers["ratelimit"] == '"requests-by-address";r=0;t=60'
    time.now += 20
    over = await client.get(HOSTS, headers={"Accept-Language": "zh"})
    assert (over.status_code, over.headers["retry-after"]) == (429, "40")
    assert over.headers["content-type"] == "application/problem+json"
    assert over.json()["type"] == "/problems/too-many-requests"
    assert over.json()["title"] == "请求过于频繁，请稍后再试。"
    assert "x-correlation-id" in over.headers
    time.now += 40
    assert await statuses(client, 1) == [200]


async def test_who_is_signed_in_counts_apart_under_whatever_token(
    client: AsyncClient, token: Token, time: Time
) -> None:
    one, two, other = token(CLERK), token(CLERK, ttl=301), token(ELSEWHERE)
    first = await client.get(HOSTS, headers=one)
    assert first.headers["ratelimit"] == '"requests-by-caller";r=2;t=60'
    assert await statuses(client, 1, one) + await statuses(client, 2, two) == [200, 200, 429]
    assert await statuses(client, 1, other) == [200]
    assert await statuses(client, 3) == [200, 200, 429]


async def test_a_token_that_does_not_hold_counts_for_its_address(client: AsyncClient, time: Time) -> None:
    made_up = [{"Authorization": f"Bearer made-up-{number}"} for number in range(3)]
    assert [(await client.get(HOSTS, headers=one)).status_code for one in made_up] == [401, 401, 429]


async def test_health_and_metrics_are_not_counted(client: AsyncClient, time: Time) -> None:
    for path in ("/healthz", "/readyz", "/metrics", "/v1/progress") * 2:
        answer = await client.get(path)
        assert answer.status_code != 429
        assert "ratelimit" not in answer.headers
    assert await statuses(client, 1) == [200]


@pytest.mark.parametrize("none", ["", "0"])
async def test_a_limit_may_be_lifted(client: AsyncClient, runtime: Runtime, time: Time, none: str) -> None:
    runtime.settings = runtime.settings.model_copy(update={"requests_by_address": none})
    assert await statuses(client, 5) == [200] * 5


@pytest.mark.parametrize("wrong", ["-1", "many", "0/minute", "00"])
def test_a_limit_that_cannot_be_read_stops_the_process(wrong: str) -> None:
    with pytest.raises(ValidationError):
        settings(requests_by_caller=wrong)
    assert settings(requests_by_caller="0", requests_by_address="").requests_by_address == ""
