"""With which keys the audit signs, and the names under which it does."""

from pathlib import Path

from shared.events.catalogue import LOGS
from shared.settings import Settings
from shared.tlog.files import replaced
from shared.tlog.notes import Signer, Verifier
from shared.tlog.policies import Policy

SANDBOX_ORIGIN = "shifan.sandbox"


class NoLogKey(RuntimeError):
    """The audit has nothing of its own to sign with: a name or a key that others have, too, proves nothing."""


def signers(settings: Settings) -> dict[str, Signer]:
    """The signer of each owner's log; none in a sandbox without a key.

    Raises:
        NoLogKey: outside the sandbox, the key or the origin is missing.
        Malformed: the secret is too short.
    """
    if settings.log_key_file is None:
        if settings.sandbox:
            return {}
        raise NoLogKey("set SHIFAN_LOG_KEY_FILE to a file with a secret of 64 hexadecimal digits or more")
    if not settings.log_origin and not settings.sandbox:
        raise NoLogKey("set SHIFAN_LOG_ORIGIN to a name that is this installation's alone")
    secret = bytes.fromhex(settings.log_key_file.read_text(encoding="ascii").strip())
    origin = settings.log_origin or SANDBOX_ORIGIN
    return {owner: Signer.derived(secret, f"{origin}/{owner}") for owner in LOGS}


def write_policy(folder: Path, keys: list[Verifier]) -> None:
    """Put down beside the logs whose signatures are theirs."""
    folder.mkdir(parents=True, exist_ok=True)
    replaced(folder / "policy", Policy(tuple(keys)).written("Whose signatures the logs in this folder bear.").encode())
