"""A chapter may hand over more candidates than one record holds: they go in parts, and nobody sees half of them."""

from datetime import date

from services.application.season.commands import CloseRecommendations
from services.application.season.decisions import SEASON
from shared.events.application import Candidate, CandidatesHandedOver, RecommendationsClosed
from shared.eventsourcing.commits import RECORD_LIMIT
from tests.application.examples import (
    SEASON_ID,
    applications_closed,
    approved,
    candidate,
    drafted,
    opened,
)

running = (drafted, approved, opened, applications_closed)


def many(count: int) -> tuple[Candidate, ...]:
    """Each with names as long as they may be."""
    long = {"station_name": "甲" * 200, "host_name": "乙" * 200, "bureau_name": "丙" * 200}
    return tuple(candidate.model_copy(update={"application_id": f"A-2013-st-{n}", **long}) for n in range(count))


def test_three_hundred_candidates_are_handed_over_in_order_and_every_record_fits() -> None:
    command = CloseRecommendations(SEASON_ID, date(2013, 9, 14), candidates=many(300))
    events = SEASON.decide(command, SEASON.state(running))
    *before, last = events
    assert all(isinstance(event, CandidatesHandedOver) for event in before)
    assert isinstance(last, RecommendationsClosed), "who has heard of the end has all of them"
    assert max(len(event.payload()) for event in events) <= RECORD_LIMIT - 5_000
    named = [
        (event.first_place + place, one)
        for event in events
        if isinstance(event, (CandidatesHandedOver, RecommendationsClosed))
        for place, one in enumerate(event.candidates)
    ]
    assert named == list(enumerate(many(300), start=1))


def test_a_few_candidates_stand_in_one_event() -> None:
    command = CloseRecommendations(SEASON_ID, date(2013, 9, 14), candidates=many(3))
    (closed,) = SEASON.decide(command, SEASON.state(running))
    assert isinstance(closed, RecommendationsClosed)
    assert (closed.first_place, len(closed.candidates)) == (1, 3)


def test_nobody_may_be_recommended_at_all() -> None:
    (closed,) = SEASON.decide(CloseRecommendations(SEASON_ID, date(2013, 9, 14)), SEASON.state(running))
    assert isinstance(closed, RecommendationsClosed)
    assert closed.candidates == ()
