"""Each table of a service is a read model, which events alone make, or is named as what it is instead."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from deploy.auditing.replaying import service_named
from deploy.databases import schemas_of
from deploy.stack import SERVICES
from shared.replay.tables import MACHINERY, names, read_models
from tests.architecture.tree import ROOT, name, of_kind, parsed
from tests.servers import MakeDatabase

PROJECTIONS = (
    "/projections/",
    "/projections.py",
    "shared/access/directory_projection.py",
    "shared/eventsourcing/due.py",
    "services/audit/lists/projecting.py",
    "services/audit/signals/rules.py",
)
"""Where statements stand that events lead to."""

OTHER_DATABASES = {
    "services/publication/vault.py": "the vault, which holds words and no facts",
    "services/publication/work.py": "the vault's list of work that was spent",
    "shared/sealing/sealer.py": "the keys of persons",
}
"""Modules that write to a database which is no service's, each with what it is."""

_WRITES = re.compile(
    r'\b(?:INSERT INTO|DELETE FROM|UPDATE)\s+(?:ONLY\s+)?"?([a-z_]+)"?(?:\s+AS\s+\w+)?(?:\s+SET\s+"?([a-z_]+))?'
)


def _declared(service: str) -> set[str]:
    return {*MACHINERY, *service_named(service).beside_events}


@pytest.mark.parametrize("service", SERVICES)
async def test_what_is_declared_is_there_and_every_read_model_has_a_key(service: str, database: MakeDatabase) -> None:
    connection = await asyncpg.connect(await database(*schemas_of(service)))
    try:
        beside = service_named(service).beside_events
        there = await names(connection, "public")
        columns = {
            f"{one.name}.{column}" for one in await read_models(connection, "public", {}) for column in one.columns
        }
        assert set(beside) - there.keys() - columns == set()
        assert set(MACHINERY) - there.keys() == set()
        models = await read_models(connection, "public", beside)
        assert models
        assert [one.name for one in models if not one.key] == []
    finally:
        await connection.close()


def _texts(path: Path) -> Iterator[tuple[int, str]]:
    """The strings of a module; of a formatted one, its fixed parts."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def _written_beside_projections(path: Path) -> list[str]:
    parts = path.relative_to(ROOT).parts
    services = [parts[1]] if parts[1] in SERVICES else SERVICES
    allowed = set.intersection(*(_declared(service) for service in services))
    return [
        f"{name(path)}:{line} {table}"
        for line, text in _texts(path)
        for table, column in _WRITES.findall(text)
        if table not in allowed and f"{table}.{column}" not in allowed
    ]


def test_no_statement_but_those_of_projections_writes_a_read_model() -> None:
    modules = [path for package in ("services", "shared") for path in of_kind(".py", under=package)]
    found = [
        one
        for path in modules
        if not any(place in f"/{name(path)}" for place in PROJECTIONS) and name(path) not in OTHER_DATABASES
        for one in _written_beside_projections(path)
    ]
    assert found == []


def test_a_statement_beside_them_would_be_found() -> None:
    assert _WRITES.findall('UPDATE "stations" SET name = $1') == [("stations", "name")]
    assert _WRITES.findall("INSERT INTO hosts (host_id) VALUES ($1)") == [("hosts", "")]
    assert "stations" not in _declared("registry")
    assert "opinions" not in _declared("publication")


def test_what_stands_apart_is_still_there() -> None:
    there = {name(path) for path in of_kind(".py")}
    assert OTHER_DATABASES.keys() <= there
