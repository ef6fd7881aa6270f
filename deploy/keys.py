"""The secrets of a data folder, made at its first start: keys of the sandbox and over those of persons, passwords."""

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

    `opinions` signs the challenges that are solved before an opinion, `votes` those that are voter tokens.
    `log` signs the checkpoints of the audit's logs.
    `webhooks` is the secret from which each endpoint of webhooks has its own.
    `kek` is the key under which the keys of persons lie: without it no personal datum is ever read again.
    `postgres` and `kafka` are folders: a password for each role of each database, and for each service in Kafka.
    """

    issuer: Path
    public: Path
    opinions: Path
    log: Path
    votes: Path
    webhooks: Path
    kek: Path
    postgres: Path
    kafka: Path


def keys_in(data: Path) -> Keys:
    keys = data / "keys"
    names = (
        "issuer.json", "jwks.json", "opinions.key", "log.key", "votes.key", "webhook.key", "kek", "postgres", "kafka",
    )  # fmt: skip
    return Keys(*(keys / name for name in names))


def make_keys(data: Path) -> Keys:
    """The keys of the folder; made where there are none yet."""
    keys = keys_in(data)
    keys.issuer.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not keys.issuer.exists():
        pair = ECKey.generate_key("P-256", {"alg": "ES256", "use": "sig"}, private=True, auto_kid=True)
        write_file(keys.issuer, json.dumps(pair.as_dict(private=True)), mode=0o600)
    for secret in (keys.opinions, keys.log, keys.votes, keys.webhooks, keys.kek):
        if not secret.exists():
            write_file(secret, secrets.token_hex(32), mode=0o600)
    pair = ECKey.import_key(json.loads(keys.issuer.read_text()))
    public = json.dumps({"keys": [pair.as_dict(private=False)]})
    if not keys.public.exists() or keys.public.read_text() != public:
        write_file(keys.public, public)
    return keys
