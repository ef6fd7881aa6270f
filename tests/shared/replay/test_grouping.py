"""Statements in groups: as few as may be, and none before another that it meets in a table."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.eventsourcing.commits import Statement
from shared.replay.grouping import Touched, grouped, touching

NAMES = {
    **{table: frozenset({table}) for table in ("stations", "hosts", "bureaus", "marks")},
    "standings": frozenset({"stations", "marks"}),
}
touched = touching(NAMES)

SQL = (
    "INSERT INTO stations (station_id) VALUES ($1)",
    "UPDATE stations SET name = $1",
    'DELETE FROM "hosts" WHERE host_id = $1',
    "INSERT INTO hosts (bureau) SELECT bureau_code FROM bureaus WHERE bureau_code = $1",
    "UPDATE bureaus SET heir = $1",
    "INSERT INTO marks (mark) SELECT count(*) FROM standings WHERE $1",
)


def test_what_a_statement_writes_and_reads_is_told_by_its_words() -> None:
    assert touched(SQL[2]) == Touched(frozenset({"hosts"}), frozenset())
    assert touched(SQL[3]) == Touched(frozenset({"hosts"}), frozenset({"bureaus"}))
    assert touched(SQL[5]) == Touched(frozenset({"marks"}), frozenset({"stations"}))
    both = "WITH gone AS (DELETE FROM hosts RETURNING *) INSERT INTO stations SELECT * FROM gone"
    assert touched(both).writes == {"hosts", "stations"}


def meet(one: str, other: str) -> bool:
    mine, theirs = touched(one), touched(other)
    return bool(mine.writes & (theirs.writes | theirs.reads) or theirs.writes & mine.reads)


def flat(statements: Sequence[Statement]) -> list[Statement]:
    return [(group.sql, arguments) for group in grouped(statements, touched) for arguments in group.arguments]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(SQL), max_size=40))
def test_all_are_there_once_and_those_that_meet_keep_their_order(drawn: list[str]) -> None:
    statements: list[Statement] = [(sql, (place,)) for place, sql in enumerate(drawn)]
    order = flat(statements)
    assert sorted(order, key=lambda one: str(one[1])) == sorted(statements, key=lambda one: str(one[1]))
    at = {arguments[0]: place for place, (_, arguments) in enumerate(order)}
    for later, sql in enumerate(drawn):
        for earlier, other in enumerate(drawn[:later]):
            if meet(sql, other) or sql == other:
                assert at[earlier] < at[later]


def test_statements_that_do_not_meet_make_one_group_each() -> None:
    statements: list[Statement] = [(sql, (n,)) for n in range(50) for sql in (SQL[0], SQL[4])]
    assert [(group.sql, len(group.arguments)) for group in grouped(statements, touched)] == [(SQL[0], 50), (SQL[4], 50)]
