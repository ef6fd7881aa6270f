"""What is sealed for a person opens for that person and field alone, and for nobody once the key is destroyed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from asyncpg import Pool, Record
from cryptography.exceptions import InvalidTag
from hypothesis import HealthCheck, settings
from hypothesis import given as examples
from hypothesis import strategies as st

from services.publication.service import SERVICE as PUBLICATION
from shared.database import create_pool
from shared.events.event import SEALED
from shared.sealing.sealer import SCHEMA, Sealer, SubjectIsErased, keks_from, sealer_open
from shared.service import rewrap_keys, run
from shared.settings import Settings
from tests.servers import MakeDatabase

KEK = bytes(range(32))
NEWER = bytes(range(32, 64))


@pytest.fixture
async def pool(database: MakeDatabase) -> AsyncIterator["Pool[Record]"]:
    pool = await create_pool(await database(SCHEMA))
    yield pool
    await pool.close()


@pytest.fixture
def sealer(pool: "Pool[Record]") -> Sealer:
    return Sealer(pool, KEK)


@examples(st.text())
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_a_sealed_text_opens_again_and_never_reads_the_same(sealer: Sealer, text: str) -> None:
    one, other = await sealer.seal("sf-1", "name", text), await sealer.seal("sf-1", "name", text)
    assert one.startswith(SEALED)
    assert one != other
    assert await sealer.open("sf-1", "name", one) == await sealer.open("sf-1", "name", other) == text


async def test_it_opens_for_no_other_person_field_or_installation(pool: "Pool[Record]", sealer: Sealer) -> None:
    sealed = await sealer.seal("sf-1", "name", "王小明")
    await sealer.seal("sf-2", "name", "李小红")
    for subject, field, text in (
        ("sf-2", "name", sealed),
        ("sf-1", "phone", sealed),
        ("sf-1", "name", sealed[:-4] + "AAAA"),
        ("sf-1", "name", SEALED + "A"),
        ("sf-1", "name", SEALED),
    ):
        with pytest.raises(InvalidTag):
            await sealer.open(subject, field, text)
    with pytest.raises(InvalidTag):
        await Sealer(pool, bytes(32)).open("sf-1", "name", sealed)


async def test_a_key_does_not_open_in_anothers_row(pool: "Pool[Record]", sealer: Sealer) -> None:
    sealed = await sealer.seal("sf-1", "name", "王小明")
    await sealer.seal("sf-2", "name", "李小红")
    swap = "UPDATE subject_keys SET wrapped_key = (SELECT wrapped_key FROM subject_keys WHERE subject_id = 'sf-2')"
    await pool.execute(f"{swap} WHERE subject_id = 'sf-1'")
    with pytest.raises(InvalidTag):
        await sealer.open("sf-1", "name", sealed)


async def test_a_destroyed_key_opens_nothing_in_any_process_and_comes_never_back(
    pool: "Pool[Record]", sealer: Sealer
) -> None:
    sealed = await sealer.seal("sf-1", "name", "王小明")
    kept = await sealer.seal("sf-2", "name", "李小红")
    other_process = Sealer(pool, KEK)
    assert await other_process.open("sf-1", "name", sealed) == "王小明"
    for _ in range(2):
        await sealer.destroy("sf-1")
        assert await other_process.open_all("name", {"sf-1": sealed, "sf-2": kept}) == {"sf-1": None, "sf-2": "李小红"}
        assert await sealer.living(["sf-1", "sf-2"]) == ["sf-2"]
    with pytest.raises(SubjectIsErased):
        await other_process.seal("sf-1", "name", "王小明")


async def test_who_never_had_a_key_gets_none_after_the_erasure(sealer: Sealer) -> None:
    await sealer.destroy("sf-9")
    with pytest.raises(SubjectIsErased):
        await sealer.seal("sf-9", "name", "王小明")


async def test_a_key_is_gone_from_the_tables_file_though_somebody_still_reads_as_of_before(
    pool: "Pool[Record]", sealer: Sealer
) -> None:
    await sealer.seal("sf-1", "name", "王小明")
    before = await pool.fetchval("SELECT pg_relation_filenode('subject_keys')")
    async with pool.acquire() as reader, reader.transaction(isolation="repeatable_read", readonly=True):
        await reader.fetchval("SELECT 1")
        await sealer.destroy("sf-1")
    assert await pool.fetchval("SELECT pg_relation_filenode('subject_keys')") != before
    # Not a dead row is left: the new file has the tombstone alone.
    assert await pool.fetchval("SELECT count(*) FROM subject_keys WHERE ctid <> '(0,1)'") == 0


async def test_a_new_key_of_the_installation_takes_over_what_lay_under_the_old_one(
    pool: "Pool[Record]", sealer: Sealer
) -> None:
    sealed = {name: await sealer.seal(name, "name", name) for name in ("sf-1", "sf-2")}
    await sealer.destroy("sf-9")
    both = Sealer(pool, NEWER, KEK)
    sealed["sf-3"] = await both.seal("sf-3", "name", "sf-3")
    assert await both.open_all("name", sealed) == {name: name for name in sealed}
    with pytest.raises(InvalidTag):
        await sealer.open("sf-3", "name", sealed["sf-3"])
    before = await pool.fetchval("SELECT pg_relation_filenode('subject_keys')")
    told = "SELECT subject_id, made_at, destroyed_at FROM subject_keys ORDER BY 1"
    stood = await pool.fetch(told)

    assert [await both.rewrap() for _ in range(2)] == [3, 3]

    assert await pool.fetchval("SELECT pg_relation_filenode('subject_keys')") != before
    assert await pool.fetch(told) == stood
    assert await Sealer(pool, NEWER).open_all("name", sealed) == {name: name for name in sealed}
    for name, text in sealed.items():
        with pytest.raises(InvalidTag):
            await sealer.open(name, "name", text)
    with pytest.raises(SubjectIsErased):
        await both.seal("sf-9", "name", "王小明")


async def test_a_service_wraps_them_anew_by_its_own_settings(
    database: MakeDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "keks"
    file.write_text(KEK.hex())
    told = Settings(database_url="postgresql://", jwks_file=tmp_path, keys_url=await database(SCHEMA), kek_file=file)
    async with sealer_open(told) as before:
        sealed = await before.seal("sf-1", "name", "王小明")
    file.write_text(f"{NEWER.hex()}\n{KEK.hex()}")
    assert await rewrap_keys(told) == 1
    file.write_text(NEWER.hex())
    async with sealer_open(told) as after:
        assert await after.open("sf-1", "name", sealed) == "王小明"
    with pytest.raises(SystemExit):
        run(PUBLICATION, ["rewrap"])
    assert "publication seals nothing" in capsys.readouterr().err


async def test_where_one_key_lies_under_an_unknown_one_nothing_is_wrapped_anew(
    pool: "Pool[Record]", sealer: Sealer
) -> None:
    await sealer.seal("sf-1", "name", "王小明")
    await Sealer(pool, NEWER).seal("sf-2", "name", "李小红")
    rows = await pool.fetch("SELECT * FROM subject_keys ORDER BY 1")
    with pytest.raises(InvalidTag):
        await Sealer(pool, bytes(32), KEK).rewrap()
    assert await pool.fetch("SELECT * FROM subject_keys ORDER BY 1") == rows


async def test_what_was_never_sealed_is_shown_as_it_is(sealer: Sealer) -> None:
    assert await sealer.open("sf-1", "name", "王小明") == "王小明"
    assert await sealer.open_all("name", {}) == {}


def test_the_key_of_the_installation_is_64_hexadecimal_digits_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "kek"
    told = Settings(database_url="postgresql://", jwks_file=tmp_path, kek_file=file)
    for wrong in (None, "", "00" * 31, "金" * 64, f"{'00' * 32}\n{'00' * 31}"):
        if wrong is not None:
            file.write_text(wrong)
        with pytest.raises(RuntimeError):
            keks_from(told)
    file.write_text(KEK.hex() + "\n")
    assert keks_from(told) == [KEK]
    file.write_text(f"{NEWER.hex()}\n{KEK.hex()}\n")
    assert keks_from(told) == [NEWER, KEK]


async def test_a_fingerprint_cannot_be_tried_out_without_the_key(pool: "Pool[Record]", sealer: Sealer) -> None:
    assert sealer.fingerprint(b"x") == Sealer(pool, KEK).fingerprint(b"x") != Sealer(pool, bytes(32)).fingerprint(b"x")
