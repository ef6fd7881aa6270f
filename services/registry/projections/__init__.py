"""The registry's own events as rows: the directory, and what its pages answer from. One module for each subject."""

from services.registry.projections import bureaus, care, stations, trainings
from shared.access import directory
from shared.events.event import Event
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded
from shared.eventsourcing.handling import Project

# Events of hosts, bureaus themselves, officers and the calendar are in the directory entirely.
_PROJECTIONS: tuple[Project, ...] = (
    directory.project,
    stations.project,
    care.project,
    bureaus.project,
    trainings.project,
)


def project(recorded: Recorded[Event]) -> list[Statement]:
    return [statement for each in _PROJECTIONS for statement in each(recorded)]
