"""The question to a real API server says what it lacks; what the server says is for `just kubernetes-dry-run`."""

import os
import stat
from pathlib import Path

import pytest

from deploy.kubernetes.dry_run import main
from tests.kubernetes.cluster import FOLDER
from tests.kubernetes.rules import VERSION


def test_without_go_it_says_so_and_does_not_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert main(["--built", str(tmp_path)]) == 1
    assert "is not there" in capsys.readouterr().out


def test_a_server_that_ends_is_no_server_that_takes_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    for name in ("etcd", "kube-apiserver", "kubectl"):
        file = tmp_path / name
        file.write_text("#!/bin/sh\necho 'no more'\nexit 1\n", encoding="utf-8")
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
    assert main(["--built", str(tmp_path)]) == 1
    assert "no more" in capsys.readouterr().out


def test_the_server_is_of_the_version_whose_schemas_are_used() -> None:
    told = (FOLDER / "apiserver" / "go.mod").read_text(encoding="utf-8")
    assert f"k8s.io/kubernetes v{VERSION}." in told
