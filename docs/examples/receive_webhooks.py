"""Receives webhooks after Standard Webhooks: checks each signature and keeps each message once.

    python receive_webhooks.py --secrets secrets.txt --kept hooks.sqlite [--host 127.0.0.1] [--port 8200]

It needs nothing but Python, and for public keys `cryptography`. `secrets.txt` has a secret a line (`whsec_…`) or a
public key (`whpk_…`), and is read again for each message: while one is being changed there are two. In earnest a proxy
with a certificate stands before it, for only https is called.
"""

import argparse
import base64
import hashlib
import hmac
import json
import sqlite3
import sys
import time
from collections.abc import Iterable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS received (id TEXT PRIMARY KEY, path TEXT, type TEXT, received_at REAL, body TEXT);
CREATE TABLE IF NOT EXISTS attempts (id TEXT, path TEXT, received_at REAL);
"""
TOLERANCE_SECONDS = 300
LARGEST = 256 * 1024


class NotGenuine(Exception):
    """The message is not signed with a secret or for a public key of ours, or too old to be new."""


def verify(headers: Mapping[str, str], body: bytes, secrets: Iterable[str], moment: float) -> str:
    """The id of a genuine message. `body` is what was received, byte for byte: never JSON that was written anew.

    Raises:
        NotGenuine: a header is missing, the time is too far away, or no signature fits.
    """
    try:
        message_id, sent_at, signatures = (headers[f"webhook-{name}"] for name in ("id", "timestamp", "signature"))
        away = abs(moment - int(sent_at))
    except (KeyError, ValueError) as error:
        raise NotGenuine("the headers of a webhook are missing") from error
    if away > TOLERANCE_SECONDS:
        raise NotGenuine(f"the message was signed {away:.0f} s from now")
    signed = b".".join((message_id.encode(), sent_at.encode(), body))
    given = [(version, value) for version, _, value in (one.partition(",") for one in signatures.split())]
    for secret in secrets:
        version, fits = ("v1a", fits_public_key) if secret.startswith("whpk_") else ("v1", fits_secret)
        key = base64.b64decode(secret.partition("_")[2])
        if any(fits(key, signed, value) for of, value in given if of == version):
            return message_id
    raise NotGenuine("no signature is made with a secret or for a public key of ours")


def fits_secret(key: bytes, signed: bytes, value: str) -> bool:
    """Scheme `v1`: HMAC with a secret that the sender knows, too."""
    expected = base64.b64encode(hmac.digest(key, signed, hashlib.sha256))
    return hmac.compare_digest(expected, value.encode())


def fits_public_key(key: bytes, signed: bytes, value: str) -> bool:
    """Scheme `v1a`: Ed25519, with a key that the sender alone has."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 (only who uses public keys needs it)
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    try:
        Ed25519PublicKey.from_public_bytes(key).verify(base64.b64decode(value), signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def keep(file: Path, message_id: str, path: str, body: bytes) -> None:
    """Do what is to be done with the message, once for each id; every attempt is noted beside.

    It is on the disk before we answer: what we have answered is not sent again.
    """
    kept = sqlite3.connect(file, timeout=30)
    try:
        with kept:
            now = time.time()
            kept.execute("INSERT INTO attempts VALUES (?, ?, ?)", (message_id, path, now))
            row = (message_id, path, str(json.loads(body).get("type", "")), now, body.decode())
            kept.execute("INSERT OR IGNORE INTO received VALUES (?, ?, ?, ?, ?)", row)
    finally:
        kept.close()


class Receiver(BaseHTTPRequestHandler):
    """204: kept. 400: not genuine. 413: too large. 500, and it comes again: we could not keep it."""

    protocol_version = "HTTP/1.1"
    timeout = 30
    secrets: Path
    kept: Path

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > LARGEST:
            self.close_connection = True
            self._answer(413)
            return
        body = self.rfile.read(int(length))
        headers = {name.lower(): value for name, value in self.headers.items()}
        secrets = self.secrets.read_text(encoding="utf-8").split()
        try:
            keep(self.kept, verify(headers, body, secrets, time.time()), self.path, body)
        except (NotGenuine, ValueError) as trouble:
            sys.stderr.write(f"refused: {trouble}\n")
            self._answer(400)
        except sqlite3.Error as trouble:
            sys.stderr.write(f"not kept: {trouble}\n")
            self._answer(500)
        else:
            self._answer(204)

    def _answer(self, status: int) -> None:
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - the name is the library's.
        """Say nothing of what went well."""


def main() -> int:
    """Receive until the process is ended."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--secrets", type=Path, required=True, help="a file with a secret a line")
    parser.add_argument("--kept", type=Path, required=True, help="the SQLite file")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8200)
    asked = parser.parse_args()
    Receiver.secrets, Receiver.kept = asked.secrets, asked.kept
    kept = sqlite3.connect(asked.kept)
    kept.execute("PRAGMA journal_mode = WAL")
    kept.executescript(SCHEMA)
    kept.close()
    with ThreadingHTTPServer((asked.host, asked.port), Receiver) as server:
        sys.stdout.write(f"listening on http://{asked.host}:{server.server_port}\n")
        sys.stdout.flush()
        server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
