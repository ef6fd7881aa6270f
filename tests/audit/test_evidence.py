"""A bundle of evidence holds what it says, each record with a proof that holds, and a report that can be read."""

import asyncio
import io
import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from services.audit.evidence import bundle
from services.audit.evidence.bundle import VERIFIER, Sources
from services.audit.evidence.documents import NOT_FOUND, NOT_KEPT, Stores
from services.audit.evidence.proofs import CheckpointBehind, RecordNotInItsLog
from services.audit.evidence.subjects import Subject
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.eventsourcing.committer import Committer
from shared.tlog import policies, proof_files
from shared.tlog.hashing import leaf_hash
from shared.tlog.proofs import root_of_inclusion
from tests.audit.evidence_made import (
    HOSTILE,
    LOST_SHA256,
    PDF,
    PDF_SHA256,
    Page,
    TileLogs,
    evidence_season,
    fill,
    kept_in,
    opened,
)
from tests.audit.made import Log, entry_of

NOW = datetime(2014, 9, 1, 1, 0, tzinfo=UTC)
STATION = Subject("station", "st-1", HOSTILE, "ho-1")
SEASON = Subject("season", "S-2013-320400")


@pytest.fixture
async def logs(writer: Committer) -> Sequence[Log]:
    made = evidence_season()
    await fill(writer, made)
    return made


@pytest.fixture
def tiles(tmp_path: Path) -> TileLogs:
    return TileLogs(tmp_path / "tlogs")


@pytest.fixture
def sources(tmp_path: Path, tiles: TileLogs) -> Sources:
    stores = Stores([str(tmp_path / "nothing"), str(kept_in(tmp_path / "objects"))])
    return Sources(tiles.folder, stores, patience=0)


async def made(connection: Connection, subject: Subject, sources: Sources) -> bytes:
    file = io.BytesIO()
    await bundle.write(connection, subject, sources, NOW, file)
    return file.getvalue()


async def test_every_record_of_a_station_is_there_with_a_proof_that_holds(
    connection: Connection, logs: Sequence[Log], tiles: TileLogs, sources: Sources
) -> None:
    tiles.sign(logs)
    archive, manifest = opened(await made(connection, STATION, sources))
    told = [(one["log"], one["index"], one["context"]) for one in manifest["records"]]
    assert told == [
        ("registry", 0, False),
        ("registry", 2, True),
        ("application", 0, False),
        ("application", 1, True),
        ("application", 2, False),
        ("application", 3, False),
        ("assessment", 0, False),
        ("assessment", 1, False),
        ("assessment", 2, False),
    ]
    policy = policies.parsed(archive.read("policy").decode())
    records = {log.owner: [entry_of(row).row.record for row in log.rows] for log in logs}
    for owner, index, _ in told:
        record = archive.read(f"records/{owner}/{index}.record")
        assert record == records[owner][index]
        proof = proof_files.parsed(archive.read(f"proofs/{owner}/{index}.tlog-proof").decode())
        checkpoint = policy.checkpoint(proof.note)
        assert proof.note.encode() == archive.read(f"logs/{owner}/checkpoint")
        assert manifest["logs"][owner] == {"origin": f"audit.example/{owner}", "size": len(records[owner])}
        assert root_of_inclusion(index, checkpoint.size, leaf_hash(record), proof.path) == checkpoint.root


async def test_the_manifest_names_what_is_whole_and_where_it_leads(
    connection: Connection, logs: Sequence[Log], tiles: TileLogs, sources: Sources
) -> None:
    tiles.sign(logs)
    _, manifest = opened(await made(connection, STATION, sources))
    assert {(one["log"], one["stream"]): one["versions"] for one in manifest["streams"]} == {
        ("application", "application-A-2013-st-1"): 3,
        ("application", "season-S-2013-320400"): 1,
        ("assessment", "title-st-1"): 3,
        ("registry", "calendar"): 1,
        ("registry", "station-st-1"): 1,
    }
    assert manifest["state"]["streams"]["assessment/title-st-1"] == {"version": 3}
    assert manifest["state"]["title"] == {
        "status": "suspended",
        "certificate_number": "苏示站2013-0001",
        "since": "2014-08-03",
    }
    assert (manifest["subject"], manifest["made_at"]) == (
        {"kind": "station", "id": "st-1"},
        "2014-09-01T09:00:00+08:00",
    )


async def test_a_stream_of_which_something_is_elsewhere_is_not_called_whole(
    connection: Connection, writer: Committer, tiles: TileLogs, sources: Sources
) -> None:
    logs = evidence_season()
    registry = logs[0]
    registry.add(b'{"day":"2013-09-15"}', "calendar", type_name="shifan.registry.DayBegan.v1")
    await fill(writer, logs)
    tiles.sign(logs)
    _, manifest = opened(await made(connection, STATION, sources))
    assert "calendar" not in [one["stream"] for one in manifest["streams"]]


async def test_a_season_has_the_streams_of_its_cases_and_none_of_others(
    connection: Connection, logs: Sequence[Log], tiles: TileLogs, sources: Sources
) -> None:
    tiles.sign(logs)
    _, manifest = opened(await made(connection, SEASON, sources))
    assert [one["stream"] for one in manifest["streams"]] == [
        "application-A-2013-st-1",
        "season-S-2013-320400",
        "title-st-1",
        "calendar",
    ]
    assert manifest["state"]["title"] is None
    with pytest.raises(NotKnownHere, match="S-2099"):
        await made(connection, Subject("season", "S-2099"), sources)


async def test_documents_are_there_or_it_is_said_why_not(
    connection: Connection, logs: Sequence[Log], tiles: TileLogs, sources: Sources
) -> None:
    tiles.sign(logs)
    archive, manifest = opened(await made(connection, STATION, sources))
    path = f"documents/{PDF_SHA256}.pdf"
    assert manifest["documents"] == [
        {"sha256": PDF_SHA256, "path": path, "named_by": [{"log": "application", "index": 2}]}
    ]
    assert archive.read(path) == PDF
    assert manifest["absent_documents"] == [
        {"sha256": "0" * 64, "why": NOT_KEPT["form_sha256"]},
        {"sha256": LOST_SHA256, "why": NOT_FOUND},
    ]


async def test_a_file_that_is_not_what_its_name_says_is_not_given_away(
    connection: Connection, logs: Sequence[Log], tiles: TileLogs, sources: Sources, tmp_path: Path
) -> None:
    tiles.sign(logs)
    (tmp_path / "objects" / PDF_SHA256[:2] / PDF_SHA256).write_bytes(b"%PDF-another")
    _, manifest = opened(await made(connection, STATION, sources))
    why = {one["sha256"]: one["why"] for one in manifest["absent_documents"]}
    assert why[PDF_SHA256] == "what a store keeps under this hash has another hash"
    assert manifest["documents"] == []


async def test_the_same_records_and_checkpoints_give_the_same_bytes(
    connection: Connection, logs: Sequence[Log], tiles: TileLogs, sources: Sources
) -> None:
    tiles.sign(logs)
    first = await made(connection, STATION, sources)
    assert await made(connection, STATION, sources) == first


async def test_what_no_checkpoint_covers_is_not_given_away(
    connection: Connection, logs: Sequence[Log], tiles: TileLogs, sources: Sources
) -> None:
    tiles.folder.mkdir()
    with pytest.raises(CheckpointBehind, match="registry covers 0 of 3"):
        await made(connection, STATION, sources)
    tiles.sign(logs, {"assessment": 2})
    with pytest.raises(CheckpointBehind, match="assessment covers 2 of 3"):
        await made(connection, STATION, sources)


async def test_a_checkpoint_that_comes_soon_is_waited_for(
    connection: Connection, logs: Sequence[Log], tiles: TileLogs, sources: Sources, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiles.sign(logs, {"assessment": 2})

    async def meanwhile(_seconds: float) -> None:
        tiles.sign(logs)

    monkeypatch.setattr("services.audit.evidence.proofs.asyncio.sleep", meanwhile)
    patient = Sources(sources.logs, sources.stores, patience=60)
    _, manifest = opened(await made(connection, STATION, patient))
    assert manifest["logs"]["assessment"]["size"] == 3


async def test_a_record_that_the_signed_log_does_not_hold_is_not_given_away(
    connection: Connection, logs: Sequence[Log], tiles: TileLogs, sources: Sources
) -> None:
    tiles.sign(logs)
    await connection.execute(
        "UPDATE log SET record = replace(convert_from(record, 'UTF8'), '莱蒙站', '蒙莱站')::bytea"
        " WHERE owner = 'registry' AND position = 1"
    )
    with pytest.raises(RecordNotInItsLog, match="not the one at index 0"):
        await made(connection, STATION, sources)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_report_tells_all_of_it_in_order_and_runs_nothing(
    connection: Connection, logs: Sequence[Log], tiles: TileLogs, sources: Sources, language: str
) -> None:
    tiles.sign(logs)
    archive, manifest = opened(await made(connection, STATION, sources))
    page = Page(archive.read(f"report.{language}.html").decode())
    assert "script" not in page.tags
    assert HOSTILE in page.text
    assert page.ids == [
        "registry-0",
        "application-0",
        "registry-2",
        "application-1",
        "application-2",
        "application-3",
        "assessment-0",
        "assessment-1",
        "assessment-2",
    ]
    inside = {link for link in page.links if not link.startswith("#")}
    assert inside <= set(archive.namelist())
    assert {link for link in page.links if link.startswith("#")} <= {f"#{one}" for one in page.ids}
    assert {one["path"] for one in manifest["records"]} < inside
    assert "audit.example/assessment" in page.text
    assert all(one["stream"] in page.text for one in manifest["streams"])
    assert ("撤销" if language == "zh" else "the title") in page.text
    assert re.search(r"https?://", archive.read(f"report.{language}.html").decode()) is None


async def test_the_bundle_holds_the_verifier_byte_for_byte_and_says_how_to_use_it(
    connection: Connection, logs: Sequence[Log], tiles: TileLogs, sources: Sources
) -> None:
    tiles.sign(logs)
    archive, _ = opened(await made(connection, STATION, sources))
    assert archive.read("verify.py") == VERIFIER.read_bytes()
    assert "python verify.py" in archive.read("README.txt").decode()


@pytest.mark.parametrize("subject", [STATION, SEASON], ids=["station", "season"])
async def test_the_verifier_of_one_file_finds_nothing_wrong_with_it_zipped_or_not(
    connection: Connection, logs: Sequence[Log], tiles: TileLogs, sources: Sources, tmp_path: Path, subject: Subject
) -> None:
    tiles.sign(logs)
    packed, unpacked = tmp_path / "bundle.zip", tmp_path / "bundle"
    packed.write_bytes(await made(connection, subject, sources))
    with ZipFile(packed) as archive:
        archive.extractall(unpacked)
    for path in (packed, unpacked):
        verified = await asyncio.create_subprocess_exec(
            sys.executable, str(unpacked / "verify.py"), str(path), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        said, _ = await verified.communicate()
        assert verified.returncode == 0, said.decode()
