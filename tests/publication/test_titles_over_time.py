"""What a title is on a day: what happened later does not rewrite what was true before."""

from datetime import date, timedelta

import pytest
from asyncpg import Pool, Record
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.publication.projections import project
from services.publication.queries.titles import TitleStatus, status_of, title
from shared.events.assessment import TitleDeclined
from shared.events.event import Event
from shared.events.registry import HostRegistered, HostRenamed, IdentifierLinked, IdentifierType, StationRenamed
from tests.publication.conftest import World
from tests.publication.examples import (
    certified,
    ended,
    lapsed,
    restored,
    resumed,
    revoked,
    suspended,
)
from tests.publication.hearing import InOrder
from tests.publication.people import recorded

NUMBER = certified.certificate_number
PATHS = pytest.mark.parametrize("path", [f"/v1/titles/{NUMBER}", "/v1/stations/st-jia/title"])


async def told(world: World, path: str, day: str) -> dict[str, object]:
    """What is told of the title on that day, without what is empty."""
    answer = (await world.get(path, as_of=day)).json()
    return {name: value for name, value in answer.items() if value is not None and name not in {"as_of", "title"}}


@PATHS
async def test_a_restored_title_was_revoked_in_between(world: World, path: str) -> None:
    hear = InOrder(world)
    await hear.on("2013-12-20", certified)
    await hear.on("2014-06-20", revoked)
    await hear.on("2014-09-01", restored)
    in_force = {"status": "in_force", "since": "2013-12-20"}
    assert await told(world, path, "2013-12-19") == {"status": "no_such_title"}
    assert await told(world, path, "2014-06-19") == in_force
    was_revoked = {"status": "revoked", "since": "2013-12-20", "revoked_on": "2014-06-20", "ground": "lax_management"}
    assert await told(world, path, "2014-06-20") == was_revoked
    assert await told(world, path, "2014-08-31") == was_revoked
    assert await told(world, path, "2014-09-01") == in_force | {"restored_on": "2014-09-01"}


@PATHS
async def test_a_suspended_title_does_not_count_until_it_is_resumed(world: World, path: str) -> None:
    hear = InOrder(world)
    await hear.on("2013-12-20", certified)
    await hear.on("2014-03-01", suspended)
    await hear.on("2014-04-01", resumed)
    stopped = await told(world, path, "2014-03-31")
    assert stopped == {"status": "suspended", "since": "2013-12-20", "suspended_on": "2014-03-01"}
    assert (await told(world, path, "2014-04-01"))["status"] == "in_force"


@PATHS
async def test_a_lapsed_title_says_since_when(world: World, path: str) -> None:
    hear = InOrder(world)
    await hear.on("2013-12-20", certified)
    await hear.on("2014-06-16", lapsed)
    over = await told(world, path, "2014-06-16")
    assert over == {"status": "lapsed", "since": "2013-12-20", "lapsed_on": "2014-06-16"}


@PATHS
async def test_who_was_suspended_before_the_revocation_is_suspended_after_the_restoration(
    world: World, path: str
) -> None:
    hear = InOrder(world)
    await hear.on("2013-12-20", certified)
    await hear.on("2014-03-01", suspended)
    await hear.on("2014-06-20", revoked)
    await hear.on("2014-09-01", restored)
    assert (await told(world, path, "2014-06-20"))["status"] == "revoked"
    again = await told(world, path, "2014-09-01")
    assert (again["status"], again["suspended_on"]) == ("suspended", "2014-03-01")


@PATHS
async def test_of_two_changes_on_one_day_the_later_record_counts(world: World, path: str) -> None:
    hear = InOrder(world)
    await hear.on("2013-12-20", certified)
    day = date(2014, 6, 20)
    await hear.on("2014-06-20", revoked, restored.model_copy(update={"set_aside_on": day}))
    assert (await told(world, path, "2014-06-20"))["status"] == "in_force"


async def test_a_declined_recognition_is_no_title(world: World) -> None:
    declined = TitleDeclined(
        application_id="A-2013-st-jia",
        season_id=certified.season_id,
        station_id="st-jia",
        reason="自愿放弃",
        declined_on=date(2013, 11, 20),
    )
    await world.hear(declined)
    assert await told(world, "/v1/stations/st-jia/title", "2014-01-01") == {"status": "no_such_title"}


STEPS = {"suspended": suspended, "resumed": resumed, "revoked": revoked, "restored": restored, "ended": ended}
DAYS = {
    "suspended": "suspended_on",
    "resumed": "resumed_on",
    "revoked": "decided_on",
    "restored": "set_aside_on",
    "ended": "ended_on",
}
AFTER = {
    "certified": TitleStatus.IN_FORCE,
    "suspended": TitleStatus.SUSPENDED,
    "resumed": TitleStatus.IN_FORCE,
    "revoked": TitleStatus.REVOKED,
    "ended": TitleStatus.ENDED,
}
FOLLOWS = {
    "certified": ("suspended", "revoked", "ended"),
    "suspended": ("resumed", "revoked", "ended"),
    "resumed": ("suspended", "revoked", "ended"),
    "revoked": ("restored",),
    "restored": ("suspended", "resumed", "revoked", "ended"),
    "ended": (),
}


@st.composite
def lives(draw: st.DrawFn) -> list[tuple[str, date]]:
    """A title's life: what may follow each other, each on the same day or later."""
    life, name, day, is_suspended = [("certified", certified.certified_on)], "certified", certified.certified_on, False
    for _ in range(draw(st.integers(0, 8))):
        may = [
            one
            for one in FOLLOWS[name]
            if not (one == "resumed" and not is_suspended) and not (one == "suspended" and is_suspended)
        ]
        if not may:
            break
        name = draw(st.sampled_from(may))
        day += timedelta(days=draw(st.integers(0, 3)))
        is_suspended = name == "suspended" or (is_suspended and name != "resumed")
        life.append((name, day))
    return life


def as_event(name: str, day: date) -> Event:
    return certified if name == "certified" else STEPS[name].model_copy(update={DAYS[name]: day})


def expected(life: list[tuple[str, date]], day: date) -> TitleStatus:
    """The same told another way: the life is lived once more, up to that day."""
    status, premises = TitleStatus.NO_SUCH_TITLE, TitleStatus.IN_FORCE
    for name, on in life:
        if on > day:
            break
        if name in {"suspended", "resumed", "certified"}:
            premises = AFTER[name]
        status = premises if name == "restored" else AFTER[name]
    return status


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(life=lives())
async def test_every_day_of_every_life_is_answered_as_it_was_lived(
    pool: "Pool[Record]", life: list[tuple[str, date]]
) -> None:
    async with pool.acquire() as connection:
        await connection.execute("DELETE FROM title_changes")
        for version, (name, day) in enumerate(life, 1):
            for sql, arguments in project(recorded(as_event(name, day), version)):
                await connection.execute(sql, *arguments)
        first, last = life[0][1], life[-1][1]
        for offset in range(-1, (last - first).days + 2):
            day = first + timedelta(days=offset)
            assert status_of(await title(connection, NUMBER, day)) is expected(life, day)


HOST = HostRegistered(
    host_id="ho-jia",
    name="老字号百货",
    registration_number="320402000012315",
    division_code="320402",
    registered_on=date(2012, 1, 5),
)
NEW_HOST_NAME = HostRenamed(
    host_id="ho-jia", name="新名购物有限公司", former_name="老字号百货", renamed_on=date(2014, 8, 1)
)
NEW_NAME = StationRenamed(
    station_id="st-jia", name="新名购物服务站", former_name="jia消费维权服务站", renamed_on=date(2014, 8, 1)
)
CREDIT_CODE = IdentifierLinked(
    identifier_type=IdentifierType.CREDIT_CODE,
    number="91320402MA1TEST00X",
    host_id="ho-jia",
    replaces="320402000012315",
    valid_from=date(2015, 10, 1),
)


@pytest.mark.parametrize(
    "name",
    ["jia消费维权", "新名购物服务站", "老字号", "新名购物有限公司", "320402000012315", "91320402MA1TEST00X"],
)
async def test_a_title_is_found_by_any_name_and_any_number(world: World, name: str) -> None:
    hear = InOrder(world)
    await hear.on("2013-12-20", HOST, certified)
    await hear.on("2014-08-01", NEW_HOST_NAME, NEW_NAME)
    await hear.on("2015-10-01", CREDIT_CODE)
    (found,) = (await world.get("/v1/titles", name=name)).json()["items"]
    assert (found["certificate_number"], found["station_id"], found["status"]) == (NUMBER, "st-jia", "in_force")


async def test_nothing_is_found_by_another_name_or_a_part_of_a_number(world: World) -> None:
    hear = InOrder(world)
    await hear.on("2013-12-20", HOST, certified)
    for name in ("别的店", "320402"):
        assert (await world.get("/v1/titles", name=name)).json()["items"] == []
    assert (await world.get("/v1/titles", name="x")).status_code == 422


async def test_who_was_revoked_is_shown_first(world: World) -> None:
    hear = InOrder(world)
    other = {"station_id": "st-yi", "host_id": "ho-yi", "certificate_number": "苏示站2013-0002"}
    await hear.on("2013-12-20", certified, certified.model_copy(update=other))
    await hear.on("2014-06-20", revoked.model_copy(update=other | {"station_name": "yi消费维权服务站"}))
    answer = await world.get("/v1/titles", name="消费维权服务站", limit=1)
    (first,) = answer.json()["items"]
    assert (first["station_id"], first["status"], first["revoked_on"]) == ("st-yi", "revoked", "2014-06-20")
    rest = await world.get("/v1/titles", name="消费维权服务站", limit=1, cursor=answer.json()["next"])
    assert [row["station_id"] for row in rest.json()["items"]] == ["st-jia"]
    assert rest.json()["next"] is None
