"""`python -m deploy.kubernetes.secrets dev|production FOLDER`: the secrets that an overlay names, for `kubectl apply`.

They are made of the keys and passwords in a folder; what is missing there is made, and what is there stays. Keep it:
without its `keys/kek` no personal datum is ever read again. How the administrators' own passwords come in is said in
`deploy/kubernetes/README.md`.
"""

import argparse
import base64
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from deploy.databases import beside, database_name
from deploy.embedded.passwords import password_in, secret_in
from deploy.keys import Keys, keys_in, make_keys
from deploy.principals import principal_of
from deploy.roles import Logins, owner_of
from deploy.stack import SERVICES

DEV = "dev"
NAMESPACES = {DEV: "shifan-dev", "production": "shifan"}
ADMINISTRATORS = "shifan-administrators"
POSTGRES_PASSWORDS, KAFKA_PASSWORDS = "shifan-postgres-passwords", "shifan-kafka-passwords"
SERVERS = "shifan-servers"
ISSUER = "shifan-issuer"
_OWN_KEYS = {
    "registry": ("kek",),
    "publication": ("opinions",),
    "incentives": ("votes",),
    "audit": ("log",),
    "notification": ("webhooks",),
}

Files = dict[str, str]


def of_service(service: str) -> str:
    """The name of the secret with all that a service alone may know."""
    return f"shifan-{service}"


def secrets_of(folder: Path, postgres_admin: str) -> dict[str, Files]:
    """What is in each secret, by its name; missing keys and passwords are made in the folder."""
    keys = make_keys(folder)
    logins = Logins("", keys.postgres)
    roles = [role for name in _databases(SERVICES) for role in (name, owner_of(name))]
    admin, deploy = keys.postgres / "postgres.pgpass", keys.kafka / "deploy.password"
    passwords = {"postgres.password": password_in(admin, postgres_admin), "kafka.password": secret_in(deploy)}
    return {
        **{of_service(name): _service(name, keys, logins) for name in SERVICES},
        POSTGRES_PASSWORDS: _read(_pgpass(logins, role) for role in roles),
        KAFKA_PASSWORDS: _read(_kafka(keys, name) for name in SERVICES),
        ADMINISTRATORS: _read((admin, deploy)),
        SERVERS: passwords,
    }


def manifests(overlay: str, folder: Path, postgres_admin: str, jwks: Path | None) -> list[Mapping[str, object]]:
    """What an overlay names, as Kubernetes' objects: its secrets, and the public keys of whoever issues tokens.

    Raises:
        FileNotFoundError: there is no file of public keys.
    """
    public = (jwks or keys_in(folder).public) if overlay == DEV else jwks
    found = secrets_of(folder, postgres_admin)
    if overlay != DEV:
        del found[SERVERS]
    objects: list[Mapping[str, object]] = []
    for name, files in found.items():
        data = {file: base64.b64encode(text.encode()).decode() for file, text in files.items()}
        objects.append(_object("Secret", name, NAMESPACES[overlay]) | {"type": "Opaque", "data": data})
    if public is not None:
        data = {"jwks.json": public.read_text(encoding="utf-8")}
        objects.append(_object("ConfigMap", ISSUER, NAMESPACES[overlay]) | {"data": data})
    return objects


def _object(kind: str, name: str, namespace: str) -> dict[str, object]:
    labels = {"app.kubernetes.io/part-of": "shifan"}
    return {"apiVersion": "v1", "kind": kind, "metadata": {"name": name, "namespace": namespace, "labels": labels}}


def _service(name: str, keys: Keys, logins: Logins) -> Files:
    own = [getattr(keys, key) for key in _OWN_KEYS.get(name, ())]
    return _read((*own, _kafka(keys, name), *(_pgpass(logins, role) for role in _databases([name]))))


def _databases(services: Sequence[str]) -> list[str]:
    return [database_name(name, "") for name in (*services, *beside(services))]


def _kafka(keys: Keys, service: str) -> Path:
    file = keys.kafka / f"{principal_of(service, '')}.password"
    secret_in(file)
    return file


def _pgpass(logins: Logins, role: str) -> Path:
    password_in(logins.file(role), role)
    return logins.file(role)


def _read(files: Iterable[Path]) -> Files:
    return {file.name: file.read_text(encoding="utf-8") for file in files}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print them as one list; nothing but the folder keeps them."""
    parser = argparse.ArgumentParser(prog="python -m deploy.kubernetes.secrets", description=(__doc__ or "").strip())
    parser.add_argument("overlay", choices=NAMESPACES)
    parser.add_argument("folder", type=Path, help="holds, or is to hold, the folder `keys`")
    parser.add_argument("--postgres-admin", default="postgres", help="who makes databases and roles; default: postgres")
    parser.add_argument("--jwks", type=Path, help="the issuer's public keys; dev has the sandbox's own")
    asked = parser.parse_args(arguments)
    items = manifests(asked.overlay, asked.folder, asked.postgres_admin, asked.jwks)
    json.dump({"apiVersion": "v1", "kind": "List", "items": items}, sys.stdout, indent=1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
