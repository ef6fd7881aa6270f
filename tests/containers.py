"""PostgreSQL and Kafka in containers, where a Docker daemon answers."""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from deploy.embedded.kafka_jars import KAFKA_VERSION
from deploy.embedded.ports import free_ports

_POSTGRES_IMAGE = "postgres:18"
_KAFKA_IMAGE = f"apache/kafka:{KAFKA_VERSION}"


@cache
def docker_answers() -> bool:
    """Whether a Docker daemon is there; asked only where one could be."""
    if not os.environ.get("DOCKER_HOST") and not Path("/var/run/docker.sock").exists():
        return False
    # Slow to import, and of no use where there is no daemon.
    from testcontainers.core.docker_client import DockerClient  # noqa: PLC0415

    try:
        return bool(DockerClient(timeout=5).client.ping())
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it is no daemon that answers.
        return False


def postgres_container() -> Iterator[str]:
    from testcontainers.community.postgres import PostgresContainer  # noqa: PLC0415

    container = PostgresContainer(
        _POSTGRES_IMAGE, username="postgres", password="postgres", dbname="postgres", driver=None
    ).with_command("postgres -c max_connections=200")
    with container:
        yield container.get_connection_url()


def kafka_container() -> Iterator[str]:
    """The image `apache/kafka`: the library's own Kafka container drives only one vendor's."""
    from testcontainers.core.container import DockerContainer  # noqa: PLC0415
    from testcontainers.core.wait_strategies import LogMessageWaitStrategy  # noqa: PLC0415

    port = free_ports(1)[0]
    container = DockerContainer(_KAFKA_IMAGE).with_bind_ports(29092, port)
    for name, value in _kafka_environment(port).items():
        container = container.with_env(name, value)
    with container.waiting_for(LogMessageWaitStrategy("Kafka Server started").with_startup_timeout(90)):
        yield f"127.0.0.1:{port}"


def _kafka_environment(port: int) -> dict[str, str]:
    return {
        "KAFKA_NODE_ID": "1",
        "KAFKA_PROCESS_ROLES": "broker,controller",
        "KAFKA_LISTENERS": "PLAINTEXT://:9092,HOST://:29092,CONTROLLER://:9093",
        "KAFKA_ADVERTISED_LISTENERS": f"PLAINTEXT://localhost:9092,HOST://127.0.0.1:{port}",
        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,HOST:PLAINTEXT",
        "KAFKA_CONTROLLER_QUORUM_VOTERS": "1@localhost:9093",
        "KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
        "KAFKA_INTER_BROKER_LISTENER_NAME": "PLAINTEXT",
        "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": "1",
        "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR": "1",
        "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR": "1",
        "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS": "0",
        "KAFKA_AUTO_CREATE_TOPICS_ENABLE": "false",
    }
