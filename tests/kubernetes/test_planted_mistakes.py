"""Each rule finds the mistakes that it is there for: one is planted in a copy of the manifests, and it is told."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from deploy.kubernetes.secrets import secrets_of
from tests.kubernetes import ours, rules
from tests.kubernetes.cluster import FOLDER, OVERLAYS, Cluster, documents_in, rendered

PLANTED = yaml.safe_load((Path(__file__).parent / "planted.yaml").read_text(encoding="utf-8"))
RULES = {rule.__name__: rule for rule in (*rules.RULES, *ours.RULES)}


def _overlay_with(mistake: Mapping[str, str], copy: Path) -> Cluster:
    shutil.copytree(FOLDER, copy, dirs_exist_ok=True)
    file = copy / mistake["file"]
    text = file.read_text(encoding="utf-8")
    assert mistake["right"] in text
    file.write_text(text.replace(mistake["right"], mistake["wrong"], 1), encoding="utf-8")
    overlay = next((name for name in OVERLAYS if f"overlays/{name}/" in mistake["file"]), OVERLAYS[0])
    return rendered(copy / "overlays" / overlay)


@pytest.mark.parametrize("mistake", PLANTED, ids=lambda mistake: f"{mistake['rule']}: {mistake['told']}")
def test_a_mistake_is_found(mistake: Mapping[str, str], tmp_path: Path) -> None:
    found = list(RULES[mistake["rule"]](_overlay_with(mistake, tmp_path)))
    assert [complaint for complaint in found if mistake["told"] in complaint]


def test_each_rule_has_a_mistake_that_it_finds() -> None:
    assert {mistake["rule"] for mistake in PLANTED} == set(RULES)


def test_a_key_that_no_secret_has_is_found(tmp_path: Path) -> None:
    mistake = {"file": "base/services/audit.yaml", "right": "keys/log.key", "wrong": "keys/logs.key"}
    cluster = _overlay_with(mistake, tmp_path / "copy")
    assert list(ours.keys(cluster, secrets_of(tmp_path, "postgres"))) == [
        "audit looks for logs.key, which its secret has not"
    ]


def test_a_secret_in_the_manifests_is_found() -> None:
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "password"}, "data": {"it": "aXQ="}}
    assert "the secret password is in the manifests" in list(ours.references(Cluster((secret,))))


def test_a_file_with_an_unknown_field_is_found_without_kubectl() -> None:
    text = (FOLDER / "base" / "services" / "registry.yaml").read_text(encoding="utf-8")
    planted = documents_in(text.replace("automountServiceAccountToken", "automountToken"))
    assert [wrong for one in planted for wrong in rules.against_its_schema(one) if "automountToken" in wrong]


def test_without_kubectl_the_overlays_are_skipped_and_it_is_said_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(pytest.skip.Exception, match="kubectl is not there"):
        rendered(FOLDER / "overlays" / OVERLAYS[0])
