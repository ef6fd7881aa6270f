"""同类意见: the rules of a matter. It is made of what is alike, and decides nothing."""

from dataclasses import replace

import pytest

from services.publication.matter.commands import About, Alike, GroupOpinions, ScreenMatter
from services.publication.matter.decisions import (
    AT_ONCE,
    MATTER,
    AdmissibleIsSingle,
    MatterOfOne,
    NoSuchMatter,
    NotOneMatter,
    ScreenedByItself,
)
from shared.events.publication import OpinionsGrouped, Screening, Stance
from shared.testing.scenario import Scenario
from tests.publication.examples import IN_THE_PERIOD, JIA, NOTICE_ID, YI

given = Scenario(MATTER)
TODAY = IN_THE_PERIOD.date()
ABOUT = About(notice_id=NOTICE_ID, application_id=JIA, station_id="st-jia", stance=Stance.OBJECTION)


def group(*opinion_ids: str, about: About = ABOUT, known: tuple[str, ...] | None = None) -> GroupOpinions:
    alike = Alike(about=about, opinion_ids=frozenset(opinion_ids if known is None else known))
    return GroupOpinions(matter_id="mt-1", opinion_ids=opinion_ids, today=TODAY, facts=alike)


def grouped(*opinion_ids: str, count: int) -> OpinionsGrouped:
    return OpinionsGrouped(
        matter_id="mt-1",
        notice_id=NOTICE_ID,
        application_id=JIA,
        station_id="st-jia",
        certificate_number="",
        stance=Stance.OBJECTION,
        opinion_ids=opinion_ids,
        count=count,
        grouped_on=TODAY,
    )


def screen(*opinion_ids: str, result: Screening = Screening.LEAD_ONLY) -> ScreenMatter:
    return ScreenMatter(
        matter_id="mt-1",
        opinion_ids=opinion_ids,
        result=result,
        reason="内容相同，未列明事实",
        today=TODAY,
        to_screen=frozenset({"op-1", "op-2"}),
    )


def test_two_opinions_that_are_alike_are_one_matter() -> None:
    given().when(group("op-1", "op-2")).then(grouped("op-1", "op-2", count=2))


def test_what_comes_later_is_added_and_counted() -> None:
    given(grouped("op-1", "op-2", count=2)).when(group("op-1", "op-3", "op-4")).then(grouped("op-3", "op-4", count=4))


def test_grouping_twice_records_it_once() -> None:
    given(grouped("op-1", "op-2", count=2)).when(group("op-1", "op-2")).then_nothing()


def test_an_opinion_that_is_named_twice_is_counted_once() -> None:
    given().when(group("op-1", "op-2", "op-2")).then(grouped("op-1", "op-2", count=2))


def test_one_opinion_is_no_matter() -> None:
    given().when(group("op-1")).then_refused(MatterOfOne)


def test_an_event_names_so_many_opinions_and_no_more() -> None:
    first = tuple(f"op-{number}" for number in range(AT_ONCE))
    given().when(group(*first, "op-a", "op-b")).then(
        grouped(*first, count=AT_ONCE), grouped("op-a", "op-b", count=AT_ONCE + 2)
    )


def test_the_longest_event_is_a_record_that_can_be_kept() -> None:
    identifiers = tuple(f"op-{number:016d}" for number in range(AT_ONCE))
    assert len(grouped(*identifiers, count=AT_ONCE).payload()) < 20_000


def test_what_was_not_looked_up_is_not_grouped() -> None:
    given().when(replace(group("op-1", "op-2"), facts=Alike())).then_refused(NotOneMatter)


def test_what_is_about_something_else_or_in_another_matter_is_not_grouped() -> None:
    given().when(group("op-1", "op-2", known=("op-1",))).then_refused(NotOneMatter)


@pytest.mark.parametrize("other", [replace(ABOUT, application_id=YI), replace(ABOUT, stance=Stance.SUPPORT)])
def test_a_matter_stays_about_what_it_was_about(other: About) -> None:
    given(grouped("op-1", "op-2", count=2)).when(group("op-3", about=other)).then_refused(NotOneMatter)


def test_screening_changes_nothing_about_the_matter() -> None:
    given(grouped("op-1", "op-2", count=2)).when(screen("op-1", "op-2")).then_nothing()


def test_a_matter_that_is_not_there_is_not_screened() -> None:
    given().when(screen("op-1")).then_refused(NoSuchMatter)


def test_a_named_objection_with_facts_is_not_screened_with_the_others() -> None:
    matter = grouped("op-1", "op-2", "op-named", count=3)
    given(matter).when(screen("op-1", "op-named")).then_refused(ScreenedByItself)


def test_an_opinion_of_another_matter_is_not_screened_with_it() -> None:
    given(grouped("op-1", "op-3", count=2)).when(screen("op-1", "op-2")).then_refused(ScreenedByItself)


def test_nothing_is_screened_that_was_not_looked_up() -> None:
    unknown = replace(screen("op-1"), to_screen=frozenset())
    given(grouped("op-1", "op-2", count=2)).when(unknown).then_refused(ScreenedByItself)


def test_many_are_never_admissible_at_once() -> None:
    matter = grouped("op-1", "op-2", count=2)
    given(matter).when(screen("op-1", result=Screening.ADMISSIBLE)).then_refused(AdmissibleIsSingle)
