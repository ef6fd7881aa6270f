"""The secrets of a data folder: the sandbox's issuer of tokens, the key over the keys of persons, and passwords."""

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from joserfc.jwk import ECKey

from deploy.embedded.files import write_file

ISSUER = "shifan-sandbox"


@dataclass(frozen=True, slots=True)
class Keys:
    """`issuer` signs and stays with its owner; `public` is what the services check tokens with.

    `kek` is the key under which the keys of persons lie: without it no personal datum is ever read again.
    `postgres` and `kafka` are folders: a password for each role of each database, and for each service in Kafka.
    """

    issuer: Path
    public: Path
    kek: Path
    postgres: Path
    kafka: Path


def keys_in(data: Path) -> Keys:
    keys = data / "keys"
    return Keys(keys / "issuer.json", keys / "jwks.json", keys / "kek", keys / "postgres", keys / "kafka")


def make_keys(data: Path) -> Keys:
    """The keys of the folder; made where there are none yet."""
    keys = keys_in(data)
    keys.issuer.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not keys.issuer.exists():
        pair = ECKey.generate_key("P-256", {"alg": "ES256", "use": "sig"}, private=True, auto_kid=True)
        write_file(keys.issuer, json.dumps(pair.as_dict(private=True)), mode=0o600)
    if not keys.kek.exists():
        write_file(keys.kek, secrets.token_hex(32), mode=0o600)
    pair = ECKey.import_key(json.loads(keys.issuer.read_text()))
    write_file(keys.public, json.dumps({"keys": [pair.as_dict(private=False)]}))
    return keys
