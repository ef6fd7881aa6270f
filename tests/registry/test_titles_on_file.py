"""What the register has on file of a title: its end, and that a revocation which was set aside is none."""

from datetime import date
from itertools import permutations

from services.registry.queries import care
from shared.events.assessment import RevocationSetAside, TitleLapsed
from tests.registry.desk import Desk
from tests.registry.test_elsewhere import certified, revoked, told

lapsed = TitleLapsed(
    station_id="st-1",
    certificate_number=certified.certificate_number,
    station_name=certified.station_name,
    season_id="S-2014-320400",
    closes_on=date(2014, 7, 31),
    lapsed_on=date(2014, 8, 1),
)
set_aside = RevocationSetAside(
    station_id="st-1",
    certificate_number=certified.certificate_number,
    station_name=certified.station_name,
    appeal_id="ap-1",
    document_number="苏政复〔2015〕3号",
    set_aside_on=date(2015, 9, 1),
)


async def on_file(desk: Desk) -> list[tuple[object, ...]]:
    async with desk.runtime.pool.acquire() as connection:
        titles = await care.titles(connection, "st-1")
    return [(one.since, one.ended_on, one.ended_by, one.restored_on) for one in titles]


async def test_a_title_that_lapsed_has_ended(empty_desk: Desk) -> None:
    await told(empty_desk, [(certified, 1), (lapsed, 2)])
    assert await on_file(empty_desk) == [(certified.certified_on, date(2014, 8, 1), "lapsed", None)]


async def test_a_revocation_that_was_set_aside_is_no_end_in_whatever_order_it_is_told(empty_desk: Desk) -> None:
    for order in permutations([(certified, 1), (revoked, 2), (set_aside, 3)]):
        await told(empty_desk, order)
        assert await on_file(empty_desk) == [(certified.certified_on, None, "", set_aside.set_aside_on)]
        await empty_desk.runtime.pool.execute("DELETE FROM titles_on_file")


async def test_a_second_revocation_ends_it_again(empty_desk: Desk) -> None:
    again = revoked.model_copy(update={"decided_on": date(2016, 1, 4)})
    await told(empty_desk, [(certified, 1), (revoked, 2), (set_aside, 3), (again, 4)])
    ((_, ended_on, _, _),) = await on_file(empty_desk)
    assert ended_on == date(2016, 1, 4)
