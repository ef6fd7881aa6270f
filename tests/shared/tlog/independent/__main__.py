"""Writes a log of realistic records and has it judged by Go's own implementation; `just verify-independently`.

It ends with 0 where the log was accepted, and refused once a single bit of it was another.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from shared.tlog.folder import LogFolder
from tests.shared.tlog.independent.judge import (
    CannotBeBuilt,
    Verdict,
    built,
    proofs_in,
    verdict,
    with_a_byte_flipped,
)
from tests.shared.tlog.made import ORIGIN, SIGNER, records, written

TESSERA = "github.com/transparency-dev/tessera/cmd/fsck@v1.0.4"
_SECONDS = 600


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, prog="just verify-independently")
    parser.add_argument("--entries", type=int, default=100_000, help="how long the log is (%(default)s)")
    parser.add_argument(
        "--checkpoint-entries", type=int, default=1_000, help="a checkpoint every so many (%(default)s)"
    )
    parser.add_argument("--tessera", action="store_true", help="ask the fsck of tessera, too; it is fetched and built")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="shifan-judge-") as temporary:
        try:
            return judged(Path(temporary), asked.entries, asked.checkpoint_entries, with_tessera=asked.tessera)
        except CannotBeBuilt as cannot:
            print(cannot, file=sys.stderr)
            return 2


def judged(temporary: Path, count: int, every: int, *, with_tessera: bool) -> int:
    program = built(temporary)
    folder = temporary / "log"
    made = records(count)
    began = time.perf_counter()
    size = written(folder, made, range(every, count, every)).size
    lasted = time.perf_counter() - began
    print(f"written: {size} entries, {sum(map(len, made)) / size:.0f} bytes each, {size / lasted:,.0f} a second")
    log = LogFolder(folder, SIGNER.verifier)
    proofs = proofs_in(temporary, log, sorted({0, size // 3, size // 2, size - 1}))
    began = time.perf_counter()
    clean = verdict(program, folder, SIGNER.vkey, proofs)
    print(f"golang.org/x/mod/sumdb: {clean.words} ({time.perf_counter() - began:.2f} s)")
    theirs = [asked_of_tessera(temporary, folder)] if with_tessera else []
    with_a_byte_flipped(folder / "tile/entries/000")
    changed = verdict(program, folder, SIGNER.vkey, {})
    print(f"with a bit flipped in entry bundle 0: {changed.words}")
    return int(not all(said.accepted for said in (clean, *theirs)) or changed.accepted)


def asked_of_tessera(temporary: Path, folder: Path) -> Verdict:
    """What the fsck of tessera says of the log. It does not come to an end on a log that it does not accept."""
    go = shutil.which("go") or "go"
    key = temporary / "vkey"
    key.write_text(SIGNER.vkey)
    words = [f"--storage_url={folder.as_uri()}/", f"--public_key={key}", f"--origin={ORIGIN}", "-ui=false"]
    asked = [go, "run", TESSERA, *words]
    environment = os.environ | {"GOWORK": "off"}
    began = time.perf_counter()
    done = subprocess.run(asked, capture_output=True, text=True, timeout=_SECONDS, check=False, env=environment)  # noqa: S603
    said = (done.stdout + done.stderr).strip().splitlines()[-1:]
    print(f"tessera fsck: {''.join(said)} ({time.perf_counter() - began:.2f} s, with its build)")
    return Verdict(done.returncode == 0, "".join(said))


if __name__ == "__main__":
    sys.exit(main())
