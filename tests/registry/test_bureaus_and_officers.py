"""机关、任职、宣传: bureaus and their officers are put on the register; a bureau makes the campaign known."""

from dataclasses import replace
from datetime import date

import pytest

from services.registry.bureau.commands import (
    DeclareInterest,
    EstablishBureau,
    LeaveOffice,
    PostOfficer,
    PubliciseCampaign,
    SucceedBureau,
)
from services.registry.bureau.decisions import (
    BUREAU,
    AlreadySucceeded,
    BureauAlreadyEstablished,
    LevelWithoutDivision,
    NoSuccessor,
    NotACampaigner,
    TownsNotNamed,
)
from services.registry.bureau.officers import OFFICER, LeftBeforePosted, NoInterestDeclared
from shared.errors import InTheFuture, NotKnownHere
from shared.events.registry import (
    BureauEstablished,
    BureauLevel,
    BureauSucceeded,
    CampaignPublicised,
    InterestDeclared,
    OfficerLeft,
    OfficerPosted,
)
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


succeed = SucceedBureau(
    bureau_code="B-320402",
    successor_code="M-320402",
    document_number="常编〔2013〕5号",
    succeeded_on=TODAY,
    today=TODAY,
    successor_level=BureauLevel.COUNTY,
    successor_established_on=TODAY,
)
succeeded = BureauSucceeded(
    bureau_code="B-320402", successor_code="M-320402", document_number="常编〔2013〕5号", succeeded_on=TODAY
)


def test_a_bureau_may_serve_single_towns() -> None:
    command = replace(establish_bureau, towns=("遥观镇", "丁堰街道"))
    given().when(command).then(bureau_established.model_copy(update={"towns": ("遥观镇", "丁堰街道")}))


@pytest.mark.parametrize("towns", [("遥观镇", "遥观"), ("遥观镇", " 遥观镇"), ("不详",), ("  ",)])
def test_each_town_is_named_once(towns: tuple[str, ...]) -> None:
    given().when(replace(establish_bureau, towns=towns)).then_refused(TownsNotNamed)


def test_a_city_serves_all_of_its_towns() -> None:
    city = replace(establish_bureau, level=BureauLevel.CITY, division_code="320400", towns=("遥观镇",))
    given().when(city).then_refused(TownsNotNamed)


def test_a_bureau_is_succeeded_once() -> None:
    given(bureau_established).when(succeed).then(succeeded)
    given(bureau_established, succeeded).when(replace(succeed, today=TOMORROW)).then_nothing()
    given(bureau_established, succeeded).when(replace(succeed, successor_code="X")).then_refused(AlreadySucceeded)


def test_nobody_succeeds_a_bureau_that_there_is_not() -> None:
    given().when(succeed).then_refused(NotKnownHere)
    given(bureau_established).when(replace(succeed, succeeded_on=TOMORROW)).then_refused(InTheFuture)


@pytest.mark.parametrize(
    "successor",
    [
        replace(succeed, successor_code="B-320402"),
        replace(succeed, successor_heir="B-320402"),
        replace(succeed, successor_level=BureauLevel.CITY),
        replace(succeed, successor_level=None),
        replace(succeed, successor_established_on=TOMORROW),
        replace(succeed, succeeded_on=date(1999, 12, 31), successor_established_on=date(1990, 1, 1)),
    ],
)
def test_a_successor_is_another_bureau_of_the_level_that_was_there(successor: SucceedBureau) -> None:
    given(bureau_established).when(successor).then_refused(NoSuccessor)


def test_a_successor_that_was_succeeded_itself_hands_the_powers_on() -> None:
    given(bureau_established).when(replace(succeed, successor_heir="N-320402")).then(succeeded)


def test_a_bureau_that_was_succeeded_publicises_nothing() -> None:
    given(bureau_established, succeeded).when(publicise).then_refused(AlreadySucceeded)
    given(bureau_established, publicised, succeeded).when(publicise).then_nothing()


def test_an_officer_is_posted() -> None:
    given_officer().when(post).then(posted)


def test_the_same_posting_is_recorded_once() -> None:
    given_officer(posted).when(replace(post, today=TOMORROW)).then_nothing()


def test_a_new_posting_ends_the_one_before() -> None:
    moved = OfficerPosted(officer_id="of-li", bureau_code="B-320400", post="科长", posted_on=TOMORROW)
    given_officer(posted).when(PostOfficer("of-li", "B-320400", "科长", TOMORROW)).then(moved)
    given_officer(posted, moved).when(post).then(posted)


def test_nobody_is_posted_at_a_bureau_that_was_succeeded() -> None:
    given_officer().when(replace(post, heir="M-320402")).then_refused(AlreadySucceeded)


left = OfficerLeft(officer_id="of-li", bureau_code="B-320402", left_on=TOMORROW)
leave = LeaveOffice("of-li", TOMORROW, TOMORROW)


def test_an_officer_leaves_once_and_may_come_back() -> None:
    given_officer(posted).when(leave).then(left)
    given_officer(posted, left).when(leave).then_nothing()
    given_officer(posted, left).when(replace(post, today=TOMORROW)).then(
        posted.model_copy(update={"posted_on": TOMORROW})
    )


def test_an_officer_leaves_the_bureau_that_has_the_powers_by_then() -> None:
    at_the_successor = left.model_copy(update={"bureau_code": "M-320402"})
    given_officer(posted).when(replace(leave, bureau_code="M-320402")).then(at_the_successor)


def test_who_was_never_posted_does_not_leave() -> None:
    given_officer().when(leave).then_refused(NotKnownHere)
    given_officer(posted).when(replace(leave, today=TODAY)).then_refused(InTheFuture)
    given_officer(posted).when(replace(leave, left_on=date(2013, 5, 15))).then_refused(LeftBeforePosted)


declare = DeclareInterest("of-li", "ho-1", "配偶任职", True, TODAY, TODAY)
declared = InterestDeclared(officer_id="of-li", host_id="ho-1", nature="配偶任职", stands=True, declared_on=TODAY)


def test_an_interest_is_declared_until_it_ends() -> None:
    given_officer(posted).when(declare).then(declared)
    given_officer(posted, declared).when(replace(declare, today=TOMORROW)).then_nothing()
    ended = declared.model_copy(update={"stands": False})
    given_officer(posted, declared).when(replace(declare, stands=False)).then(ended)
    given_officer(posted, declared, ended).when(replace(declare, stands=False)).then_nothing()
    given_officer(posted, declared, ended).when(declare).then(declared)
    other = declared.model_copy(update={"nature": "持股"})
    given_officer(posted, declared).when(replace(declare, nature="持股")).then(other)


def test_what_was_not_declared_does_not_end() -> None:
    given_officer(posted).when(replace(declare, stands=False)).then_refused(NoInterestDeclared)
    given_officer().when(declare).then_refused(NotKnownHere)
    given_officer(posted).when(replace(declare, declared_on=TOMORROW)).then_refused(InTheFuture)
