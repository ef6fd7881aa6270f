"""When a station loses its title for false records, its stars are looked at again; nothing else asks for anything."""

from datetime import date

import pytest

from services.incentives.contest.commands import ReviewAwards
from services.incentives.policies import react
from shared.events.assessment import RevocationGround, Revoked
from shared.events.event import Sealed
from shared.events.registry import DayBegan, StaffAppointed, StaffLeft, StationPost
from shared.testing.reaction import Reaction

when = Reaction(react)
DAY = date(2014, 6, 10)


def revoked(ground: RevocationGround) -> Revoked:
    return Revoked(
        station_id="st-1",
        certificate_number="苏示站2013-0001",
        station_name="甲百货服务站",
        ground=ground,
        reasons="台账造假",
        document_number="苏工商消〔2014〕9号",
        appeal_days=60,
        decided_on=DAY,
    )


def test_false_records_open_a_review_of_the_awards() -> None:
    when(revoked(RevocationGround.FALSE_RECORDS)).then_asks(ReviewAwards("st-1", "苏示站2013-0001", DAY))


@pytest.mark.parametrize("ground", sorted(set(RevocationGround) - {RevocationGround.FALSE_RECORDS}))
def test_another_ground_says_nothing_about_awards(ground: RevocationGround) -> None:
    when(revoked(ground)).then_asks()


def test_nothing_else_that_happens_elsewhere_asks_for_anything() -> None:
    when(DayBegan(day=DAY)).then_asks()
    when(StaffLeft(staff_id="sf-1", station_id="st-1", left_on=DAY)).then_asks()
    when(
        StaffAppointed(
            staff_id="sf-1",
            station_id="st-1",
            host_id="ho-1",
            name=Sealed("王小明"),
            posts=(StationPost.HEAD,),
            appointed_on=date(2013, 5, 16),
        )
    ).then_asks()
