"""A long list of candidates: every record can be kept, and nobody is left out or printed twice."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.publication.notice.commands import CloseNotice
from services.publication.notice.decisions import NOTICE
from services.publication.printing import printed as printed_form
from shared.events.event import Event
from shared.events.parts import MOST, ROOM, in_parts
from shared.events.publication import (
    CandidatesPutOnNotice,
    NoticeCandidate,
    NoticeResult,
    PublicNoticeClosed,
    PublicNoticeOpened,
)
from shared.eventsourcing.commits import RECORD_LIMIT
from shared.eventsourcing.ids import new_id
from shared.printing import sha256
from shared.testing.scenario import Scenario
from tests.publication.conftest import NOTICE as BODY
from tests.publication.conftest import World
from tests.publication.examples import AFTER, NOTICE_ID, SEASON, candidate, opened, printed, recommended
from tests.publication.people import CITY
from tests.publication.test_opening_a_notice import facts, open_it

REST_OF_A_RECORD = 5_000
"""What the attributes and the columns of a record take at most."""


def candidates(number: int, length: int = 20) -> tuple[NoticeCandidate, ...]:
    names = dict.fromkeys(("station_name", "host_name", "bureau_name", "trade"), ("站" * length)[:length])
    ids = [new_id("st", str(place)) for place in range(number)]
    return tuple(
        printed("jia").model_copy(
            update=names | {"station_id": one, "host_id": one, "application_id": f"A-2013-320400-{one}"}
        )
        for one in ids
    )


def opening_of(found: tuple[NoticeCandidate, ...]) -> tuple[PublicNoticeOpened, list[CandidatesPutOnNotice]]:
    first, *others = NOTICE.decide(replace(open_it, facts=replace(facts, candidates=found)), NOTICE.initial)
    assert isinstance(first, PublicNoticeOpened)
    assert all(isinstance(other, CandidatesPutOnNotice) for other in others)
    return first, [other for other in others if isinstance(other, CandidatesPutOnNotice)]


def fits(event: Event) -> bool:
    return len(event.payload()) + REST_OF_A_RECORD <= RECORD_LIMIT


@pytest.mark.parametrize("length", [20, 200])
def test_three_hundred_candidates_are_put_on_notice_in_records_that_fit(length: int) -> None:
    found = candidates(300, length)
    first, others = opening_of(found)
    assert (first.candidates_in_all, len(first.candidates) <= MOST) == (300, True)
    assert (*first.candidates, *(one for other in others for one in other.candidates)) == found
    assert all(fits(event) for event in (first, *others))
    assert {(other.opens_on, other.closes_on) for other in others} == {(first.opens_on, first.closes_on)}


def test_names_of_ordinary_length_stand_sixty_to_a_record() -> None:
    first, others = opening_of(candidates(300))
    assert [len(first.candidates), *(len(other.candidates) for other in others)] == [60] * 5


def test_the_print_shows_them_all() -> None:
    first, others = opening_of(candidates(130))
    assert first.printed_sha256 == sha256(printed_form(first, *others))
    assert first.printed_sha256 != sha256(printed_form(first))


def test_the_notice_counts_the_candidates_of_all_records() -> None:
    found = candidates(130)
    first, others = opening_of(found)
    notice = NOTICE.state((first, *others))
    assert list(notice.candidates) == [one.application_id for one in found]
    Scenario(NOTICE)(first, *others).when(open_it).then_nothing()


def test_the_closing_of_three_hundred_fits() -> None:
    first, others = opening_of(candidates(300))
    close = CloseNotice(notice_id=NOTICE_ID, today=AFTER, unscreened=0)
    (closed,) = NOTICE.decide(close, NOTICE.state((first, *others)))
    assert isinstance(closed, PublicNoticeClosed)
    worst = [result.model_copy(update={"result": NoticeResult.STRUCK_OFF}) for result in closed.results]
    assert len(worst) == 300
    assert fits(closed.model_copy(update={"results": tuple(worst)}))


def test_a_short_list_stays_one_record() -> None:
    assert in_parts(opened.candidates) == [opened.candidates]
    assert in_parts(()) == []


@given(st.lists(st.integers(1, 200), max_size=200))
def test_parts_are_the_list_in_its_order_and_none_is_too_large(lengths: list[int]) -> None:
    found = [one for length in lengths for one in candidates(1, length)]
    parts = in_parts(found)
    assert [one for part in parts for one in part] == found
    assert all(1 <= len(part) <= MOST for part in parts)
    assert all(sum(len(one.model_dump_json().encode()) for one in part) <= ROOM for part in parts)


async def test_everybody_reads_a_long_notice_in_the_order_of_the_recommendations(world: World) -> None:
    many = tuple(
        candidate("jia").model_copy(update={"application_id": f"A-2013-st-{place:03}", "station_id": f"st-{place:03}"})
        for place in range(150)
    )
    season = SEASON.replace("320400", "320401")
    await world.hear(recommended.model_copy(update={"season_id": season, "candidates": many}))
    answer = await world.post("/v1/notices", BODY | {"season_id": season}, by=CITY)
    assert (answer.status_code, answer.json()["version"]) == (201, 3)
    assert len(answer.json()["candidates"]) == 150
    shown = (await world.get(f"/v1/notices/{answer.json()['id']}")).json()
    assert [one["candidate"]["application_id"] for one in shown["candidates"]] == [one.application_id for one in many]
    again = await world.post("/v1/notices", BODY | {"season_id": season}, by=CITY)
    assert (again.status_code, again.json()["version"]) == (201, 3)
