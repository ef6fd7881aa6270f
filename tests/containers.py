"""PostgreSQL and Kafka in containers, where a Docker daemon answers."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from deploy.embedded.files import write_file
from deploy.embedded.kafka_jars import KAFKA_VERSION
from deploy.embedded.kafka_settings import DEPLOY, as_properties, settings_of_host
from deploy.embedded.passwords import secret_in
from deploy.embedded.ports import free_ports

WISH = "SHIFAN_TEST_SERVERS"
_POSTGRES_IMAGE = "postgres:18"
_KAFKA_IMAGE = f"apache/kafka:{KAFKA_VERSION}"


def must_be_contained() -> bool:
    """Whether whoever runs the tests wants servers in containers, and no others."""
    return os.environ.get(WISH, "") == "containers"


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


def why_not() -> str:
    """Why nothing can be tried in containers here; empty where it can."""
    return "" if docker_answers() else "skipped: no Docker daemon answers, so nothing was tried in containers"


@cache
def why_not_composed() -> str:
    """Why the whole system cannot be tried in containers here; empty where it can, and is wanted."""
    if not must_be_contained():
        return f"skipped: it builds an image and takes minutes; `just test-containers` runs it ({WISH}=containers)"
    if why := why_not():
        return why
    docker = shutil.which("docker")
    if docker is None:
        return "skipped: the command docker is missing"
    asked = subprocess.run([docker, "compose", "version"], capture_output=True, check=False)  # noqa: S603 (our own words)
    return "" if asked.returncode == 0 else "skipped: the command docker has no compose"


@contextmanager
def postgres_contained(_folder: Path) -> Iterator[str]:
    """A PostgreSQL that forgets all when it ends; gives the address of its database `postgres`."""
    from testcontainers.community.postgres import PostgresContainer  # noqa: PLC0415

    container = PostgresContainer(
        _POSTGRES_IMAGE, username="postgres", password="postgres", dbname="postgres", driver=None
    ).with_command("postgres -c max_connections=200 -c shared_buffers=512MB -c max_wal_size=4GB -c fsync=off")
    # In memory, for databases are copied and dropped by the thousand.
    with container.with_kwargs(shm_size="256m").with_tmpfs_mount("/var/lib/postgresql"):
        yield container.get_connection_url()


@contextmanager
def kafka_contained(folder: Path) -> Iterator[str]:
    """The image `apache/kafka`, set as the embedded one is: the library's own container drives only one vendor's.

    It asks who comes, so its settings are in a file that is mounted; the port is the same inside and outside, for the
    node finds itself by the address that it gives to others.
    """
    from testcontainers.core.container import DockerContainer  # noqa: PLC0415
    from testcontainers.core.wait_strategies import LogMessageWaitStrategy  # noqa: PLC0415

    port = free_ports(1)[0]
    secret = folder / f"{DEPLOY}.password"
    told = settings_of_host(Path("/var/lib/kafka/data"), "127.0.0.1", secret_in(secret), port)
    settings = folder / "settings"
    write_file(settings / "server.properties", as_properties(told))
    container = DockerContainer(_KAFKA_IMAGE).with_bind_ports(port, port)
    container = container.with_volume_mapping(str(settings), "/mnt/shared/config", "ro")
    with container.waiting_for(LogMessageWaitStrategy("Kafka Server started").with_startup_timeout(90)):
        yield f"{DEPLOY}@127.0.0.1:{port}?{urlencode({'passfile': str(secret), 'mechanism': 'PLAIN'})}"
