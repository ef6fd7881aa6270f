"""What a bundle is made of, in small: a season's records in the audit's tables and in signed tile logs, and a file."""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import orjson

from services.audit.projections import project, statements
from shared.events.application import EvidenceAttached, TrustGrade
from shared.events.assessment import TitleSuspended
from shared.events.event import Event
from shared.events.registry import BureauEstablished, BureauLevel, HostRegistered, JurisdictionResolved
from shared.eventsourcing.commits import Commit
from shared.eventsourcing.committer import Committer
from shared.eventsourcing.envelope import Recorded
from shared.tlog.notes import Signer
from shared.tlog.policies import Policy
from shared.tlog.writer import LogWriter
from tests.audit.made import NOON, Log, a_season, entry_of, station_registered

DAY = date(2013, 5, 20)
HOSTILE = "<script>alert(1)</script>'\"&"
PDF = b"%PDF-1.4 a licence\n"
PDF_SHA256 = hashlib.sha256(PDF).hexdigest()
LOST_SHA256 = "ab" * 32


def evidence(sha256: str) -> EvidenceAttached:
    return EvidenceAttached(
        application_id="A-2013-st-1",
        station_id="st-1",
        sha256=sha256,
        media_type="application/pdf",
        size_bytes=len(PDF),
        title="营业执照",
        items=("1.1",),
        grade=TrustGrade.C,
        attached_on=DAY,
    )


def evidence_season() -> Sequence[Log]:
    """A season of two stations, with two files of which one is lost, and a reason that would be a script."""
    registry, application, assessment = a_season()
    for sha256 in (PDF_SHA256, LOST_SHA256):
        application.add(evidence(sha256), "application-A-2013-st-1", key="st-1", days=120, level="enterprise")
    suspended = TitleSuspended(
        station_id="st-1", certificate_number="苏示站2013-0001", reason=HOSTILE, suspended_on=DAY
    )
    assessment.add(suspended, "title-st-1", key="st-1", days=440, bureau="B-320400", bureauname=HOSTILE)
    return registry, application, assessment


async def fill(writer: Committer, logs: Sequence[Log]) -> None:
    """The tables of audit, as its worker fills them, and the directory."""
    known: list[Event] = [
        BureauEstablished(
            bureau_code="B-320402",
            name="钟楼分局",
            name_is_sourced=False,
            level=BureauLevel.COUNTY,
            division_code="320402",
            established_on=DAY,
        ),
        HostRegistered(
            host_id="ho-1", name="莱蒙", registration_number="3" * 15, division_code="320402", registered_on=DAY
        ),
        station_registered("st-1"),
        JurisdictionResolved(station_id="st-1", bureau_code="B-320402", division_code="320402", town="", since=DAY),
    ]
    one = entry_of(logs[0].rows[0]).row.event_id
    for event in known:
        recorded = Recorded(event, one, event.type_name(), "s", 1, 1, NOON, NOON, {}, b"")
        await writer.submit(Commit(statements=tuple(project(recorded))))
    for log in logs:
        for row in log.rows:
            await writer.submit(Commit(statements=tuple(statements(entry_of(row)))))


@dataclass
class TileLogs:
    """The tile logs of some owners in a folder, with a key for each."""

    folder: Path
    signers: dict[str, Signer] = field(default_factory=dict)

    def sign(self, logs: Sequence[Log], sizes: dict[str, int] | None = None) -> None:
        """Write what is not there yet of each log, up to a size where one is named, and sign it."""
        for log in logs:
            signer = self.signers.setdefault(log.owner, Signer.generate(f"audit.example/{log.owner}"))
            writer = LogWriter(self.folder / log.owner, signer)
            records = [entry_of(row).row.record for row in log.rows]
            writer.append(records[writer.size : (sizes or {}).get(log.owner, len(records))])
            writer.sign()
        policy = Policy(tuple(signer.verifier for signer in self.signers.values()))
        (self.folder / "policy").write_text(policy.written(), encoding="utf-8")


def kept_in(folder: Path) -> Path:
    """An owner's object store that holds one of the two files."""
    path = folder / PDF_SHA256[:2] / PDF_SHA256
    path.parent.mkdir(parents=True)
    path.write_bytes(PDF)
    return folder


def opened(content: bytes) -> tuple[ZipFile, dict[str, Any]]:
    """A bundle, and its manifest."""
    archive = ZipFile(io.BytesIO(content))
    assert archive.testzip() is None
    return archive, orjson.loads(archive.read("manifest.json"))


class Page(HTMLParser):
    """The elements of a page, what they refer to, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.links: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        told = dict(attrs)
        self.ids += [value for name, value in told.items() if name == "id" and value]
        self.links |= {value for name, value in told.items() if name in {"href", "src"} and value}

    def handle_data(self, data: str) -> None:
        self.text += data
