"""The import contracts hold, and they bite: a planted violation is reported."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, of_kind

PACKAGES = ("shared", "services", "deploy", "benchmarks")


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_contracts_hold() -> None:
    linted = _lint(ROOT)
    assert linted.returncode == 0, linted.stdout + linted.stderr


PLANTED = {
    "No service imports another": ("services/incentives/queries.py", "services.registry.queries"),
    "Inside a service": ("services/incentives/queries.py", "services.incentives.projections"),
    "Rules touch no framework": ("services/incentives/contest/decisions.py", "asyncpg"),
    "What serves knows nothing": ("shared/settings.py", "deploy.topics"),
    "Services know nothing": ("services/incentives/facts.py", "shared.testing.scenario"),
    "Inside shared": ("shared/events/event.py", "shared.database"),
}
"""For each contract a file, and an import that it must not have."""


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What is reported of a copy with every planted violation."""
    folder = tmp_path_factory.mktemp("planted")
    for path in (path for package in PACKAGES for path in of_kind(".py", under=package)):
        copy = folder / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    shutil.copy(ROOT / ".importlinter", folder)
    for file, imported in PLANTED.values():
        with (folder / file).open("a", encoding="utf-8") as planted:
            planted.write(f"\nimport {imported}\n")
    linted = _lint(folder)
    assert linted.returncode == 1, linted.stdout + linted.stderr
    return " ".join(linted.stdout.split()).split("Broken contracts")[1]


@pytest.mark.parametrize("contract", PLANTED)
def test_a_planted_violation_is_reported(broken: str, contract: str) -> None:
    file, imported = PLANTED[contract]
    importer = file.removesuffix(".py").replace("/", ".")
    assert contract in broken
    assert f"{importer} -> {imported}" in broken


def test_every_contract_has_its_planted_violation() -> None:
    names = [line.removeprefix("name = ") for line in _contracts() if line.startswith("name = ")]
    assert [name for name in names if not any(name.startswith(contract) for contract in PLANTED)] == []


def _contracts() -> list[str]:
    return (ROOT / ".importlinter").read_text(encoding="utf-8").splitlines()
