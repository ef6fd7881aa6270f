"""How the one Kafka node is set: nothing replicated, nothing deleted by age, back soon after a kill."""

from collections.abc import Mapping
from pathlib import Path

DEPLOY = "deploy"
"""Who may do everything: the deploy tool, and the node itself."""
PORT = 9092
_CONTROLLER_PORT = 9093


def settings(data: Path, broker: int, controller: int, password: str) -> dict[str, str | int]:
    """The properties of a single node with its data in the folder."""
    return {
        **_alike(data, password),
        "listeners": f"CLIENT://127.0.0.1:{broker},CONTROLLER://127.0.0.1:{controller}",
        "advertised.listeners": f"CLIENT://127.0.0.1:{broker}",
        "controller.quorum.bootstrap.servers": f"127.0.0.1:{controller}",
    }


def settings_of_host(data: Path, host: str, password: str, port: int = PORT) -> dict[str, str | int]:
    """The same for a node that has a host of its own, by whose name the others find it; only it finds its controller.

    The image of Kafka formats the folder, and knows a node that votes alone by this older way of saying so.
    """
    return {
        **_alike(data, password),
        "listeners": f"CLIENT://:{port},CONTROLLER://127.0.0.1:{_CONTROLLER_PORT}",
        "advertised.listeners": f"CLIENT://{host}:{port}",
        "controller.quorum.voters": f"1@127.0.0.1:{_CONTROLLER_PORT}",
    }


def as_properties(values: Mapping[str, str | int]) -> str:
    return "".join(f"{name}={value}\n" for name, value in values.items())


def _alike(data: Path, password: str) -> dict[str, str | int]:
    """What does not hang on where it listens."""
    return {
        **_who_comes_in(password),
        **_SINGLE,
        **_SIZE,
        "log.dirs": str(data),
        "process.roles": "broker,controller",
        "node.id": 1,
        "controller.listener.names": "CONTROLLER",
        "inter.broker.listener.name": "CLIENT",
        "listener.security.protocol.map": "CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT",
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
