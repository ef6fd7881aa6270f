"""The two commands, as an auditor starts them: exit codes, and what they print."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deploy.cli import app
from services.audit.evidence import verify as one_file
from tests.tamper.evidence import Logs, bundle

OK, TAMPERED, INCOMPLETE, USAGE = 0, 1, 2, 3
CHECKPOINT = "registry/checkpoint"


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Logs(tmp_path_factory.mktemp("clean") / "logs", 12, 5).make().path


@pytest.fixture
def logs(clean: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(clean, tmp_path / "logs"))


def alone(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The one file, somewhere else, by a Python that sees nothing of ours."""
    file = shutil.copy(one_file.__file__, folder / "its_own.py")
    command = [sys.executable, "-I", file, *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 (our own file)


def shifan(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["--lang", "en", "verify", *map(str, arguments)])
    return result.exit_code, result.output


def test_the_one_file_needs_nothing_of_ours_and_ends_with_the_code(logs: Path, tmp_path: Path) -> None:
    assert alone(tmp_path, logs).returncode == OK
    assert alone(tmp_path, logs, "--policy", logs / "policy").returncode == OK
    (logs / CHECKPOINT).unlink()
    told = alone(tmp_path, logs)
    assert (told.returncode, "incomplete: registry [-] checkpoint" in told.stdout) == (INCOMPLETE, True)
    (logs / "audit/checkpoint").write_text("nothing")
    assert alone(tmp_path, logs).returncode == TAMPERED
    assert alone(tmp_path, tmp_path / "nowhere").returncode == USAGE
    assert alone(tmp_path, logs, "--policy", tmp_path / "nowhere").returncode == USAGE
    assert alone(tmp_path, logs, "--unheard-of").returncode == USAGE
    assert alone(tmp_path).returncode == USAGE


def test_the_verifier_in_the_bundle_is_ours_byte_for_byte(logs: Path, tmp_path: Path) -> None:
    made = bundle(Logs(tmp_path / "made", 12, 5).make(), tmp_path / "bundle")
    assert (made / "verify.py").read_bytes() == Path(one_file.__file__).read_bytes()
    told = subprocess.run([sys.executable, "-I", "verify.py", "."], cwd=made, capture_output=True, check=False)
    assert told.returncode == OK, told


def test_shifan_ends_with_the_code_and_names_what_it_found(logs: Path, tmp_path: Path) -> None:
    code, said = shifan(logs)
    assert (code, said.startswith("all holds: 20 entries")) == (OK, True), said
    code, said = shifan(logs, "--hash-only")
    assert (code, "only hashes were checked" in said) == (OK, True), said
    (logs / CHECKPOINT).unlink()
    code, said = shifan(logs)
    assert (code, "incomplete  registry [-]  checkpoint" in said) == (INCOMPLETE, True), said
    (logs / "audit/checkpoint").write_text("nothing")
    assert shifan(logs)[0] == TAMPERED
    assert shifan(tmp_path / "nowhere")[0] == USAGE
    assert shifan(logs, "--unheard-of")[0] == USAGE
    assert shifan()[0] == USAGE
    assert shifan(logs, "--seen", tmp_path / "nowhere")[0] == USAGE


def test_records_are_compared_with_logs_and_not_with_a_bundle(tmp_path: Path) -> None:
    made = bundle(Logs(tmp_path / "made", 12, 5).make(), tmp_path / "bundle")
    (tmp_path / "all.ndjson").touch()
    assert shifan(made)[0] == OK
    assert shifan(made, "--records", tmp_path / "all.ndjson")[0] == USAGE


def test_json_has_every_finding_and_what_was_believed(logs: Path) -> None:
    (logs / "registry/tile/0/000.p/12").unlink()
    code, said = shifan(logs, "--json")
    told = json.loads(said)
    assert (code, told["code"], told["policy"]) == (INCOMPLETE, INCOMPLETE, f"{logs}/policy")
    assert {(one["kind"], one["log"], one["index"]) for one in told["findings"]} == {("incomplete", "registry", 0)}
