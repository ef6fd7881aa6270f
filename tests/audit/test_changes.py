"""Before and after: folding a stream loses nothing, and what may not be read is not told by what it changed to."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from services.audit.changes import Change, changes, incomplete
from services.audit.history import Fact
from services.audit.telling import Reader
from shared.access.masking import MASK
from shared.access.roles import Level
from shared.events.application import ApplicationDrafted
from shared.events.event import Sealed
from shared.events.registry import StaffAppointed
from tests.audit.made import Log, closed, filed, revoked, suspended
from tests.audit.test_history import facts

_VALUES = st.none() | st.integers(0, 3) | st.lists(st.integers(0, 1), max_size=2)
PAYLOADS = st.lists(st.dictionaries(st.sampled_from("abcd"), _VALUES), max_size=12)


def _stream(payloads: list[dict[str, Any]]) -> list[Fact]:
    log = Log("registry")
    for payload in payloads:
        log.add(orjson.dumps(payload), "s", type_name="shifan.registry.Made.v1")
    return facts([log])


def _payload(one: Fact) -> Any:
    return one.payload


@given(PAYLOADS)
def test_all_that_is_told_of_after_makes_the_last_state_and_each_before_is_the_after_before_it(
    payloads: list[dict[str, Any]],
) -> None:
    stream = _stream(payloads)
    found = changes(reversed(stream), _payload)
    state: dict[str, Any] = {}
    for one in stream:
        for change in found[one.event_id]:
            assert change.before == state.get(change.field)
            assert change.field not in state or change.before != change.after
            state[change.field] = change.after
    last: dict[str, Any] = {}
    for payload in payloads:
        last |= payload
    assert state == last


@given(PAYLOADS, st.integers(0, 12))
def test_what_comes_later_changes_nothing_of_what_was_changed_before(payloads: list[dict[str, Any]], kept: int) -> None:
    stream = _stream(payloads)
    whole, part = changes(stream, _payload), changes(stream[:kept], _payload)
    assert part == {one.event_id: whole[one.event_id] for one in stream[:kept]}


def test_streams_of_the_same_name_of_two_owners_are_two() -> None:
    logs = [Log("application"), Log("assessment")]
    for log in logs:
        log.add(orjson.dumps({"a": log.owner}), "s", type_name="shifan.x.Made.v1")
    found = changes(facts(logs), _payload)
    assert {one for each in found.values() for one in each} == {
        Change("a", None, "application"),
        Change("a", None, "assessment"),
    }


@given(st.sets(st.integers(1, 9)))
def test_a_stream_is_incomplete_where_a_version_before_the_last_is_missing(kept: set[int]) -> None:
    stream = [one for one in _stream([{}] * 9) if one.version in kept]
    holes = kept and kept != set(range(1, max(kept) + 1))
    assert incomplete(stream) == ({("registry", "s"): max(kept)} if holes else {})


def _told(reader: Reader, log: Log, *, own: int | None = None) -> list[Mapping[str, tuple[Any, Any]]]:
    """What each event of a log changed as somebody reads it, of whose history the first `own` are not."""
    stream = facts([log])
    found = changes(stream, reader.reading({one.event_id for one in stream[own:]}))
    return [{one.field: (one.before, one.after) for one in found[fact.event_id]} for fact in stream]


def _staff(name: Sealed) -> StaffAppointed:
    return StaffAppointed(
        staff_id="sf-1", station_id="st-1", host_id="ho-1", name=name, posts=(), appointed_on=date(2013, 5, 20)
    )


def test_a_personal_field_says_neither_what_it_was_nor_that_it_changed() -> None:
    log = Log("registry")
    log.add(_staff(Sealed("sealed.v1.AAAA")), "staff-sf-1", key="st-1")
    log.add(_staff(Sealed("sealed.v1.BBBB")), "staff-sf-1", key="st-1")
    first, second = _told(Reader(Level.AUDITOR), log)
    assert first["name"] == (None, MASK)
    assert second == {}


def test_what_is_kept_from_a_level_does_not_come_out_as_what_was_before() -> None:
    log = Log("application")
    drafted = ApplicationDrafted(
        application_id="A-2013-st-1",
        season_id="S-2013-320400",
        station_id="st-1",
        host_id="ho-other",
        statement="尚未定稿",
        contact="",
        drafted_at=datetime(2013, 5, 20, tzinfo=UTC),
    )
    log.add(drafted, "application-A-2013-st-1", key="st-1")
    log.add(filed("st-1"), "application-A-2013-st-1", key="st-1")
    for_a_bureau, for_its_host = _told(Reader(Level.COUNTY), log), _told(Reader(Level.ENTERPRISE, "st-1"), log)
    assert for_a_bureau[0] == {}
    assert for_a_bureau[1]["host_id"] == (None, "ho-1")
    assert for_its_host[1]["host_id"] == ("ho-other", "ho-1")


def test_what_stands_in_no_history_of_the_reader_is_masked_as_what_was_before() -> None:
    log = Log("assessment")
    log.add(suspended("st-2"), "shared")
    log.add(revoked("st-1"), "shared")
    assert _told(Reader(Level.COUNTY), log, own=1)[1]["station_id"] == (MASK, "st-1")
    assert _told(Reader(Level.AUDITOR), log, own=1)[1]["station_id"] == ("st-2", "st-1")


def test_a_host_reads_of_lists_before_and_after_only_its_own_lines() -> None:
    log = Log("application")
    mine, others = {"station_id": "st-1"}, {"station_id": "st-2"}
    for lines in ([others], [others, mine], [mine]):
        payload = orjson.loads(closed().payload()) | {"candidates": lines}
        log.add(orjson.dumps(payload), "season-1", type_name=closed().type_name())
    told = _told(Reader(Level.ENTERPRISE, "st-1"), log)
    assert "candidates" not in told[2], "the line of another went, and that is not the host's to know"
    before, after = told[1]["candidates"]
    assert (before, [line["station_id"] for line in after]) == ([], ["st-1"])
