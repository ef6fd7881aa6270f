"""A database that was there before the register: its titles, announcements and prints are found again."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from deploy.embedded.servers import with_database
from services.publication.printing import printed
from services.publication.queries.documents import document, printed_again
from services.publication.queries.register import RegisterWanted, register
from services.publication.queries.titles import TitleStatus, status_of, title
from services.publication.service import SERVICE
from shared.access.directory import SCHEMA as DIRECTORY_SCHEMA
from shared.database import STORE_SCHEMA, Connection, migrate
from shared.events.event import Event
from tests.publication.examples import certified, revoked
from tests.publication.printables import notice, result

NUMBER = certified.certificate_number
BEFORE = "0007"


@pytest.fixture
async def of_before(postgres: str, tmp_path: Path) -> AsyncIterator[str]:
    """A database as the release before made and filled it."""
    name = f"t_{uuid4().hex[:16]}"
    server = await asyncpg.connect(postgres)
    await server.execute(f'CREATE DATABASE "{name}"')
    dsn = with_database(postgres, name)
    folder = tmp_path / SERVICE.schema.parent.name / "schema"
    folder.mkdir(parents=True)
    for path in SERVICE.schema.glob("*.sql"):
        if path.name < BEFORE:
            shutil.copy(path, folder)
    await migrate(dsn, STORE_SCHEMA, DIRECTORY_SCHEMA, folder)
    yield dsn
    await server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    await server.close()


async def test_it_is_all_taken_over(of_before: str) -> None:
    connection = await asyncpg.connect(of_before)
    await _filled(connection)
    await migrate(of_before, STORE_SCHEMA, DIRECTORY_SCHEMA, SERVICE.schema)
    assert status_of(await title(connection, NUMBER, certified.certified_on)) is TitleStatus.IN_FORCE
    assert status_of(await title(connection, NUMBER, revoked.decided_on)) is TitleStatus.REVOKED
    (line,) = await register(connection, RegisterWanted(certified.certified_on))
    assert (line.station_name, line.host_name, line.bureau_name) == ("甲服务站", "甲公司", "天宁分局")
    for event, identifier in ((notice, notice.notice_id), (result, result.announcement_id)):
        row = await document(connection, identifier)
        assert row is not None
        assert printed_again(row) == printed(event)
    published = await connection.fetchval("SELECT announcement_id FROM published_titles")
    assert published == result.announcement_id
    assert await connection.fetchval("SELECT count(*) FROM titles_to_publish") == 0
    await connection.close()


async def _filled(connection: Connection) -> None:
    await connection.execute(
        """
        INSERT INTO hosts VALUES ('ho-jia', '甲公司', '320402', '320402000012315', '2013-01-05');
        INSERT INTO bureaus (bureau_code, name, level, division_code, established_on)
        VALUES ('B-320402', '天宁分局', 'county', '320402', '2013-01-01');
        INSERT INTO stations VALUES
            ('st-jia', 'ho-jia', '甲服务站', 'mall', '百货', '320402', '雕庄', 'B-320402', '2011-03-15', '2013-01-05');
        """
    )
    await connection.execute(
        """
        INSERT INTO titles (certificate_number, station_id, season_id, certified_on, revoked_on, ground)
        VALUES ($1, 'st-jia', 'S-2013-320400', $2, $3, 'lax_management')
        """,
        NUMBER,
        certified.certified_on,
        revoked.decided_on,
    )
    await connection.execute(
        """
        INSERT INTO announcements VALUES
            ('an-result', 'result', 'S-2013-320400', '', '新华日报', '90号', '2013-12-25', $1, 1)
        """,
        result.model_dump_json(include={"titles"}),
    )
    for position, event in enumerate((notice, result), 1):
        await _recorded(connection, position, event)


async def _recorded(connection: Connection, position: int, event: Event) -> None:
    await connection.execute(
        "INSERT INTO events VALUES ($1, $2, 1, $3, $4, $5, '{}', now(), now(), '')",
        position,
        f"s-{position}",
        event.type_name(),
        uuid4(),
        event.payload(),
    )
