"""设置: each with a basis, within bounds, changed with a reason until it freezes; deadlines by the calendar."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from services.application.season.bases import BASES, QUOTAS, FreezesAt
from services.application.season.changing import QuotaNarrowed, SettingFrozen
from services.application.season.commands import ChangeSetting, DraftSeason, RecomputeDeadlines, SeasonContext
from services.application.season.deadlines import DeadlinesOutOfOrder, DeadlinesProvisional
from services.application.season.decisions import SEASON
from services.application.season.drafting import SettingIsTheProvinces
from services.application.season.standing import NoSuchSeason, SeasonIsClosed
from services.application.season.values import NoSuchSetting, SettingNotReadable, SettingTooLow, read, told
from shared.errors import Refusal
from shared.events.application import (
    PaperCountsBy,
    ReviewPolicy,
    SeasonClosed,
    SeasonDrafted,
    SeasonExtended,
    SeasonSettings,
    SettingChanged,
)
from shared.testing.scenario import Scenario
from shared.workdays import WorkingCalendar
from tests.application.examples import (
    SEASON_ID,
    applications_closed,
    approved,
    drafted,
    opened,
    recommendations_closed,
    settings,
)
from tests.application.test_seasons import open_it

given = Scenario(SEASON)

# 2013: 19 and 20 September off, the Sunday 22 September and the Sunday 29 September worked.
OF_2013 = WorkingCalendar.of([2013], [date(2013, 9, 19), date(2013, 9, 20)], [date(2013, 9, 22), date(2013, 9, 29)])
change = ChangeSetting(SEASON_ID, "places", 12, "常工商〔2013〕20号", "行业平衡", date(2013, 5, 20))
RUBRIC = {"rubric_id": "R-JS-2013"}
bare = DraftSeason(SEASON_ID, 2013, "320400", RUBRIC, SeasonContext("320000"))
RUNNING = (drafted, approved, opened)
HANDED_OVER = (*RUNNING, applications_closed, recommendations_closed)


def changed(name: str, former: str, value: str, **update: object) -> SettingChanged:
    return SettingChanged(
        season_id=SEASON_ID,
        name=name,
        former_value=former,
        value=value,
        basis=change.basis,
        reason=change.reason,
        settings=settings.model_copy(update=update),
        changed_on=change.today,
    )


def drafted_from(command: DraftSeason) -> SeasonDrafted:
    (event,) = SEASON.decide(command, SEASON.initial)
    assert isinstance(event, SeasonDrafted)
    return event


def test_every_setting_has_its_row_and_its_default_is_within_bounds() -> None:
    assert set(BASES) == set(SeasonSettings.model_fields) - {"provisional"}
    for name, basis in BASES.items():
        if basis.lowest is not None and basis.highest is not None:
            assert basis.lowest <= getattr(settings, name) <= basis.highest
            assert basis.default.startswith(str(getattr(settings, name)))


def test_a_setting_changes_with_its_reason_and_its_basis() -> None:
    event = changed("places", "10", "12", places=12)
    given(*RUNNING).when(change).then(event)
    given(*RUNNING, event).when(change).then_nothing()
    given(drafted).when(replace(change, name="notice_counts_first_day", value=True)).then(
        changed("notice_counts_first_day", "no", "yes", notice_counts_first_day=True)
    )
    given(drafted).when(replace(change, name="submission_due_on", value="2013-10-30")).then(
        changed("submission_due_on", "2013-10-31", "2013-10-30", submission_due_on=date(2013, 10, 30))
    )


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("fee", 1, NoSuchSetting),
        ("provisional", "[]", NoSuchSetting),
        ("places", "12", SettingNotReadable),
        ("places", True, SettingNotReadable),
        ("places", 0, SettingTooLow),
        ("review_policy", "lenient", SettingNotReadable),
        ("submission_due_on", 20131030, SettingNotReadable),
        ("submission_due_on", "2013-09-01", DeadlinesOutOfOrder),
    ],
)
def test_a_value_that_cannot_be_is_refused(name: str, value: object, rule: type[Refusal]) -> None:
    given(drafted).when(replace(change, name=name, value=value)).then_refused(rule)


def test_values_are_read_as_what_they_are() -> None:
    assert read("review_policy", "strict") is ReviewPolicy.STRICT
    assert read("paper_counts_by", PaperCountsBy.POSTMARK) is PaperCountsBy.POSTMARK
    assert read("applications_close_on", "2013-08-30") == date(2013, 8, 30)
    assert [told(value) for value in (True, 3, date(2013, 8, 30), ReviewPolicy.STRICT)] == [
        "yes",
        "3",
        "2013-08-30",
        "strict",
    ]


def test_a_city_changes_only_what_is_left_to_it() -> None:
    by_city = replace(change, by_city=True)
    given(*RUNNING).when(by_city).then(changed("places", "10", "12", places=12))
    given(drafted).when(replace(by_city, name="rubric_id", value="R-V0")).then_refused(SettingIsTheProvinces)


def test_a_setting_freezes_by_stage() -> None:
    for name, value, frozen_after in (
        ("operating_days_required", 300, RUNNING),
        ("applications_close_on", "2013-08-29", RUNNING),
        ("correction_working_days", 6, (*RUNNING, applications_closed)),
        ("places", 12, HANDED_OVER),
    ):
        one = replace(change, name=name, value=value)
        given(*frozen_after).when(one).then_refused(SettingFrozen)
        assert SEASON.decide(one, SEASON.state(frozen_after[:-1]))
    assessors = replace(change, name="assessors_required", value=3)
    given(*HANDED_OVER).when(assessors).then(changed("assessors_required", "2", "3", assessors_required=3))
    given(*HANDED_OVER).when(replace(assessors, is_submitted=True)).then_refused(SettingFrozen)
    strict = replace(change, name="review_policy", value="strict", is_submitted=True)
    given(*HANDED_OVER).when(strict).then(
        changed("review_policy", "dynamic", "strict", review_policy=ReviewPolicy.STRICT)
    )
    closed = SeasonClosed(season_id=SEASON_ID, closed_on=date(2013, 12, 25))
    given(*HANDED_OVER, closed).when(strict).then_refused(SeasonIsClosed)
    given().when(change).then_refused(NoSuchSeason)


def test_an_extension_melts_nothing_that_was_frozen() -> None:
    extended = SeasonExtended(
        season_id=SEASON_ID,
        applications_close_on=date(2013, 9, 6),
        recommendations_due_on=date(2013, 9, 23),
        former_close_on=date(2013, 8, 30),
        reason="台风",
        document_number="常工商〔2013〕31号",
        document_date=date(2013, 8, 31),
        settings=settings,
        extended_on=date(2013, 8, 31),
    )
    history = (*RUNNING, applications_closed, extended)
    given(*history).when(replace(change, name="correction_working_days", value=6)).then_refused(SettingFrozen)


@pytest.mark.parametrize(
    ("name", "before", "narrower", "wider"),
    [
        ("places", 10, 9, 11),
        ("district_quota", 3, 2, 0),
        ("recommendation_limit", 3, 2, 4),
        ("district_quota", 0, 3, 0),
    ],
)
def test_once_somebody_is_recommended_places_are_only_widened(
    name: str, before: int, narrower: int, wider: int
) -> None:
    assert name in QUOTAS
    as_set = drafted.model_copy(update={"settings": settings.model_copy(update={name: before})})
    history = (as_set, approved, opened)
    narrowing = replace(change, name=name, value=narrower, recommended=1)
    given(*history).when(narrowing).then_refused(QuotaNarrowed)
    assert SEASON.decide(replace(narrowing, recommended=0), SEASON.state(history))
    assert len(SEASON.decide(replace(narrowing, value=wider), SEASON.state(history))) == (wider != before)


def test_deadlines_that_are_left_out_are_reckoned_by_the_calendar() -> None:
    known = replace(bare, context=replace(bare.context, calendar=OF_2013))
    assert drafted_from(known).settings == settings
    later = replace(known, stated=RUBRIC | {"applications_close_on": "2013-09-12"})
    # The 13th, 16th to 18th, Sunday 22nd to 27th: ten days are worked.
    assert drafted_from(later).settings.recommendations_due_on == date(2013, 9, 27)


def test_over_a_year_without_calendar_they_are_provisional_and_the_season_stays_shut() -> None:
    guess = drafted_from(bare)
    assert guess.settings.provisional == ("applications_close_on", "recommendations_due_on")
    given(guess, approved).when(open_it).then_refused(DeadlinesProvisional)
    stated = drafted_from(replace(bare, stated=RUBRIC | {"applications_close_on": "2013-08-30"}))
    assert stated.settings.provisional == ("recommendations_due_on",)


def test_when_the_calendar_comes_provisional_deadlines_are_reckoned_again_and_others_are_not() -> None:
    friday_off = ((date(2013, 8, 30),), (date(2013, 8, 31),))
    calendar = WorkingCalendar.of([2013], *friday_off)
    recompute = RecomputeDeadlines(2013, *friday_off, "国办发明电〔2012〕33号", date(2013, 1, 5), SEASON_ID, calendar)
    guess = drafted_from(bare)
    events = SEASON.decide(recompute, SEASON.state([guess]))
    assert [(e.name, e.former_value, e.value) for e in events if isinstance(e, SettingChanged)] == [
        ("applications_close_on", "2013-08-30", "2013-08-31"),
        ("recommendations_due_on", "2013-09-13", "2013-09-13"),
    ]
    assert SEASON.state([guess, *events]).settings.provisional == ()
    given(guess, *events).when(recompute).then_nothing()
    given(drafted).when(recompute).then_nothing()
    given().when(recompute).then_nothing()
    by_hand = drafted_from(replace(bare, stated=RUBRIC | {"applications_close_on": "2013-08-29"}))
    (event,) = SEASON.decide(recompute, SEASON.state([by_hand]))
    assert isinstance(event, SettingChanged)
    assert (event.name, event.settings.applications_close_on) == ("recommendations_due_on", date(2013, 8, 29))


def test_a_day_that_would_break_the_order_stays_provisional_until_somebody_sets_it() -> None:
    tight = drafted_from(replace(bare, stated=RUBRIC | {"submission_due_on": "2013-09-14"}))
    off = tuple(date(2013, 9, day) for day in (9, 10, 11, 12, 13))
    calendar = WorkingCalendar.of([2013], off)
    recompute = RecomputeDeadlines(2013, off, (), "notice", date(2013, 1, 5), SEASON_ID, calendar)
    given(tight).when(recompute).then_nothing()
    set_again = replace(change, name="recommendations_due_on", value="2013-09-13")
    (event,) = SEASON.decide(set_again, SEASON.state([tight]))
    assert isinstance(event, SettingChanged)
    assert event.settings.provisional == ("applications_close_on",)


def test_a_season_from_before_there_were_all_these_settings_goes_on() -> None:
    unset = date(1, 1, 1)
    days = dict.fromkeys(("survey_due_on", "review_opens_on", "review_closes_on"), unset)
    old = drafted.model_copy(update={"settings": settings.model_copy(update=days)})
    given(old, approved, opened).when(change).then(changed("places", "10", "12", places=12, **days))


def test_freezing_covers_every_kind() -> None:
    assert {basis.freezes_at for basis in BASES.values()} == set(FreezesAt)


def test_the_procedure_tells_of_each_setting_what_the_table_says() -> None:
    procedure = (Path(__file__).parents[2] / "docs" / "procedure.md").read_text(encoding="utf-8")
    told_there = [line for line in procedure.splitlines() if line.startswith("| `")]
    for name, basis in BASES.items():
        (line,) = (line for line in told_there if line.startswith(f"| `{name}` |"))
        assert f"| {basis.default}; " in line
        assert line.endswith(f"| {basis.basis} |")
        assert ("by the city" in line) is basis.by_city
