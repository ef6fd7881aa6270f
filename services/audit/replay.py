"""`python -m services.audit replay`: the read models made again from Kafka, and compared with what they were."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import asyncpg
import orjson

from services.audit.contents import differences, hashes
from services.audit.rebuild import NEW, OLD, QUIET_SECONDS, Rebuild, Say, lock_head, swap
from shared.settings import Settings


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of a replay. `strange` counts messages that are no events; `kept` names what was replaced, if kept."""

    same: bool
    messages: int
    strange: int
    seconds: float
    rate: int
    before: dict[str, str]
    after: dict[str, str]
    differences: list[str]
    kept: str | None


async def replay(dsn: str, bootstrap: str, prefix: str, say: Say, *, quiet: float = QUIET_SECONDS) -> Replayed:
    """Make the read models again and compare. What differed is kept in the schema `replaced`."""
    connection = await asyncpg.connect(dsn, timeout=10)
    try:
        rebuild = Rebuild(connection, prefix, say, quiet)
        await rebuild.prepare()
        async with rebuild.reader(bootstrap) as consumer:
            await rebuild.read(consumer)
            say(f"replay: {rebuild.messages:,} messages read, {rebuild.rate:,.0f}/s; comparing and swapping")
            async with connection.transaction():
                await lock_head(connection)
                await rebuild.read(consumer)
                before = await hashes(connection, "public")
                after = await hashes(connection, NEW)
                found = [] if before == after else await differences(connection, "public", NEW)
                await rebuild.move_inbox()
                await swap(connection)
                if before == after:
                    await connection.execute(f"DROP SCHEMA {OLD} CASCADE")
    finally:
        await connection.close()
    return Replayed(
        same=before == after,
        messages=rebuild.messages,
        strange=rebuild.strange,
        seconds=round(rebuild.seconds, 3),
        rate=int(rebuild.rate),
        before=before,
        after=after,
        differences=found,
        kept=None if before == after else OLD,
    )


def main(arguments: Sequence[str]) -> int:
    """0 where the rebuilt read models are the same, 1 where they differ."""
    parser = argparse.ArgumentParser(prog="python -m services.audit replay", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print the whole outcome as one JSON object")
    chosen = parser.parse_args(arguments)
    settings = Settings()
    replayed = asyncio.run(replay(str(settings.database_url), settings.kafka, settings.topic_prefix, _say))
    if chosen.json:
        print(orjson.dumps(asdict(replayed), option=orjson.OPT_SORT_KEYS).decode())  # noqa: T201 (the answer)
    else:
        print("\n".join(_lines(replayed)))  # noqa: T201 (the answer)
    return 0 if replayed.same else 1


def _lines(replayed: Replayed) -> list[str]:
    lines = [f"{'part':24} {'before':16} {'after':16}"]
    for part, before in replayed.before.items():
        after = replayed.after[part]
        lines.append(f"{part:24} {before[:16]} {after[:16]} {'same' if before == after else 'DIFFERENT'}")
    lines += replayed.differences
    lines.append(
        f"{'same' if replayed.same else 'different'}: {replayed.messages:,} messages in {replayed.seconds:.1f} s"
        f" ({replayed.rate:,}/s)" + (f"; what was replaced is kept in the schema {OLD}" if replayed.kept else "")
    )
    return lines


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201 (progress, beside the answer)
