"""A record that is read without being parsed says what it says when it is parsed, and nothing faulty is read so."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from benchmarks.records import records as of_a_ledger
from deploy.auditing.verifying.canonical import read
from deploy.auditing.verifying.findings import WRONG
from deploy.auditing.verifying.records import Told, told
from shared.eventsourcing.envelope import Provenance
from shared.eventsourcing.record import GENESIS, attributes_of_row, link_of_row, record
from shared.eventsourcing.rows import Row
from tests.tamper.evidence import records, registry

ODD = st.sampled_from(["", " ", '"', "\\", "\n", "\x00", "\x7f", "é", "　", "\U0001f600", '","chain":"', "}\n"])
TEXTS = st.text(max_size=12) | ODD
SEEN = st.sampled_from(["sf-00000001", "服务站负责人", "2013〔9〕号", "person", "x" * 40])
STORED = st.dictionaries(
    st.sampled_from([*Provenance.__slots__, "partitionkey", "unheard", "zone", "a"]), SEEN | TEXTS, max_size=18
)
DAY = 86_400_000
MOMENTS = (st.integers(0, 47_000 * DAY) | st.integers(15_845 * DAY, 15_846 * DAY)).map(
    lambda milliseconds: datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=milliseconds)
)
COLUMNS = [b"chain", b"effectivetime", b"id", b"position", b"source", b"specversion", b"subject", b"time", b"version"]


def parsed(index: int, kept: bytes) -> Told | None:
    """What the record says if nothing at all is wrong with it."""
    try:
        said, faults = told("registry", index, kept)
    except WRONG:
        return None
    return None if faults else said


@st.composite
def made(draw: st.DrawFn) -> tuple[int, bytes]:
    """An index and the record there, as the store would write it."""
    index, at = draw(st.integers(0, 1 << 40)), draw(MOMENTS)
    stored = draw(STORED) | {"source": draw(st.sampled_from(["/services/registry"] * 5 + ["/services/audit"]))}
    row = Row(
        index + 1,
        draw(st.sampled_from(["dispute-di-00000001", "calendar"]) | TEXTS),
        draw(st.integers(1, (1 << 31) - 1)),
        draw(st.just("shifan.registry.DisputeReceived.v1") | TEXTS),
        UUID(int=draw(st.integers(0, (1 << 128) - 1))),
        draw(st.binary(max_size=40)),
        orjson.dumps(stored, option=orjson.OPT_SORT_KEYS),
        at,
        draw(st.just(at) | MOMENTS),
        GENESIS,
    )
    row = row._replace(chain=link_of_row(draw(st.binary(min_size=32, max_size=32)), row))
    return index, record(attributes_of_row(row), row.payload)


@given(made())
def test_what_is_read_is_what_is_parsed(of: tuple[int, bytes]) -> None:
    found = read("registry", *of)
    assert found is None or found == parsed(*of)


@given(made(), st.data())
def test_what_is_changed_is_read_as_it_is_parsed_or_not_at_all(of: tuple[int, bytes], data: st.DataObject) -> None:
    index, kept = of
    head = kept.index(b"\n")
    begin = data.draw(st.integers(0, min(head + 2, len(kept))), "begin")
    end = data.draw(st.integers(begin, min(begin + 3, len(kept))), "end")
    kept = (
        kept[:begin] + data.draw(st.binary(max_size=3) | st.sampled_from([b'"', b"0", b",", b" "]), "by") + kept[end:]
    )
    found = read("registry", index, kept)
    assert found is None or found == parsed(index, kept)


FAULTLESS = list(of_a_ledger(4))


@given(st.sampled_from(COLUMNS), st.integers(-3, 60), st.binary(min_size=1, max_size=2), st.sampled_from([0, 1, 2]))
@example(b"time", 26, b"60", 2)
@example(b"version", 10, b"0", 0)
@example(b"position", 11, b"0", 0)
@example(b"id", 5, b"A", 1)
def test_what_is_changed_near_a_column_is_read_as_it_is_parsed_or_not_at_all(
    column: bytes, after: int, by: bytes, gone: int
) -> None:
    kept = FAULTLESS[1]
    at = kept.index(b'"' + column + b'"') + after
    kept = kept[:at] + by + kept[at + gone :]
    found = read("registry", 1, kept)
    assert found is None or found == parsed(1, kept)


@given(st.permutations(range(8)))
def test_attributes_in_another_order_are_never_read(order: list[int]) -> None:
    said = orjson.loads(FAULTLESS[0].partition(b"\n")[0])
    names = sorted(said)
    names[:8] = [names[at] for at in order]
    kept = orjson.dumps({name: said[name] for name in names}) + b"\n{}"
    assert (read("registry", 0, kept) is None) == (order != sorted(order))


@pytest.mark.parametrize("kept", [FAULTLESS, records(registry(12).rows)], ids=["a-ledger", "stations"])
def test_what_the_store_writes_need_not_be_parsed(kept: list[bytes]) -> None:
    found = [read("registry", index, one) for index, one in enumerate(kept)]
    assert found == [parsed(index, one) for index, one in enumerate(kept)]
    assert None not in found


def test_a_record_of_another_log_or_place_is_not_read() -> None:
    assert read("audit", 0, FAULTLESS[0]) is None
    assert read("registry", 1, FAULTLESS[0]) is None


def test_times_before_and_after_midnight_in_china_are_read_as_they_are() -> None:
    at = datetime(2013, 9, 22, 15, 59, 59, 999_000, UTC)
    row = registry(1).rows[0]
    for moment in (at, at + timedelta(milliseconds=1)):
        moved = row._replace(recorded_at=moment, effective_at=moment - timedelta(days=400))
        kept = record(attributes_of_row(moved), moved.payload)
        found = read("registry", 0, kept)
        assert found == parsed(0, kept)
        assert found is not None
