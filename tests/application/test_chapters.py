"""A season of the province above its chapters: approval and settings are taken over, and a city only executes."""

from dataclasses import replace
from datetime import date

from services.application.season.commands import CloseSeason, DraftSeason, OpenSeason, Parent, SeasonContext
from services.application.season.decisions import SEASON
from services.application.season.drafting import (
    ApprovalNumberMissing,
    CityOnlyExecutes,
    OrganiserMayNot,
    SeasonNotApproved,
    SettingIsTheProvinces,
)
from services.application.season.standing import SeasonIsClosed, SeasonNotRunning
from services.application.season.state import SeasonStage
from shared.events.application import SeasonApproved, SeasonClosed, SeasonDrafted, SeasonOpened
from shared.events.registry import BureauLevel
from shared.testing.scenario import Scenario
from tests.application.examples import SEASON_ID, STATED, approved, drafted, opened, settings

given = Scenario(SEASON)

PROVINCES = "S-2013-320000"
theirs = settings.model_copy(update={"places": 30, "notice_working_days": 7})
parent = Parent(PROVINCES, SeasonStage.OPEN, theirs, approved.model_copy(update={"season_id": PROVINCES}))
by_province = SeasonContext("320000", parent)
by_city = replace(by_province, by_city=True)
draft = DraftSeason(SEASON_ID, 2013, "320400", {"places": 10}, by_city)
chapter = drafted.model_copy(
    update={
        "settings": theirs.model_copy(update={"places": 10}),
        "parent_id": PROVINCES,
        "stated": ("places",),
    }
)
of_the_province = drafted.model_copy(update={"season_id": PROVINCES, "city_code": "320000"})


def opening(day: date, context: SeasonContext) -> OpenSeason:
    return OpenSeason(SEASON_ID, day, context)


def test_the_province_drafts_a_season_of_its_own() -> None:
    given().when(DraftSeason(PROVINCES, 2013, "320000", STATED, SeasonContext("320000"))).then(of_the_province)


def test_a_chapter_takes_over_what_its_draft_leaves_out() -> None:
    given().when(draft).then(chapter)
    given().when(replace(draft, context=by_province)).then(chapter)
    given(chapter).when(draft).then_nothing()


def test_a_chapter_takes_over_that_a_deadline_is_provisional() -> None:
    guess = theirs.model_copy(update={"provisional": ("applications_close_on", "recommendations_due_on")})
    context = replace(by_province, parent=replace(parent, settings=guess))
    own_day = {"applications_close_on": "2013-08-29"}
    (event,) = SEASON.decide(replace(draft, stated=own_day, context=context), SEASON.initial)
    assert isinstance(event, SeasonDrafted)
    assert event.settings.provisional == ("recommendations_due_on",)


def test_a_city_runs_no_season_of_its_own() -> None:
    alone = SeasonContext("320000", by_city=True)
    given().when(replace(draft, context=alone)).then_refused(CityOnlyExecutes)
    not_approved = replace(by_city, parent=replace(parent, stage=SeasonStage.DRAFTED, approval=None))
    given().when(replace(draft, context=not_approved)).then_refused(CityOnlyExecutes)
    given(drafted, approved).when(opening(date(2013, 5, 15), alone)).then_refused(CityOnlyExecutes)
    given(chapter).when(opening(date(2013, 5, 15), not_approved)).then_refused(CityOnlyExecutes)


def test_a_city_states_only_what_is_left_to_it() -> None:
    given().when(replace(draft, stated={"rubric_id": "R-OWN"})).then_refused(SettingIsTheProvinces)
    repeated = replace(draft, stated={"places": 10, "rubric_id": theirs.rubric_id})
    given().when(repeated).then(chapter.model_copy(update={"stated": ("places", "rubric_id")}))


def test_a_chapter_of_an_approved_season_needs_no_approval_of_its_own() -> None:
    day = date(2013, 5, 15)
    for context in (by_city, by_province):
        given(chapter).when(opening(day, context)).then(opened)
    merely_drafted = replace(by_province, parent=replace(parent, stage=SeasonStage.DRAFTED, approval=None))
    given(chapter).when(opening(day, merely_drafted)).then_refused(SeasonNotApproved)


def test_from_2022_04_20_on_the_parents_organiser_and_number_are_looked_at_as_well() -> None:
    day = date(2022, 4, 20)
    days = {name: value.replace(year=2022) for name, value in theirs if isinstance(value, date)}
    of_2022 = chapter.model_copy(update={"year": 2022, "settings": theirs.model_copy(update=days)})
    numbered = approved.model_copy(update={"approval_number": "国创示〔2022〕1号"})
    opened_then = SeasonOpened(season_id=SEASON_ID, opened_on=day)

    def through(approval: SeasonApproved) -> OpenSeason:
        return opening(day, replace(by_city, parent=replace(parent, approval=approval)))

    given(of_2022).when(through(approved)).then_refused(ApprovalNumberMissing)
    own_level = numbered.model_copy(update={"organiser_level": BureauLevel.CITY})
    given(of_2022).when(through(own_level)).then_refused(OrganiserMayNot)
    given(of_2022).when(through(numbered)).then(opened_then)
    # An approval of the city's own does no harm beside that of the province.
    given(of_2022, own_level).when(through(numbered)).then(opened_then)


def test_under_a_closed_season_nothing_begins() -> None:
    over = replace(by_province, parent=replace(parent, stage=SeasonStage.CLOSED))
    given().when(replace(draft, context=over)).then_refused(SeasonIsClosed)
    given(chapter).when(opening(date(2013, 5, 15), over)).then_refused(SeasonIsClosed)


def test_the_season_of_the_province_ends_without_a_hand_over() -> None:
    close = CloseSeason(PROVINCES, date(2013, 12, 25))
    closed = SeasonClosed(season_id=PROVINCES, closed_on=date(2013, 12, 25))
    given(of_the_province, approved).when(close).then(closed)
    given(of_the_province, approved, opened).when(close).then(closed)
    given(of_the_province).when(close).then_refused(SeasonNotRunning)
