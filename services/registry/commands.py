"""What may be asked of the registry: the commands of all its aggregates."""

from services.registry.bureau.commands import BureauCommand, OfficerCommand
from services.registry.calendar.commands import DaysCommand, YearCommand
from services.registry.care.commands import CareCommand
from services.registry.host.commands import HostCommand
from services.registry.station.commands import StationCommand
from services.registry.training.commands import TrainingCommand

RegistryCommand = (
    HostCommand
    | StationCommand
    | CareCommand
    | BureauCommand
    | OfficerCommand
    | TrainingCommand
    | YearCommand
    | DaysCommand
)
