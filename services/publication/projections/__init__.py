"""Keeps publication's tables in step with its own events and with what it hears from others.

Events of other services come in any order between streams: each statement about them writes its own columns only.
"""

from typing import get_args

from services.publication.announcement.state import AnnouncementEvent
from services.publication.certificate.state import CertificateEvent
from services.publication.notice.state import NoticeEvent
from services.publication.opinion.state import OpinionEvent
from services.publication.projections import (
    announcements,
    certificates,
    known,
    matters,
    names,
    notices,
    opinions,
    prints,
    titles,
)
from shared.access import directory
from shared.events.event import Event
from shared.events.publication import OpinionsGrouped
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded


def project(recorded: Recorded[Event]) -> list[Statement]:
    """What an event changes here, and what was printed of it. Most events of others change nothing."""
    return [*_changes(recorded), *prints.project(recorded.event)]


def _changes(recorded: Recorded[Event]) -> list[Statement]:
    match recorded.event:
        case event if isinstance(event, get_args(NoticeEvent)):
            return notices.project(event, recorded.version)
        case event if isinstance(event, get_args(OpinionEvent)):
            return opinions.project(event, recorded.version)
        case OpinionsGrouped() as event:
            return matters.project(event, recorded.version)
        case event if isinstance(event, get_args(AnnouncementEvent)):
            return announcements.project(event, recorded.version)
        case event if isinstance(event, get_args(CertificateEvent)):
            return certificates.project(event, recorded.version)
        case event:
            heard = [*known.project(event), *opinions.heard(event), *titles.project(recorded)]
            return [*heard, *names.project(recorded), *directory.project(recorded)]
