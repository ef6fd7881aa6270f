"""Several logs in one order: each in its own, effects after their causes, and by the clock where nothing else says."""

from collections.abc import Iterator, Mapping, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.replay.entries import Entry, Happening
from shared.replay.merging import merged

OWNERS = ("application", "assessment", "registry")


def entry(owner: str, position: int, recorded: int, cause: str = "") -> Entry:
    return Entry(owner, position, f"{owner}-{position}", cause, f"{recorded:09}", {}, b"")


def in_order(logs: Mapping[str, Sequence[Entry]]) -> list[Entry]:
    places = {one.event_id: (owner, one.position) for owner, log in logs.items() for one in log}
    happened = {owner: (Happening(one, own=False, heard=True) for one in log) for owner, log in logs.items()}
    return [one.entry for one in merged(happened, places.get)]


def history(drawn: Sequence[tuple[str, int, int]]) -> list[Entry]:
    """Events in the order in which they happened, each after an earlier one or of itself; clocks go as they like."""
    happened: list[Entry] = []
    positions = dict.fromkeys(OWNERS, 0)
    for owner, cause, at in drawn:
        positions[owner] += 1
        causes = ["", *(one.event_id for one in happened)]
        happened.append(entry(owner, positions[owner], at, causes[cause % len(causes)]))
    return happened


HISTORIES = st.lists(st.tuples(st.sampled_from(OWNERS), st.integers(0, 30), st.integers(0, 30)), max_size=30).map(
    history
)


def by_owner(happened: Sequence[Entry]) -> dict[str, list[Entry]]:
    return {owner: [one for one in happened if one.owner == owner] for owner in OWNERS}


@settings(max_examples=60)
@given(HISTORIES)
def test_nothing_is_lost_each_log_keeps_its_order_and_no_effect_comes_before_its_cause(happened: list[Entry]) -> None:
    logs = by_owner(happened)
    order = in_order(logs)
    assert by_owner(order) == logs
    places = {one.event_id: place for place, one in enumerate(order)}
    assert all(places[one.cause] < place for place, one in enumerate(order) if one.cause)


@settings(max_examples=60)
@given(HISTORIES)
def test_where_the_clocks_agree_the_order_is_the_order_in_which_it_happened(happened: list[Entry]) -> None:
    timed = [one._replace(recorded=f"{place:09}") for place, one in enumerate(happened)]
    assert in_order(by_owner(timed)) == timed


def test_a_cause_that_is_not_among_them_keeps_nothing_waiting() -> None:
    first, second = entry("registry", 1, 5, "unknown"), entry("registry", 2, 6, "application-7")
    other = entry("application", 8, 9)
    assert in_order({"registry": [first, second], "application": [other]}) == [first, second, other]


def test_forged_records_that_wait_for_each_other_still_have_an_order() -> None:
    one, other = entry("registry", 1, 2, "application-1"), entry("application", 1, 1, "registry-1")
    assert in_order({"registry": [one], "application": [other]}) == [other, one]


def test_no_more_is_drawn_of_a_log_than_is_asked_for() -> None:
    drawn: list[int] = []

    def log() -> Iterator[Happening]:
        for position in range(1, 100):
            drawn.append(position)
            yield Happening(entry("registry", position, position), own=True, heard=False)

    order = merged({"registry": log()}, lambda _: None)
    next(order)
    assert drawn == [1]
