"""An announcement, as the facts recorded so far make it: it is published once, and never changes."""

from dataclasses import dataclass
from typing import assert_never

from shared.events.publication import RestorationPublished, ResultPublished, RevocationPublished

AnnouncementEvent = ResultPublished | RevocationPublished | RestorationPublished


@dataclass(frozen=True, slots=True)
class Announcement:
    is_published: bool = False
    announcement_id: str = ""
    media: str = ""
    document_number: str = ""


def evolve(_announcement: Announcement, event: AnnouncementEvent) -> Announcement:
    match event:
        case ResultPublished() | RevocationPublished() | RestorationPublished():
            return Announcement(True, event.announcement_id, event.media, event.document_number)
        case _:
            assert_never(event)
