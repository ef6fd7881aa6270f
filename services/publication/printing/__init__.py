"""What publication prints: every document by the form that its event names, the same bytes for ever.

`sealed` gives an event the name of today's form and the proof of what it prints; each decision seals its event last.
A form is never changed once something was printed by it: a new one is added behind it, under a name of its own.
"""

from typing import TypeVar

from services.publication.printing import announcements, certificates, notices
from shared.events.event import Event
from shared.events.publication import (
    CertificateIssued,
    PublicNoticeCorrected,
    PublicNoticeOpened,
    RestorationPublished,
    ResultPublished,
    RevocationPublished,
)
from shared.printing import Forms, print_by, seal

Printable = (
    PublicNoticeOpened
    | PublicNoticeCorrected
    | ResultPublished
    | RevocationPublished
    | RestorationPublished
    | CertificateIssued
)

P = TypeVar(
    "P",
    PublicNoticeOpened,
    PublicNoticeCorrected,
    ResultPublished,
    RevocationPublished,
    RestorationPublished,
    CertificateIssued,
    Printable,
)

FORMS: Forms = {
    PublicNoticeOpened: {"notice-1": notices.notice_1},
    PublicNoticeCorrected: {"correction-1": notices.correction_1},
    ResultPublished: {"result-1": announcements.result_1},
    RevocationPublished: {"revocation-1": announcements.revocation_1},
    RestorationPublished: {"restoration-1": announcements.restoration_1},
    CertificateIssued: {"certificate-1": certificates.certificate_1},
}


def sealed(event: P, *further: Event) -> P:
    """The event with the name of today's form, and the proof of what it prints."""
    return seal(FORMS, event, *further)


def printed(event: Printable, *further: Event) -> bytes:
    """The document, by the form that the event names."""
    return print_by(FORMS, event, *further)
