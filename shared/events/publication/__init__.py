"""Events of publication: the city's notice before the decision, opinions, and the province's publication after it."""

from shared.events.publication.announcements import (
    PublishedTitle,
    RestorationPublished,
    ResultPublished,
    RevocationPublished,
)
from shared.events.publication.certificates import (
    CertificateIssued,
    CertificateReinstated,
    CertificateWithdrawn,
)
from shared.events.publication.notices import (
    CandidateHeld,
    CandidateReleased,
    CandidateResult,
    CandidatesPutOnNotice,
    CandidateStruckOff,
    CandidateWithdrawn,
    NoticeCandidate,
    NoticeResult,
    PublicNoticeClosed,
    PublicNoticeCorrected,
    PublicNoticeExtended,
    PublicNoticeOpened,
)
from shared.events.publication.opinions import (
    InvestigationExtended,
    ObjectionDaySettled,
    ObjectionDecided,
    ObjectionInvestigated,
    ObjectionOutcome,
    ObjectorAnswered,
    OpinionChannel,
    OpinionClosedAsMoot,
    OpinionReceived,
    OpinionScreened,
    OpinionsGrouped,
    OpinionSide,
    Screening,
    Stance,
)

__all__ = [
    "CandidateHeld",
    "CandidateReleased",
    "CandidateResult",
    "CandidateStruckOff",
    "CandidateWithdrawn",
    "CandidatesPutOnNotice",
    "CertificateIssued",
    "CertificateReinstated",
    "CertificateWithdrawn",
    "InvestigationExtended",
    "NoticeCandidate",
    "NoticeResult",
    "ObjectionDaySettled",
    "ObjectionDecided",
    "ObjectionInvestigated",
    "ObjectionOutcome",
    "ObjectorAnswered",
    "OpinionChannel",
    "OpinionClosedAsMoot",
    "OpinionReceived",
    "OpinionScreened",
    "OpinionSide",
    "OpinionsGrouped",
    "PublicNoticeClosed",
    "PublicNoticeCorrected",
    "PublicNoticeExtended",
    "PublicNoticeOpened",
    "PublicationEvent",
    "PublishedTitle",
    "RestorationPublished",
    "ResultPublished",
    "RevocationPublished",
    "Screening",
    "Stance",
]

PublicationEvent = (
    PublicNoticeOpened
    | CandidatesPutOnNotice
    | PublicNoticeCorrected
    | CandidateHeld
    | CandidateReleased
    | CandidateStruckOff
    | CandidateWithdrawn
    | PublicNoticeExtended
    | PublicNoticeClosed
    | OpinionReceived
    | OpinionScreened
    | OpinionsGrouped
    | InvestigationExtended
    | ObjectionInvestigated
    | ObjectionDecided
    | ObjectorAnswered
    | ObjectionDaySettled
    | OpinionClosedAsMoot
    | ResultPublished
    | RevocationPublished
    | RestorationPublished
    | CertificateIssued
    | CertificateWithdrawn
    | CertificateReinstated
)
