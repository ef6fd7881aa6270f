"""How far a service is, and what of each log it has seen so far."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid5

import pytest

from shared.bus.topics import partition_of
from shared.replay.cut import Cut
from shared.replay.entries import Entry, entry_of
from shared.replay.spool import Gathered

ID = UUID("0f6f8f3e-0000-4000-8000-000000000000")
ONE, OTHER = "st-1", "st-2"
AT_ONE, AT_OTHER = partition_of(ONE), partition_of(OTHER)


def entry(owner: str, position: int, key: str = ONE) -> Entry:
    attributes = {
        "id": str(uuid5(ID, f"{owner}{position}")),
        "position": str(position),
        "subject": key,
        "partitionkey": key,
        "type": "shifan.registry.StationRegistered.v1",
        "time": f"2013-09-23T09:00:{position:02}.000+08:00",
    }
    return entry_of(owner, attributes, b"{}")


@pytest.fixture
def gathered(tmp_path: Path) -> Iterator[Gathered]:
    """Five events of the registry in two partitions, and two of application's own."""
    found = Gathered(["registry", "application"], tmp_path)
    for position in range(1, 6):
        found.add(entry("registry", position, ONE if position % 2 else OTHER))
    for position in (1, 2):
        found.add(entry("application", position))
    yield found
    found.close()


CUT = Cut("application", 1, {"registry": {AT_ONE: 3, AT_OTHER: 4}}, frozenset({("registry", 3)}))


def test_the_partitions_are_two() -> None:
    assert AT_ONE != AT_OTHER


def test_what_was_seen_happened_and_nothing_else(gathered: Gathered) -> None:
    happened = [
        (one.entry.owner, one.entry.position, one.own, one.heard, one.parked) for one in CUT.happenings(gathered)
    ]
    assert happened == [
        ("application", 1, True, False, False),
        ("registry", 1, False, True, False),
        ("registry", 2, False, True, False),
        ("registry", 3, False, True, True),
        ("registry", 4, False, True, False),
    ]


def test_after_an_earlier_cut_only_what_came_since(gathered: Gathered) -> None:
    later = Cut("application", 2, {"registry": {AT_ONE: 5, AT_OTHER: 4}})
    happened = [(one.entry.owner, one.entry.position) for one in later.happenings(gathered, since=CUT)]
    assert happened == [("application", 2), ("registry", 5)]


def test_an_own_event_that_is_heard_happens_in_both_ways(gathered: Gathered) -> None:
    cut = Cut("application", 2, {"application": {AT_ONE: 1}})
    assert [(one.own, one.heard) for one in cut.happenings(gathered)] == [(True, True), (True, False)]
    since = Cut("application", 2, {"application": {}})
    assert [(one.own, one.heard) for one in cut.happenings(gathered, since=since)] == [(False, True)]


def test_a_hole_in_what_was_seen_is_missing_and_what_is_still_to_come_is_not(gathered: Gathered) -> None:
    assert CUT.missing(gathered) == {}
    del gathered.spools["registry"].kept[2]
    del gathered.spools["registry"].kept[5]
    assert CUT.missing(gathered) == {"registry": [2]}
    assert CUT.lowered(gathered) == Cut("application", 1, {"registry": {AT_ONE: 1}}, CUT.parked)


def test_without_holes_nothing_is_lowered(gathered: Gathered) -> None:
    assert CUT.lowered(gathered) == CUT
