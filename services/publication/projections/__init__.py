"""Keeps publication's tables in step with its own events and with what it hears from others.

Events of other services come in any order between streams: each statement about them writes its own columns only.
"""

from typing import get_args

from services.publication.announcement.state import AnnouncementEvent
from services.publication.notice.state import NoticeEvent
from services.publication.opinion.state import OpinionEvent
from services.publication.projections import announcements, known, notices, opinions, titles
from shared.access import directory
from shared.events.event import Event
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded


def project(recorded: Recorded[Event]) -> list[Statement]:
    """What an event changes here. Most events of others change nothing."""
    match recorded.event:
        case event if isinstance(event, get_args(NoticeEvent)):
            return notices.project(event, recorded.version)
        case event if isinstance(event, get_args(OpinionEvent)):
            return opinions.project(event, recorded.version)
        case event if isinstance(event, get_args(AnnouncementEvent)):
            return announcements.project(event, recorded.version)
        case event:
            return [*known.project(event), *titles.project(event), *directory.project(recorded)]
