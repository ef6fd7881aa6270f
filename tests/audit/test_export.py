"""An export holds every record byte for byte, from wherever it was asked, and other tools read it."""

import base64
import hashlib
import stat
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pytest
from aiokafka import AIOKafkaProducer

from deploy.auditing.exporting import sources
from deploy.auditing.exporting.files import FORMATS, export, line, whole
from deploy.auditing.exporting.sources import Source, Span
from deploy.embedded.files import ServerTrouble
from deploy.topics import make_topics, topics_of
from services.audit.projections import statements
from shared.bus.address import client_options
from shared.bus.outgoing import message_of
from shared.bus.topics import topic_of
from shared.database import Connection
from shared.eventsourcing.commits import Commit
from shared.eventsourcing.committer import Committer
from shared.eventsourcing.rows import COLUMNS
from tests.audit.made import Log, a_season, day, entry_of

ALL = Span()


@pytest.fixture
async def logs(writer: Committer, monkeypatch: pytest.MonkeyPatch) -> Sequence[Log]:
    """Two owners' logs in the audit's tables, read in parts of three."""
    monkeypatch.setattr(sources, "BATCH", 3)
    registry, application, _ = a_season()
    for _ in range(7):
        registry.add(day(date(2013, 9, 15)), "calendar", days=130)
    registry.add(b"\x00no JSON", "strange-1", type_name="shifan.registry.Unheard.v9")
    for log in (registry, application):
        for row in log.rows:
            await writer.submit(Commit(statements=tuple(statements(entry_of(row)))))
    return registry, application


def records_of(log: Log) -> list[bytes]:
    return [entry_of(row).row.record for row in log.rows]


async def collected(source: Source, owner: str) -> list[bytes]:
    return [record async for batch in source(owner) for record in batch]


async def exported(folder: Path, dsn: str, formats: Sequence[str] = FORMATS, span: Span = ALL) -> dict[str, Any]:
    source: Source = lambda owner: sources.of_audit(dsn, owner, span)  # noqa: E731
    with whole(folder, force=False) as beside:
        return await export(beside, ["registry", "application"], source, formats, told={"from": "audit"})


async def test_a_line_holds_the_record_and_says_what_is_in_it(logs: Sequence[Log], dsn: str, tmp_path: Path) -> None:
    await exported(tmp_path / "out", dsn)
    for log in logs:
        lines = [orjson.loads(one) for one in (tmp_path / "out" / f"{log.owner}.ndjson").read_bytes().splitlines()]
        assert [base64.b64decode(one["record"]) for one in lines] == records_of(log)
        assert [(one["owner"], one["position"]) for one in lines] == [(log.owner, row.position) for row in log.rows]
    first = orjson.loads((tmp_path / "out" / "registry.ndjson").read_bytes().splitlines()[0])
    assert (first["stream"], first["version"], first["data"]["name"]) == ("station-st-1", 1, "莱蒙站")


def asked(sql: str, path: Path) -> list[Any]:
    with duckdb.connect() as made:
        return made.execute(sql, [str(path)]).fetchall()


async def test_duckdb_reads_every_record_back_from_parquet(logs: Sequence[Log], dsn: str, tmp_path: Path) -> None:
    manifest = await exported(tmp_path / "out", dsn)
    for log in logs:
        path = tmp_path / "out" / f"{log.owner}.parquet"
        found = asked("SELECT position, record, time, effectivetime, version, stream FROM read_parquet(?)", path)
        assert [hashlib.sha256(one[1]).digest() for one in found] == [
            hashlib.sha256(record).digest() for record in records_of(log)
        ]
        assert [(one[0], *one[2:]) for one in found] == [
            (row.position, row.recorded_at, row.effective_at, row.version, row.stream_id) for row in log.rows
        ]
        assert manifest["owners"][log.owner] == {"records": len(log.rows), "first": 1, "last": len(log.rows)}
    described = asked("DESCRIBE SELECT * FROM read_parquet(?)", tmp_path / "out" / "registry.parquet")
    types = {row[0]: row[1] for row in described}
    assert [types[name] for name in ("position", "time", "record", "data", "id")] == [
        "BIGINT",
        "TIMESTAMP WITH TIME ZONE",
        "BLOB",
        "JSON",
        "UUID",
    ]


async def test_the_manifest_describes_files_that_nobody_else_reads(
    logs: Sequence[Log], dsn: str, tmp_path: Path
) -> None:
    manifest = await exported(tmp_path / "out", dsn, ["parquet"])
    assert [one["path"] for one in manifest["files"]] == ["application.parquet", "registry.parquet"]
    for one in manifest["files"]:
        path = tmp_path / "out" / one["path"]
        assert one["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert one["bytes"] == path.stat().st_size
    for path in (tmp_path / "out").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert orjson.loads((tmp_path / "out" / "manifest.json").read_bytes()) == manifest
    assert sum(one["records"] for one in manifest["owners"].values()) == sum(len(log.rows) for log in logs)


async def test_only_what_was_recorded_between_two_days_is_asked_for(logs: Sequence[Log], dsn: str) -> None:
    span = Span.between(date(2013, 5, 20), date(2013, 9, 27))
    found = await collected(lambda owner: sources.of_audit(dsn, owner, span), "registry")
    assert found == records_of(logs[0])[2:3]
    assert (
        await collected(lambda owner: sources.of_audit(dsn, owner, Span.between(None, date(2013, 5, 20))), "registry")
        == []
    )


async def test_the_owners_store_gives_the_same_bytes(logs: Sequence[Log], connection: Connection, dsn: str) -> None:
    log = logs[0]
    await connection.copy_records_to_table("events", records=log.rows, columns=COLUMNS.split(", "))
    assert await collected(lambda _owner: sources.of_store(dsn, ALL), "registry") == records_of(log)
    span = Span.between(date(2013, 5, 20), date(2013, 9, 27))
    assert await collected(lambda _owner: sources.of_store(dsn, span), "registry") == records_of(log)[2:3]


async def test_kafka_gives_the_same_bytes_in_the_order_of_positions_each_once(
    logs: Sequence[Log], kafka: str, topic_prefix: str
) -> None:
    await make_topics(kafka, topics_of(topic_prefix))
    log, sent = logs[0], dict[int, int]()
    messages = [message_of(row, sent) for row in log.rows]
    async with AIOKafkaProducer(**client_options(kafka)) as producer:
        for one in [*messages, *messages[-3:]]:
            topic = topic_of("registry", topic_prefix)
            await producer.send_and_wait(topic, one.value, one.key, partition=one.partition, headers=one.headers)
    assert len({one.partition for one in messages}) > 1
    source = partial(sources.of_kafka, kafka, topic_prefix, span=ALL)
    assert await collected(source, "registry") == records_of(log)
    assert await collected(source, "application") == []


def test_an_export_takes_its_place_whole_or_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with whole(target, force=False) as beside:
        (beside / "manifest.json").write_text("1")
        assert not target.exists()
    with pytest.raises(ServerTrouble, match="--force"), whole(target, force=False):
        pytest.fail("it is there already")
    with pytest.raises(FileExistsError), whole(target, force=True) as beside:
        beside.mkdir()
    assert (target / "manifest.json").read_text() == "1"
    with whole(target, force=True) as beside:
        (beside / "manifest.json").write_text("3")
    assert (target / "manifest.json").read_text() == "3"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_is_no_export_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    with pytest.raises(ServerTrouble, match="no export"), whole(tmp_path / "letters", force=True):
        pytest.fail("it would be lost")
    with pytest.raises(ServerTrouble, match="no folder"), whole(tmp_path / "no" / "out", force=False):
        pytest.fail("it has no place to be")


def test_a_payload_that_is_no_json_is_null_in_its_line() -> None:
    log = Log("registry")
    record = entry_of(log.add(b"\xff", "strange", type_name="shifan.registry.Unheard.v9")).row.record
    told = orjson.loads(line("registry", record))
    assert told["data"] is None
    assert base64.b64decode(told["record"]) == record
