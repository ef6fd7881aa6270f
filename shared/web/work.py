"""Work that whoever has no account does before something is taken from them: a challenge that is solved (ALTCHA).

A challenge is signed and not stored, so every process with the key can tell whether it was given here. Time is the
process's own: a challenge knows nothing of the programme.
"""

import asyncio
import base64
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

import altcha
import orjson
from pydantic import BaseModel, Field

_ALGORITHM = "PBKDF2/SHA-256"
_PREFIX = "00"
"""What the derived key begins with: one try of 256 finds it."""

LEAST_KEY = 32
"""So many bytes a key has at least."""


class ChallengeParameters(BaseModel):
    """Find a `counter` whose derived key begins with `keyPrefix`; `cost` is the number of rounds in each try."""

    algorithm: Literal["PBKDF2/SHA-256"]
    cost: int
    keyLength: int  # noqa: N815 - ALTCHA's own names.
    keyPrefix: str  # noqa: N815
    nonce: str
    salt: str
    expiresAt: int = Field(description="Seconds since 1970.")  # noqa: N815


class ChallengeGiven(BaseModel):
    """A challenge of ALTCHA's second form. What is sent back is its solution, as base64."""

    parameters: ChallengeParameters
    signature: str


class Verdict(StrEnum):
    """What a solution is worth."""

    HOLDS = "holds"
    WRONG = "wrong"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Checked:
    """A solution that was looked at. Of one that holds, `name` tells its challenge from every other."""

    verdict: Verdict
    name: str = ""
    expires_at: int = 0


@dataclass(frozen=True, slots=True)
class Work:
    """Gives challenges and checks solutions. `cost` is the rounds of hashing in each of some 256 tries."""

    key: bytes
    cost: int

    def challenge(self, seconds: int) -> dict[str, Any]:
        """A challenge as ALTCHA's clients read it, which holds so long."""
        return altcha.create_challenge(
            _ALGORITHM, self.cost, key_prefix=_PREFIX, expires_at=int(time.time()) + seconds, hmac_secret=self.key
        ).to_dict()

    async def check(self, solution: str) -> Checked:
        """Whether it solves a challenge that was given here. That it is used once is for the caller to see to."""
        # The derivation lets other threads run, and takes about as long as a small request.
        result = await asyncio.to_thread(altcha.verify_solution, solution, self.key)
        if result.expired:
            return Checked(Verdict.EXPIRED)
        if not result.verified:
            return Checked(Verdict.WRONG)
        challenge = orjson.loads(base64.b64decode(solution))["challenge"]
        return Checked(Verdict.HOLDS, str(challenge["signature"]), int(challenge["parameters"]["expiresAt"]))
