"""What publication prints: every document by the form that its event names, the same bytes for ever.

`sealed` gives an event the name of today's form and the proof of what it prints; each decision seals its event last.
A form is never changed once something was printed by it: a new one is added behind it, under a name of its own.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

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
from shared.printing import sha256

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

Form = Callable[..., bytes]
"""Prints an event, with the further ones of the same commit that stand in the same document."""

FORMS: Mapping[type[Any], Mapping[str, Form]] = {
    PublicNoticeOpened: {"notice-1": notices.notice_1},
    PublicNoticeCorrected: {"correction-1": notices.correction_1},
    ResultPublished: {"result-1": announcements.result_1},
    RevocationPublished: {"revocation-1": announcements.revocation_1},
    RestorationPublished: {"restoration-1": announcements.restoration_1},
    CertificateIssued: {"certificate-1": certificates.certificate_1},
}
"""The forms of each event, in the order in which they came: the first prints events of before, the last is today's."""


def sealed(event: P, *further: Event) -> P:
    """The event with the name of today's form, and the proof of what it prints."""
    named = event.model_copy(update={"template": list(FORMS[type(event)])[-1], "printed_sha256": ""})
    return named.model_copy(update={"printed_sha256": sha256(printed(named, *further))})


def printed(event: Printable, *further: Event) -> bytes:
    """The document, by the form that the event names; one of before forms had names is printed by the first."""
    forms = FORMS[type(event)]
    return forms[event.template or next(iter(forms))](event, *further)
