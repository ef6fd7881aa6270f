"""An export of the stack's records, from wherever they are asked."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from deploy.auditing.exporting import sources
from deploy.auditing.exporting.files import export, whole
from deploy.auditing.exporting.sources import Source, Span
from deploy.using import Reached, reached
from shared.clock import now
from shared.eventsourcing.instants import CHINA

FROM = ("audit", "stores", "kafka")


async def exported(
    folder: Path | None,
    target: Path,
    *,
    origin: str,
    owners: Sequence[str],
    formats: Sequence[str],
    after: date | None,
    before: date | None,
    force: bool,
) -> dict[str, Any]:
    """Export from one of `FROM` into a folder that is there whole in the end or not at all; the manifest.

    Raises:
        ServerTrouble: the folder is there already, or a source gives no more, although there is more.
    """
    told = {
        "made_at": now().astimezone(CHINA).isoformat(),
        "from": origin,
        "recorded_after": after.isoformat() if after else None,
        "recorded_before": before.isoformat() if before else None,
    }
    span = Span.between(after, before)
    with whole(target, force=force) as beside:
        async with reached(folder, ()) as there:
            return await export(beside, owners, _source(there, origin, span), formats, told=told)


def _source(there: Reached, origin: str, span: Span) -> Source:
    if origin == "kafka":
        return lambda owner: sources.of_kafka(there.kafka, there.topic_prefix, owner, span)
    if origin == "stores":
        return lambda owner: sources.of_store(there.stack.postgres_dsn(owner), span)
    return lambda owner: sources.of_audit(there.stack.postgres_dsn("audit"), owner, span)
