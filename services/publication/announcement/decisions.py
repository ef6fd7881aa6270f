"""The rules of an announcement: one function for each command, and one class for each rule that can refuse it."""

from typing import assert_never

from services.publication.announcement.commands import AnnouncementCommand, PublishResult, PublishRevocation
from services.publication.announcement.state import Announcement, AnnouncementEvent, evolve
from shared.errors import Conflict, Unacceptable
from shared.events.publication import ResultPublished, RevocationPublished
from shared.eventsourcing.decider import Decider


class AlreadyPublished(Conflict):
    """A season's result, and the end of a title, are published once."""

    title_zh = "已经公布。"


class NoListSubmitted(Conflict):
    """Before a result there is the list that the city has reported."""

    title_zh = "市局尚未上报名单。"


class NotAllDecided(Conflict):
    """A result is published when the province has decided on every station of the list."""

    title_zh = "名单中尚有未作出认定决定的站点。"


class NotRevoked(Conflict):
    """Only the end of a title that was revoked is published."""

    title_zh = "该称号未被撤销。"


class MediaNotNamed(Unacceptable):
    """A publication names the provincial media, and a result its document."""

    title_zh = "公布应当写明省级媒体和文号。"


def decide(command: AnnouncementCommand, announcement: Announcement) -> list[AnnouncementEvent]:
    match command:
        case PublishResult():
            return publish_result(command, announcement)
        case PublishRevocation():
            return publish_revocation(command, announcement)
        case _:
            assert_never(command)


def publish_result(command: PublishResult, announcement: Announcement) -> list[AnnouncementEvent]:
    if announcement.is_published:
        if (announcement.media, announcement.document_number) == (command.media, command.document_number):
            return []  # Asked twice, recorded once.
        raise AlreadyPublished(f"The result of {command.season_id} was published in {announcement.media}.")
    if not (command.media.strip() and command.document_number.strip()):
        raise MediaNotNamed("Name the media in which the result appears, and the number of its document.")
    if not command.facts.is_submitted:
        raise NoListSubmitted(f"No list of {command.season_id} has been submitted.")
    if command.facts.undecided:
        raise NotAllDecided(f"{command.facts.undecided} stations of {command.season_id} are not decided yet.")
    return [
        ResultPublished(
            announcement_id=command.announcement_id,
            season_id=command.season_id,
            titles=command.facts.titles,
            media=command.media,
            document_number=command.document_number,
            published_on=command.today,
        )
    ]


def publish_revocation(command: PublishRevocation, announcement: Announcement) -> list[AnnouncementEvent]:
    if announcement.is_published:
        if announcement.media == command.media:
            return []
        raise AlreadyPublished(f"The end of {command.facts.certificate_number} was published in {announcement.media}.")
    if not command.media.strip():
        raise MediaNotNamed("Name the media in which the revocation appears.")
    if not command.facts.ground:
        raise NotRevoked(f"The title of {command.station_id} is not revoked.")
    return [
        RevocationPublished(
            announcement_id=command.announcement_id,
            station_id=command.station_id,
            station_name=command.facts.station_name,
            certificate_number=command.facts.certificate_number,
            ground=command.facts.ground,
            media=command.media,
            published_on=command.today,
        )
    ]


ANNOUNCEMENT = Decider(initial=Announcement(), decide=decide, evolve=evolve)
