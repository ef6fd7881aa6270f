"""What a bundle says of itself: names of its files, the manifest, and a line of the report for each record. Pure."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from services.audit import history
from services.audit.evidence.documents import named_in
from services.audit.evidence.subjects import Subject
from services.audit.history import Fact
from shared.access import masking
from shared.eventsourcing.instants import CHINA

FORMAT = "shifan-evidence/1"


@dataclass(frozen=True, slots=True)
class Line:
    """A record as the report tells it, with what the order of causes needs; `fact` keeps no more than that."""

    fact: Fact
    bureau: str
    who: str
    on_behalf_of: str
    mandate: str
    act_zh: str
    act_en: str
    reason: str
    basis: str

    @property
    def log(self) -> str:
        return self.fact.owner

    @property
    def index(self) -> int:
        return self.fact.position - 1

    @property
    def effective(self) -> str:
        return _minute(self.fact.effective_at)

    @property
    def recorded(self) -> str:
        return _minute(self.fact.recorded_at)

    @property
    def level(self) -> str:
        return self.fact.attributes["level"]


@dataclass(slots=True)
class Document:
    """A hash that records name, in which field and where; `path` or `why` once it was looked for."""

    sha256: str
    called: str
    named_by: list[dict[str, Any]] = field(default_factory=list)
    path: str = ""
    why: str = ""


@dataclass(slots=True)
class Contents:
    """All that is known of a bundle while it is made: what the manifest and the reports are made of."""

    subject: Subject
    made_at: datetime
    logs: dict[str, dict[str, Any]] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)
    streams: dict[tuple[str, str], int] = field(default_factory=dict)
    """For each stream of which a record is here, how many versions it has in its log."""

    def take(self, one: Fact, names: Mapping[str, str]) -> None:
        """Remember of a record what the manifest and the report will say."""
        for name, sha256 in named_in(one.payload):
            document = self.documents.setdefault(sha256, Document(sha256, name))
            document.named_by.append({"log": one.owner, "index": one.position - 1})
        self.lines.append(_line(one, names))

    @property
    def ordered(self) -> list[Line]:
        """The lines with no effect before its cause."""
        by_id = {line.fact.event_id: line for line in self.lines}
        return [by_id[one.event_id] for one in history.in_causal_order(line.fact for line in self.lines)]

    @property
    def places(self) -> dict[UUID, tuple[str, int]]:
        """Where the record of each event stands."""
        return {line.fact.event_id: (line.log, line.index) for line in self.lines}

    @property
    def title(self) -> dict[str, Any] | None:
        """Where the station's title stands; of a season there is none."""
        if self.subject.kind != "station":
            return None
        found = history.title(self.subject.id, [line.fact for line in self.ordered])
        since = found.since.isoformat() if found.since else None
        return {"status": found.status, "certificate_number": found.certificate_number, "since": since}

    @property
    def whole(self) -> dict[tuple[str, str], int]:
        """The streams of which every version is here."""
        here: dict[tuple[str, str], int] = defaultdict(int)
        for line in self.lines:
            here[line.log, line.fact.stream] += 1
        return {name: count for name, count in sorted(here.items()) if count == self.streams.get(name)}

    def manifest(self) -> dict[str, Any]:
        """The bundle's table of contents, and the state that its records lead to."""
        found = sorted(self.documents.values(), key=lambda one: one.sha256)
        return {
            "format": FORMAT,
            "subject": {"kind": self.subject.kind, "id": self.subject.id},
            "made_at": self.made_at.astimezone(CHINA).isoformat(),
            "as_of": None,
            "logs": {owner: {"origin": log["origin"], "size": log["size"]} for owner, log in self.logs.items()},
            "records": [
                {
                    "log": line.log,
                    "index": line.index,
                    "path": record_path(line.log, line.index),
                    "context": line.fact.context,
                }
                for line in self.lines
            ],
            "streams": [{"log": log, "stream": name, "versions": count} for (log, name), count in self.whole.items()],
            "documents": [
                {"sha256": one.sha256, "path": one.path, "named_by": one.named_by} for one in found if one.path
            ],
            "absent_documents": [{"sha256": one.sha256, "why": one.why} for one in found if not one.path],
            "state": {
                "title": self.title,
                "streams": {f"{log}/{name}": {"version": count} for (log, name), count in self.whole.items()},
            },
        }


def record_path(owner: str, index: int) -> str:
    return f"records/{owner}/{index}.record"


def proof_path(owner: str, index: int) -> str:
    return f"proofs/{owner}/{index}.tlog-proof"


def _line(one: Fact, names: Mapping[str, str]) -> Line:
    told = replace(one, payload=masking.masked(one.type, one.payload))
    act, attributes = history.act(one.type), one.attributes
    basis, reason = history.basis(one), history.reason(told)
    return Line(
        fact=_slim(one),
        bureau=history.bureau(one, names)[1],
        who=" ".join(filter(None, (attributes.get("actor", ""), attributes.get("post", "")))),
        on_behalf_of=attributes.get("onbehalfof", ""),
        mandate=attributes.get("mandate", ""),
        act_zh=act["zh"],
        act_en=act["en"],
        reason="" if reason == basis else reason,
        basis=basis,
    )


def _slim(one: Fact) -> Fact:
    """What order and title need of a fact: a season has tens of thousands, and their payloads are not kept."""
    payload = one.payload if isinstance(one.payload, dict) else {}
    kept = {name: payload[name] for name in ("station_id", "certificate_number") if name in payload}
    attributes = {"version": one.attributes["version"], "level": one.attributes.get("level", "")}
    return replace(one, payload=kept, attributes=attributes)


def _minute(instant: datetime) -> str:
    return instant.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
