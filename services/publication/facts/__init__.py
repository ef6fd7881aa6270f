"""What a decision needs to know, looked up in publication's own tables, and whose act it is."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from services.publication.announcement.commands import AnnouncementCommand
from services.publication.certificate.commands import ReinstateCertificate, WithdrawCertificate
from services.publication.facts import announcements, certificates, matters, notices, opinions
from services.publication.matter.commands import MatterCommand
from services.publication.notice.commands import NoticeCommand
from services.publication.opinion.commands import OpinionCommand
from shared.access.roles import Caller
from shared.database import Connection
from shared.dispatch import by_command
from shared.eventsourcing.handling import Prepared

PublicationCommand = (
    NoticeCommand | OpinionCommand | MatterCommand | AnnouncementCommand | WithdrawCertificate | ReinstateCertificate
)

Prepare = Callable[[Any, Caller, Connection], Awaitable[Prepared]]

_IN_CHARGE: Mapping[type, Prepare] = by_command(
    (NoticeCommand, notices.prepare),
    (OpinionCommand, opinions.prepare),
    (MatterCommand, matters.prepare),
    (AnnouncementCommand, announcements.prepare),
    (WithdrawCertificate | ReinstateCertificate, certificates.prepare),
)


async def prepare(command: PublicationCommand, caller: Caller, connection: Connection) -> Prepared:
    return await _IN_CHARGE[type(command)](command, caller, connection)
