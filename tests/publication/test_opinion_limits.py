"""Opinions come without an account: so many from one address, so many in all; the others wait and are told how long."""

from shared.runtime import Runtime
from shared.web.rates import Windows, count_with
from tests.publication.conftest import OPINION, World, with_notice
from tests.publication.examples import NOTICE_ID
from tests.publication.people import CITY


def limited(runtime: Runtime, by_address: str, in_all: str = "100/second") -> "Time":
    time = Time()
    given = {"opinions_by_address": by_address, "opinions_in_all": in_all}
    runtime.settings = runtime.settings.model_copy(update=given)
    count_with(runtime, Windows(time))
    return time


class Time:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_an_address_gives_so_many_opinions_and_goes_on_later(world: World, runtime: Runtime) -> None:
    await with_notice(world)
    time = limited(runtime, "2/minute")
    path = f"/v1/notices/{NOTICE_ID}/opinions"
    answers = [await world.post(path, OPINION) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [202, 202, 429]
    assert answers[0].headers["ratelimit-policy"] == '"address";q=2;w=60, "all";q=100;w=1'
    assert answers[0].headers["ratelimit"] == '"address";r=1;t=60, "all";r=99;t=1'
    assert answers[2].json()["type"] == "/problems/too-many-requests"
    assert answers[2].headers["retry-after"] == "60"
    time.now += 60
    assert (await world.post(path, OPINION)).status_code == 202


async def test_nothing_else_is_limited(world: World, runtime: Runtime) -> None:
    await with_notice(world)
    limited(runtime, "1/minute", "1/minute")
    for _ in range(3):
        await world.post(f"/v1/notices/{NOTICE_ID}/opinions", OPINION)
        assert (await world.get("/v1/opinions", by=CITY)).status_code == 200
        assert (await world.get(f"/v1/notices/{NOTICE_ID}")).status_code == 200


async def test_opinions_on_titles_are_counted_with_the_others(world: World, runtime: Runtime) -> None:
    await with_notice(world)
    limited(runtime, "1/minute")
    said = {name: value for name, value in OPINION.items() if name != "station_id"}
    first = await world.post("/v1/titles/st-jia/opinions", said)
    assert first.json()["type"] == "/problems/no-title-to-speak-of"
    assert (await world.post(f"/v1/notices/{NOTICE_ID}/opinions", OPINION)).status_code == 429
