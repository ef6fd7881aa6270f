"""Programs of others, built from Go's modules where no registry of images is at hand, and run while they are asked."""

import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from deploy.embedded.files import ServerTrouble

_GONE_SECONDS = 20.0


def found(name: str) -> str:
    """Where the command is.

    Raises:
        ServerTrouble: nowhere.
    """
    where = shutil.which(name)
    if where is None:
        raise ServerTrouble(f"{name} is not there")
    return where


def built(folder: Path, programs: Mapping[str, tuple[Path, str]]) -> dict[str, Path]:
    """The programs in the folder, each built at low priority where it is not there yet.

    `programs` says of each name in which module's folder it is built, and from which package.

    Raises:
        ServerTrouble: there is no Go, or one cannot be built.
    """
    made = {name: folder.absolute() / name for name in programs}
    for name, (module, package) in programs.items():
        if made[name].exists():
            continue
        print(f"building {name}", flush=True)
        command = [found("nice"), "-n", "19", found("go"), "build", "-trimpath", "-o", str(made[name]), package]
        if subprocess.run(command, cwd=module, check=False).returncode:
            raise ServerTrouble(f"{name} cannot be built")
    return made


@contextmanager
def running(command: Sequence[str], log: Path) -> "Iterator[subprocess.Popen[bytes]]":
    """The program for as long as it is needed, with all that it says in `log`."""
    with log.open("wb") as told, subprocess.Popen(command, stdout=told, stderr=told) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(_GONE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
