"""Follows a change of divisions, station by station: each gets its new division and bureau, and nobody guesses."""

from typing import Any
from uuid import UUID, uuid5

from services.registry.division.moving import where_to
from services.registry.facts.jurisdictions import resolve_jurisdiction
from services.registry.jobs.job import Job, Report
from services.registry.queries import divisions, places
from services.registry.queries.divisions import DivisionChangePage
from services.registry.queries.places import OpenPlace
from services.registry.station.commands import ResolveJurisdiction
from shared.access.roles import service_caller
from shared.errors import NotKnownHere, StreamMoved
from shared.eventsourcing.envelope import Provenance
from shared.eventsourcing.handling import Asked, Prepared, handle
from shared.runtime import Runtime

_RESOLUTIONS = UUID("5c1f8a36-6f0f-5d83-9c58-12315dc00002")
_BATCH = 200
_TRIES = 8


async def work(runtime: Runtime, job: Job, report: Report) -> dict[str, object]:
    """Resolve every station that is still open; one whose town nobody knows stays on the list for a person.

    What was resolved is open no more, so a job that is taken up again goes on with the rest.
    """
    change = await _change(runtime, str(job.arguments["change_id"]))
    report.done = change.resolved
    async with runtime.pool.acquire() as connection:
        report.total = change.resolved + await places.count_open(connection, change.change_id)
    left, after = 0, ""
    while batch := await _open(runtime, change.change_id, after):
        for place in batch:
            if await _resolve(runtime, change, place):
                report.done += 1
            else:
                left += 1
        after = batch[-1].station_id
        await report.tell()
    resolved: dict[str, Any] = {"change_id": change.change_id, "resolved": report.done, "left_open": left}
    return resolved


async def _change(runtime: Runtime, change_id: str) -> DivisionChangePage:
    async with runtime.pool.acquire() as connection:
        found = await divisions.change_pages(connection, change_id)
    if not found:
        raise NotKnownHere(f"No change {change_id} of divisions is known here.")
    return found[0]


async def _open(runtime: Runtime, change_id: str, after: str) -> list[OpenPlace]:
    async with runtime.pool.acquire() as connection:
        return await places.open_of_change(connection, change_id, after, _BATCH)


async def _resolve(runtime: Runtime, change: DivisionChangePage, place: OpenPlace) -> bool:
    """Resolve the station by the place that was read; if it has moved meanwhile, by the one that it has now."""
    for _ in range(_TRIES):
        division_code = where_to(place.division_code, place.town, change.moves)
        if division_code is None:
            return False
        if place.since >= change.effective_on and division_code == place.division_code:
            return False  # It came there under the new map.
        try:
            await _carry_out(runtime, change, place, division_code)
        except StreamMoved:
            async with runtime.pool.acquire() as connection:
                opened = await places.open_of_station(connection, place.station_id)
            still = next((each for each in opened if each.change_id == change.change_id), None)
            if still is None:
                return True
            place = still
        else:
            return True
    raise StreamMoved(f"Station {place.station_id} changes too often to be resolved: try again.")


async def _carry_out(runtime: Runtime, change: DivisionChangePage, place: OpenPlace, division_code: str) -> None:
    caller = service_caller(runtime.service.name)
    command = ResolveJurisdiction(
        station_id=place.station_id,
        bureau_code="",
        division_code=division_code,
        town=place.town,
        since=max(change.effective_on, place.since),
        change_id=change.change_id,
        reason="",
        today=runtime.clock.today(),
    )

    async def prepare() -> Prepared:
        async with runtime.pool.acquire() as connection:
            return await resolve_jurisdiction(command, caller, connection)

    asked = Asked(
        by=Provenance(
            actor=caller.subject,
            level=str(caller.level),
            correlationid=change.change_id,
            documentno=change.document_number,
        ),
        effective=runtime.clock.now(),
        command_id=uuid5(_RESOLUTIONS, f"{change.change_id} {place.station_id}"),
        project=runtime.service.project,
        source=f"/services/{runtime.service.name}",
        expected_version=place.version,
    )
    await handle(runtime.store, prepare, asked)
