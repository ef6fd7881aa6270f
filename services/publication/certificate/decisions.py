"""What becomes of a certificate. Nothing is refused here: what there is nothing to do for changes nothing."""

from typing import assert_never

from services.publication.certificate.commands import (
    CertificateCommand,
    IssueCertificate,
    ReinstateCertificate,
    WithdrawCertificate,
)
from services.publication.certificate.state import Certificate, CertificateEvent, CertificateStage, evolve
from services.publication.printing import sealed
from shared.events.publication import CertificateIssued, CertificateReinstated, CertificateWithdrawn
from shared.eventsourcing.decider import Decider


def decide(command: CertificateCommand, certificate: Certificate) -> list[CertificateEvent]:
    match command:
        case IssueCertificate():
            return issue_certificate(command, certificate)
        case WithdrawCertificate():
            return withdraw_certificate(command, certificate)
        case ReinstateCertificate():
            return reinstate_certificate(command, certificate)
        case _:
            assert_never(command)


def issue_certificate(command: IssueCertificate, certificate: Certificate) -> list[CertificateEvent]:
    if certificate.stage is not CertificateStage.NOT_ISSUED:
        return []
    issued = CertificateIssued(
        certificate_number=command.certificate_number,
        station_id=command.station_id,
        station_name=command.station_name,
        host_id=command.host_id,
        host_name=command.host_name,
        kind=command.kind,
        trade=command.trade,
        document_number=command.document_number,
        issued_by=command.issued_by,
        certified_on=command.certified_on,
        issued_on=command.today,
    )
    return [sealed(issued)]


def withdraw_certificate(command: WithdrawCertificate, certificate: Certificate) -> list[CertificateEvent]:
    """A title that was never published has no certificate to withdraw."""
    if certificate.stage is not CertificateStage.VALID:
        return []
    return [
        CertificateWithdrawn(
            certificate_number=command.certificate_number,
            station_id=command.station_id,
            because=command.because,
            withdrawn_on=command.withdrawn_on,
        )
    ]


def reinstate_certificate(command: ReinstateCertificate, certificate: Certificate) -> list[CertificateEvent]:
    if certificate.stage is not CertificateStage.WITHDRAWN:
        return []
    return [
        CertificateReinstated(
            certificate_number=command.certificate_number,
            station_id=command.station_id,
            reinstated_on=command.reinstated_on,
        )
    ]


CERTIFICATE = Decider(initial=Certificate(), decide=decide, evolve=evolve)
