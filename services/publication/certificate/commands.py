"""What may be asked of a certificate. All of it follows from what is decided about its title."""

from dataclasses import dataclass
from datetime import date

from shared.events.registry import StationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCertificate:
    """The title's data with the names of the day on which it was given."""

    certificate_number: str
    station_id: str
    station_name: str
    host_id: str
    host_name: str
    kind: StationKind
    trade: str
    document_number: str
    issued_by: str
    certified_on: date
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawCertificate:
    """`because` is what became of the title: revoked, lapsed or ended."""

    certificate_number: str
    station_id: str
    because: str
    withdrawn_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReinstateCertificate:
    certificate_number: str
    station_id: str
    reinstated_on: date


CertificateCommand = IssueCertificate | WithdrawCertificate | ReinstateCertificate
