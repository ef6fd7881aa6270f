"""Builds the judge with Go, and hears it."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from shared.tlog.folder import LogFolder
from shared.tlog.proof_files import written

_SOURCE = Path(__file__).parent
_BUILD_SECONDS = 100
_SECONDS = 600


class CannotBeBuilt(RuntimeError):
    """There is no Go here, or its module cannot be had."""


class Verdict(NamedTuple):
    """Whether the log was accepted, and the judge's words."""

    accepted: bool
    words: str


def built(into: Path) -> Path:
    """The judge as a program in that folder.

    Raises:
        CannotBeBuilt: the message says why.
    """
    go = shutil.which("go")
    if go is None:
        raise CannotBeBuilt("there is no go on this machine")
    program = into / "accept"
    try:
        _run([go, "build", "-o", str(program), "."], _BUILD_SECONDS, cwd=_SOURCE, env=os.environ | {"GOWORK": "off"})
    except subprocess.TimeoutExpired as late:
        raise CannotBeBuilt(f"go did not build it within {_BUILD_SECONDS} seconds") from late
    except subprocess.CalledProcessError as failed:
        raise CannotBeBuilt(f"go does not build it: {failed.stderr.strip()[-400:]}") from failed
    return program


def verdict(program: Path, folder: Path, vkey: str, proofs: Mapping[Path, Path]) -> Verdict:
    """What the judge says of the log in that folder, and of these proofs, each with the file of its entry."""
    asked = [str(program), str(folder), vkey, *(f"{proof}={entry}" for proof, entry in proofs.items())]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=_SECONDS, check=False)  # noqa: S603
    return Verdict(done.returncode == 0, (done.stdout + done.stderr).strip())


def _run(asked: Sequence[str], seconds: float, cwd: Path, env: Mapping[str, str]) -> None:
    subprocess.run(asked, capture_output=True, text=True, timeout=seconds, check=True, cwd=cwd, env=env)  # noqa: S603


def proofs_in(folder: Path, log: LogFolder, indexes: Iterable[int]) -> dict[Path, Path]:
    """The proofs of these entries as files in `folder`, each with the file of its entry."""
    found = {}
    for index in indexes:
        proof, entry = folder / f"{index}.tlog-proof", folder / f"{index}.record"
        proof.write_text(written(index, log.inclusion(index), log.note()))
        entry.write_bytes(log.entry(index))
        found[proof] = entry
    return found


def with_a_byte_flipped(path: Path) -> None:
    """Change the middle byte of a file by one bit."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
