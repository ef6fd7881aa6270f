"""What may be asked of the registry: the commands of all its aggregates."""

from services.registry.bureau.commands import BureauCommand, OfficerCommand
from services.registry.calendar.commands import DaysCommand, YearCommand
from services.registry.care.commands import CareCommand
from services.registry.correction.commands import CorrectionCommand
from services.registry.division.commands import DecideJurisdiction, DivisionCommand
from services.registry.host.commands import HostCommand
from services.registry.ledger.consultation.commands import ConsultationCommand
from services.registry.ledger.dispute.commands import DisputeCommand
from services.registry.ledger.summary.commands import SummaryCommand
from services.registry.mandate.commands import MandateCommand
from services.registry.staff.commands import StaffCommand
from services.registry.station.commands import StationCommand
from services.registry.subject.commands import SubjectCommand
from services.registry.training.commands import TrainingCommand

RegistryCommand = (
    HostCommand
    | StationCommand
    | StaffCommand
    | CareCommand
    | CorrectionCommand
    | SubjectCommand
    | BureauCommand
    | OfficerCommand
    | MandateCommand
    | DivisionCommand
    | DecideJurisdiction
    | TrainingCommand
    | YearCommand
    | DaysCommand
    | ConsultationCommand
    | DisputeCommand
    | SummaryCommand
)
