"""Events as rows: the directory, what the registry's pages answer from, and what others tell. A module a subject."""

from services.registry.projections import (
    bureaus,
    care,
    corrections,
    elsewhere,
    hosts,
    ledger,
    places,
    staff,
    stations,
    trainings,
)
from shared.access import directory
from shared.events.event import Event
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded
from shared.eventsourcing.handling import Project

# Events of bureaus themselves, officers, mandates and the calendar are in the directory entirely.
_PROJECTIONS: tuple[Project, ...] = (
    directory.project,
    hosts.project,
    stations.project,
    staff.project,
    care.project,
    corrections.project,
    elsewhere.project,
    bureaus.project,
    places.project,
    trainings.project,
    ledger.project,
)


def project(recorded: Recorded[Event]) -> list[Statement]:
    return [statement for each in _PROJECTIONS for statement in each(recorded)]
