"""Who may do what in Kafka: each service writes its own topic and reads those that it listens to, and no more."""

import asyncio
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from confluent_kafka import KafkaException
from confluent_kafka.admin import (
    AclBinding,
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    AdminClient,
    ResourcePatternType,
    ResourceType,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialAlteration,
    UserScramCredentialUpsertion,
)

from deploy.embedded.files import ServerTrouble
from deploy.embedded.passwords import secret_in
from shared.bus.address import Address, librdkafka_options
from shared.bus.topics import topic_of

READS: Mapping[str, tuple[str, ...]] = {
    "registry": ("application", "assessment", "incentives"),
    "application": ("registry", "publication", "assessment", "incentives"),
    "assessment": ("registry", "application", "publication", "audit"),
    "publication": ("registry", "application", "assessment"),
    "incentives": ("registry", "assessment"),
    "audit": ("registry", "application", "assessment", "publication", "incentives", "audit", "notification"),
    "notification": ("registry", "application", "assessment", "publication", "incentives"),
}
"""Whose topics a service listens to, as it says itself."""

_READER = "reader-"
"""So begin the users who are no services, and thus none is taken for one."""
_ROUNDS = 4096
_SECONDS = 20.0


def principal_of(service: str, prefix: str) -> str:
    return f"{prefix}{service}"


def as_service(deploy: str, service: str, prefix: str, folder: Path) -> str:
    """The service's own way into the Kafka that the deploy tool comes into by this address.

    Where the tool comes by TLS the service does, with the same files. Where nobody has a password, the way is the same.
    """
    told = Address.of(deploy)
    if not told.user:
        return deploy
    user = principal_of(service, prefix)
    options = {"passfile": str(_file(folder, user)), **told.tls_options()}
    return f"{quote(user)}@{told.servers}?{urlencode(options)}"


async def make_principals(deploy: str, services: Iterable[str], prefix: str, folder: Path) -> None:
    """Give each service its password and its rights; a Kafka that asks nobody who they are needs neither."""
    names = [name for name in services if name in READS]
    if names and Address.of(deploy).user:
        await asyncio.to_thread(_make, deploy, names, prefix, folder)


def as_reader(deploy: str, name: str, prefix: str, folder: Path) -> str:
    """A reader's way into Kafka: somebody outside who is no service, as another office's system."""
    return as_service(deploy, f"{_READER}{name}", prefix, folder)


async def make_reader(deploy: str, name: str, owners: Iterable[str], prefix: str, folder: Path) -> None:
    """Let somebody outside read these owners' topics, under a user and a password of their own, and nothing else."""
    if Address.of(deploy).user:
        user = principal_of(f"{_READER}{name}", prefix)
        topic, read = ResourceType.TOPIC, AclOperation.READ
        rights = [_right(user, topic, topic_of(owner, prefix), read) for owner in owners]
        await asyncio.to_thread(_give, deploy, [user], rights, folder)


def _make(deploy: str, services: list[str], prefix: str, folder: Path) -> None:
    users = {principal_of(name, prefix): name for name in services}
    rights = [right for user, name in users.items() for right in _rights(user, name, prefix)]
    _give(deploy, users, rights, folder)


def _give(deploy: str, users: Iterable[str], rights: list[AclBinding], folder: Path) -> None:
    admin = _admin(deploy)
    credentials: list[UserScramCredentialAlteration] = [
        UserScramCredentialUpsertion(
            user, ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, _ROUNDS), secret_in(_file(folder, user)).encode()
        )
        for user in users
    ]
    try:
        _all(admin.alter_user_scram_credentials(credentials).values())
        _all(admin.create_acls(rights).values())
        _until_known(admin, set(rights))
    except KafkaException as error:
        raise ServerTrouble(f"Kafka does not let us make users and rights: {error.args[0].str()}") from error


def _until_known(admin: AdminClient, rights: set[AclBinding]) -> None:
    """The controller has them; whoever comes in at once is asked by the broker, which learns them a moment later."""
    anything: Any = None  # The library means anybody, any host and any name by it, and types it as text.
    whatever = AclBindingFilter(
        ResourceType.ANY, anything, ResourcePatternType.ANY, anything, anything, AclOperation.ANY, AclPermissionType.ANY
    )
    deadline = time.monotonic() + _SECONDS
    while missing := rights - set(admin.describe_acls(whatever).result(_SECONDS)):
        if time.monotonic() > deadline:
            raise ServerTrouble(f"Kafka does not know {len(missing)} of the rights that it was given")
        time.sleep(0.05)


def _rights(user: str, service: str, prefix: str) -> list[AclBinding]:
    own, group = topic_of(service, prefix), f"{prefix}{service}"
    topic = ResourceType.TOPIC
    return [
        _right(user, topic, own, AclOperation.WRITE),
        _right(user, topic, own, AclOperation.DESCRIBE),
        # Before it sends anything it compares its store with what it has sent.
        _right(user, topic, own, AclOperation.READ),
        *(
            _right(user, topic, topic_of(owner, prefix), AclOperation.READ)
            for owner in READS[service]
            if owner != service
        ),
        _right(user, ResourceType.GROUP, group, AclOperation.READ),
    ]


def _right(user: str, kind: ResourceType, name: str, operation: AclOperation) -> AclBinding:
    literal, allow = ResourcePatternType.LITERAL, AclPermissionType.ALLOW
    return AclBinding(kind, name, literal, f"User:{user}", "*", operation, allow)


def _admin(deploy: str) -> AdminClient:
    return AdminClient(librdkafka_options(deploy))


def _all(answers: "Iterable[Future[None]]") -> None:
    for answer in answers:
        answer.result(_SECONDS)


def _file(folder: Path, user: str) -> Path:
    return folder / f"{user}.password"
