"""`./shifan`: makes its environment once, from anywhere, and only one run at a time."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from deploy.service_process import ROOT

_PYTHON = """#!/bin/sh
case "$*" in
  "-c "*) exit 0 ;;
  *"pip --version") exit 0 ;;
  *"pip install"*) sleep "${SLOW:-0}"; echo "${*##*/requirements/}" >>"$(dirname "$0")/../installed"; exit 0 ;;
esac
echo "$PYTHONPATH|$*"
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with the script, requirements, and an environment whose Python only tells what it is asked."""
    shutil.copy(ROOT / "shifan", tmp_path / "shifan")
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(_PYTHON)
    python.chmod(0o755)
    (tmp_path / "requirements").mkdir()
    for name in ("command", "dev"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"{name}==1\n")
    return tmp_path


def _start(clone: Path, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
    path = os.pathsep.join(part for part in os.environ["PATH"].split(os.pathsep) if not (Path(part) / "uv").exists())
    return subprocess.Popen(  # noqa: S603 - our own script.
        [clone / "shifan", *arguments],
        text=True,
        cwd="/",
        env={"PATH": path, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _run(clone: Path, *arguments: str) -> tuple[int, str, str]:
    process = _start(clone, *arguments)
    out, err = process.communicate(timeout=30)
    return process.returncode, out, err


def _installed(clone: Path) -> list[str]:
    file = clone / ".venv" / "installed"
    return file.read_text().split() if file.exists() else []


def test_the_first_run_installs_and_the_next_do_not(clone: Path) -> None:
    code, out, err = _run(clone, "status", "--json")
    assert (code, out) == (0, f"{clone}|-m deploy status --json\n")
    assert "installing requirements/command.txt" in err
    assert _run(clone, "up") == (0, f"{clone}|-m deploy up\n", "")
    assert _installed(clone) == ["command.txt"]


def test_a_changed_requirement_file_is_installed_again(clone: Path) -> None:
    _run(clone, "status")
    (clone / "requirements" / "command.txt").write_text("command==2\n")
    _run(clone, "status")
    assert _installed(clone) == ["command.txt", "command.txt"]


def test_tests_get_the_larger_set_which_is_enough_for_the_rest(clone: Path) -> None:
    _run(clone, "--data", "test", "status")
    assert _installed(clone) == ["command.txt"]
    _run(clone, "--lang", "zh", "test", "-x")
    _run(clone, "bench", "commands")
    _run(clone, "demo")
    assert _installed(clone) == ["command.txt", "dev.txt"]


def test_several_first_runs_at_once_install_once(clone: Path) -> None:
    runs = [_start(clone, "status", SLOW="0.3") for _ in range(4)]
    ended = [run.communicate(timeout=30) for run in runs]
    assert [out for out, _ in ended] == [f"{clone}|-m deploy status\n"] * 4
    assert _installed(clone) == ["command.txt"]
    assert not (clone / ".venv.lock").exists()


def test_the_lock_of_a_killed_run_is_broken(clone: Path) -> None:
    (clone / ".venv.lock").mkdir()
    (clone / ".venv.lock" / "pid").write_text("99999999\n")
    assert _run(clone, "status")[0] == 0
    assert not (clone / ".venv.lock").exists()


def test_a_link_to_the_script_works_too(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    link = tmp_path_factory.mktemp("bin") / "shifan"
    link.symlink_to(clone / "shifan")
    process = subprocess.run(  # noqa: S603 - our own script.
        [link, "status"], text=True, capture_output=True, check=False, env=os.environ | {"PYTHONPATH": ""}
    )
    assert process.stdout == f"{clone}|-m deploy status\n"


def test_an_old_python_is_refused_in_a_sentence(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    shutil.rmtree(clone / ".venv")
    tools = tmp_path_factory.mktemp("tools")
    for name in ("sh", "cat", "cksum", "tr", "dirname", "readlink", "mkdir", "rm", "find", "sleep"):
        found = shutil.which(name)
        assert found is not None
        (tools / name).symlink_to(found)
    old = tools / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    process = subprocess.run(  # noqa: S603 - our own script.
        [clone / "shifan", "status"], text=True, capture_output=True, check=False, env={"PATH": str(tools)}
    )
    assert process.returncode == 1
    assert "Python 3.11, 3.12 or 3.13 is needed" in process.stderr
    assert not (clone / ".venv.lock").exists()
