"""An evidence bundle: what its manifest names is there and proven, nothing else is, and what it claims is so."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby
from typing import Any

from deploy.auditing.verifying.findings import Findings
from deploy.auditing.verifying.folding import Folded, fold
from deploy.auditing.verifying.manifest import Document, Entry, Manifest
from deploy.auditing.verifying.order import Sequence
from deploy.auditing.verifying.records import told
from services.assessment.title.state import IN_FORCE, Title
from services.audit import history
from services.audit.entries import entry
from services.audit.entries import parts as parts_of
from services.audit.evidence.verify import Files
from shared.tlog.checkpoints import Checkpoint, signed_checkpoint
from shared.tlog.faults import Missing
from shared.tlog.hashing import leaf_hash
from shared.tlog.policies import Policy
from shared.tlog.proof_files import parsed
from shared.tlog.proofs import root_of_inclusion

MANIFEST = "manifest.json"
_BESIDE = frozenset({"README.txt", "report.zh.html", "report.en.html", "verify.py", MANIFEST, "policy"})


@dataclass(slots=True)
class _Bundle:
    files: Files
    policy: Policy
    manifest: Manifest
    findings: Findings
    records: dict[tuple[str, int], bytes] = field(default_factory=dict)
    named: set[str] = field(default_factory=lambda: set(_BESIDE))
    sequences: dict[str, Sequence] = field(default_factory=dict)
    states: dict[tuple[str, str], Any] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    """The logs of which a record is missing: what follows from its absence is not said again."""

    def read(self, name: str) -> bytes:
        if name not in self.files.names:
            raise Missing(name)
        return self.files.read(name)


def verify_bundle(files: Files, policy: Policy, findings: Findings) -> int:
    """Verify a bundle; how many records were.

    Raises:
        ValueError: its manifest is none.
    """
    bundle = _Bundle(files, policy, Manifest.model_validate_json(files.read(MANIFEST)), findings)
    listed = sorted(bundle.manifest.records, key=lambda one: (one.log, one.index))
    for log, entries in groupby(listed, key=lambda one: one.log):
        _log(bundle, log, list(entries))
    for log in bundle.manifest.logs.keys() - bundle.sequences.keys():
        _log(bundle, log, [])
    for document in bundle.manifest.documents:
        _document(bundle, document)
    for absent in bundle.manifest.absent_documents:
        if not bundle.lost and not any(absent.sha256.encode() in record for record in bundle.records.values()):
            findings.tampered("-", absent.sha256, "document", "没有记录提及该文件", "no record names it")
    _streams(bundle)
    _subject(bundle)
    for name in sorted(files.names - bundle.named):
        findings.tampered("-", name, "manifest", "清单之外的文件", "a file that the manifest does not name")
    return len(bundle.records)


def bundle_heads(files: Files, policy: Policy) -> Iterator[tuple[str, Checkpoint]]:
    """The checkpoints in a bundle that hold, by their logs."""
    for name in sorted(files.names):
        if parts := re.fullmatch("logs/([a-z]+)/checkpoint", name):
            with suppress(ValueError):  # What does not hold was named.
                yield parts[1], signed_checkpoint(files.read(name).decode(), policy.logs)


def _log(bundle: _Bundle, log: str, entries: list[Entry]) -> None:
    """The checkpoint of one log, and its records in their order."""
    sequence = bundle.sequences[log] = Sequence(log, bundle.findings)
    note, checkpoint = _checkpoint(bundle, log)
    kept: list[tuple[int, bytes]] = []
    for one in entries:
        path, proof = f"records/{log}/{one.index}.record", f"proofs/{log}/{one.index}.tlog-proof"
        if one.path != path or path in bundle.named:
            bundle.findings.tampered(log, one.index, "manifest", f"路径不符：{one.path}", f"not its path: {one.path}")
        bundle.named |= {path, proof}
        if path not in bundle.files.names:
            bundle.lost.add(log)
        with bundle.findings.about(log, one.index, "record"):
            record = bundle.records[log, one.index] = bundle.read(path)
            kept.append((one.index, record))
            said, faults = told(log, one.index, record)
            for fault in faults:
                bundle.findings.tampered(log, one.index, *fault)
            sequence.take(one.index, said)
        with bundle.findings.about(log, one.index, "proof"):
            if checkpoint is not None and (log, one.index) in bundle.records:
                _proven(bundle, proof, one.index, bundle.records[log, one.index], note, checkpoint)
    _fold(bundle, log, kept)


def _checkpoint(bundle: _Bundle, log: str) -> tuple[str, Checkpoint | None]:
    name = f"logs/{log}/checkpoint"
    bundle.named.add(name)
    with bundle.findings.about(log, "-", "checkpoint"):
        head = bundle.manifest.logs[log]
        note = bundle.read(name).decode()
        checkpoint = signed_checkpoint(note, [bundle.policy.verifier(head.origin)])
        if (checkpoint.origin, checkpoint.size) != (head.origin, head.size) or head.origin.rpartition("/")[2] != log:
            raise ValueError(f"it is of {checkpoint.origin} at {checkpoint.size}, the manifest says otherwise")
        return note, checkpoint
    return "", None


def _proven(bundle: _Bundle, name: str, index: int, record: bytes, note: str, checkpoint: Checkpoint) -> None:
    proof = parsed(bundle.read(name).decode())
    if proof.index != index:
        raise ValueError(f"the proof is of index {proof.index}")
    if proof.note != note:
        raise ValueError("the proof is under another checkpoint than the log's")
    if root_of_inclusion(index, checkpoint.size, leaf_hash(record), proof.path) != checkpoint.root:
        raise ValueError("it does not lead to the root")


def _whole(bundle: _Bundle, log: str) -> set[str]:
    return {one.stream for one in bundle.manifest.streams if one.log == log}


def _fold(bundle: _Bundle, log: str, kept: list[tuple[int, bytes]]) -> None:
    """Fold the streams that are in the bundle whole by the services' rules."""
    whole = _whole(bundle, log)

    def entries() -> Iterator[tuple[int, bytes]]:
        for index, record in kept:
            try:
                attributes, _ = parts_of(record)
                if attributes["subject"] in whole:
                    yield index, record
            except (ValueError, LookupError, TypeError):
                continue  # It was named already.

    folded = fold(log, entries(), Folded(findings=bundle.findings))
    bundle.states |= {(log, stream): state for stream, state in folded.states.items()}


def _streams(bundle: _Bundle) -> None:
    """Streams that are said to be whole have no gap, and are as far as is claimed."""
    for one in bundle.manifest.streams:
        sequence, key = bundle.sequences.get(one.log), one.stream.encode()
        found = (sequence.versions.get(key), sequence.counts.get(key)) if sequence else (None, None)
        if found != (one.versions, one.versions):
            zh, en = f"版本有缺：应为 1 至 {one.versions}", f"not versions 1 to {one.versions}"
            add = bundle.findings.missing if one.log in bundle.lost else bundle.findings.tampered
            add(one.log, one.stream, "stream", zh, en)
    for name, claimed in bundle.manifest.state.streams.items():
        log, _, stream = name.partition("/")
        sequence = bundle.sequences.get(log)
        if log not in bundle.lost and (not sequence or sequence.versions.get(stream.encode()) != claimed.version):
            version = claimed.version
            bundle.findings.tampered(log, stream, "state", f"状态不符：{version}", f"it claims version {version}")


def _document(bundle: _Bundle, one: Document) -> None:
    """A document is what its name says, and records name it."""
    bundle.named.add(one.path)
    with bundle.findings.about("-", one.path, "document"):
        if not re.fullmatch(rf"documents/{re.escape(one.sha256)}\.[a-z0-9]+", one.path) or not one.named_by:
            raise ValueError("not the path of a document that a record names")
        if sha256(bundle.read(one.path)).hexdigest() != one.sha256:
            bundle.findings.tampered("-", one.path, "document", "文件被改动", "it is not what was recorded")
    for at in one.named_by:
        record = bundle.records.get((at.log, at.index))
        if record is None and at.log not in bundle.lost:
            bundle.findings.tampered(
                at.log, at.index, "document", "没有该记录", f"{one.path} names no record of the bundle"
            )
        if record is not None and one.sha256.encode() not in record:
            bundle.findings.tampered(at.log, at.index, "document", "记录未提及", f"it does not name {one.path}")


def _subject(bundle: _Bundle) -> None:
    """The records speak of the subject, and its title stands where the manifest says."""
    subject, claimed = bundle.manifest.subject, bundle.manifest.state.title
    about = {(one.log, one.index) for one in bundle.manifest.records if not one.context}
    if not bundle.lost and not any(subject.id.encode() in bundle.records.get(place, b"") for place in about):
        bundle.findings.tampered("-", subject.id, "manifest", "没有记录说到它", "no record speaks of it")
    if (subject.kind == "station") != (claimed is not None):
        zh, en = "服务站且仅服务站有称号", "a title is claimed of a station, and only so"
        bundle.findings.tampered("-", subject.id, "state", zh, en)
    if claimed is None or "assessment" in bundle.lost:
        return
    with bundle.findings.about("assessment", f"title-{subject.id}", "state"):
        stands = history.title(subject.id, history.in_causal_order(_facts(bundle)))
        since = stands.since.isoformat() if stands.since else None
        said = (stands.status, stands.certificate_number, since)
        if said != (claimed.status, claimed.certificate_number, claimed.since):
            raise ValueError(f"the records say {said}")
        folded = bundle.states.get(("assessment", f"title-{subject.id}"))
        if isinstance(folded, Title) and (folded.stage in IN_FORCE) != (stands.status in {"in_force", "suspended"}):
            raise ValueError(f"folded by the rules, the title is {folded.stage}")


def _facts(bundle: _Bundle) -> Iterator[history.Fact]:
    for (log, _), record in sorted(bundle.records.items()):
        if log == "assessment":
            yield history.fact(entry(*parts_of(record)).row._asdict() | {"context": False})
