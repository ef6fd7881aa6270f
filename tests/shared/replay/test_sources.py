"""What is gathered from two sources, compared position by position."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from uuid import UUID, uuid4, uuid5

import pytest

from shared.replay.entries import Entry, NotARecord, entry_of
from shared.replay.sources import Log, compared
from shared.replay.spool import Gathered

ID = UUID("0f6f8f3e-0000-4000-8000-000000000000")


def entry(position: int, payload: bytes = b"{}") -> Entry:
    attributes = {
        "id": str(uuid5(ID, str(position))),
        "position": str(position),
        "subject": "st-1",
        "type": "shifan.registry.StationRegistered.v1",
        "time": "2013-09-23T09:00:00.000+08:00",
    }
    return entry_of("registry", attributes, payload)


Gather = Callable[[Iterable[Entry]], Gathered]


@pytest.fixture
def gather(tmp_path: Path) -> Iterator[Gather]:
    """Gathers entries; each time in a folder of its own."""
    with ExitStack() as stack:

        def gathered(entries: Iterable[Entry]) -> Gathered:
            found = stack.enter_context(closing(Gathered(["registry"], tmp_path / str(uuid4()))))
            for one in entries:
                found.add(one)
            return found

        yield gathered


def test_records_come_back_in_the_order_of_their_positions(gather: Gather) -> None:
    entries = [entry(position, b'{"a":%d}' % position) for position in range(1, 30)]
    found = gather(reversed(entries))
    assert list(found.spools["registry"].entries()) == entries
    found.add(entry(30))
    assert [one.position for one in found.spools["registry"].entries()] == list(range(1, 31))
    assert found.place_of(entries[6].event_id) == ("registry", 7)


def test_the_first_record_of_a_position_stands(gather: Gather) -> None:
    found = gather([entry(1, b"1"), entry(1, b"1"), entry(2, b"2"), entry(2, b"3")])
    assert [one.payload for one in found.spools["registry"].entries()] == [b"1", b"2"]
    assert found.spools["registry"].twice == {2}


def test_each_difference_of_two_sources_is_told_by_position(gather: Gather) -> None:
    kafka = gather([entry(1), entry(3, b"forged"), entry(4), entry(4, b"again"), entry(9)])
    stores = gather([entry(position) for position in range(1, 7)])
    assert compared(kafka, stores, {"registry": 5}) == [
        Log("registry", only_store=[2, 5], only_kafka=[9], differs=[3], twice=[4])
    ]
    assert not compared(kafka, stores, {"registry": 5})[0].same


def test_what_nobody_has_seen_yet_may_still_be_on_its_way(gather: Gather) -> None:
    kafka = gather([entry(1), entry(2)])
    stores = gather([entry(1), entry(2), entry(3)])
    assert all(log.same for log in compared(kafka, stores, {"registry": 2}))


@pytest.mark.parametrize(("name", "value"), [("position", "0"), ("position", "one"), ("id", "7"), ("time", None)])
def test_a_record_without_what_every_event_has_is_refused(name: str, value: str | None) -> None:
    attributes = dict(entry(1).attributes)
    attributes.pop(name)
    with pytest.raises(NotARecord):
        entry_of("registry", attributes if value is None else attributes | {name: value}, b"{}")
