"""Every event is told to somebody, or a reason says why nobody is told; and a message tells no more than it may."""

import pytest

from services.notification.routing.learned import learned
from services.notification.routing.told import ROUTES, UNTOLD, template_of, told
from services.notification.routing.whom import DIRECT
from shared.events.assessment import SpotCheckOrdered
from shared.events.catalogue import CATALOGUE
from shared.events.event import Event, Visibility
from shared.events.notification import DeadlineReminded
from shared.events.publication import (
    CandidateHeld,
    CandidateStruckOff,
    ObjectionDecided,
    OpinionReceived,
    OpinionScreened,
)
from tests.notification.told import sample, samples

EVENTS = set(CATALOGUE.values())
TOLD = pytest.mark.parametrize("event", list(ROUTES), ids=lambda one: one.__name__)
WAYS = {
    *("station-host", "station-bureau", "station-city", "station-province", "season-city", "season-province"),
    *("season-counties", "season-hosts", "application-host", "notice-hosts", "opinion-city", "contest-organiser"),
    *("mandate-other", "contest-hosts", "staff-host"),
}
FIRST_OF_TWO = {"season-counties", "season-hosts", "opinion-city", "staff-host"}


def test_every_event_has_a_route_or_a_reason_and_none_has_both() -> None:
    assert ROUTES.keys() | UNTOLD.keys() | {DeadlineReminded} == EVENTS
    assert ROUTES.keys() & UNTOLD.keys() == set()
    assert [event.__name__ for event, why in UNTOLD.items() if len(why) < 15] == []


@TOLD
def test_a_route_names_fields_that_its_event_has(event: type[Event]) -> None:
    route = ROUTES[event]
    named = {*route.shows, *(to.field.split(".")[0] for to in route.to), *filter(None, (route.station, route.case))}
    assert named - event.model_fields.keys() == set()
    assert route.to, "a route leads to somebody"


@TOLD
def test_a_route_goes_by_ways_that_are_learned(event: type[Event]) -> None:
    assert {to.kind for to in ROUTES[event].to} <= {DIRECT, *WAYS}
    assert [to for to in ROUTES[event].to if (to.kind == DIRECT) != bool(to.prefix)] == []


def test_every_way_is_learned_from_some_event() -> None:
    assert {concern.kind for event in samples() for concern in learned(event)} - {"city-counties", "city-hosts"} == WAYS
    assert {concern.kind for event in samples() for concern in learned(event)} >= FIRST_OF_TWO


@TOLD
def test_no_message_tells_a_personal_field(event: type[Event]) -> None:
    marks = {name: field.metadata for name, field in event.model_fields.items() if name in ROUTES[event].shows}
    personal = [name for name, kept in marks.items() for one in kept if isinstance(one, Visibility) and one.subject]
    assert personal == []


@pytest.mark.parametrize(
    "event", [CandidateHeld, CandidateStruckOff, ObjectionDecided, OpinionReceived, OpinionScreened]
)
def test_whose_an_opinion_is_and_what_it_says_stays_sealed(event: type[Event]) -> None:
    sealed = {"stance", "side", "is_named", "content_hmac", "reasons", "outcome", "result", "investigators"}
    assert sealed & set(ROUTES[event].shows) == set()
    assert all("name" not in notice.data for notice in told(sample(event)))


def test_no_host_is_told_that_a_check_is_on_its_way() -> None:
    assert {notice.kind for notice in told(sample(SpotCheckOrdered))} == {"station-city", "station-province"}


def test_a_template_is_named_as_its_event() -> None:
    assert template_of(DeadlineReminded) == "deadline_reminded"


def test_each_told_event_leads_to_a_notice_with_what_it_shows() -> None:
    for event in ROUTES:
        for notice in told(sample(event)):
            assert notice.data.keys() == set(ROUTES[event].shows)
            assert notice.id
