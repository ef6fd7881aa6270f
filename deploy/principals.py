"""Who may do what in Kafka: each service writes its own topic and reads those that it listens to, and no more."""

import asyncio
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from pathlib import Path
from urllib.parse import quote, urlencode

from confluent_kafka import KafkaException
from confluent_kafka.admin import (
    AclBinding,
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
from shared.bus.address import Address
from shared.bus.topics import topic_of

READS: Mapping[str, tuple[str, ...]] = {
    "registry": ("application", "assessment", "incentives"),
    "application": ("registry", "publication", "assessment"),
    "assessment": ("registry", "application", "publication"),
    "publication": ("registry", "application", "assessment"),
    "incentives": ("registry",),
    "audit": ("registry", "application", "assessment", "publication", "incentives", "audit"),
}
"""Whose topics a service listens to, as it says itself."""

_ROUNDS = 4096
_SECONDS = 20.0


def principal_of(service: str, prefix: str) -> str:
    return f"{prefix}{service}"


def as_service(deploy: str, service: str, prefix: str, folder: Path) -> str:
    """The service's own way into the Kafka that the deploy tool comes into by this address."""
    told = Address.of(deploy)
    if not told.user:
        return deploy
    user = principal_of(service, prefix)
    return f"{quote(user)}@{told.servers}?{urlencode({'passfile': str(_file(folder, user))})}"


async def make_principals(deploy: str, services: Iterable[str], prefix: str, folder: Path) -> None:
    """Give each service its password and its rights; a Kafka that asks nobody who they are needs neither."""
    if Address.of(deploy).user:
        await asyncio.to_thread(_make, deploy, [name for name in services if name in READS], prefix, folder)


def _make(deploy: str, services: list[str], prefix: str, folder: Path) -> None:
    admin = _admin(deploy)
    users = {principal_of(name, prefix): name for name in services}
    credentials: list[UserScramCredentialAlteration] = [
        UserScramCredentialUpsertion(
            user, ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, _ROUNDS), secret_in(_file(folder, user)).encode()
        )
        for user in users
    ]
    rights = [right for user, name in users.items() for right in _rights(user, name, prefix)]
    try:
        _all(admin.alter_user_scram_credentials(credentials).values())
        _all(admin.create_acls(rights).values())
    except KafkaException as error:
        raise ServerTrouble(f"Kafka does not let us make users and rights: {error.args[0].str()}") from error


def _rights(user: str, service: str, prefix: str) -> list[AclBinding]:
    own, group = topic_of(service, prefix), f"{prefix}{service}"
    topic = ResourceType.TOPIC
    return [
        _right(user, topic, own, AclOperation.WRITE),
        _right(user, topic, own, AclOperation.DESCRIBE),
        *(_right(user, topic, topic_of(owner, prefix), AclOperation.READ) for owner in READS[service]),
        _right(user, ResourceType.GROUP, group, AclOperation.READ),
    ]


def _right(user: str, kind: ResourceType, name: str, operation: AclOperation) -> AclBinding:
    literal, allow = ResourcePatternType.LITERAL, AclPermissionType.ALLOW
    return AclBinding(kind, name, literal, f"User:{user}", "*", operation, allow)


def _admin(deploy: str) -> AdminClient:
    told = Address.of(deploy)
    return AdminClient(
        {
            "bootstrap.servers": told.servers,
            "security.protocol": "SASL_PLAINTEXT",
            "sasl.mechanism": told.mechanism,
            "sasl.username": told.user,
            "sasl.password": told.password,
        }
    )


def _all(answers: "Iterable[Future[None]]") -> None:
    for answer in answers:
        answer.result(_SECONDS)


def _file(folder: Path, user: str) -> Path:
    return folder / f"{user}.password"
