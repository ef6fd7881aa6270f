"""Many statements as few round trips: equal ones together, while those that meet in a table keep their order. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from shared.eventsourcing.commits import Statement

WORD = re.compile(r"\w+")
_WRITES = re.compile(r'\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+(?:ONLY\s+)?"?(\w+)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Touched:
    """The tables that a statement writes, and those that it only reads."""

    writes: frozenset[str]
    reads: frozenset[str]


@dataclass(slots=True)
class Group:
    """One statement with the arguments of all its calls, in order."""

    sql: str
    arguments: list[tuple[object, ...]] = field(default_factory=list)


def touching(names: Mapping[str, frozenset[str]]) -> Callable[[str], Touched]:
    """Tells what a statement touches, by the words in it.

    `names` are all tables, and all views and functions with the tables behind each. A word that only happens to be a
    table's name costs a round trip and never the order.
    """

    @lru_cache(maxsize=4096)
    def touched(sql: str) -> Touched:
        writes = frozenset(name for name in _WRITES.findall(sql) if name in names)
        named = (names[word] for word in WORD.findall(sql) if word in names)
        return Touched(writes, frozenset().union(*named) - writes)

    return touched


def grouped(statements: Iterable[Statement], touched: Callable[[str], Touched]) -> list[Group]:
    """The statements in groups. Two of them, one of which writes a table that the other touches, keep their order."""
    groups: list[Group] = []
    latest: dict[str, int] = {}
    written: dict[str, int] = {}
    used: dict[str, int] = {}
    for sql, arguments in statements:
        touch = touched(sql)
        after = max(
            max((used.get(table, -1) for table in touch.writes), default=-1),
            max((written.get(table, -1) for table in touch.reads), default=-1),
        )
        at = latest.get(sql, -1)
        if at < max(after, 0) or not groups:
            at = len(groups)
            groups.append(Group(sql))
            latest[sql] = at
        groups[at].arguments.append(arguments)
        for table in touch.writes:
            written[table] = used[table] = max(used.get(table, -1), at)
        for table in touch.reads:
            used[table] = max(used.get(table, -1), at)
    return groups
