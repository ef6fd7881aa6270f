"""Random passwords in files of their own, and what a server is told of them: never the password itself."""

import base64
import hashlib
import hmac
import secrets
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from deploy.embedded.files import write_file

_ROUNDS = 4096
_ANOTHERS = {"user", "password", "passfile", "sslcert", "sslkey"}


def secret_in(file: Path) -> str:
    """A random password in a file of its own, made where there is none yet."""
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_file(file, secrets.token_urlsafe(32), mode=0o600)
    return file.read_text(encoding="utf-8").strip()


def password_in(file: Path, role: str) -> str:
    """The role's password; made where there is none yet. The file is one that PostgreSQL's clients read."""
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_file(file, f"*:*:*:{role}:{secrets.token_urlsafe(32)}\n", mode=0o600)
    return file.read_text(encoding="utf-8").strip().rpartition(":")[2]


def password_of(dsn: str) -> str:
    """The password that belongs to an address, for a client that takes neither addresses nor files."""
    parts = urlsplit(dsn)
    file = parse_qs(parts.query).get("passfile")
    return password_in(Path(file[0]), unquote(parts.username or "")) if file else unquote(parts.password or "")


def verifier(password: str) -> str:
    """What PostgreSQL keeps of a password. It is sent in its place, for a statement may come into a log."""
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, _ROUNDS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    told, kept, proof = (base64.b64encode(part).decode() for part in (salt, stored, server))
    return f"SCRAM-SHA-256${_ROUNDS}:{told}${kept}:{proof}"


def with_login(dsn: str, role: str, file: Path) -> str:
    """The same address for another role, whose password is read from the file and stands in no address."""
    scheme, _, rest = dsn.partition("://")
    address, _, options = rest.partition("?")
    host = address.rpartition("@")[2]
    kept = [option for option in options.split("&") if option and option.partition("=")[0] not in _ANOTHERS]
    return f"{scheme}://{quote(role)}@{host}?{'&'.join([*kept, urlencode({'passfile': str(file)})])}"
