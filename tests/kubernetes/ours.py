"""What must hold because of what Shifan is: its services, their settings, keys, ways and names."""

import re
from collections.abc import Iterator, Mapping
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import ValidationError

from deploy.databases import database_name
from deploy.embedded.servers import KAFKA_VARIABLE, POSTGRES_VARIABLE
from deploy.kubernetes.secrets import ADMINISTRATORS, ISSUER, of_service
from deploy.principals import principal_of
from deploy.stack import SERVICES, Stack
from shared.bus.address import Address
from shared.settings import Settings
from shared.web.health import router
from tests.kubernetes.cluster import FOLDER, Cluster, Document, Pod, selects

KNOWN = {f"SHIFAN_{name.upper()}" for name in Settings.model_fields}
_FROM_THE_ENVIRONMENT = "postgresql://postgres@127.0.0.1/postgres"
# What a stack tells its services of itself and of the machine that it is on.
_STACKS_OWN = {
    "SHIFAN_TOPIC_PREFIX",
    "SHIFAN_REQUESTS_BY_CALLER",
    "SHIFAN_REQUESTS_BY_ADDRESS",
    "SHIFAN_OPINIONS_BY_ADDRESS",
    "SHIFAN_VOTES_BY_ADDRESS",
}
_KEYS = "/run/shifan/keys/"


def services(cluster: Cluster) -> Iterator[str]:
    """Every service is there, is started as itself, and has a name that callers find."""
    for name in SERVICES:
        pod = cluster.service(name)
        if pod is None:
            yield f"{name} is not there"
        elif pod.main.get("command") != ["python", "-m", f"services.{name}"]:
            yield f"{name} starts {pod.main.get('command')}"
        if name not in cluster.names("Service"):
            yield f"{name} cannot be called"
    provisioning = cluster.service("provisioning")
    if provisioning is None or provisioning.main.get("command") != ["python", "-m", "deploy.provision"]:
        yield "nobody makes what the services need"
    for pod in _services(cluster):
        if pod.name not in SERVICES:
            yield f"{pod.name} is no service"


def settings(cluster: Cluster) -> Iterator[str]:
    """Every setting is known, and a service starts with what it is told."""
    for document in cluster.of_kind("ConfigMap"):
        unknown = {name for name in document.get("data", {}) if name.startswith("SHIFAN_")} - KNOWN
        yield from (f"no setting is called {name}" for name in sorted(unknown))
    for pod in _services(cluster):
        told = _shifans(cluster.settings(pod.main))
        yield from (f"{pod.name}: no setting is called {name}" for name in sorted(set(told) - KNOWN))
        yield from (f"{pod.name}: {complaint}" for complaint in _refused(told))
        if pod.main["ports"][0]["containerPort"] != int(told.get("SHIFAN_PORT", "0")):
            yield f"{pod.name} listens on another port than the one that is its own"
    provisioning = cluster.service("provisioning")
    if provisioning is None or set(_shifans(cluster.settings(provisioning.main))) != {
        POSTGRES_VARIABLE,
        KAFKA_VARIABLE,
    }:
        yield "the provisioning is not told of both servers"


def _refused(told: Mapping[str, str]) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patched:
        for name, value in told.items():
            patched.setenv(name, value)
        try:
            Settings()
        except ValidationError as error:
            yield from (f"{wrong['loc']}: {wrong['msg']}" for wrong in error.errors())


def as_by_a_stack(cluster: Cluster) -> Iterator[str]:
    """A service is told all that `./shifan up` would tell it."""
    named = {POSTGRES_VARIABLE: _FROM_THE_ENVIRONMENT, KAFKA_VARIABLE: "127.0.0.1:9092"}
    stack = Stack(Path("nowhere"), environment=named)
    for pod in _services(cluster):
        by_stack = {name for name in stack.environment(pod.name) if name.startswith("SHIFAN_")}
        by_stack -= _STACKS_OWN | {name for name in by_stack if name.endswith("_WORK")}
        missing = by_stack - set(cluster.settings(pod.main))
        yield from (f"{pod.name} is not told {name}" for name in sorted(missing))


def logins(cluster: Cluster) -> Iterator[str]:
    """Each comes in as itself, to the database that is its own."""
    for pod in _services(cluster):
        told = cluster.settings(pod.main)
        kafka, database = Address.of(told["SHIFAN_KAFKA"]), urlsplit(told["SHIFAN_DATABASE_URL"])
        if kafka.user != principal_of(pod.name, ""):
            yield f"{pod.name} comes into Kafka as {kafka.user}"
        if told["SHIFAN_SANDBOX"] == "false" and not (kafka.by_tls and "sslmode=verify-full" in database.query):
            yield f"{pod.name} speaks to a server of a real installation in the clear"
        own = database_name(pod.name, "")
        if (database.username, database.path) != (own, f"/{own}"):
            yield f"{pod.name} comes as {database.username} into {database.path}"
        if database.password or not parse_qs(database.query).get("passfile"):
            yield f"{pod.name} has its password in its address, or none"


def keys(cluster: Cluster, made: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """A file of keys that a pod is told of is in its own secret."""
    for pod in _services(cluster):
        told = " ".join(_shifans(cluster.settings(pod.main)).values())
        files = {Path(file).name for file in re.findall(rf"{_KEYS}([^\s&,]+)", told)}
        missing = files - set(made.get(of_service(pod.name), {}))
        yield from (f"{pod.name} looks for {file}, which its secret has not" for file in sorted(missing))
        if given := _secrets(pod) & set(made) - {of_service(pod.name)}:
            yield f"{pod.name} is given what others may know: {sorted(given)}"
    provisioning = cluster.service("provisioning")
    told = " ".join(cluster.settings(provisioning.main).values()) if provisioning is not None else ""
    files = {Path(file).name for file in re.findall(rf"{_KEYS}administrators/([^\s&,]+)", told)}
    if files != set(made[ADMINISTRATORS]):
        yield f"the provisioning looks for {sorted(files)}"


def references(cluster: Cluster) -> Iterator[str]:
    """No secret is in the manifests, and each that they name is in the table of what must be there."""
    for document in cluster.of_kind("Secret"):
        yield f"the secret {document['metadata']['name']} is in the manifests"
    told = (FOLDER / "README.md").read_text(encoding="utf-8").partition("## What must be there")[2]
    named = set(re.findall(r"`(shifan-[a-z-]+)`", told))
    wanted = {name for pod in cluster.pods for name in _secrets(pod)}
    wanted |= {tls["secretName"] for one in cluster.of_kind("Ingress") for tls in one["spec"]["tls"]}
    wanted |= {name for pod in cluster.pods for name in _configurations(pod)} - cluster.names("ConfigMap")
    yield from (f"nobody is told that {name} must be there" for name in sorted(wanted - named))
    if ISSUER not in wanted:
        yield "nobody is told who issues tokens"


def _secrets(pod: Pod) -> set[str]:
    volumes = {volume["secret"]["secretName"] for volume in pod.spec.get("volumes", []) if "secret" in volume}
    return volumes | _sources(pod, "secretRef", "secretKeyRef")


def _configurations(pod: Pod) -> set[str]:
    volumes = {volume["configMap"]["name"] for volume in pod.spec.get("volumes", []) if "configMap" in volume}
    return volumes | _sources(pod, "configMapRef", "configMapKeyRef")


def _sources(pod: Pod, whole: str, key: str) -> set[str]:
    found = set()
    for container in pod.containers:
        found |= {one[whole]["name"] for one in container.get("envFrom", []) if whole in one}
        values = (one.get("valueFrom", {}) for one in container.get("env", []))
        found |= {value[key]["name"] for value in values if key in value}
    return found


def probes(cluster: Cluster) -> Iterator[str]:
    """A service is asked on routes that it has."""
    routes = {getattr(route, "path", "") for route in router.routes}
    for pod in _services(cluster):
        for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
            path = pod.main.get(probe, {}).get("httpGet", {}).get("path")
            if path not in routes:
                yield f"{pod.name} is asked at {path}, where it does not answer"


def ways(cluster: Cluster) -> Iterator[str]:
    """Nobody talks to anybody unless it is said; and it is said for what must be."""
    policies = cluster.of_kind("NetworkPolicy")
    closed = [one for one in policies if one["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}]
    if not closed:
        yield "everybody may talk to everybody"
    for pod in cluster.pods:
        if pod.is_service or pod.name == "provisioning":
            going = _going(policies, pod)
            yield from (f"{pod.name} does not get to port {port}" for port in (53, 5432, 9092) if port not in going)
        if pod.is_service and not _may_be_called(policies, pod):
            yield f"nobody may call {pod.name}"
        if _goes_anywhere(policies, pod) != (pod.name == "notification"):
            yield f"{pod.name} may go anywhere, or may not and must"
    notification = cluster.service("notification")
    if notification is not None:
        wanted = {int(port) for port in cluster.settings(notification.main)["SHIFAN_WEBHOOK_PORTS"].split(",")}
        if not wanted <= _going(policies, notification):
            yield "notification does not get to receivers of webhooks"


_BY_NAME = {"postgres": 5432, "kafka": 9092}


def _going(policies: list[Document], pod: Pod) -> set[int]:
    rules = [rule for one in _about(policies, pod) for rule in one["spec"].get("egress", [])]
    return {_BY_NAME.get(port["port"], port["port"]) for rule in rules for port in rule["ports"]}


def _goes_anywhere(policies: list[Document], pod: Pod) -> bool:
    rules = [rule for one in _about(policies, pod) for rule in one["spec"].get("egress", [])]
    blocks = [peer["ipBlock"]["cidr"] for rule in rules for peer in rule["to"] if "ipBlock" in peer]
    return any(ip_network(block).prefixlen == 0 for block in blocks)


def _may_be_called(policies: list[Document], pod: Pod) -> bool:
    rules = [rule for one in _about(policies, pod) for rule in one["spec"].get("ingress", [])]
    return any("http" in {port["port"] for port in rule["ports"]} for rule in rules)


def _about(policies: list[Document], pod: Pod) -> list[Document]:
    return [one for one in policies if selects(one["spec"]["podSelector"], pod.labels)]


def _services(cluster: Cluster) -> list[Pod]:
    return [pod for pod in cluster.pods if pod.is_service]


def _shifans(told: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in told.items() if name.startswith("SHIFAN_")}


RULES = (services, settings, as_by_a_stack, logins, references, probes, ways)
