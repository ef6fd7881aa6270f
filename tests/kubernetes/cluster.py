"""An installation as kustomize puts it together: its documents, and who in it is meant by a selector."""

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.service_process import ROOT

FOLDER = ROOT / "deploy" / "kubernetes"
OVERLAYS = ("dev", "production")
WORKLOADS = ("Deployment", "StatefulSet", "Job")
Document = dict[str, Any]


@dataclass(frozen=True)
class Pod:
    """The pod of a workload, with what it is called after."""

    kind: str
    name: str
    labels: Mapping[str, str]
    spec: Document
    claims: tuple[str, ...]

    @property
    def containers(self) -> list[Document]:
        return [*self.spec.get("initContainers", []), *self.spec["containers"]]

    @property
    def main(self) -> Document:
        main: Document = self.spec["containers"][0]
        return main

    @property
    def is_service(self) -> bool:
        return self.labels.get("app.kubernetes.io/component") == "service"

    def port_names(self) -> set[str]:
        return {port["name"] for container in self.containers for port in container.get("ports", [])}


@dataclass(frozen=True)
class Cluster:
    documents: tuple[Document, ...]

    def of_kind(self, *kinds: str) -> list[Document]:
        return [document for document in self.documents if document["kind"] in kinds]

    def names(self, *kinds: str) -> set[str]:
        return {document["metadata"]["name"] for document in self.of_kind(*kinds)}

    @cached_property
    def pods(self) -> list[Pod]:
        return [_pod(document) for document in self.of_kind(*WORKLOADS)]

    def service(self, name: str) -> Pod | None:
        return next((pod for pod in self.pods if pod.name == name), None)

    def selected(self, selector: Document) -> list[Pod]:
        return [pod for pod in self.pods if selects(selector, pod.labels)]

    def settings(self, container: Document) -> dict[str, str]:
        """The container's environment as it is told there; what comes from a secret is its reference."""
        told: dict[str, str] = {}
        for source in container.get("envFrom", []):
            if "configMapRef" in source:
                told |= self._configuration(source["configMapRef"]["name"])
        own: dict[str, str] = {}
        for variable in container.get("env", []):
            own[variable["name"]] = _expanded(variable.get("value") or self._from(variable, container), own)
        return told | own

    def _configuration(self, name: str) -> dict[str, str]:
        found = [one.get("data", {}) for one in self.of_kind("ConfigMap") if one["metadata"]["name"] == name]
        return dict(found[0]) if found else {}

    def _from(self, variable: Document, container: Document) -> str:
        source = variable.get("valueFrom", {})
        if "configMapKeyRef" in source:
            return self._configuration(source["configMapKeyRef"]["name"]).get(source["configMapKeyRef"]["key"], "")
        if "fieldRef" in source:
            return next(pod.name for pod in self.pods if any(one is container for one in pod.containers))
        return ""


def selects(selector: Document, labels: Mapping[str, str]) -> bool:
    """Whether a selector of labels means a pod that has these; an empty one means each."""
    wanted = selector.get("matchLabels", {}).items()
    among = selector.get("matchExpressions", [])
    assert all(one["operator"] == "In" for one in among), "no other operator is used here"
    return all(labels.get(key) == value for key, value in wanted) and all(
        labels.get(one["key"]) in one["values"] for one in among
    )


def _pod(document: Document) -> Pod:
    template = document["spec"]["template"]
    claims = tuple(claim["metadata"]["name"] for claim in document["spec"].get("volumeClaimTemplates", []))
    name = document["metadata"]["name"]
    return Pod(document["kind"], name, template["metadata"]["labels"], template["spec"], claims)


def _expanded(value: str, known: Mapping[str, str]) -> str:
    for name, replacement in known.items():
        value = value.replace(f"$({name})", replacement)
    return value


def documents_in(text: str) -> Iterator[Document]:
    yield from (document for document in yaml.load_all(text, Loader=yaml.CSafeLoader) if document)


def rendered(overlay: Path) -> Cluster:
    """What kustomize makes of an overlay; a test that needs it is skipped where there is no kubectl."""
    kubectl = shutil.which("kubectl")
    if kubectl is None:
        pytest.skip("kubectl is not there, which puts the overlays together")
    asked = [kubectl, "kustomize", str(overlay)]
    made = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603 (our own words)
    assert made.returncode == 0, made.stderr
    return Cluster(tuple(documents_in(made.stdout)))
