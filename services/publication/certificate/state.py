"""A certificate, as the facts recorded so far make it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from shared.events.publication import CertificateIssued, CertificateReinstated, CertificateWithdrawn

CertificateEvent = CertificateIssued | CertificateWithdrawn | CertificateReinstated


class CertificateStage(StrEnum):
    NOT_ISSUED = "not_issued"
    VALID = "valid"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Certificate:
    stage: CertificateStage = CertificateStage.NOT_ISSUED


def evolve(_certificate: Certificate, event: CertificateEvent) -> Certificate:
    match event:
        case CertificateIssued() | CertificateReinstated():
            return Certificate(CertificateStage.VALID)
        case CertificateWithdrawn():
            return Certificate(CertificateStage.WITHDRAWN)
        case _:
            assert_never(event)
