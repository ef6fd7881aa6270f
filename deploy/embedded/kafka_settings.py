"""How the one Kafka node is set: nothing replicated, nothing deleted by age, back soon after a kill."""

from collections.abc import Mapping
from pathlib import Path

DEPLOY = "deploy"
"""Who may do everything: the deploy tool, and the node itself."""


def settings(data: Path, broker: int, controller: int, password: str) -> dict[str, str | int]:
    """The properties of a single node with its data in the folder."""
    return {
        **_who_comes_in(password),
        **_addresses(broker, controller),
        **_SINGLE,
        **_SIZE,
        "log.dirs": str(data),
    }


def as_properties(values: Mapping[str, str | int]) -> str:
    return "".join(f"{name}={value}\n" for name, value in values.items())


def _addresses(broker: int, controller: int) -> dict[str, str | int]:
    return {
        "process.roles": "broker,controller",
        "node.id": 1,
        "controller.listener.names": "CONTROLLER",
        "listeners": f"CLIENT://127.0.0.1:{broker},CONTROLLER://127.0.0.1:{controller}",
        "advertised.listeners": f"CLIENT://127.0.0.1:{broker}",
        "inter.broker.listener.name": "CLIENT",
        "listener.security.protocol.map": "CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT",
        "controller.quorum.bootstrap.servers": f"127.0.0.1:{controller}",
    }


def _who_comes_in(password: str) -> dict[str, str | int]:
    """Services come by SCRAM, with users made once the node runs; the deploy tool is known to it from this file."""
    known = "org.apache.kafka.common.security.plain.PlainLoginModule required"
    known = f'{known} username="{DEPLOY}" password="{password}" user_{DEPLOY}="{password}";'
    made = "org.apache.kafka.common.security.scram.ScramLoginModule required;"
    return {
        "sasl.enabled.mechanisms": "SCRAM-SHA-512,PLAIN",
        "sasl.mechanism.inter.broker.protocol": "PLAIN",
        "sasl.mechanism.controller.protocol": "PLAIN",
        "listener.name.client.plain.sasl.jaas.config": known,
        "listener.name.client.scram-sha-512.sasl.jaas.config": made,
        "listener.name.controller.sasl.enabled.mechanisms": "PLAIN",
        "listener.name.controller.plain.sasl.jaas.config": known,
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "allow.everyone.if.no.acl.found": "false",
        "super.users": f"User:{DEPLOY}",
    }


_SINGLE: dict[str, str | int] = {
    "offsets.topic.replication.factor": 1,
    "offsets.topic.num.partitions": 4,
    "transaction.state.log.replication.factor": 1,
    "transaction.state.log.min.isr": 1,
    "transaction.state.log.num.partitions": 4,
    "share.coordinator.state.topic.replication.factor": 1,
    "share.coordinator.state.topic.min.isr": 1,
    "share.coordinator.state.topic.num.partitions": 1,
    # With the defaults a node that was killed is taken back only after 12 seconds; with these after 4.
    "broker.session.timeout.ms": 2000,
    "broker.heartbeat.interval.ms": 500,
    "group.initial.rebalance.delay.ms": 0,
    "controlled.shutdown.enable": "true",
}

_SIZE: dict[str, str | int] = {
    # Topics are made with their own settings beforehand; one made by a slip of the pen would lack them.
    "auto.create.topics.enable": "false",
    "num.partitions": 12,
    "log.retention.ms": -1,
    "offsets.retention.minutes": 2147483,
    "num.network.threads": 2,
    "num.io.threads": 4,
    "log.cleaner.threads": 1,
}
