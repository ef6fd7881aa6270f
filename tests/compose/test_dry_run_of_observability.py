"""What runs the profile `observability` for real says what it lacks; what Prometheus says is for the recipe itself."""

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.observability.dry_run import FOLDER, PROGRAMS, main
from deploy.observability.lived import dashboards
from tests.compose.described import described


def _programs(folder: Path, says: str) -> None:
    for name in PROGRAMS:
        file = folder / name
        file.write_text(f"#!/bin/sh\n{says}\n", encoding="utf-8")
        file.chmod(0o755)


def test_without_go_it_says_so_and_does_not_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    assert main(["--built", str(tmp_path)]) == 1
    assert "is not there" in capsys.readouterr().out


def test_what_the_programs_say_against_the_files_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _programs(tmp_path, "echo 'there is no such word'\nexit 1")
    assert main(["--built", str(tmp_path), "--files-only"]) == 1
    assert "there is no such word" in capsys.readouterr().out


def test_programs_that_take_everything_do_not_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _programs(tmp_path, "exit 0")
    assert main(["--built", str(tmp_path), "--files-only"]) == 1
    assert capsys.readouterr().out.count(" is taken") == 4


def test_each_alert_is_tried_where_it_must_fire_and_where_it_must_not() -> None:
    rules = _read("alerts.yml")["groups"][0]["rules"]
    tried = [one for test in _read("alerts_test.yml")["tests"] for one in test["alert_rule_test"]]
    alerts = {rule["alert"] for rule in rules}
    assert {one["alertname"] for one in tried if one["exp_alerts"]} == alerts
    assert {one["alertname"] for one in tried if not one["exp_alerts"]} == alerts


def test_the_programs_are_of_the_versions_that_containers_are_of() -> None:
    images = {name: about["image"] for name, about in described()["services"].items() if "image" in about}
    major, minor, patch = images["prometheus"].rpartition(":v")[2].split(".")
    modules = {name: (FOLDER / name / "go.mod").read_text(encoding="utf-8") for name in ("prometheus", "collector")}
    # Prometheus 3.5.0 is version 0.305.0 of its module.
    assert f"github.com/prometheus/prometheus v0.{major}{int(minor):02}.{patch} " in modules["prometheus"]
    collector = images["collector"].rpartition(":")[2]
    for part in ("receiver/prometheusreceiver", "exporter/prometheusexporter"):
        assert f"opentelemetry-collector-contrib/{part} v{collector}\n" in modules["collector"]


def test_every_question_of_the_dashboards_is_asked_and_none_holds_a_word_of_grafana() -> None:
    asked = dashboards(FOLDER)
    assert len(asked) >= 10
    assert [query for query in asked if "$__" in query] == []


def _read(name: str) -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return told
