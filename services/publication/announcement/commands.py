"""What may be asked of an announcement, with the facts that `facts.py` looks up before it is decided."""

from dataclasses import dataclass
from datetime import date

from shared.events.publication import PublishedTitle


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The season's list and what has become of it. As long as it is not looked up, it is not submitted.

    `titles` are those that no announcement has published yet; `supplements` is the first announcement, if there is
    one already.
    """

    is_submitted: bool = False
    undecided: int = 0
    titles: tuple[PublishedTitle, ...] = ()
    supplements: str = ""
    issued_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """The title that was revoked, with its name of the day; no ground means that it is not revoked.

    `is_set_aside` tells that the revocation does not count any more.
    """

    certificate_number: str = ""
    station_name: str = ""
    ground: str = ""
    document_number: str = ""
    is_set_aside: bool = False
    issued_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """The revocation that was set aside, and whether the public was told of it; no document means that none was."""

    certificate_number: str = ""
    station_name: str = ""
    document_number: str = ""
    was_published: bool = False
    issued_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishResult:
    announcement_id: str
    season_id: str
    media: str
    document_number: str
    today: date
    facts: Batch = Batch()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishRevocation:
    announcement_id: str
    station_id: str
    media: str
    today: date
    facts: Ended = Ended()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishRestoration:
    """Without a document of its own it names the decision that set the revocation aside."""

    announcement_id: str
    station_id: str
    media: str
    today: date
    document_number: str = ""
    facts: Restored = Restored()


AnnouncementCommand = PublishResult | PublishRevocation | PublishRestoration
