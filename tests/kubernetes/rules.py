"""What must hold in any cluster: each rule answers what breaks it, in words; nothing, where all is well."""

from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network, ip_network
from itertools import product
from typing import Any

import kubernetes_validate

from tests.kubernetes.cluster import Cluster, Document, Pod, selects

VERSION = "1.34"
"""Whose schemas are used; what is used of them is in every version from 1.31 on."""


def schemas(cluster: Cluster) -> Iterator[str]:
    for document in cluster.documents:
        yield from against_its_schema(document)


def against_its_schema(document: Document) -> Iterator[str]:
    try:
        kubernetes_validate.validate(document, VERSION, strict=True)
    except kubernetes_validate.ValidationError as wrong:
        yield f"{_of(document)}: {'.'.join(map(str, wrong.path))}: {wrong.message}"
    except kubernetes_validate.SchemaNotFoundError as unknown:
        yield f"{_of(document)}: {unknown.message}"


def selectors(cluster: Cluster) -> Iterator[str]:
    """Whoever selects pods means some, and a workload its own."""
    for document in cluster.of_kind("Deployment", "StatefulSet"):
        if not selects(document["spec"]["selector"], document["spec"]["template"]["metadata"]["labels"]):
            yield f"{_of(document)} does not select its own pods"
    for document in cluster.of_kind("Service"):
        if not cluster.selected({"matchLabels": document["spec"]["selector"]}):
            yield f"{_of(document)} selects no pod"
    for document in cluster.of_kind("PodDisruptionBudget"):
        if not cluster.selected(document["spec"]["selector"]):
            yield f"{_of(document)} selects no pod"
    for document in cluster.of_kind("NetworkPolicy"):
        peers = [rule["podSelector"] for rule in _peers(document) if set(rule) == {"podSelector"}]
        for selector in (document["spec"]["podSelector"], *peers):
            if not cluster.selected(selector):
                yield f"{_of(document)} speaks of pods that there are not: {selector}"


def ports(cluster: Cluster) -> Iterator[str]:
    """A port that is named is one of the pod's that is meant."""
    for document in cluster.of_kind("Service"):
        pods = cluster.selected({"matchLabels": document["spec"]["selector"]})
        for port, pod in product(document["spec"]["ports"], pods):
            if port["targetPort"] not in pod.port_names():
                yield f"{_of(document)} leads to port {port['targetPort']} of {pod.name}, which has none so called"
    for pod in cluster.pods:
        for container, probe in product(pod.containers, ("startupProbe", "readinessProbe", "livenessProbe")):
            asked = container.get(probe, {})
            port = asked.get("httpGet", asked.get("tcpSocket", {})).get("port")
            if port is not None and port not in pod.port_names():
                yield f"{pod.name} is asked on port {port}, which it has not"
    for document in cluster.of_kind("NetworkPolicy"):
        for pod, port in _named_ports(cluster, document):
            if port not in pod.port_names():
                yield f"{_of(document)} opens port {port} of {pod.name}, which has none so called"


def _named_ports(cluster: Cluster, policy: Document) -> Iterator[tuple[Pod, str]]:
    """Each named port of a policy, with the pods that it is a port of: those meant, or those that they go to."""
    spec = policy["spec"]
    for rule in spec.get("ingress", []):
        yield from product(cluster.selected(spec["podSelector"]), _names(rule))
    for rule in spec.get("egress", []):
        targets = [pod for peer in rule["to"] if set(peer) == {"podSelector"} for pod in _selected(cluster, peer)]
        yield from product(targets, _names(rule))


def _selected(cluster: Cluster, peer: Document) -> list[Pod]:
    return cluster.selected(peer["podSelector"])


def _names(rule: Document) -> list[str]:
    return [port["port"] for port in rule["ports"] if isinstance(port["port"], str)]


def _peers(policy: Document) -> list[Document]:
    spec = policy["spec"]
    return [
        *(peer for rule in spec.get("ingress", []) for peer in rule["from"]),
        *(peer for rule in spec.get("egress", []) for peer in rule["to"]),
    ]


def targets(cluster: Cluster) -> Iterator[str]:
    """What is scaled and what is led to is there, and no number of pods is said twice."""
    for document in cluster.of_kind("HorizontalPodAutoscaler"):
        target = document["spec"]["scaleTargetRef"]
        found = [one for one in cluster.of_kind(target["kind"]) if one["metadata"]["name"] == target["name"]]
        if not found:
            yield f"{_of(document)} scales {target['name']}, which is not there"
        if any("replicas" in one["spec"] for one in found):
            yield f"{_of(document)} and its target both say how many there are"
    services = {one["metadata"]["name"]: {port["name"] for port in one["spec"]["ports"]} for one in _services(cluster)}
    for document in cluster.of_kind("Ingress"):
        for rule in document["spec"]["rules"]:
            for path in rule["http"]["paths"]:
                backend = path["backend"]["service"]
                if backend["port"]["name"] not in services.get(backend["name"], set()):
                    yield f"{_of(document)} leads to {backend['name']}, which is not there or has no such port"


def _services(cluster: Cluster) -> list[Document]:
    return cluster.of_kind("Service")


def variables(cluster: Cluster) -> Iterator[str]:
    """A variable that another names stands before it: else its name would be taken for its value."""
    for pod in cluster.pods:
        for container in pod.containers:
            for name, value in cluster.settings(container).items():
                if "$(" in value:
                    yield f"{pod.name} has {name}={value}, where a name is left"


def volumes(cluster: Cluster) -> Iterator[str]:
    """What is mounted is there, and what is there is mounted."""
    claims = cluster.names("PersistentVolumeClaim")
    for pod in cluster.pods:
        there = {volume["name"] for volume in pod.spec.get("volumes", [])} | set(pod.claims)
        mounted = {mount["name"] for container in pod.containers for mount in container.get("volumeMounts", [])}
        if there != mounted:
            yield f"{pod.name} mounts {sorted(mounted)} and has {sorted(there)}"
        for volume in pod.spec.get("volumes", []):
            claim = volume.get("persistentVolumeClaim", {}).get("claimName")
            if claim is not None and claim not in claims:
                yield f"{pod.name} holds the claim {claim}, which is not there"


def images(cluster: Cluster) -> Iterator[str]:
    """Each image is of one release."""
    for pod in cluster.pods:
        for container in pod.containers:
            _, _, tag = container["image"].rpartition("/")[2].partition(":")
            if tag in {"", "latest"}:
                yield f"{pod.name} runs {container['image']}, whatever that is on the day"


def accounts(cluster: Cluster) -> Iterator[str]:
    """Each pod has an account of its own, without a token."""
    having = {one["metadata"]["name"] for one in cluster.of_kind("ServiceAccount") if _tokenless(one)}
    for pod in cluster.pods:
        if pod.spec.get("serviceAccountName") != pod.name or pod.name not in having:
            yield f"{pod.name} has no account of its own without a token"
        if not _tokenless(pod.spec):
            yield f"{pod.name} is given a token"


def _tokenless(document: Document) -> bool:
    return document.get("automountServiceAccountToken") is False


def care(cluster: Cluster) -> Iterator[str]:
    """No pod is root, and no container can become it or write where it lies; each says what it needs."""
    for pod in cluster.pods:
        told = pod.spec.get("securityContext", {})
        if not told.get("runAsNonRoot") or not told.get("runAsUser") or not told.get("fsGroup"):
            yield f"{pod.name} may be root"
        if told.get("seccompProfile", {}).get("type") != "RuntimeDefault":
            yield f"{pod.name} may make any system call"
        for container in pod.containers:
            yield from (f"{pod.name}: {container['name']} {complaint}" for complaint in _careless(container))


def _careless(container: Document) -> Iterator[str]:
    told: dict[str, Any] = container.get("securityContext", {})
    if told.get("allowPrivilegeEscalation") is not False:
        yield "may become more than it is"
    if told.get("readOnlyRootFilesystem") is not True:
        yield "may write where it lies"
    if told.get("capabilities", {}).get("drop") != ["ALL"]:
        yield "has capabilities"
    resources = container.get("resources", {})
    if not {"cpu", "memory"} <= set(resources.get("requests", {})) or "memory" not in resources.get("limits", {}):
        yield "does not say what it needs"


def disruptions(cluster: Cluster) -> Iterator[str]:
    """Whatever goes on for ever may be taken away one at a time, and is asked how it is."""
    budgets = cluster.of_kind("PodDisruptionBudget")
    for pod in cluster.pods:
        if pod.kind == "Job":
            continue
        if not any(selects(budget["spec"]["selector"], pod.labels) for budget in budgets):
            yield f"{pod.name} has no disruption budget"
        if not {"startupProbe", "readinessProbe", "livenessProbe"} <= set(pod.main):
            yield f"{pod.name} is not asked how it is"


def blocks(cluster: Cluster) -> Iterator[str]:
    """What is left out of a block of addresses is a part of it; a mapped address of IPv4 is of no block of IPv6."""
    for document in cluster.of_kind("NetworkPolicy"):
        for block in (peer["ipBlock"] for peer in _peers(document) if "ipBlock" in peer):
            whole = ip_network(block["cidr"])
            for part in map(ip_network, block.get("except", [])):
                if part == whole or not _within(part, whole):
                    yield f"{_of(document)} leaves {part} out of {whole}, where it is not"


def _within(part: IPv4Network | IPv6Network, whole: IPv4Network | IPv6Network) -> bool:
    if isinstance(part, IPv4Network) or isinstance(whole, IPv4Network):
        return isinstance(part, IPv4Network) and isinstance(whole, IPv4Network) and part.subnet_of(whole)
    return part.network_address.ipv4_mapped is None and part.subnet_of(whole)


def _of(document: Document) -> str:
    return f"{document['kind']} {document['metadata']['name']}"


RULES = (
    schemas, selectors, ports, targets, variables, volumes, images, accounts, care, disruptions, blocks,
)  # fmt: skip
