"""`python -m deploy.observability.dry_run`: what the profile `observability` is given, run for real; nothing is kept.

Prometheus, promtool and a collector are built from Go's modules, once (`prometheus/`, `collector/`), at low priority;
Go must be there. They judge the files and try every alert; planted mistakes, which must be refused, show that they
judge at all. Then a stack lives through a small season before their eyes, and what dashboards and alerts ask for must
arrive.
"""

import argparse
import asyncio
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from deploy.embedded.files import ServerTrouble
from deploy.go_programs import built
from deploy.observability.lived import live
from deploy.service_process import ROOT

FOLDER = Path(__file__).parent
BUILT = ROOT / ".shifan" / "observability"
_PACKAGES = "github.com/prometheus/prometheus/cmd"
PROGRAMS = {
    "promtool": (FOLDER / "prometheus", f"{_PACKAGES}/promtool"),
    "prometheus": (FOLDER / "prometheus", f"{_PACKAGES}/prometheus"),
    "collector": (FOLDER / "collector", "."),
}
# Where, what is right, what is wrong, and what is said of it.
_MISTAKES = (
    ("alerts.yml", "by (service) (shifan_parked)", "by (service) shifan_parked", "parse error"),
    ("alerts.yml", "shifan_relay_lag offset 5m", "shifan_relay_lag offset 1h", "RelayLags"),
    ("prometheus.yml", "honor_labels", "keep_labels", "keep_labels"),
    ("collector.yml", "metric_expiration", "metrics_expire", "metrics_expire"),
)


def check(programs: Mapping[str, Path], folder: Path) -> list[str]:
    """What the programs say against the files: nothing, where all is well and each alert fires when it must."""
    asked = (
        [programs["promtool"], "check", "config", folder / "prometheus.yml"],
        [programs["promtool"], "test", "rules", folder / "alerts_test.yml"],
        [programs["collector"], "validate", f"--config={folder / 'collector.yml'}"],
    )
    against = []
    for command in asked:
        answer = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
        if answer.returncode:
            against.append(f"{answer.stdout}{answer.stderr}".strip())
    return against


def takes_mistakes(programs: Mapping[str, Path]) -> list[str]:
    """What should be refused, and is not: it was planted in a copy of the files."""
    taken = []
    for name, right, wrong, told in _MISTAKES:
        with TemporaryDirectory() as temporary:
            for file in FOLDER.glob("*.yml"):
                shutil.copy(file, temporary)
            copy = Path(temporary) / name
            copy.write_text(copy.read_text(encoding="utf-8").replace(right, wrong, 1), encoding="utf-8")
            if told not in "\n".join(check(programs, Path(temporary))):
                taken.append(f"{wrong!r} in {name} is taken")
    return taken


def main(arguments: Sequence[str] | None = None) -> int:
    """1 where something is said against the files, a mistake is taken, or something asked for does not arrive."""
    parser = argparse.ArgumentParser(prog="python -m deploy.observability.dry_run", description=(__doc__ or "").strip())
    parser.add_argument("--built", type=Path, default=BUILT, help="where the programs are, or are to be built")
    parser.add_argument("--files-only", action="store_true", help="judge the files, and start nothing")
    asked = parser.parse_args(arguments)
    try:
        programs = built(asked.built, PROGRAMS)
        against = check(programs, FOLDER) or takes_mistakes(programs)
        if not against and not asked.files_only:
            with TemporaryDirectory() as temporary:
                against = asyncio.run(live(programs, FOLDER, Path(temporary), print))
    except ServerTrouble as trouble:
        against = [str(trouble)]
    print("\n".join([*against, "refused"] if against else ["all is taken, and planted mistakes are refused"]))
    return 1 if against else 0


if __name__ == "__main__":
    sys.exit(main())
