"""The rules of an announcement: one function for each command, and one class for each rule that can refuse it."""

from typing import assert_never

from services.publication.announcement.commands import (
    AnnouncementCommand,
    PublishRestoration,
    PublishResult,
    PublishRevocation,
)
from services.publication.announcement.parts import parts_of
from services.publication.announcement.state import Announcement, AnnouncementEvent, evolve
from services.publication.printing import sealed
from shared.errors import Conflict, Unacceptable
from shared.events.publication import RestorationPublished, ResultPublished, RevocationPublished
from shared.eventsourcing.decider import Decider


class AlreadyPublished(Conflict):
    """What was published once is published again only for titles that stand in no announcement yet."""

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


class SetAsideBeforePublication(Conflict):
    """A revocation that was set aside before its publication is not published, and neither is its end."""

    title_zh = "该撤牌决定在公布前已被撤销，无需公布。"


class NotRestored(Conflict):
    """A restoration is published when a revocation was set aside."""

    title_zh = "该称号的撤牌决定未被撤销。"


class MediaNotNamed(Unacceptable):
    """A publication names the provincial media, and a result its document."""

    title_zh = "公布应当写明省级媒体和文号。"


def decide(command: AnnouncementCommand, announcement: Announcement) -> list[AnnouncementEvent]:
    match command:
        case PublishResult():
            return publish_result(command, announcement)
        case PublishRevocation():
            return publish_revocation(command, announcement)
        case PublishRestoration():
            return publish_restoration(command, announcement)
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
    if command.facts.supplements and not command.facts.titles:
        raise AlreadyPublished(f"Every title of {command.season_id} stands in an announcement.")
    return [
        sealed(
            ResultPublished(
                announcement_id=command.announcement_id,
                season_id=command.season_id,
                titles=part.titles,
                media=command.media,
                document_number=command.document_number,
                published_on=command.today,
                supplements=command.facts.supplements,
                part=part.number,
                first_place=part.first_place,
                issued_by=command.facts.issued_by,
            )
        )
        for part in parts_of(command.facts.titles)
    ]


def publish_revocation(command: PublishRevocation, announcement: Announcement) -> list[AnnouncementEvent]:
    facts = command.facts
    if announcement.is_published:
        if announcement.media == command.media:
            return []
        raise AlreadyPublished(f"The end of {facts.certificate_number} was published in {announcement.media}.")
    if not command.media.strip():
        raise MediaNotNamed("Name the media in which the revocation appears.")
    if facts.is_set_aside:
        raise SetAsideBeforePublication(f"The revocation of {facts.certificate_number} was set aside.")
    if not facts.ground:
        raise NotRevoked(f"The title of {command.station_id} is not revoked.")
    return [
        sealed(
            RevocationPublished(
                announcement_id=command.announcement_id,
                station_id=command.station_id,
                station_name=facts.station_name,
                certificate_number=facts.certificate_number,
                ground=facts.ground,
                media=command.media,
                published_on=command.today,
                document_number=facts.document_number,
                issued_by=facts.issued_by,
            )
        )
    ]


def publish_restoration(command: PublishRestoration, announcement: Announcement) -> list[AnnouncementEvent]:
    facts = command.facts
    number = command.document_number or facts.document_number
    if announcement.is_published:
        if (announcement.media, announcement.document_number) == (command.media, number):
            return []
        raise AlreadyPublished(f"The restoration of {facts.certificate_number} is published already.")
    if not command.media.strip():
        raise MediaNotNamed("Name the media in which the restoration appears.")
    if not facts.document_number:
        raise NotRestored(f"No revocation of a title of {command.station_id} was set aside.")
    if not facts.was_published:
        raise SetAsideBeforePublication(f"The public was never told that {facts.certificate_number} was revoked.")
    return [
        sealed(
            RestorationPublished(
                announcement_id=command.announcement_id,
                station_id=command.station_id,
                station_name=facts.station_name,
                certificate_number=facts.certificate_number,
                media=command.media,
                document_number=number,
                published_on=command.today,
                issued_by=facts.issued_by,
            )
        )
    ]


ANNOUNCEMENT = Decider(initial=Announcement(), decide=decide, evolve=evolve)
