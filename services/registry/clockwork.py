"""The registry's clock: it records that each day has begun, for all services."""

from datetime import date, datetime, time
from itertools import count
from uuid import UUID, uuid5

from services.registry.calendar.commands import BeginDays
from services.registry.facts.days import begin_days as prepared_days
from shared.access.roles import service_caller
from shared.clock import SHANGHAI
from shared.events.event import Event
from shared.events.registry import DayBegan
from shared.eventsourcing.envelope import Provenance
from shared.eventsourcing.handling import Asked, Prepared, handle
from shared.runtime import Runtime

_DAYS = UUID("0e0e7c07-8a38-5f6b-8f5b-12315da1b001")
_BEGUN = "SELECT day FROM programme_day"


async def begin_days(runtime: Runtime, until: date) -> None:
    """Record every day up to this one that has not begun yet. Called as often as you like, it records a day once.

    The ids follow from the day asked for, so two processes that tick at once ask for the same events.
    """
    begun: date | None = await runtime.pool.fetchval(_BEGUN)
    if begun is not None and begun >= until:
        return
    caller = service_caller(runtime.service.name)

    async def prepare() -> Prepared:
        return prepared_days(BeginDays(until), caller)

    for step in count():
        command_id = uuid5(_DAYS, f"{until} {step}")
        asked = Asked(
            by=Provenance(actor=caller.subject, level=str(caller.level), correlationid=str(command_id)),
            effective=runtime.clock.now(),
            effective_of=_first_instant,
            command_id=command_id,
            project=runtime.service.project,
            source=f"/services/{runtime.service.name}",
        )
        handled = await handle(runtime.store, prepare, asked)
        if handled.state.last >= until:
            return


def _first_instant(event: Event) -> datetime:
    """A day takes effect when it begins in Shanghai, also where it is recorded after an outage or a jump."""
    assert isinstance(event, DayBegan), "a day is all that this command yields"
    return datetime.combine(event.day, time(), SHANGHAI)
