"""What was written once can be read for ever: a golden sample of every event loads and says the same as it did.

A later release may add a field with a default; it never takes one away, and never reads one differently.
"""

from typing import Any

import orjson
import pytest

from deploy.docs.samples import SAMPLES
from shared.events.catalogue import CATALOGUE, decode
from shared.events.event import Event

EVENTS = list(CATALOGUE.values())


def test_every_event_has_its_sample_and_every_sample_its_event() -> None:
    samples = {path.name.split(".")[0] for path in SAMPLES.glob("*.json")}
    assert samples == {event.__name__ for event in EVENTS}


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_a_sample_loads_and_says_what_was_written(event: type[Event]) -> None:
    written = _sample(event)
    assert written.rstrip(b"\n") == _canonical(written), "a sample is canonical JSON"
    read = orjson.loads(decode(event.type_name(), written).payload())
    assert _as_far_as(orjson.loads(written), read) == orjson.loads(written)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_a_field_that_a_later_release_adds_is_ignored(event: type[Event]) -> None:
    written = _sample(event)
    later = b'{"a_later_field":1,' + written[1:]
    assert decode(event.type_name(), later) == decode(event.type_name(), written)


def _sample(event: type[Event]) -> bytes:
    return (SAMPLES / f"{event.__name__}.json").read_bytes()


def _canonical(payload: bytes) -> bytes:
    return orjson.dumps(orjson.loads(payload), option=orjson.OPT_SORT_KEYS)


def _as_far_as(written: Any, read: Any) -> Any:
    """What was read, without what a later release has added to it."""
    if isinstance(written, dict) and isinstance(read, dict):
        return {name: _as_far_as(value, read[name]) for name, value in written.items() if name in read}
    if isinstance(written, list) and isinstance(read, list) and len(written) == len(read):
        return [_as_far_as(one, other) for one, other in zip(written, read, strict=True)]
    return read
