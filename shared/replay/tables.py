"""Which tables of a service are read models, how their rows are told apart, and what hangs together with them."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.database import Connection
from shared.replay.grouping import WORD

MACHINERY: Mapping[str, str] = {
    "head": "the end of the log itself",
    "events": "the log itself",
    "idempotency": "answers given to requests, kept for who asks again",
    "inbox": "how far messages were worked off",
    "parked": "messages that could not be read",
    "refused": "commands of reactions that a rule refused, written where no event is",
    "relayed": "how far the log was sent",
    "compared": "whether this very database was compared with its topic",
    "relay_head": "how far the log was sent",
    "schema_history": "which SQL files have run, and when",
    "sandbox_clock": "where a person has set the clock of a sandbox",
}
"""The store's own tables, which are no read models, each with the reason."""

_TABLES = """
SELECT c.relname AS name,
       array_agg(a.attname::text ORDER BY a.attnum) AS columns,
       coalesce((SELECT array_agg(k.attname::text ORDER BY array_position(i.indkey::int2[], k.attnum))
                   FROM pg_index i JOIN pg_attribute k ON k.attrelid = c.oid AND k.attnum = ANY (i.indkey)
                  WHERE i.indrelid = c.oid AND i.indisprimary), '{}') AS key,
       array_agg(a.attname::text) FILTER (WHERE a.attcollation <> 0) AS texts,
       array_agg(a.attname::text) FILTER (WHERE a.attgenerated <> '') AS generated
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.relnamespace = $1::regnamespace AND c.relkind IN ('r', 'p')
 GROUP BY c.oid ORDER BY c.relname
"""
_DEFINED = """
SELECT relname, pg_get_viewdef(oid) FROM pg_class WHERE relnamespace = $1::regnamespace AND relkind = 'v'
UNION ALL
SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = $1::regnamespace AND prokind = 'f'
"""


@dataclass(frozen=True, slots=True)
class Table:
    """A read model: the columns that follow from events, and those that tell its rows apart.

    `texts` have a collation; `generated` columns are computed by the server and never written.
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    texts: frozenset[str]
    generated: frozenset[str]

    @property
    def order(self) -> str:
        """The columns of the key as an order that is the same in every database."""
        return ", ".join(f'"{name}" COLLATE "C"' if name in self.texts else f'"{name}"' for name in self.key)


async def read_models(connection: Connection, schema: str, beside: Mapping[str, str]) -> list[Table]:
    """The tables of the schema without those of the machinery and those that stand `beside` events.

    Each has a primary key, by which its rows are told apart; a table without one was made by somebody's hand, and no
    service reads it.
    """
    rows = await connection.fetch(_TABLES, schema)
    tables = [row for row in rows if row["key"] and row["name"] not in {*MACHINERY, *beside}]
    return [
        Table(
            name=row["name"],
            columns=tuple(one for one in row["columns"] if f"{row['name']}.{one}" not in beside),
            key=tuple(row["key"]),
            texts=frozenset(row["texts"] or ()),
            generated=frozenset(row["generated"] or ()),
        )
        for row in tables
    ]


async def names(connection: Connection, schema: str) -> dict[str, frozenset[str]]:
    """Every table, view and function of the schema by name, with the tables that lie behind it."""
    tables = {row["name"]: frozenset({row["name"]}) for row in await connection.fetch(_TABLES, schema)}
    defined = dict(map(tuple, await connection.fetch(_DEFINED, schema)))
    found = dict(tables)
    for name in defined:
        found[name] = found.get(name, frozenset()) | _behind(name, defined, tables, set())
    return found


def _behind(
    name: str, defined: Mapping[str, str], tables: Mapping[str, frozenset[str]], seen: set[str]
) -> frozenset[str]:
    """The tables that a view or function speaks of, also by way of others."""
    seen.add(name)
    words = set(WORD.findall(defined[name]))
    found = frozenset(words & tables.keys())
    for other in (words & defined.keys()) - seen:
        found |= _behind(other, defined, tables, seen)
    return found
