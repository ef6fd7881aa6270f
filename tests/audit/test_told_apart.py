"""Events of which a projection says at once that they change nothing there: it would have found nothing in them."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from deploy.docs.samples import SAMPLES
from services.audit.lists import cases, outcomes, places, projecting, titles
from services.audit.projections import IN_BULK, keep
from services.audit.signals import facts
from shared.access import directory_projection
from shared.events.catalogue import CATALOGUE, decode
from shared.events.event import Event, named_in
from shared.events.registry import StationRegistered
from shared.eventsourcing.envelope import Recorded
from shared.eventsourcing.record import attributes_of_row
from tests.audit.made import a_season

AT = datetime(2013, 5, 20, 4, 0, tzinfo=UTC)
LISTS = named_in(places, cases, outcomes, titles)
EVENTS = list(CATALOGUE.values())


def sample(event: type[Event]) -> Recorded[Event]:
    """The golden sample, as an official's act."""
    said = {"actor": "of-1", "level": "city", "bureau": "B-320400", "correlationid": "c"}
    read = decode(event.type_name(), (SAMPLES / f"{event.__name__}.json").read_bytes())
    return Recorded(read, UUID(int=1), event.type_name(), "s", 1, 1, AT, AT, said, bytes(32))


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_what_a_module_does_not_name_changes_nothing_in_it(event: type[Event]) -> None:
    recorded = sample(event)
    found = [*places.changes(recorded.event), *cases.changes(recorded.event), *titles.changes(recorded.event)]
    assert len(projecting.project(recorded)) == len(found)
    assert event in LISTS or not found
    assert event in named_in(directory_projection) or not directory_projection.project(recorded)


def test_a_module_names_what_it_imports() -> None:
    assert StationRegistered in named_in(places)
    assert StationRegistered not in named_in(titles)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_an_act_is_about_the_first_thing_that_its_event_names(event: type[Event]) -> None:
    recorded = sample(event)
    subject = facts.subject_of(recorded.event)
    told = recorded.event.model_dump()
    named = ("application_id", "certificate_number", "opinion_id", "station_id", "season_id")
    assert subject == next((told[name] for name in named if told.get(name)), "")


def test_all_that_is_kept_of_a_message_can_be_copied() -> None:
    rows = [row for log in a_season() for row in log.rows]
    kept = [statement for row in rows for statement in keep(attributes_of_row(row), row.payload)]
    assert {sql for sql, _ in kept} == IN_BULK.keys()
    for sql, arguments in kept:
        copied = list(IN_BULK[sql].rows(arguments))
        assert copied
        assert {len(row) for row in copied} == {len(IN_BULK[sql].columns)}
