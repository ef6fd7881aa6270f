"""合并同类意见: compares each opinion that has come in with those before it, and puts near-duplicates together.

One process of the service does it, whoever holds the lock; the others wait for it. What has been compared is told by
the tables alone, so after a kill whoever comes next goes on where the last one was. Words are held in memory only.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from itertools import groupby
from uuid import UUID, uuid5

import structlog
from asyncpg import Record

from services.publication.matter.commands import GroupOpinions
from services.publication.matter.likeness import Piles, sort_out
from services.publication.vault import vault_of
from shared.access.roles import service_caller
from shared.chores import outlasting
from shared.errors import Refusal, StreamMoved
from shared.eventsourcing.commits import Commit
from shared.eventsourcing.envelope import Provenance
from shared.eventsourcing.handling import Asked, Prepared, handle
from shared.eventsourcing.ids import new_id
from shared.leading import in_charge, keep_at_it
from shared.runtime import Runtime

log = structlog.get_logger(__name__)

AT_ONCE = 500
"""Opinions that are compared in one go."""

_COMMANDS = UUID("7d5f0d3e-44c1-5a0e-9c6b-12315ca77e01")
_LOCK = 7_012_317
_LOOK_EVERY_SECONDS = 1.0
# The texts of so many candidates and titles are kept in memory; those of others are read again when they are needed.
_REMEMBERED = 64

_TO_COMPARE = """
SELECT opinion_id, notice_id, application_id, certificate_number, stance
  FROM opinions WHERE matter_id IS NULL AND NOT was_compared ORDER BY received_ms, opinion_id LIMIT $1
"""
# Of each matter its first opinion, and those that are like none before them.
_COMPARED = """
SELECT opinion_id, received_ms FROM opinions
 WHERE notice_id = $1 AND application_id = $2 AND certificate_number = $3 AND stance = $4
   AND matter_id IS NULL AND was_compared
UNION ALL
SELECT opinion_id, received_ms FROM matters JOIN opinions ON opinion_id = first_opinion_id
 WHERE matters.notice_id = $1 AND matters.application_id = $2 AND matters.certificate_number = $3
   AND matters.stance = $4
 ORDER BY received_ms, opinion_id
"""
_WAS_COMPARED = "UPDATE opinions SET was_compared = true WHERE opinion_id = ANY($1::text[])"

_Subject = tuple[str, str, str, str]


def matter_id(first_opinion_id: str) -> str:
    """The first opinion of a matter gives it its identifier, so that it is the same one whoever finds it."""
    return new_id("mt", first_opinion_id)


async def group_opinions(runtime: Runtime) -> None:
    """Go on until this is cancelled; an outage is waited out, with everything read anew."""

    async def group() -> None:
        async with in_charge(runtime.settings.database_url, _LOCK) as connection:
            await keep_at_it(connection, Grouping(runtime).work, _LOOK_EVERY_SECONDS)

    await outlasting(group, "opinions cannot be grouped just now; trying again")


class Grouping:
    """One process's turn at it: the texts that it has compared so far, by what they are about."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._caller = service_caller(runtime.service.name)
        self._piles: OrderedDict[_Subject, Piles] = OrderedDict()

    async def work(self) -> bool:
        """Compare the oldest opinions that have not been; False where there are none."""
        rows = await self._runtime.pool.fetch(_TO_COMPARE, AT_ONCE)
        by_subject = sorted(rows, key=_subject)  # A stable sort: the order in which they came in is kept.
        for subject, found in groupby(by_subject, key=_subject):
            await self._sort_out(subject, [row["opinion_id"] for row in found])
        return bool(rows)

    async def _sort_out(self, subject: _Subject, opinion_ids: list[str]) -> None:
        piles = await self._piles_of(subject)
        texts = await vault_of(self._runtime).texts(opinion_ids)
        # What is not in the vault any more cannot be compared: it stays alone.
        told = [(opinion_id, texts[opinion_id]) for opinion_id in opinion_ids if opinion_id in texts]
        found = await asyncio.to_thread(sort_out, piles, told)
        for first, alike in found.alike.items():
            try:
                await self._group(first, alike)
            except StreamMoved:
                raise  # No rule has said no, so it is tried again.
            except Refusal as refusal:
                log.warning("opinions are left as they are", rule=refusal.code(), first=first, count=len(alike))
        await self._runtime.committer.submit(Commit(statements=((_WAS_COMPARED, (opinion_ids,)),)))

    async def _piles_of(self, subject: _Subject) -> Piles:
        piles = self._piles.get(subject)
        if piles is None:
            rows = await self._runtime.pool.fetch(_COMPARED, *subject)
            before = [row["opinion_id"] for row in rows]
            texts = await vault_of(self._runtime).texts(before)
            piles = self._piles[subject] = Piles()
            await asyncio.to_thread(piles.add_all, [(key, texts[key]) for key in before if key in texts])
        self._piles.move_to_end(subject)
        while len(self._piles) > _REMEMBERED:
            self._piles.popitem(last=False)
        return piles

    async def _group(self, first: str, alike: Sequence[str]) -> None:
        """The first goes along: where the matter has it already, that changes nothing."""
        command = GroupOpinions(
            matter_id=matter_id(first), opinion_ids=(first, *alike), today=self._runtime.clock.today()
        )
        command_id = uuid5(_COMMANDS, "\n".join((command.matter_id, *command.opinion_ids)))
        asked = Asked(
            by=Provenance(actor=self._caller.subject, level=str(self._caller.level), correlationid=str(command_id)),
            effective=self._runtime.clock.now(),
            command_id=command_id,
            project=self._runtime.service.project,
            source=f"/services/{self._runtime.service.name}",
        )
        await handle(self._runtime.store, lambda: self._prepare(command), asked)

    async def _prepare(self, command: GroupOpinions) -> Prepared:
        async with self._runtime.pool.acquire() as connection:
            return await self._runtime.service.prepare(command, self._caller, connection)


def _subject(row: Record) -> _Subject:
    return row["notice_id"], row["application_id"], row["certificate_number"], row["stance"]
