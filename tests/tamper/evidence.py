"""Folders of logs and bundles of evidence as they should be, small ones, made by hand: what is then tampered with."""

import hashlib
import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from services.audit.evidence import verify
from shared.events.registry import StationRenamed
from shared.eventsourcing.record import GENESIS, attributes_of_row, link_of_row, record
from shared.eventsourcing.rows import Row
from shared.tlog import proof_files
from shared.tlog.folder import LogFolder
from shared.tlog.notes import Signer
from shared.tlog.policies import Policy
from shared.tlog.writer import LogWriter
from tests.audit.made import Log, certified, filed, station_registered, suspended

ORIGIN = "shifan.test/log"
OWNERS = ("registry", "application", "assessment", "audit")
DOCUMENT = b"%PDF-1.7 a photograph of the plaque"
DIGEST = hashlib.sha256(DOCUMENT).hexdigest()


def signer(owner: str, secret: bytes = b"s" * 32) -> Signer:
    return Signer.derived(secret, f"{ORIGIN}/{owner}")


def policy(secret: bytes = b"s" * 32) -> str:
    return Policy(tuple(signer(owner, secret).verifier for owner in OWNERS)).written()


def records(rows: Iterable[Row]) -> list[bytes]:
    return [record(attributes_of_row(row), row.payload) for row in rows]


def chained(rows: Iterable[Row]) -> list[Row]:
    """The rows with positions and chain made again, as whoever holds the store could do."""
    made: list[Row] = []
    for position, row in enumerate(rows, 1):
        moved = row._replace(position=position)
        made.append(moved._replace(chain=link_of_row(made[-1].chain if made else GENESIS, moved)))
    return made


def renamed(station: str, name: str) -> StationRenamed:
    return StationRenamed(station_id=station, name=name, former_name="莱蒙站", renamed_on=date(2013, 6, 1))


def registry(size: int) -> Log:
    """Stations; every fifth entry gives the one before it another name."""
    log = Log("registry")
    for index in range(size):
        station = f"st-{index - 1 if index % 5 == 4 else index}"
        event = renamed(station, f"站{index}") if index % 5 == 4 else station_registered(station)
        log.add(event, f"station-{station}", key=station)
    return log


def assessment() -> Log:
    """A title, which is suspended."""
    log = Log("assessment")
    log.add(certified("st-1"), "title-st-1", key="st-1")
    log.add(suspended("st-1"), "title-st-1", key="st-1", days=80)
    return log


def application() -> Log:
    """An application, with its form."""
    log = Log("application")
    form = filed("st-1").model_copy(update={"form_sha256": DIGEST})
    log.add(form, "application-A-2013-st-1", key="st-1")
    return log


@dataclass
class Logs:
    """A folder of logs. `every`: how many entries are signed at a time; each is told of in the audit's log."""

    path: Path
    size: int = 12
    every: int = 5
    rows: dict[str, list[Row]] = field(default_factory=dict)
    audit: Log = field(default_factory=lambda: Log("audit"))

    def make(self, **rows: list[Row]) -> "Logs":
        """Write all of it; of a log for which rows are given, these in the place of its own."""
        made = {"registry": registry(self.size), "application": application(), "assessment": assessment()}
        self.rows = {owner: log.rows for owner, log in made.items()} | rows
        self.path.mkdir(parents=True)
        (self.path / "policy").write_text(policy())
        for owner in self.rows:
            self.write(owner, records(self.rows[owner]))
        writer = LogWriter(self.path / "audit", signer("audit"))
        for told in (self.audit.rows[:1], self.audit.rows[1:]):
            writer.append(records(told))
            writer.sign()
        return self

    def write(self, owner: str, entries: Sequence[bytes], *, told: bool = True, secret: bytes = b"s" * 32) -> None:
        """Write a log anew, and sign it as it grows."""
        shutil.rmtree(self.path / owner, ignore_errors=True)
        writer = LogWriter(self.path / owner, signer(owner, secret))
        for first in range(0, len(entries), self.every):
            writer.append(entries[first : first + self.every])
            signed = writer.sign()
            if told:
                self.tell(owner, signed.checkpoint.size, signed.checkpoint.root, signed.note)

    def tell(self, owner: str, size: int, root: bytes, note: str) -> None:
        payload = {"log": owner, "origin": f"{ORIGIN}/{owner}", "size": size, "root": root.hex(), "note": note}
        body = orjson.dumps(payload | {"heartbeat": False}, option=orjson.OPT_SORT_KEYS)
        self.audit.add(body, f"checkpoint-{owner}", type_name="shifan.audit.CheckpointSigned.v1")

    def without_told(self) -> "Logs":
        """Nothing but the logs and their last checkpoints, as somebody keeps them who does not keep history."""
        for owner in OWNERS:
            shutil.rmtree(self.path / owner / "checkpoints")
        return self


def bundle(logs: Logs, path: Path) -> Path:
    """A bundle about the station st-1, as a folder."""
    chosen = [("registry", index) for index, row in enumerate(logs.rows["registry"]) if row.stream_id == "station-st-1"]
    chosen += [("application", 0), ("assessment", 0), ("assessment", 1), ("registry", 0)]
    manifest: dict[str, Any] = {"logs": {}, "records": [], "streams": []}
    for owner in logs.rows:
        log = LogFolder(logs.path / owner)
        manifest["logs"][owner] = {"origin": f"{ORIGIN}/{owner}", "size": log.size}
        write(path / f"logs/{owner}/checkpoint", log.note())
    for owner, index in sorted(chosen):
        log, name = LogFolder(logs.path / owner), f"records/{owner}/{index}.record"
        context = (owner, index) == ("registry", 0)
        manifest["records"].append({"log": owner, "index": index, "path": name, "context": context})
        write(path / name, log.entry(index))
        proof = proof_files.written(index, log.inclusion(index), log.note())
        write(path / f"proofs/{owner}/{index}.tlog-proof", proof)
    for owner, stream, versions in (("registry", "station-st-1", 1), ("assessment", "title-st-1", 2)):
        manifest["streams"].append({"log": owner, "stream": stream, "versions": versions})
    write(path / "manifest.json", json.dumps(manifest | _claims(), ensure_ascii=False, separators=(",", ":")))
    write(path / f"documents/{DIGEST}.pdf", DOCUMENT)
    write(path / "policy", policy())
    write(path / "README.txt", "示范 evidence")
    write(path / "verify.py", Path(verify.__file__).read_bytes())
    return path


def _claims() -> dict[str, Any]:
    title = {"status": "suspended", "certificate_number": "苏示站2013-0001", "since": "2013-08-08"}
    return {
        "format": "shifan-evidence/1",
        "subject": {"kind": "station", "id": "st-1"},
        "made_at": "2014-09-01T09:00:00.000+08:00",
        "as_of": None,
        "documents": [
            {
                "sha256": DIGEST,
                "path": f"documents/{DIGEST}.pdf",
                "named_by": [{"log": "application", "index": 0}],
            }
        ],
        "absent_documents": [],
        "state": {
            "title": title,
            "streams": {"assessment/title-st-1": {"version": 2}, "registry/station-st-1": {"version": 1}},
        },
    }


def write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
