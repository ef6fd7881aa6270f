"""The manifests are what Kubernetes takes and what Shifan needs."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from deploy.kubernetes.secrets import DEV, SERVERS, manifests, secrets_of
from tests.kubernetes import ours, rules
from tests.kubernetes.cluster import FOLDER, OVERLAYS, Cluster, documents_in, rendered

Rule = Callable[[Cluster], Iterator[str]]
FILES = sorted(path for part in ("base", "overlays") for path in (FOLDER / part).rglob("*.yaml"))


@pytest.fixture(scope="module", params=OVERLAYS)
def cluster(request: pytest.FixtureRequest) -> Cluster:
    return rendered(FOLDER / "overlays" / request.param)


@pytest.mark.parametrize("rule", [*rules.RULES, *ours.RULES], ids=lambda rule: rule.__name__)
def test_an_overlay_keeps_each_rule(cluster: Cluster, rule: Rule) -> None:
    assert list(rule(cluster)) == []


def test_each_pod_finds_its_keys_in_its_own_secret(cluster: Cluster, tmp_path: Path) -> None:
    assert list(ours.keys(cluster, secrets_of(tmp_path, "postgres"))) == []


def _names_in(kustomization: Path) -> set[Path]:
    told = yaml.safe_load(kustomization.read_text(encoding="utf-8"))
    named = [*told["resources"], *(patch["path"] for patch in told["patches"])]
    return {(kustomization.parent / name).resolve() for name in named}


def test_each_file_is_a_part_of_an_overlay() -> None:
    kustomizations = {path for path in FILES if path.name == "kustomization.yaml"}
    named = {path for kustomization in kustomizations for path in _names_in(kustomization)}
    assert named - set(FILES) == {FOLDER / "base"}
    assert set(FILES) - kustomizations - named == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_each_file_is_by_itself_what_kubernetes_takes(path: Path) -> None:
    """What only becomes whole with a patch is looked at when it is put together."""
    documents = list(documents_in(path.read_text(encoding="utf-8")))
    assert documents
    whole = [document for document in documents if not _is_a_part(path, document)]
    assert [wrong for document in whole for wrong in rules.against_its_schema(document)] == []


def _is_a_part(path: Path, document: dict[str, object]) -> bool:
    if document["kind"] == "Kustomization":
        return True
    return any(
        path == (kustomization.parent / patch["path"]).resolve()
        for kustomization in FILES
        if kustomization.name == "kustomization.yaml"
        for patch in yaml.safe_load(kustomization.read_text(encoding="utf-8"))["patches"]
    )


def test_secrets_are_made_once_and_are_what_kubernetes_takes(tmp_path: Path) -> None:
    made = manifests(DEV, tmp_path, "postgres", None)
    assert [wrong for one in made for wrong in rules.against_its_schema(dict(one))] == []
    assert manifests(DEV, tmp_path, "postgres", None) == made


def test_each_secret_that_is_made_is_in_the_table_of_what_must_be_there(tmp_path: Path) -> None:
    told = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [name for name in secrets_of(tmp_path, "postgres") if f"`{name}`" not in told] == []


def test_production_is_given_nothing_of_the_sandbox(tmp_path: Path) -> None:
    jwks = tmp_path / "jwks.json"
    jwks.write_text('{"keys": []}', encoding="utf-8")
    made = {one["metadata"]["name"]: one for one in map(dict, manifests("production", tmp_path, "admin", jwks))}  # type: ignore[index]
    assert SERVERS not in made
    assert made["shifan-issuer"]["data"] == {"jwks.json": '{"keys": []}'}
    assert {one["metadata"]["namespace"] for one in made.values()} == {"shifan"}  # type: ignore[index]
