"""A folder of logs against what somebody kept elsewhere: a checkpoint seen earlier, or the records themselves."""

import base64
from collections.abc import Iterable, Mapping
from pathlib import Path

import orjson

from deploy.auditing.verifying.findings import Findings
from deploy.auditing.verifying.logs import VerifiedLog
from shared.tlog.checkpoints import Checkpoint, signed_checkpoint
from shared.tlog.faults import TlogFault
from shared.tlog.hashing import HASH_BYTES, leaf_hash
from shared.tlog.policies import Policy
from shared.tlog.tiles import TILE_WIDTH

Heads = Mapping[str, VerifiedLog | Checkpoint]


def compare_seen(paths: Iterable[Path], heads: Heads, policy: Policy, to: Findings) -> None:
    """Every checkpoint that was seen earlier must be one of these logs. Of a bundle's logs only the head is known."""
    for path in paths:
        with to.about("-", str(path), "seen"):
            seen = signed_checkpoint(path.read_bytes().decode(), policy.logs)
            log = seen.origin.rpartition("/")[2]
            head = heads.get(log)
            if isinstance(head, VerifiedLog):
                head.check(seen, to, str(path))
            elif head is None or head.size != seen.size:
                zh, en = "证据包无从比较", "the bundle has nothing to compare it with: ask for the log itself"
                to.missing(log, seen.size - 1, "seen", zh, en)
            elif head.root != seen.root:
                to.tampered(log, seen.size - 1, "seen", "根不符：日志分叉", "another root: forked")


def compare_records(lines: Iterable[bytes], logs: dict[str, VerifiedLog], to: Findings) -> int:
    """Every record of an export stands in the log at its position, and the other way round; how many lines there were.

    A line is `{"owner", "position", "record"}`, the record in Base64. Of each entry one bit is remembered.
    """
    seen = {name: bytearray(-(-log.size // 8)) for name, log in logs.items()}
    number = 0
    for number, line in enumerate(lines, 1):
        with to.about("-", f"line {number}", "records"):
            said = orjson.loads(line)
            owner, index = said["owner"], int(said["position"]) - 1
            _compare(logs, owner, index, base64.b64decode(said["record"], validate=True), to)
            if 0 <= index < logs[owner].size:
                seen[owner][index >> 3] |= 1 << (index & 7)
    for name, log in logs.items():
        for first, last in _unseen(seen[name], log.size):
            said_of = f"{first}–{last}" if last > first else str(first)
            zh, en = f"日志中有而导出中没有：{said_of}", f"in the log and not among the records: {said_of}"
            to.missing(name, first, "records", zh, en)
    return number


def _compare(logs: dict[str, VerifiedLog], owner: str, index: int, record: bytes, to: Findings) -> None:
    log = logs.get(owner)
    if log is None:
        to.tampered(owner, index, "records", "没有该日志", "there is no log of this owner")
    elif not 0 <= index < log.size:
        to.tampered(owner, index, "records", "事件不在日志中", "an event that is not in the log")
    elif _leaf(log, index) != leaf_hash(record):
        to.tampered(owner, index, "records", "与日志不同", "the log holds another record at this index")


def _leaf(log: VerifiedLog, index: int) -> bytes:
    try:
        hashes = log.folder.hashes(0, index // TILE_WIDTH, log.size)
    except TlogFault:
        return b""
    at = index % TILE_WIDTH * HASH_BYTES
    return hashes[at : at + HASH_BYTES]


def _unseen(seen: bytearray, size: int) -> list[tuple[int, int]]:
    """The stretches of indexes that no line named."""
    stretches: list[tuple[int, int]] = []
    for index in range(size):
        if seen[index >> 3] == 0xFF or seen[index >> 3] >> (index & 7) & 1:
            continue
        if stretches and stretches[-1][1] == index - 1:
            stretches[-1] = (stretches[-1][0], index)
        else:
            stretches.append((index, index))
    return stretches
