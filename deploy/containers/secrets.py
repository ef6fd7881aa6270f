"""`python -m deploy.containers.secrets`: makes the installation's secrets, and hands to each container its own alone.

In the folder, which is a volume, `keys` is the deploy tool's and has everything; `kafka` and `postgres` are what the
two servers are started with; `services/<name>` has what that service's settings name, and `demo` what signs tokens.
A container is given one of these. What is there already stays, so it may be run before every start.
"""

import argparse
import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote, urlencode

from deploy.embedded.files import write_file
from deploy.embedded.kafka_settings import DEPLOY, PORT, as_properties, settings_of_host
from deploy.embedded.passwords import password_in, secret_in
from deploy.embedded.servers import KAFKA_VARIABLE, POSTGRES_VARIABLE
from deploy.keys import Keys, keys_in, make_keys
from deploy.provision import DATA, PREFIX_VARIABLE
from deploy.stack import SERVICES, Stack

KAFKA_HOST, POSTGRES_HOST = "kafka", "postgres"
KAFKA_DATA = Path("/var/lib/kafka/data")
_SUPERUSER = "postgres"
_FOR_ITS_SERVER = 0o644
"""Each server reads its file as a user of its own, from a folder that no other container has."""


def servers(data: Path) -> dict[str, str]:
    """How the deploy tool comes into the two servers."""
    keys = keys_in(data)
    passfile = urlencode({"passfile": str(_superuser(keys))})
    known = urlencode({"passfile": str(_deploys(keys)), "mechanism": "PLAIN"})
    return {
        POSTGRES_VARIABLE: f"postgresql://{_SUPERUSER}@{POSTGRES_HOST}:5432/postgres?{passfile}",
        KAFKA_VARIABLE: f"{DEPLOY}@{KAFKA_HOST}:{PORT}?{known}",
    }


def settings_of(data: Path, service: str, prefix: str = "") -> dict[str, str]:
    """What a service of this installation is told."""
    return Stack(data, topic_prefix=prefix, environment=servers(data)).environment(service)


def make(data: Path, prefix: str = "", services: Sequence[str] = SERVICES) -> None:
    """Make what is missing, and hand out what there is."""
    keys = make_keys(data)
    password = secret_in(_deploys(keys))
    told = as_properties(settings_of_host(KAFKA_DATA, KAFKA_HOST, password))
    _hand(data / "kafka" / "server.properties", told, _FOR_ITS_SERVER)
    _hand(data / "postgres" / "password", password_in(_superuser(keys), _SUPERUSER), _FOR_ITS_SERVER)
    _hand(data / "demo" / keys.issuer.name, keys.issuer.read_text(encoding="utf-8"))
    for service in services:
        for file in _named(settings_of(data, service, prefix), keys.public.parent):
            if file.parent == keys.postgres:
                password_in(file, file.stem)
            elif file.parent == keys.kafka:
                secret_in(file)
            ours = data / "services" / service / file.relative_to(keys.public.parent)
            _hand(ours, file.read_text(encoding="utf-8"))


def _named(settings: Mapping[str, str], folder: Path) -> list[Path]:
    """The files of the folder that settings name."""
    pattern = re.compile(re.escape(str(folder)) + r"/[^&,]+")
    return [Path(found) for value in settings.values() for found in pattern.findall(unquote(value))]


def _hand(file: Path, text: str, mode: int = 0o600) -> None:
    file.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        write_file(file, text, mode=mode)


def _superuser(keys: Keys) -> Path:
    return keys.postgres / f"{_SUPERUSER}.pgpass"


def _deploys(keys: Keys) -> Path:
    return keys.kafka / f"{DEPLOY}.password"


def main(arguments: Sequence[str] | None = None) -> int:
    """Make and hand out the secrets; with `--files` a folder is made for what each service keeps."""
    parser = argparse.ArgumentParser(prog="python -m deploy.containers.secrets", description=(__doc__ or ""))
    parser.add_argument("--data", type=Path, default=DATA, help=f"the folder; default {DATA}")
    parser.add_argument("--files", type=Path, help="where each service gets a folder of its own")
    asked = parser.parse_args(arguments)
    make(asked.data, os.environ.get(PREFIX_VARIABLE, ""))
    if asked.files is not None:
        for service in SERVICES:
            (asked.files / service).mkdir(parents=True, exist_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
