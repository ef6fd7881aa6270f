"""Work that an opinion without an account costs its sender: nothing for one person, too much for a flood (ALTCHA).

A challenge is signed and not stored; its solution is spent on one opinion and kept until it is long over, for the
library's check does not see a second use.
"""

from typing import Any

from asyncpg import Pool, Record

from shared.errors import Conflict, Unacceptable
from shared.runtime import Runtime
from shared.web.work import LEAST_KEY, Verdict, Work

HEADER = "Opinion-Work"

LASTS_SECONDS = 20 * 60
"""Long enough to write an opinion in."""

_IS_RETRY = """
SELECT EXISTS (SELECT FROM opinions WHERE opinion_id = $1)
    OR EXISTS (SELECT FROM spent_work WHERE opinion_id = $1)
"""
_SWEEP = "DELETE FROM spent_work WHERE expires_at < now() - interval '1 hour'"
# The row that is there is given back as it is: a challenge stays with the opinion that it was spent on first.
_SPEND = """
INSERT INTO spent_work (challenge, opinion_id, expires_at) VALUES ($1, $2, to_timestamp($3))
ON CONFLICT (challenge) DO UPDATE SET challenge = excluded.challenge
RETURNING opinion_id
"""


class OpinionWorkMissing(Unacceptable):
    """An opinion without an account carries the solution of a challenge in `Opinion-Work`."""

    title_zh = "请先完成校验（Opinion-Work 请求头）。"


class OpinionWorkWrong(Unacceptable):
    """The solution is that of a challenge which was given here, and solves it."""

    title_zh = "校验结果不正确。"


class OpinionWorkExpired(Unacceptable):
    """A challenge is solved and used within twenty minutes."""

    title_zh = "校验已过期，请重新获取。"


class OpinionWorkSpent(Conflict):
    """A challenge is used for one opinion."""

    title_zh = "该校验已用于另一条意见。"


class Challenges:
    """Gives challenges, and takes each solution once."""

    def __init__(self, pool: "Pool[Record]", key: bytes, cost: int) -> None:
        self._pool = pool
        self._work = Work(key, cost)

    def new(self) -> dict[str, Any]:
        """A challenge as ALTCHA's clients read it."""
        return self._work.challenge(LASTS_SECONDS)

    async def spend(self, solution: str, opinion_id: str) -> None:
        """Take the work for this opinion. What was taken for it before, however long ago, is enough.

        Raises:
            OpinionWorkMissing, OpinionWorkWrong, OpinionWorkExpired, OpinionWorkSpent: it is not taken.
        """
        if await self._pool.fetchval(_IS_RETRY, opinion_id):
            return
        if not solution:
            raise OpinionWorkMissing("Solve the challenge of `GET /v1/opinions/challenge`, and send it along.")
        checked = await self._work.check(solution)
        if checked.verdict is Verdict.EXPIRED:
            raise OpinionWorkExpired("Ask for another challenge.")
        if checked.verdict is Verdict.WRONG:
            raise OpinionWorkWrong("Send what ALTCHA makes of the challenge and its solution, as base64.")
        await self._pool.execute(_SWEEP)
        if await self._pool.fetchval(_SPEND, checked.name, opinion_id, checked.expires_at) != opinion_id:
            raise OpinionWorkSpent("Ask for another challenge.")


def challenges(runtime: Runtime, pool: "Pool[Record]") -> Challenges | None:
    """What gives challenges in this installation; nothing where no work is asked for.

    Raises:
        RuntimeError: work is asked for, and there is no key to sign with; a sandbox then does without.
    """
    settings = runtime.settings
    if not settings.opinion_work or (settings.sandbox and settings.opinion_key_file is None):
        return None
    key = settings.opinion_key_file.read_bytes() if settings.opinion_key_file is not None else b""
    if len(key) < LEAST_KEY:
        raise RuntimeError(f"publication signs challenges: name a file of {LEAST_KEY} bytes in SHIFAN_OPINION_KEY_FILE")
    return Challenges(pool, key, settings.opinion_work)


def challenges_of(runtime: Runtime) -> Challenges | None:
    """Nothing where no work is asked for."""
    found = runtime.resources["challenges"]
    assert found is None or isinstance(found, Challenges)
    return found
