"""年度: drafted, approved and opened; its closing days come by themselves."""

from dataclasses import replace
from datetime import date

import pytest

from services.application.season.commands import (
    ApproveSeason,
    CloseApplications,
    CloseRecommendations,
    CloseSeason,
    DraftSeason,
    OpenSeason,
    SeasonContext,
)
from services.application.season.deadlines import DeadlineOutsideTheYear, DeadlinesOutOfOrder
from services.application.season.decisions import SEASON
from services.application.season.drafting import (
    ApprovalNumberMissing,
    OpenedTooLate,
    OrganiserMayNot,
    RubricNotNamed,
    SeasonAlreadyApproved,
    SeasonAlreadyDrafted,
    SeasonNotApproved,
)
from services.application.season.standing import NoSuchSeason, SeasonIsClosed, SeasonNotRunning
from services.application.season.values import NoSuchSetting, SettingNotReadable, SettingTooHigh, SettingTooLow
from shared.errors import InTheFuture, Refusal
from shared.events.application import SeasonApproved, SeasonClosed, SeasonDrafted, SeasonOpened, SeasonSettings
from shared.events.event import Event
from shared.events.registry import BureauLevel
from shared.testing.scenario import Scenario
from tests.application.examples import (
    SEASON_ID,
    SHA,
    STATED,
    applications_closed,
    approved,
    candidate,
    drafted,
    opened,
    recommendations_closed,
)

given = Scenario(SEASON)

draft = DraftSeason(SEASON_ID, 2013, "320400", STATED, SeasonContext("320000"))
approve = ApproveSeason(
    SEASON_ID, approved.issuer, BureauLevel.PROVINCE, approved.document_date, SHA, "", date(2013, 5, 14)
)
open_it = OpenSeason(SEASON_ID, date(2013, 5, 15))
close_applications = CloseApplications(SEASON_ID, date(2013, 8, 31), filed=1)
close_recommendations = CloseRecommendations(SEASON_ID, date(2013, 9, 14), candidates=(candidate,))


def of_2022(opened_on: date, **approval: object) -> tuple[SeasonDrafted, SeasonApproved, OpenSeason]:
    later = SeasonSettings(
        applications_close_on=date(2022, 8, 31),
        recommendations_due_on=date(2022, 9, 15),
        submission_due_on=date(2022, 10, 31),
        rubric_id="R-V0",
    )
    in_2022 = drafted.model_copy(update={"year": 2022, "settings": later})
    return in_2022, approved.model_copy(update=approval), OpenSeason(SEASON_ID, opened_on)


def test_a_season_is_drafted_with_all_its_settings() -> None:
    given().when(draft).then(drafted)


def test_a_city_has_one_chapter_a_year() -> None:
    given(drafted).when(draft).then_nothing()
    given(drafted).when(replace(draft, stated=STATED | {"places": 9})).then_refused(SeasonAlreadyDrafted)
    given(drafted, approved).when(draft).then_refused(SeasonAlreadyDrafted)


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"places": 0}, SettingTooLow),
        ({"inspectors_required": 0}, SettingTooLow),
        ({"assessors_required": 1}, SettingTooLow),
        ({"notice_working_days": 0}, SettingTooLow),
        ({"operating_days_required": -1}, SettingTooLow),
        ({"bar_seasons_after_revocation": -1}, SettingTooLow),
        ({"correction_working_days": 31}, SettingTooHigh),
        ({"recommendations_due_on": "2013-08-30"}, DeadlinesOutOfOrder),
        ({"submission_due_on": "2013-09-13"}, DeadlinesOutOfOrder),
        ({"review_closes_on": "2013-06-01"}, DeadlinesOutOfOrder),
        ({"submission_due_on": "2014-01-05"}, DeadlineOutsideTheYear),
        ({"applications_close_on": "2012-12-31"}, DeadlineOutsideTheYear),
        ({"survey_due_on": "2014-05-20"}, DeadlineOutsideTheYear),
        ({"rubric_id": " "}, SettingNotReadable),
        ({"places": "many"}, SettingNotReadable),
        ({"fee": 1}, NoSuchSetting),
        ({"provisional": []}, NoSuchSetting),
    ],
)
def test_settings_must_make_sense(changed: dict[str, object], rule: type[Refusal]) -> None:
    given().when(replace(draft, stated=STATED | changed)).then_refused(rule)


def test_a_season_names_its_rubric() -> None:
    without = {name: value for name, value in STATED.items() if name != "rubric_id"}
    given().when(replace(draft, stated=without)).then_refused(RubricNotNamed)


def test_a_drafted_season_is_approved_on_a_document() -> None:
    given(drafted).when(approve).then(approved)
    given(drafted, approved).when(approve).then_nothing()


def test_only_a_drafted_season_is_approved() -> None:
    given().when(approve).then_refused(NoSuchSeason)
    given(drafted, approved).when(replace(approve, approval_number="苏2013-1")).then_refused(SeasonAlreadyApproved)
    given(drafted).when(replace(approve, document_date=date(2013, 5, 15))).then_refused(InTheFuture)


def test_an_approved_season_is_opened() -> None:
    given(drafted, approved).when(open_it).then(opened)
    given(drafted, approved, opened).when(open_it).then_nothing()


def test_only_an_approved_season_is_opened_while_hosts_can_still_apply() -> None:
    given().when(open_it).then_refused(NoSuchSeason)
    given(drafted).when(open_it).then_refused(SeasonNotApproved)
    given(drafted, approved, opened, applications_closed).when(open_it).then_refused(SeasonNotApproved)
    given(drafted, approved).when(replace(open_it, today=date(2013, 8, 31))).then_refused(OpenedTooLate)


def test_before_the_rule_of_2022_a_season_needs_neither_the_province_nor_a_number() -> None:
    season, approval, command = of_2022(date(2022, 4, 19), organiser_level=BureauLevel.CITY, approval_number="")
    given(season, approval).when(command).then(SeasonOpened(season_id=SEASON_ID, opened_on=date(2022, 4, 19)))


def test_from_2022_04_20_on_only_the_province_organises_and_only_with_an_approval_number() -> None:
    first_day = date(2022, 4, 20)
    season, approval, command = of_2022(
        first_day, organiser_level=BureauLevel.CITY, approval_number="国创示〔2022〕1号"
    )
    given(season, approval).when(command).then_refused(OrganiserMayNot)
    season, approval, command = of_2022(first_day, approval_number="")
    given(season, approval).when(command).then_refused(ApprovalNumberMissing)
    season, approval, command = of_2022(first_day, approval_number="国创示〔2022〕1号")
    given(season, approval).when(command).then(SeasonOpened(season_id=SEASON_ID, opened_on=first_day))


def test_applications_close_at_half_past_five_of_their_last_day() -> None:
    given(drafted, approved, opened).when(close_applications).then(applications_closed)


@pytest.mark.parametrize("later", [(), (recommendations_closed,)])
def test_applications_close_once(later: tuple[Event, ...]) -> None:
    history = (drafted, approved, opened, applications_closed, *later)
    given(*history).when(close_applications).then_nothing()  # type: ignore[arg-type]


def test_only_an_open_season_comes_to_its_closing_days() -> None:
    given(drafted, approved).when(close_applications).then_refused(SeasonNotRunning)
    given(drafted, approved, opened).when(close_recommendations).then_refused(SeasonNotRunning)


def test_recommendations_close_with_the_candidates_frozen() -> None:
    running = (drafted, approved, opened, applications_closed)
    given(*running).when(close_recommendations).then(recommendations_closed)
    given(*running, recommendations_closed).when(close_recommendations).then_nothing()


def test_a_season_is_closed_when_its_result_is_published_and_then_takes_nothing() -> None:
    handed_over = (drafted, approved, opened, applications_closed, recommendations_closed)
    close = CloseSeason(SEASON_ID, date(2013, 12, 25))
    closed = SeasonClosed(season_id=SEASON_ID, closed_on=date(2013, 12, 25))
    given(*handed_over).when(close).then(closed)
    given(*handed_over, closed).when(close).then_nothing()
    given(*handed_over, closed).when(close_applications).then_nothing()
    given(*handed_over, closed).when(close_recommendations).then_nothing()
    given(drafted, approved, opened).when(close).then_refused(SeasonNotRunning)
    for command in (approve, open_it):
        given(*handed_over, closed).when(command).then_refused(SeasonIsClosed)
