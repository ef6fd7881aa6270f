"""A limit by address and one in all: headers on every answer, 429 with a problem, and what frees them again."""

from pathlib import Path

import pytest
from fastapi import APIRouter, Depends, FastAPI
from httpx import ASGITransport, AsyncClient, Response
from pydantic import ValidationError

from shared.errors import Conflict
from shared.runtime import Service
from shared.settings import Settings
from shared.web.problems import refuses
from shared.web.rates import Bucket, Windows, address_of, count_with, everybody, limited
from shared.web.rules import TooManyRequests
from tests.shared.web.hollow import hollow
from tests.shared.web.hollow import settings as hollow_settings

router = APIRouter()
BY_ADDRESS = Bucket("address", lambda settings: settings.opinions_by_address, address_of)
IN_ALL = Bucket("all", lambda settings: settings.opinions_in_all, everybody)


class AlwaysRefused(Conflict):
    """It is refused."""


@router.get("/v1/limited", dependencies=[Depends(limited(BY_ADDRESS, IN_ALL))], responses=refuses(TooManyRequests))
async def answered() -> dict[str, str]:
    return {"answer": "yes"}


@router.get("/v1/refused", dependencies=[Depends(limited(BY_ADDRESS, IN_ALL))], responses=refuses(TooManyRequests))
async def refused() -> None:
    raise AlwaysRefused("whatever was asked")


@router.get("/v1/free")
async def free() -> dict[str, str]:
    return {"answer": "yes"}


class Time:
    """A time that stands still until somebody moves it."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


class Callers:
    """Whoever calls, from whatever address."""

    def __init__(self, api: FastAPI, time: Time) -> None:
        self._api = api
        self.time = time

    async def get(self, address: str, path: str = "/v1/limited", **headers: str) -> Response:
        transport = ASGITransport(self._api, raise_app_exceptions=False, client=(address, 4_711))
        async with AsyncClient(transport=transport, base_url="http://toy") as client:
            return await client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def settings(**given: object) -> Settings:
    return hollow_settings(**({"opinions_by_address": "3/minute", "opinions_in_all": "5/second"} | given))


def calling(given: Settings) -> Callers:
    service = Service(
        name="toy",
        router=router,
        listens_to=(),
        project=lambda _: [],
        schema=Path("none"),
        matrix=Path(__file__).parent / "toy_matrix.csv",
    )
    api, time = hollow(service, given), Time()
    count_with(api.state.runtime, Windows(time))
    return Callers(api, time)


@pytest.fixture
def callers() -> Callers:
    return calling(settings())


async def test_every_answer_tells_the_limits_and_what_is_left(callers: Callers) -> None:
    first = await callers.get("10.0.0.1")
    assert first.status_code == 200
    assert first.headers["ratelimit-policy"] == '"address";q=3;w=60, "all";q=5;w=1'
    assert first.headers["ratelimit"] == '"address";r=2;t=60, "all";r=4;t=1'
    callers.time.now += 0.5
    second = await callers.get("10.0.0.1", "/v1/refused")
    assert second.status_code == 409
    assert second.headers["ratelimit"] == '"address";r=1;t=60, "all";r=3;t=1'
    assert "ratelimit" not in (await callers.get("10.0.0.1", "/v1/free")).headers


async def test_an_address_over_its_limit_is_refused_with_a_problem_and_told_when(callers: Callers) -> None:
    for _ in range(3):
        assert (await callers.get("10.0.0.1")).status_code == 200
    callers.time.now += 20
    over = await callers.get("10.0.0.1", accept_language="zh")
    assert over.status_code == 429
    assert over.headers["content-type"] == "application/problem+json"
    assert over.headers["retry-after"] == "40"
    assert over.headers["ratelimit"] == '"address";r=0;t=40, "all";r=5;t=0'
    assert over.json() == {
        "type": "/problems/too-many-requests",
        "title": "请求过于频繁，请稍后再试。",
        "status": 429,
        "detail": "The limit 'address' is 3 in 60 s.",
    }
    assert (await callers.get("10.0.0.2")).status_code == 200


async def test_what_is_refused_takes_nothing_from_the_others(callers: Callers) -> None:
    for _ in range(20):
        await callers.get("10.0.0.1")
    left = (await callers.get("10.0.0.2")).headers["ratelimit"]
    assert left == '"address";r=2;t=60, "all";r=1;t=1'


async def test_all_together_have_a_limit_and_an_address_keeps_what_it_has_not_used(callers: Callers) -> None:
    for number in range(5):
        assert (await callers.get(f"10.0.1.{number}")).status_code == 200
    over = await callers.get("10.0.0.1")
    assert (over.status_code, over.headers["retry-after"]) == (429, "1")
    callers.time.now += 1
    assert (await callers.get("10.0.0.1")).headers["ratelimit"] == '"address";r=2;t=60, "all";r=4;t=1'


async def test_it_goes_on_when_the_window_is_over(callers: Callers) -> None:
    for _ in range(3):
        await callers.get("10.0.0.1")
    callers.time.now += 59.9
    assert (await callers.get("10.0.0.1")).status_code == 429
    callers.time.now += 0.1
    assert (await callers.get("10.0.0.1")).status_code == 200


async def test_a_forwarded_address_is_believed_of_a_named_proxy_only() -> None:
    callers = calling(settings(proxies="10.9.0.0/16, 10.8.0.1"))
    for _ in range(3):
        await callers.get("10.9.1.1", x_forwarded_for="1.2.3.4, 192.0.2.7, 10.8.0.1")
    same = await callers.get("10.9.2.2", x_forwarded_for="192.0.2.7")
    assert same.status_code == 429
    assert (await callers.get("10.9.1.1", x_forwarded_for="192.0.2.8")).status_code == 200
    for number in range(3):
        await callers.get("172.16.0.1", x_forwarded_for=f"192.0.2.{100 + number}")
        callers.time.now += 2
    made_up = await callers.get("172.16.0.1", x_forwarded_for="192.0.2.200")
    assert made_up.status_code == 429


async def test_without_a_named_proxy_nothing_forwarded_counts(callers: Callers) -> None:
    for number in range(3):
        await callers.get("10.0.0.1", x_forwarded_for=f"192.0.2.{number}")
    assert (await callers.get("10.0.0.1", x_forwarded_for="192.0.2.9")).status_code == 429


@pytest.mark.parametrize(
    ("one", "other"), [("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"), ("::ffff:10.0.0.1", "10.0.0.1")]
)
async def test_addresses_of_one_caller_are_counted_together(callers: Callers, one: str, other: str) -> None:
    for _ in range(3):
        await callers.get(one)
    assert (await callers.get(other)).status_code == 429


async def test_windows_that_are_over_are_swept_out() -> None:
    time = Time()
    windows = Windows(time)
    for number in range(10_000):
        windows.incr(f"address/{number}", 60)
    time.now += 60
    windows.incr("address/one more", 60)
    assert len(windows) == 1


@pytest.mark.parametrize(
    "wrong", [{"proxies": "10.0.0.0/33"}, {"opinions_by_address": "many"}, {"opinions_in_all": "0/second"}]
)
def test_a_limit_or_proxy_that_cannot_be_read_stops_the_process(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        settings(**wrong)


def test_windows_can_be_forgotten() -> None:
    windows = Windows()
    windows.incr("a", 60)
    assert windows.check()
    assert windows.reset() == 1
    windows.incr("a", 60)
    windows.clear("a")
    assert len(windows) == 0
