"""机关、任职、宣传: bureaus and their officers are put on the register; a bureau makes the campaign known."""

from dataclasses import replace

import pytest

from services.registry.bureau.commands import EstablishBureau, PostOfficer, PubliciseCampaign
from services.registry.bureau.decisions import (
    BUREAU,
    OFFICER,
    BureauAlreadyEstablished,
    LevelWithoutDivision,
    NotACampaigner,
)
from shared.errors import InTheFuture, NotKnownHere
from shared.events.registry import BureauEstablished, BureauLevel, CampaignPublicised, OfficerPosted
from shared.testing.scenario import Scenario
from tests.registry.examples import (
    TODAY,
    TOMORROW,
    bureau_established,
    establish_bureau,
    province_established,
)

given = Scenario(BUREAU)
given_officer = Scenario(OFFICER)

publicise = PubliciseCampaign("ca-1", "B-320402", 2013, "《常州日报》", "争创活动启动", TODAY, TODAY)
publicised = CampaignPublicised(
    campaign_id="ca-1",
    bureau_code="B-320402",
    year=2013,
    channel="《常州日报》",
    summary="争创活动启动",
    held_on=TODAY,
)
post = PostOfficer("of-li", "B-320402", "科员", TODAY)
posted = OfficerPosted(officer_id="of-li", bureau_code="B-320402", post="科员", posted_on=TODAY)


def test_a_bureau_is_established() -> None:
    given().when(establish_bureau).then(bureau_established)


def test_establishing_it_twice_records_it_once() -> None:
    given(bureau_established).when(replace(establish_bureau, today=TOMORROW)).then_nothing()
    given(bureau_established, publicised).when(establish_bureau).then_nothing()


def test_a_code_is_given_once() -> None:
    given(bureau_established).when(replace(establish_bureau, name="别的局")).then_refused(BureauAlreadyEstablished)


def test_a_bureau_was_not_established_tomorrow() -> None:
    given().when(replace(establish_bureau, established_on=TOMORROW)).then_refused(InTheFuture)


@pytest.mark.parametrize(("level", "division"), [(BureauLevel.PROVINCE, "320400"), (BureauLevel.CITY, "320402")])
def test_a_higher_bureau_is_competent_for_a_whole_province_or_city(level: BureauLevel, division: str) -> None:
    given().when(replace(establish_bureau, level=level, division_code=division)).then_refused(LevelWithoutDivision)


@pytest.mark.parametrize(
    ("level", "division"),
    [
        (BureauLevel.PROVINCE, "320000"),
        (BureauLevel.CITY, "320400"),
        (BureauLevel.COUNTY, "320400"),
        (BureauLevel.OFFICE, "320402"),
    ],
)
def test_a_bureau_directly_under_the_city_may_have_no_division_of_its_own(level: BureauLevel, division: str) -> None:
    command = replace(establish_bureau, level=level, division_code=division)
    given().when(command).then(_established(command))


def _established(command: EstablishBureau) -> BureauEstablished:
    return bureau_established.model_copy(update={"level": command.level, "division_code": command.division_code})


def test_a_bureau_publicises_the_campaign_in_its_own_name() -> None:
    given(bureau_established).when(publicise).then(publicised)


def test_the_same_campaign_is_recorded_once_and_another_beside_it() -> None:
    given(bureau_established, publicised).when(publicise).then_nothing()
    another = publicised.model_copy(update={"campaign_id": "ca-2"})
    given(bureau_established, publicised).when(replace(publicise, campaign_id="ca-2")).then(another)


def test_a_campaign_was_not_held_tomorrow() -> None:
    given(bureau_established).when(replace(publicise, held_on=TOMORROW)).then_refused(InTheFuture)


def test_the_province_does_not_publicise_for_the_cities() -> None:
    given(province_established).when(publicise).then_refused(NotACampaigner)


def test_a_bureau_that_nobody_knows_publicises_nothing() -> None:
    given().when(publicise).then_refused(NotKnownHere)


def test_an_officer_is_posted() -> None:
    given_officer().when(post).then(posted)


def test_the_same_posting_is_recorded_once() -> None:
    given_officer(posted).when(replace(post, today=TOMORROW)).then_nothing()


def test_a_new_posting_ends_the_one_before() -> None:
    moved = OfficerPosted(officer_id="of-li", bureau_code="B-320400", post="科长", posted_on=TOMORROW)
    given_officer(posted).when(PostOfficer("of-li", "B-320400", "科长", TOMORROW)).then(moved)
    given_officer(posted, moved).when(post).then(posted)
