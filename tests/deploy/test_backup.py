"""What a backup says of itself, what is refused before anything is touched, and a record that becomes its row again."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import orjson
import pytest

from deploy.backup import commands
from deploy.backup.checking import Checked
from deploy.backup.making import back_up, kek_hash, last_checkpoint
from deploy.backup.manifest import Dump, Manifest, StoreDump, digest, manifest_of, write_manifest
from deploy.backup.putting_back import restore, row_of, take_back
from deploy.embedded.files import ServerTrouble
from deploy.keys import make_keys
from deploy.stack import Stack
from services.audit.entries import parts
from shared.bus.comparing import Missing, Told
from shared.eventsourcing.record import GENESIS, attributes_of_row, link_of_row, record
from shared.eventsourcing.rows import Row

NOON = datetime(2013, 9, 23, 4, 0, 0, tzinfo=UTC)


def backup_in(folder: Path, *, kek: str = "", prefix: str = "") -> Manifest:
    folder.mkdir()
    (folder / "registry.dump").write_bytes(b"all of it")
    dump = Dump(file="registry.dump", sha256=digest(folder / "registry.dump"), size=9)
    stores = {"registry": StoreDump(**dump.model_dump(), head=3, chain="aa", last=NOON)}
    manifest = Manifest(made_at=NOON, topic_prefix=prefix, stores=stores, kek=kek)
    write_manifest(folder, manifest)
    return manifest


def test_a_whole_backup_is_read_as_it_was_written(tmp_path: Path) -> None:
    written = backup_in(tmp_path / "c")
    assert manifest_of(tmp_path / "c") == written
    assert (tmp_path / "c" / "manifest.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("harm", ["changed", "gone", "no manifest", "half a manifest"])
def test_a_backup_that_is_not_whole_is_not_put_back(tmp_path: Path, harm: str) -> None:
    folder = tmp_path / "backup"
    backup_in(folder)
    match harm:
        case "changed":
            (folder / "registry.dump").write_bytes(b"all of it?")
        case "gone":
            (folder / "registry.dump").unlink()
        case "no manifest":
            (folder / "manifest.json").unlink()
        case _:
            (folder / "manifest.json").write_text('{"shifan": 1')
    with pytest.raises(ServerTrouble, match=r"registry\.dump|manifest\.json"):
        manifest_of(folder)


async def test_keys_never_lie_with_the_stores_and_nothing_is_written_over(tmp_path: Path) -> None:
    stack = Stack(tmp_path / "data", environment={})
    (tmp_path / "there").mkdir()
    for to, keys_to in ((tmp_path / "a", tmp_path / "a"), (tmp_path / "a", tmp_path / "a" / "keys")):
        with pytest.raises(ServerTrouble, match="never lie with what they open"):
            await back_up(stack, to, keys_to, lambda _: None)
    with pytest.raises(ServerTrouble, match="there already"):
        await back_up(stack, tmp_path / "there", None, lambda _: None)
    assert not (tmp_path / "a").exists()


async def test_keys_of_another_installation_and_other_topics_are_refused(tmp_path: Path) -> None:
    stack = Stack(tmp_path / "data", environment={})
    make_keys(stack.data)
    other = backup_in(tmp_path / "other", kek="00" * 32)
    with pytest.raises(ServerTrouble, match="another kek"):
        await restore(stack, tmp_path / "other", other, lambda _: None)
    apart = backup_in(tmp_path / "apart", kek=kek_hash(stack.data), prefix="x.")
    with pytest.raises(ServerTrouble, match=r"prefix 'x\.'"):
        await restore(stack, tmp_path / "apart", apart, lambda _: None)


def row(position: int, before: bytes = GENESIS) -> Row:
    made = Row(
        position=position,
        stream_id="st-1",
        version=position,
        type="shifan.registry.StationMoved.v1",
        event_id=UUID(int=position),
        payload='{"town":"茶山街道"}'.encode(),
        attributes=orjson.dumps({"actor": "of-1", "bureauname": "天宁工商局", "partitionkey": "st-1"}),
        recorded_at=NOON,
        effective_at=NOON,
        chain=b"",
    )
    return made._replace(chain=link_of_row(before, made))


def test_a_record_becomes_its_row_again_to_the_byte() -> None:
    first = row(1)
    second = row(2, first.chain)
    for made in (first, second):
        assert row_of(*parts(record(attributes_of_row(made), made.payload))) == made


def checked(missing: Missing | None, sent: dict[int, Told]) -> Checked:
    return Checked("registry", 1, 2, None, None, None, missing, sent)


async def test_what_is_nowhere_to_be_had_is_not_made_up(tmp_path: Path) -> None:
    stack = Stack(tmp_path / "data", environment={})
    told = Told("t", "st-1", "aa")
    lost = checked(Missing(1, [2, 3], {"t": 1}, ["st-1"]), {2: told})
    forked = checked(Missing(1, [2], {"t": 1}, ["st-1"], forked_at=1), {2: told})
    for one in (lost, forked):
        assert not one.can_be_taken_back
        with pytest.raises(ServerTrouble, match="registry: not every event"):
            await take_back(stack, [one], lambda _: None)
    assert checked(Missing(1, [2], {"t": 1}, ["st-1"]), {2: told}).can_be_taken_back
    assert await take_back(stack, [checked(None, {})], lambda _: None) == {}


def test_the_advice_fits_what_can_be_done() -> None:
    told = Told("t", "st-1", "aa")
    can = checked(Missing(1, [2], {"t": 1}, ["st-1"]), {2: told})
    assert commands.advice([can])[-1].endswith("./shifan restore --complete")
    cannot = checked(Missing(1, [2, 3], {"t": 1}, ["st-1"]), {2: told})
    assert commands.advice([can, cannot])[-1].endswith("put back a newer backup.")
    assert commands.advice([]) == []


def test_how_much_is_signed_is_read_from_the_checkpoint_as_it_lies(tmp_path: Path) -> None:
    note = "shifan-sandbox/registry\n17\n" + "A" * 43 + "=\n\n— shifan-sandbox/registry AAAA\n"
    folder = tmp_path / "tlogs" / "registry"
    folder.mkdir(parents=True)
    (folder / "checkpoint").write_text(note, encoding="utf-8")
    assert last_checkpoint(tmp_path, "registry") == (note, 17)
    assert last_checkpoint(tmp_path, "application") == ("", None)


def test_the_advice_is_given_in_chinese_as_well() -> None:
    told = Told("t", "st-1", "aa")
    streams = [f"st-{number}" for number in range(1, 22)]
    behind = checked(Missing(3, [5, 6, 9], {"t.v1": 2}, streams, 3), {5: told, 6: told})
    lacks, what_to_do = commands.advice([behind], "zh")
    assert lacks.startswith(
        f"{behind.service}: 末条事件为第 3 条。第 3 条与日志所载不同。日志另有 3 条：5 至 6、9；t.v1 2 条；st-1、"
    )
    assert lacks.endswith("、st-20等 21 个事件流。")
    assert what_to_do == "主题和审计日志不能补齐全部所缺事件：请恢复较新的备份。"


def test_standings_are_shown_as_a_table_and_as_json() -> None:
    told = Told("t", "st-1", "aa")
    behind = checked(Missing(1, [2], {"t": 1}, ["st-1"]), {2: told})
    (shown,) = commands.as_json_of([behind])
    assert (shown["position"], shown["topic"], shown["audit"]) == (1, 2, None)
    assert shown["missing"] == {
        "positions": [2],
        "types": {"t": 1},
        "streams": ["st-1"],
        "forked_at": None,
        "can_be_taken_back": True,
    }
    table = commands.standings([behind, checked(None, {})], "zh")
    assert [str(column.header) for column in table.columns] == [
        "服务", "位置", "主题", "审计", "已签署", "他方已收", "缺失",
    ]  # fmt: skip
    assert list(table.columns[-1].cells) == ["1", "0"]
