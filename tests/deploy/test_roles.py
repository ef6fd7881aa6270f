"""Who may come into which database, on a real server: every login against every database, and what it may do there."""

import asyncio
from collections.abc import Callable
from itertools import product
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest

from deploy.databases import beside, database_name, make_databases, remove_databases, schemas_of
from deploy.embedded.files import ServerTrouble
from deploy.embedded.postgres import Postgres
from deploy.embedded.servers import with_database
from deploy.roles import ROLES_VARIABLE, Logins, are_shared, owner_of
from deploy.stack import SERVICES, Stack
from shared.database import MayNotMigrate, migrate
from tests.deploy.conftest import command_lines

MakeStack = Callable[..., Stack]
ALL = (*SERVICES, *beside(SERVICES))


async def refusal(dsn: str, *statements: str) -> str:
    """The name of what PostgreSQL refuses with; empty where it does everything."""
    try:
        connection = await asyncpg.connect(dsn, timeout=10)
    except asyncpg.PostgresError as error:
        return type(error).__name__
    try:
        for statement in statements:
            await connection.execute(statement)
    except asyncpg.PostgresError as error:
        return type(error).__name__
    finally:
        await connection.close()
    return ""


async def test_no_service_comes_into_anothers_database(make_stack: MakeStack) -> None:
    stack = make_stack(SERVICES)
    await stack.start()
    logins, tried = stack.logins, 0
    names = {service: database_name(service, stack.topic_prefix) for service in ALL}
    for (one, mine), (other, theirs) in product(names.items(), names.items()):
        for login in (logins.service(mine), logins.owner(mine)):
            refused = await refusal(with_database(login, theirs))
            assert refused == ("" if one == other else "InsufficientPrivilegeError"), f"{one} in {other}'s: {refused!r}"
            tried += 1
    assert tried == 162


async def test_a_service_works_with_its_tables_and_changes_neither_log_nor_schema(make_stack: MakeStack) -> None:
    stack = make_stack(("registry",))
    await stack.start()
    service = stack.environment("registry")["SHIFAN_DATABASE_URL"]
    assert await migrate(service, *schemas_of("registry")) == []
    assert await refusal(service, "SELECT position FROM head FOR UPDATE", "DELETE FROM inbox", "TABLE events") == ""
    me = database_name("registry", stack.topic_prefix)
    # PostgreSQL only warns who gives what is not theirs; nothing must come of it.
    await refusal(service, f'GRANT UPDATE ON events TO "{me}"')
    for statement in (
        "UPDATE events SET payload = ''",
        "DELETE FROM events",
        "TRUNCATE events",
        "ALTER TABLE events DISABLE TRIGGER never_changed",
        "DROP TRIGGER never_changed ON events",
        f'SET ROLE "{owner_of(me)}"',
        "CREATE TABLE more (n integer)",
        "DROP TABLE inbox",
    ):
        assert await refusal(service, statement) == "InsufficientPrivilegeError", statement


async def test_passwords_stay_the_same_and_are_in_no_log_and_on_no_command_line(make_stack: MakeStack) -> None:
    stack = make_stack(("registry", "publication"))
    await stack.start()
    folder = stack.logins.folder
    before = {file.name: file.read_text() for file in folder.iterdir()}
    assert len(before) == 8
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    passwords = {text.strip().rpartition(":")[2] for text in before.values()}
    assert min(map(len, passwords)) >= 43
    told = [file.read_text(errors="replace") for file in (stack.data / "logs").iterdir()]
    told += [str(stack.environment(name)) for name in ("registry", "publication")]
    told.append((stack.data / "stack.json").read_text())
    told += command_lines()
    assert not [password for password in passwords for text in told if password in text]
    await stack.stop()
    await stack.start()
    assert {file.name: file.read_text() for file in folder.iterdir()} == before
    assert await refusal(stack.environment("registry")["SHIFAN_DATABASE_URL"]) == ""


async def test_the_tables_of_before_there_were_roles_are_taken_over(
    postgres: str, tmp_path: Path, topic_prefix: str
) -> None:
    name = database_name("incentives", topic_prefix)
    shared, own = (Logins(postgres, tmp_path / "keys", shared=shared) for shared in (True, False))
    try:
        await make_databases(shared, {"incentives": name})
        assert await refusal(own.server, f'SET ROLE "{name}"') == "InvalidParameterValueError"
        await make_databases(own, {"incentives": name})
        assert await migrate(own.service(name), *schemas_of("incentives")) == []
        assert await refusal(own.service(name), "DELETE FROM inbox") == ""
        assert await refusal(own.service(name), "DELETE FROM events") == "InsufficientPrivilegeError"
        assert await refusal(own.owner(name), "ALTER TABLE inbox ADD COLUMN more integer") == ""
        await make_databases(own, {"incentives": name})
    finally:
        await remove_databases(postgres, [name])
    assert await refusal(postgres, f'SET ROLE "{name}"') == "InvalidParameterValueError"


@pytest.mark.parametrize("rights", ["CREATEDB", "CREATEDB CREATEROLE"])
async def test_a_named_user_who_is_no_superuser_needs_the_right_to_make_roles(
    postgres: str, tmp_path: Path, topic_prefix: str, rights: str
) -> None:
    name = database_name("audit", topic_prefix)
    deployer = f"{name}_deployer"
    assert await refusal(postgres, f"CREATE ROLE \"{deployer}\" LOGIN {rights} PASSWORD 'sesame'") == ""
    address = urlsplit(postgres)._replace(netloc=f"{deployer}:sesame@{urlsplit(postgres).netloc.rpartition('@')[2]}")
    logins = Logins(address._replace(query="").geturl(), tmp_path / "keys")
    try:
        if "CREATEROLE" in rights:
            await make_databases(logins, {"audit": name})
            assert await refusal(logins.service(name), "TABLE events") == ""
            assert await refusal(logins.service(name), "DELETE FROM events") == "InsufficientPrivilegeError"
        else:
            with pytest.raises(ServerTrouble, match=f"may not make roles.*{ROLES_VARIABLE}=shared"):
                await make_databases(logins, {"audit": name})
    finally:
        await remove_databases(postgres, [name])
        assert await refusal(postgres, f'DROP ROLE "{deployer}"') == ""


def test_only_a_setting_lets_services_do_without_roles() -> None:
    assert not are_shared("")
    assert not are_shared("own")
    assert are_shared("shared")
    with pytest.raises(ServerTrouble, match="'off'"):
        are_shared("off")


async def test_who_does_not_own_the_tables_is_told_who_may_migrate(make_stack: MakeStack, tmp_path: Path) -> None:
    stack = make_stack(("registry",))
    await stack.start()
    folder = tmp_path / "later" / "schema"
    folder.mkdir(parents=True)
    (folder / "0001_more.sql").write_text("CREATE TABLE more (n integer)")
    with pytest.raises(MayNotMigrate, match="its owner alone"):
        await migrate(stack.environment("registry")["SHIFAN_DATABASE_URL"], folder)
    as_owner = stack.environment("registry", as_owner=True)["SHIFAN_DATABASE_URL"]
    assert await migrate(as_owner, folder) == ["later/0001_more.sql"]
    assert await refusal(stack.environment("registry")["SHIFAN_DATABASE_URL"], "INSERT INTO more VALUES (1)") == ""


def test_the_embedded_server_lets_in_nobody_without_a_password(tmp_path: Path) -> None:
    tmp_path.chmod(0o711)
    server = Postgres(tmp_path / "postgres")
    server.start()
    try:
        assert asyncio.run(refusal(server.dsn())) == ""
        stranger = server.dsn().partition("?")[0].replace("postgres@", "postgres:guessed@")
        assert asyncio.run(refusal(stranger)) == "InvalidPasswordError"
        file = Path(parse_qs(urlsplit(server.dsn()).query)["passfile"][0])
        assert file.stat().st_mode & 0o777 == 0o600
        # A release without passwords left its doors open.
        (server.data / "pg_hba.conf").write_text("host all all 127.0.0.1/32 trust\n")
        file.unlink()
        server.stop()
        server.start()
        assert asyncio.run(refusal(server.dsn())) == ""
        assert asyncio.run(refusal(stranger)) == "InvalidPasswordError"
        assert file.read_text().strip().rpartition(":")[2] not in server.log.read_text()
    finally:
        server.stop()
