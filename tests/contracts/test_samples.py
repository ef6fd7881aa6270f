"""What was written once can be read for ever: a golden sample of every event loads and gives the same bytes again."""

import pytest

from deploy.docs.samples import SAMPLES
from shared.events.catalogue import CATALOGUE, decode
from shared.events.event import Event

EVENTS = list(CATALOGUE.values())


def test_every_event_has_its_sample_and_every_sample_its_event() -> None:
    samples = {path.name.split(".")[0] for path in SAMPLES.glob("*.json")}
    assert samples == {event.__name__ for event in EVENTS}


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_a_sample_loads_and_gives_the_same_canonical_bytes(event: type[Event]) -> None:
    written = (SAMPLES / f"{event.__name__}.json").read_bytes().rstrip(b"\n")
    assert decode(event.type_name(), written).payload() == written


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_a_field_that_a_later_release_adds_is_ignored(event: type[Event]) -> None:
    written = (SAMPLES / f"{event.__name__}.json").read_bytes().rstrip(b"\n")
    later = b'{"a_later_field":1,' + written[1:]
    assert decode(event.type_name(), later).payload() == written
