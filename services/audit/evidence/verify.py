"""Verify 示范's evidence without 示范: `python verify.py PATH [--policy FILE]`.

PATH is an evidence bundle (a zip, or the same as a folder) or a folder of logs. Python 3.11 and `cryptography` are all
it needs; it asks nobody and writes nothing. 0: all holds; 1: tampered; 2: something is missing; 3: wrongly asked.
README.txt, the reports, and `made_at`, `as_of` and `why` in the manifest are told, not signed: nobody vouches for them.
"""

import argparse
import base64
import hashlib
import json
import re
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

TAMPERED, INCOMPLETE, USAGE = 1, 2, 3
LARGEST, SHOWN, SIGNED = 1 << 28, 200, "shifan.audit.CheckpointSigned.v1"
WRONG = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RuntimeError, EOFError, struct.error,
         zipfile.BadZipFile, zlib.error, InvalidSignature)  # fmt: skip
COLUMNS = {"specversion", "id", "type", "subject", "time", "effectivetime", "position", "version", "chain"}
STATUS = {"Certified": "in_force", "TitleSuspended": "suspended", "TitleResumed": "in_force", "Revoked": "revoked",
          "RevocationSetAside": "", "TitleLapsed": "lapsed", "TitleEnded": "ended"}  # fmt: skip
TILE = re.compile(r"([a-z]+)/tile/(entries|[0-7])/((?:x[0-9]{3}/){0,4}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")
Keys = dict[str, tuple[str, Ed25519PublicKey]]
Head = tuple[str, int, bytes]


class Files:
    """The files of a folder or of a zip, of which no name and no size is believed."""

    def __init__(self, path: Path) -> None:
        self.root, self.zip = path, None if path.is_dir() else zipfile.ZipFile(path)
        if self.zip:
            names = [one.filename for one in self.zip.infolist() if not one.is_dir()]
        else:
            names = [p.relative_to(path).as_posix() for p in path.rglob("*") if p.is_file() and not p.is_symlink()]
        self.names, total = set(names), sum(one.file_size for one in self.zip.infolist()) if self.zip else 0
        odd = [name for name in names if re.search(r"^/|[\\:\0]|(^|/)\.{0,2}(/|$)", name)]
        if odd or len(names) > len(self.names) or total > 16 * LARGEST:
            raise ValueError(f"a file is named strangely or twice, or all are too large: {odd}")

    def read(self, name: str) -> bytes:
        if name not in self.names:
            raise FileNotFoundError(name)
        with self.zip.open(name) if self.zip else (self.root / name).open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise ValueError(f"{name} is too large")
        return data


class Report(list[tuple[int, str, int | str, str, str]]):
    """What was found: how grave, in which log, at which index (from 0), what, and a sentence."""

    def add(self, log: str, index: int | str, what: str, text: str, kind: int = TAMPERED) -> None:
        self.append((kind, log, index, what, text))

    def trying(self, log: str, index: int | str, what: str, act: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """Do it. What does not hold is tampered with, what is not there is missing; then nothing comes of it."""
        try:
            return act(*given, **named)
        except FileNotFoundError as error:
            self.add(log, index, what, f"缺失 missing: {error}", INCOMPLETE)
        except WRONG as error:
            self.add(log, index, what, f"不成立 does not hold: {error!r}"[:300])
        return None


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def need(holds: object, text: str) -> None:
    if not holds:
        raise ValueError(text)


def unbase64(text: str, size: int) -> bytes:
    data = base64.b64decode(text, validate=True)
    need(len(data) == size and base64.b64encode(data).decode() == text, f"base64 {text!r}")
    return data


def number(text: str) -> int:
    need(re.fullmatch(r"0|[1-9][0-9]{0,17}", text), f"no number: {text!r}")
    return int(text)


def policy(data: bytes) -> Keys:
    """The logs' keys in a C2SP tlog-policy, by origin: the key's id, and the key."""
    keys: Keys = {}
    for word, *rest in (line.split(" ") for line in data.decode().removesuffix("\n").split("\n")):
        if word == "log":
            name, told, key = rest[0].split("+", 2)
            raw = unbase64(key, 33)
            need(told == sha256(name.encode(), b"\n", raw)[:4].hex() and raw[0] == 1, f"the key of {name!r}")
            need(name not in keys and len(rest) < 3, f"twice: {name!r}")
            keys[name] = told, Ed25519PublicKey.from_public_bytes(raw[1:])
        known = word in {"log", "witness", "group"} or [word, *rest] == ["quorum", "none"]
        need(known or word[:1] in {"", "#"}, f"policy: {word!r}")
    need(keys and data.endswith(b"\n"), "policy: it names no log, or is cut off")
    return keys


def opened(note: bytes, keys: Keys, log: str) -> Head:
    """Origin, size and root in a signed note of this log, whose signature holds."""
    text, _, signatures = note.decode().rpartition("\n\n")
    origin, size, root = text.split("\n")[:3]
    need(origin in keys and origin.rpartition("/")[2] == log, f"没有公钥 no key for {origin!r} as {log}")
    for line in signatures.split("\n")[:-1]:
        if line.startswith(f"— {origin} "):
            signature = unbase64(line.rpartition(" ")[2], 68)
            if signature[:4].hex() == keys[origin][0]:
                keys[origin][1].verify(signature[4:], f"{text}\n".encode())
                return origin, number(size), unbase64(root, 32)
    raise ValueError("没有该公钥的签名 not signed with this log's key")


def rooted(index: int, size: int, hashed: bytes, path: list[bytes]) -> bytes:
    """The root that a leaf at this index has by this path (RFC 9162, 2.1.3.2)."""
    at, last = index, size - 1
    for one in path:
        left = at & 1 or at == last
        hashed = sha256(b"\1", one, hashed) if left else sha256(b"\1", hashed, one)
        while left and not at & 1 and at:
            at, last = at >> 1, last >> 1
        need(last, "a path too long")
        at, last = at >> 1, last >> 1
    need(last == 0 and 0 <= index < size, "a path too short, or no such index")
    return hashed


class Tree:
    """The hashes of RFC 6962 over leaves."""

    def __init__(self) -> None:
        self.leaves: list[bytes] = []
        self.roots: dict[tuple[int, int], bytes] = {}

    def root(self, first: int, stop: int) -> bytes:
        """The root over the leaves from `first` on and before `stop`."""
        if stop - first < 2:
            return self.leaves[first] if stop > first else sha256()
        if (first, stop) not in self.roots:
            half = first + (1 << (stop - first - 1).bit_length() - 1)
            self.roots[first, stop] = sha256(b"\1", self.root(first, half), self.root(half, stop))
        return self.roots[first, stop]

    def check(self, size: int, root: bytes) -> None:
        need(size <= len(self.leaves), f"日志被回退 rolled back: {size} were signed, {len(self.leaves)} are left")
        need(self.root(0, size) == root, f"根不符 another root at size {size}: rewritten or forked")


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def since_1970(instant: str) -> int:
    return (datetime.fromisoformat(instant) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


class Log:
    """One log, record after record: what must hold of each, and between neighbours."""

    def __init__(self, name: str, report: Report) -> None:
        self.name, self.report, self.tree = name, report, Tree()
        self.ids: set[bytes] = set()
        self.streams: dict[str, tuple[int, int]] = {}
        self.at, self.chain, self.time = -1, bytes(32), -(1 << 62)
        self.signed: dict[int, dict[str, Any]] = {}

    def take(self, index: int, record: bytes, whole: bool) -> tuple[dict[str, str], bytes]:
        """Check the record at this index; `whole`: all are taken, so that every stream's versions go up by one."""
        head, _, payload = record.partition(b"\n")
        told = json.loads(head)
        event, now, stream, version = UUID(told["id"]).bytes, since_1970(told["time"]), told["subject"], told["version"]
        last, count = self.streams.get(stream, (0, 0))
        step = number(version) - last
        chain = self.link(told, payload).hex() if self.at == index - 1 else told["chain"]
        for what, holds, text in (
            ("record", canonical(told) == head, "属性不是规范形式 the attributes are not canonical"),
            ("position", told["position"] == str(index + 1), f"序号不符 it says position {told['position']}"),
            ("source", told["source"] == f"/services/{self.name}", f"来源不符 it is of {told['source']}"),
            ("id", event not in self.ids, f"事件重复 event twice: {told['id']}"),
            ("stream", step == 1 if whole else step > 0, f"版本不连续 {stream}: {version} after {last}"),
            ("time", now >= self.time, f"时间倒退 recorded before the record before it: {told['time']}"),
            ("chain", told["chain"] == chain, "链值不符 the chain does not hold"),
        ):
            if not holds:
                self.report.add(self.name, index, what, text)
        self.ids.add(event)
        self.streams[stream] = last + step, count + 1
        self.at, self.chain, self.time = index, bytes.fromhex(told["chain"]), now
        if told["type"] == SIGNED:
            self.signed[index] = dict(json.loads(payload))
        return told, payload

    def link(self, told: dict[str, str], payload: bytes) -> bytes:
        """The chain value: every part with its length or a fixed width, hashed after the value before."""
        stream, kind = told["subject"].encode(), told["type"].encode()
        kept = canonical({name: value for name, value in told.items() if name not in COLUMNS})
        times = since_1970(told["time"]), since_1970(told["effectivetime"])
        return sha256(self.chain, sha256(
            struct.pack(">qi", int(told["position"]), len(stream)), stream,
            struct.pack(">ii", int(told["version"]), len(kind)), kind, UUID(told["id"]).bytes,
            struct.pack(">qqi", *times, len(payload)), payload, struct.pack(">i", len(kept)), kept))  # fmt: skip


def unbundled(data: bytes) -> Iterator[bytes]:
    """The entries of a bundle: each after its length."""
    at = 0
    while at < len(data):
        stop = at + 2 + int.from_bytes(data[at : at + 2], "big")
        need(stop <= len(data), "a bundle is cut off")
        yield data[at + 2 : stop]
        at = stop


class Folder:
    """A log as tiles, of which every entry, every tile and every checkpoint is checked."""

    def __init__(self, files: Files, log: str, keys: Keys, report: Report) -> None:
        self.files, self.name, self.keys, self.report = files, log, keys, report
        self.taken, self.tree = Log(log, report), Tree()
        self.tiles: dict[tuple[str, int], dict[int, str]] = {}
        self.read: set[str] = set()
        for tile in filter(None, map(TILE.fullmatch, files.names)):
            if tile[1] == log:
                at = int(re.sub("[x/]", "", tile[3]))
                self.tiles.setdefault((tile[2], at), {})[int(tile[4] or 256)] = tile[0]
        head = report.trying(log, "-", "checkpoint", self.head, f"{log}/checkpoint")
        self.size: int = head[1] if head else 0
        for first in range(0, self.size, 256):
            report.trying(log, first, "entry", self.bundle, first)
        self.whole = head is not None and len(self.tree.leaves) == self.size
        self.complete()
        for kind, at in self.tiles:
            report.trying(log, at, f"tile {kind}", self.compare, kind, at)
        for name in sorted(files.names) if self.whole else ():
            if re.fullmatch(f"{log}/checkpoint(s/[0-9]+)?", name):
                told = report.trying(log, name, "checkpoint", self.head, name)
                report.trying(log, told[1] - 1 if told else name, "checkpoint", self.check, told)

    def head(self, name: str) -> Head:
        return opened(self.files.read(name), self.keys, self.name)

    def check(self, told: Head | None) -> None:
        if told:
            self.tree.check(*told[1:])

    def named(self, kind: str, at: int, width: int) -> str:
        """The smallest file that is wide enough."""
        wide = [one for one in sorted(self.tiles.get((kind, at), {})) if one >= width]
        return self.tiles[kind, at][wide[0]] if wide else f"{self.name}/tile/{kind}/{at:03}"

    def bundle(self, first: int) -> None:
        """Take the entries of the bundle that begins at this index, unless there is a hole before it."""
        if first != len(self.tree.leaves):
            return
        name, width = (self.named("entries", first >> 8, min(256, self.size - first)), min(256, self.size - first))
        self.read.add(name)
        entries = list(unbundled(self.files.read(name)))
        for index, entry in enumerate(entries[:width], first):
            self.tree.leaves.append(sha256(b"\0", entry))
            self.report.trying(self.name, index, "record", self.taken.take, index, entry, True)
        need(len(entries) >= width, f"{name}: {len(entries)} of {width} entries")

    def complete(self) -> None:
        """Every tile of hashes is there that a log of this size has."""
        level = 0
        while hashes := self.size >> 8 * level:
            for at in range(-(-hashes // 256)):
                name = self.named(str(level), at, min(256, hashes - 256 * at))
                if name not in self.files.names:
                    self.report.add(self.name, at << 8 * (level + 1), "tile", f"缺失 missing: {name}", INCOMPLETE)
            level += 1

    def compare(self, kind: str, at: int) -> None:
        """Nothing, if this tile, or this bundle, holds in each of its files what the entries make of it."""
        height = 0 if kind == "entries" else 8 * int(kind)
        for wide, name in self.tiles[kind, at].items():
            if name in self.read:
                continue
            data = self.files.read(name)
            cut = [data[at : at + 32] for at in range(0, len(data), 32)]
            found = [sha256(b"\0", one) for one in unbundled(data)] if kind == "entries" else cut
            need(len(found) == wide, f"{name} holds {len(found)}")
            for index, one in enumerate(found, 256 * at):
                first, stop = index << height, (index + 1) << height
                if stop <= len(self.tree.leaves) and self.tree.root(first, stop) != one:
                    self.report.add(self.name, first, "tile", f"与记录不符 not what the entries make: {name}")
                    break


def folders(files: Files, keys: Keys, report: Report) -> None:
    """A folder of logs: each by itself, and all against the checkpoints that the audit's log tells of."""
    logs = {log: Folder(files, log, keys, report) for log in (origin.rpartition("/")[2] for origin in keys)}
    for strange in sorted({name.split("/")[0] for name in files.names if "/" in name} - set(logs)):
        report.add(strange, "-", "policy", "没有公钥 the policy has no key for this log")
    for index, told in logs["audit"].taken.signed.items() if "audit" in logs else ():
        log, size = told.get("log", "audit"), told.get("size", index + 1)
        report.trying(log, size - 1, f"CheckpointSigned (audit [{index}])", agreed, told, keys, logs)


def agreed(told: Any, keys: Keys, logs: dict[str, Folder]) -> None:
    """Nothing, if what was told of a checkpoint is what it says, and the log still has its root."""
    head = told["origin"], told["size"], bytes.fromhex(told["root"])
    need(opened(told["note"].encode(), keys, told["log"]) == head, "所告与检查点不符 the note says otherwise")
    if logs[told["log"]].whole:
        logs[told["log"]].check(head)


class Bundle:
    """An evidence bundle: what its manifest names is there and proven, nothing else is, and its claims agree."""

    def __init__(self, files: Files, keys: Keys, report: Report) -> None:
        self.files, self.keys, self.report = files, keys, report
        self.told = json.loads(files.read("manifest.json"))
        need(self.told["format"] == "shifan-evidence/1" and {"made_at", "as_of"} <= set(self.told), "another format")
        for lists in ("records", "streams", "documents", "absent_documents"):
            need(isinstance(self.told[lists], list), f"{lists}: 不是列表 no list")
        self.wanted = {"README.txt", "report.zh.html", "report.en.html", "verify.py", "manifest.json", "policy"}
        self.logs = {log: Log(log, report) for log in self.told["logs"]}
        self.facts: dict[tuple[str, int], tuple[dict[str, str], bytes]] = {}
        self.lost: set[str] = set()
        for log, told in self.told["logs"].items():
            self.log(log, told)
        self.documents()
        for part in (self.streams, self.subject):
            report.trying("-", "-", part.__name__, part)
        for name in sorted(files.names - self.wanted):
            report.add("-", name, "manifest", "清单之外的文件 a file that the manifest does not name")

    def log(self, log: str, told: Any) -> None:
        """The checkpoint of one log, and every record of it."""
        name = f"logs/{log}/checkpoint"
        self.wanted.add(name)
        note = self.report.trying(log, "-", "checkpoint", self.files.read, name)
        head = self.report.trying(log, "-", "checkpoint", opened, note, self.keys, log) if note is not None else None
        if head and head[:2] != (told["origin"], told["size"]):
            self.report.add(log, "-", "manifest", f"与检查点不符 the checkpoint says {head[:2]}")
        for one in sorted((one for one in self.told["records"] if one["log"] == log), key=lambda one: one["index"]):
            need(isinstance(one["context"], bool), "context")
            index, path, proof = one["index"], one["path"], f"proofs/{log}/{one['index']}.tlog-proof"
            if path != f"records/{log}/{index}.record" or path in self.wanted:
                self.report.add(log, index, "manifest", f"路径不符 not its path, or twice: {path}")
            self.wanted |= {path, proof}
            record = self.report.trying(log, index, "record", self.files.read, path)
            if record is None:
                self.lost.add(log)
                continue
            fact = self.report.trying(log, index, "record", self.logs[log].take, index, record, False)
            if fact:
                self.facts[log, index] = fact
            if head:
                self.report.trying(log, index, "proof", self.proven, proof, index, record, note, head)

    def proven(self, name: str, index: int, record: bytes, note: bytes, head: Head) -> None:
        """Nothing, if the C2SP tlog-proof of that name leads from the record to the checkpoint's root."""
        text, _, under = self.files.read(name).decode().partition("\n\n")
        lines = [line for line in text.split("\n") if not line.startswith("extra ")]
        need(lines[:2] == ["c2sp.org/tlog-proof@v1", f"index {index}"], "证明不属于该记录 the proof of another record")
        need(under.encode() == note, "检查点不同 under another checkpoint than the log's")
        root = rooted(index, head[1], sha256(b"\0", record), [unbase64(line, 32) for line in lines[2:]])
        need(root == head[2], "证明不成立 it does not lead to the root")

    def streams(self) -> None:
        """The streams that are in it whole have no gap, and are as far as the manifest claims."""
        for one in self.told["streams"]:
            log, stream, versions = one["log"], one["stream"], one["versions"]
            if self.logs[log].streams.get(stream) != (versions, versions):
                kind = INCOMPLETE if log in self.lost else TAMPERED
                self.report.add(log, stream, "stream", f"版本有缺 not versions 1 to {versions}", kind)
        for name, claimed in self.told["state"]["streams"].items():
            log, _, stream = name.partition("/")
            if log not in self.lost and self.logs[log].streams[stream][0] != claimed["version"]:
                self.report.add(log, stream, "state", f"状态不符 it claims version {claimed['version']}")

    def subject(self) -> None:
        """The records speak of the subject, and its title stands as claimed."""
        who, named = (
            self.told["subject"],
            {(one["log"], one["index"]) for one in self.told["records"] if not one["context"]},
        )
        about = [fact for at, fact in self.facts.items() if at in named]
        need(self.lost or any(who["id"] in told["subject"] + payload.decode() for told, payload in about), "not of it")
        claimed = self.told["state"]["title"]
        need(
            who["kind"] == ("season" if claimed is None else "station"), "a title is claimed of a station, and only so"
        )
        title: tuple[str, Any, Any] = ("none", None, None)
        before = "in_force"
        for (_, _), (told, payload) in sorted(self.facts.items()) if who["kind"] == "station" else ():
            name = told["type"].removeprefix("shifan.assessment.").removesuffix(".v1")
            if name in STATUS and json.loads(payload).get("station_id") == who["id"]:
                # What is restored is what there was: a title that had been suspended is suspended again.
                status = STATUS[name] or before
                before = status if status in {"in_force", "suspended"} else before
                title = (status, json.loads(payload).get("certificate_number"), told["effectivetime"][:10])
        if "assessment" not in self.lost and claimed is not None:
            told_ = claimed["status"], claimed["certificate_number"], claimed["since"]
            need(told_ == title, f"状态不符 the records say {title}, it claims {told_}")

    def documents(self) -> None:
        """Every document is what its name says, and a record names it; so with those that are not there."""
        for one in self.told["documents"]:
            self.wanted.add(one["path"])
            self.report.trying("-", one["path"], "document", self.document, **one)
        said = b"".join(payload for _, payload in self.facts.values()).decode()
        for one in self.told["absent_documents"]:
            need(self.lost or one["sha256"] in said, "an absent document that no record names")

    def document(self, sha256: str, path: str, named_by: list[Any]) -> None:
        need(
            re.fullmatch(r"documents/[0-9a-f]{64}\.[a-z0-9]+", path) and path[10:74] == sha256, "路径不符 not its path"
        )
        need(named_by, "没有记录提及 no record names it")
        for at in named_by:
            fact = self.facts.get((at["log"], at["index"]))
            if at["log"] not in self.lost and (fact is None or sha256 not in fact[1].decode()):
                self.report.add(at["log"], at["index"], "document", f"记录未提及 it does not name {path}")
        found = hashlib.sha256(self.files.read(path)).hexdigest()
        need(found == sha256, "文件被改动 it is not what was recorded")


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(USAGE, f"{message}\n")


def main() -> int:
    parser = Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--policy", type=Path, help="the logs' keys, got elsewhere: those beside the logs prove less")
    chosen = parser.parse_args()
    try:
        own = chosen.policy.read_bytes() if chosen.policy else None
        chosen.path.stat()
    except OSError as error:
        parser.error(str(error))
    report = Report()
    report.trying("-", "-", "path", verify, chosen.path, own, report)
    for kind, log, index, what, text in report[:SHOWN]:
        print(f"{'篡改 tampered' if kind == TAMPERED else '缺失 incomplete'}: {log} [{index}] {what}: {text}")  # noqa: T201 (the answer)
    print(f"{len(report)} 处问题 findings" if report else "通过 all holds")  # noqa: T201 (the answer)
    return min((one[0] for one in report), default=0)


def verify(path: Path, own: bytes | None, report: Report) -> None:
    """Look into a bundle or a folder of logs; `own` is a policy that was got elsewhere."""
    files = Files(path)
    print("公钥 keys: " + ("--policy" if own else f"{path}/policy"))  # noqa: T201 (the answer)
    keys = policy(own or files.read("policy"))
    if "manifest.json" in files.names or files.zip:
        Bundle(files, keys, report)
    else:
        folders(files, keys, report)


if __name__ == "__main__":
    sys.exit(main())
