"""`docs/operations.md` tells what there is: settings, metrics, alerts, commands and roles of a process."""

import importlib
import importlib.util
import re
from typing import Any

import pytest
from typer.main import get_command

from deploy.cli import app
from deploy.docs.operations import OPERATIONS, metrics, operations, settings_table
from deploy.embedded.servers import KAFKA_VARIABLE, POSTGRES_VARIABLE
from deploy.folders import DATA_VARIABLE
from deploy.roles import ROLES_VARIABLE
from shared.service import ROLES
from tests.architecture.tree import ROOT

TEXT = OPERATIONS.read_text(encoding="utf-8")
yaml: Any = importlib.import_module("yaml")  # Whether it has types or not, this reads the same.
RULES: list[dict[str, Any]] = [
    rule
    for group in yaml.safe_load((ROOT / "deploy" / "observability" / "alerts.yml").read_text(encoding="utf-8"))[
        "groups"
    ]
    for rule in group["rules"]
]
_SUFFIXES = ("_bucket", "_count", "_sum")


def test_the_tables_of_settings_and_metrics_are_current() -> None:
    assert operations() == TEXT, "run `python -m deploy.docs`"


def test_every_setting_and_every_metric_is_told_in_words() -> None:
    assert [row for row in settings_table().splitlines() if row.endswith("|  |")] == []
    assert [name for name, _, _, told in metrics() if not told] == []


def test_every_alert_has_a_paragraph_and_every_paragraph_an_alert() -> None:
    told = TEXT.split("## Alerts", 1)[1]
    paragraphs = dict(re.findall(r"^### (\w+)\n\n(.+?)(?=\n\n|\Z)", told, re.DOTALL | re.MULTILINE))
    assert list(paragraphs) == [rule["alert"] for rule in RULES]
    assert [name for name, text in paragraphs.items() if len(text.split()) < 20] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["alert"]))
def test_an_alert_looks_at_metrics_and_labels_that_there_are(rule: dict[str, Any]) -> None:
    assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
    assert rule["labels"]["severity"] in {"critical", "warning"}
    assert rule["annotations"]["summary"].endswith(".")
    labels = {name: {*of, "service", "le"} for name, _, of, _ in metrics()}
    named = set(re.findall(r"\bshifan_\w+", rule["expr"]))
    bare = {next((name.removesuffix(end) for end in _SUFFIXES if name.endswith(end)), name) for name in named}
    assert bare <= labels.keys()
    assert named or "up{" in rule["expr"]
    shown = set(re.findall(r"\$labels\.(\w+)", rule["annotations"]["summary"]))
    assert shown <= set(re.findall(r"\w+", rule["expr"]))
    for name, selector in re.findall(r"\b(shifan_\w+)\{([^}]*)\}", rule["expr"]):
        of = labels[next((name.removesuffix(end) for end in _SUFFIXES if name.endswith(end)), name)]
        assert set(re.findall(r"(\w+)\s*[=!]", selector)) <= of


def test_every_command_that_is_named_exists_with_its_options() -> None:
    commands: dict[str, Any] = get_command(app).commands  # type: ignore[attr-defined]  # the group's own
    named = re.findall(r"`\./shifan ([a-z]+)([^`]*)`", TEXT)
    assert {"backup", "restore", "topics", "rebuild", "replay", "verify"} <= {name for name, _ in named}
    for name, rest in named:
        assert name in commands, name
        known = {option for parameter in commands[name].params for option in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= known, (name, rest)


def test_every_module_role_and_variable_that_is_named_exists() -> None:
    for module in re.findall(r"python -m ([\w.]+)", TEXT):
        if not module.startswith("services"):
            assert importlib.util.find_spec(module) is not None, module
    assert set(re.findall(r"^\| `(api|worker|relay|migrate|rewrap)` ", TEXT, re.MULTILINE)) == ROLES.keys() - {"all"}
    assert {POSTGRES_VARIABLE, KAFKA_VARIABLE, DATA_VARIABLE, ROLES_VARIABLE} <= set(re.findall(r"SHIFAN_\w+", TEXT))


def test_every_file_of_the_repository_that_is_named_exists() -> None:
    paths = re.findall(r"`((?:deploy|requirements|docs)/[\w./-]*)`", TEXT)
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []
