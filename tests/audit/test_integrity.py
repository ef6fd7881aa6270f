"""The chain is verified over the log in position order; a hole stops it, a changed byte breaks it."""

from services.audit.integrity import Verified, advance
from tests.audit.made import Log, station_registered


def _log(length: int) -> list[tuple[int, bytes]]:
    log = Log("registry")
    for number in range(length):
        log.add(station_registered(f"st-{number}"), f"station-st-{number}", key=f"st-{number}")
    return [(one.row.position, one.row.record) for one in log.entries()]


def test_a_whole_log_is_verified_to_its_end() -> None:
    reached, _ = advance(Verified(), _log(5))
    assert (reached.position, reached.broken_at) == (5, None)


def test_verifying_goes_on_from_where_it_ended() -> None:
    records = _log(5)
    reached, _ = advance(Verified(), records[:3])
    reached, _ = advance(reached, records[3:])
    assert reached == advance(Verified(), records)[0]


def test_a_hole_ends_it_until_it_is_filled() -> None:
    records = _log(5)
    reached, ended = advance(Verified(), records[:2] + records[3:])
    assert (reached.position, reached.broken_at, ended) == (2, None, True)
    assert advance(reached, records[2:])[0].position == 5


def test_a_changed_byte_breaks_it_at_its_own_position() -> None:
    records = _log(5)
    records[2] = (3, records[2][1].replace("百货".encode(), "超市".encode()))
    reached, ended = advance(Verified(), records)
    assert (reached.position, reached.broken_at, ended) == (2, 3, True)


def test_two_entries_changed_round_break_it() -> None:
    records = _log(5)
    records[1], records[2] = (2, records[2][1]), (3, records[1][1])
    assert advance(Verified(), records)[0].broken_at == 2


def test_once_broken_it_stays_so() -> None:
    broken = Verified(position=2, broken_at=3)
    assert advance(broken, _log(5)) == (broken, True)


def test_a_record_that_is_none_breaks_it() -> None:
    assert advance(Verified(), [(1, b"{}\n{}")])[0].broken_at == 1
