"""The corpus of addresses that no webhook may reach, by how they are written and by what they turn out to mean."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import UUID

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.test_utils import TestServer
from hypothesis import given
from hypothesis import strategies as st

from services.notification.sending.guard import AddressDenied, Guard, TargetNotAllowed, denied, place_of
from services.notification.sending.webhooks import Attempt, poster_open
from tests.notification.hostile import INSIDE, MISSPELT

DELIVERY = UUID("6d1c7d3e-51a1-5d0c-9a55-000000000001")
SECRET = "whsec_" + "c2hpZmFuLXNoaWZhbi1zaGlmYW4="

OUTSIDE = ("1.1.1.1", "114.114.114.114", "223.5.5.5", "::ffff:1.1.1.1", "2400:3200::1", "2606:4700:4700::1111")


@pytest.mark.parametrize("address", INSIDE)
def test_nothing_is_sent_to_an_address_that_lies_inside(address: str) -> None:
    assert denied(address)
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with pytest.raises(AddressDenied):
        Guard().socket_for((family, socket.SOCK_STREAM, 0, "", (address, 443)))


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_refused_as_it_is_written(address: str) -> None:
    host = f"[{address.partition('%')[0]}]" if ":" in address else address
    with pytest.raises(TargetNotAllowed):
        Guard().require(f"https://{host}/hook")


@pytest.mark.parametrize("address", OUTSIDE)
def test_an_address_on_the_open_internet_is_allowed(address: str) -> None:
    assert not denied(address)
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    Guard().socket_for((family, socket.SOCK_STREAM, 0, "", (address, 443))).close()


@given(st.ip_addresses(network="2002::/16") | st.ip_addresses(network="64:ff9b::/96") | st.ip_addresses(v=4))
def test_an_address_in_ipv6_clothes_is_never_better_than_it_is(ip: object) -> None:
    text = str(ip)
    if ":" in text:
        assert denied(text)
    else:
        assert bool(denied(f"::ffff:{text}")) == bool(denied(text))


@pytest.mark.parametrize("url", MISSPELT)
def test_an_address_is_refused_by_how_it_is_written(url: str) -> None:
    with pytest.raises(TargetNotAllowed):
        Guard().require(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://bureau.example/hook",
        "https://bureau.example:8443/hook?of=320402",
        "https://bureau.example./hook",
        "https://hooks-2.BUREAU.example/%E5%B1%80",
        "https://xn--vhq.example/hook",
        "https://12315.cn/hook",
        "https://internal.example/hook",
    ],
)
def test_https_on_an_allowed_port_is_taken(url: str) -> None:
    Guard().require(url)


def test_a_sandbox_allows_one_address_and_port_exactly() -> None:
    guard = Guard(allowed="127.0.0.1:8900")
    guard.require("http://127.0.0.1:8900/hook")
    for url in ("http://127.0.0.1:8901/", "http://127.0.0.2:8900/", "http://localhost:8900/", "http://127.0.0.1/"):
        with pytest.raises(TargetNotAllowed):
            guard.require(url)
    with pytest.raises(AddressDenied):
        guard.socket_for((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", 443)))


@pytest.mark.parametrize("allowed", ["localhost:8900", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:70000", "[::1]", ":80"])
def test_what_is_allowed_is_an_address_with_its_port(allowed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (whatever is wrong with it)
        place_of(allowed)


class Rebinding(AbstractResolver):
    """A name that means another address each time that it is asked for: the first one is harmless."""

    def __init__(self, *addresses: str) -> None:
        self.asked = 0
        self._addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        address = self._addresses[min(self.asked, len(self._addresses) - 1)]
        self.asked += 1
        return [ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)]

    async def close(self) -> None:
        pass


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254"])
async def test_a_name_that_turns_out_to_lie_inside_is_not_connected_to(address: str) -> None:
    async with poster_open(Guard(), resolver=Rebinding(address)) as poster:
        attempt = await poster.post("https://bureau.example/hook", [SECRET], DELIVERY, "{}")
    assert attempt == Attempt(error="target not allowed")


async def test_a_name_that_is_rebound_between_two_attempts_is_judged_again() -> None:
    """The first address is let through, and fails in our own hands; the second is inside and never connected to."""
    made: list[str] = []

    class Watched(Guard):
        def socket_for(self, info: Iterable[Any]) -> socket.socket:
            place = list(info)[4]
            made.append(place[0])
            super().socket_for(info).close()
            raise OSError(f"{place[0]} was let through, and is not connected to in a test")

    resolver = Rebinding("1.1.1.1", "127.0.0.1")
    async with poster_open(Watched(), resolver=resolver) as poster:
        first = await poster.post("https://bureau.example/hook", [SECRET], DELIVERY, "{}")
        second = await poster.post("https://bureau.example/hook", [SECRET], DELIVERY, "{}")
    assert made == ["1.1.1.1", "127.0.0.1"]
    assert first.error == "no connection"
    assert second.error == "target not allowed"
    assert resolver.asked == 2


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "0177.0.0.1", "127.1", "127.0.0.1.", "localhost"])
async def test_another_way_to_write_the_loopback_is_not_connected_to(host: str) -> None:
    async with poster_open(Guard()) as poster:
        attempt = await poster.post(f"https://{host}/hook", [SECRET], DELIVERY, "{}")
    assert (attempt.status, attempt.error) == (0, "target not allowed")


@asynccontextmanager
async def _receiver(handler: object) -> AsyncIterator[tuple[str, Guard]]:
    app = web.Application()
    app.router.add_post("/hook", handler)  # type: ignore[arg-type] # Any handler of the tests below.
    async with TestServer(app, host="127.0.0.1") as server:
        yield f"http://127.0.0.1:{server.port}/hook", Guard(allowed=f"127.0.0.1:{server.port}")


async def test_a_redirect_is_not_followed() -> None:
    hits: list[str] = []

    async def handler(request: web.Request) -> web.Response:
        hits.append(request.path_qs)
        return web.Response(status=307, headers={"location": "/hook?again"})

    async with _receiver(handler) as (url, guard), poster_open(guard) as poster:
        attempt = await poster.post(url, [SECRET], DELIVERY, "{}")
    assert attempt == Attempt(307, "answered 307")
    assert hits == ["/hook"]


async def test_whoever_does_not_answer_is_not_waited_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.notification.sending.webhooks.SECONDS", 0.05)
    over = asyncio.Event()

    async def handler(_request: web.Request) -> web.Response:
        await over.wait()
        return web.Response()

    async with _receiver(handler) as (url, guard), poster_open(guard) as poster:
        attempt = await poster.post(url, [SECRET], DELIVERY, "{}")
        over.set()
    assert attempt == Attempt(error="no answer within 0.05 s")


async def test_of_an_endless_answer_no_more_than_its_beginning_is_read() -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        with suppress(ConnectionError):
            while True:
                await answer.write(b"x" * 65_536)
        return answer

    async with _receiver(handler) as (url, guard), poster_open(guard) as poster:
        assert await poster.post(url, [SECRET], DELIVERY, "{}") == Attempt(200)
