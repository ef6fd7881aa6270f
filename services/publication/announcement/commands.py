"""What may be asked of an announcement, with the facts that `facts.py` looks up before it is decided."""

from dataclasses import dataclass
from datetime import date

from shared.events.publication import PublishedTitle


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The season's list and what has become of it. As long as it is not looked up, it is not submitted."""

    is_submitted: bool = False
    undecided: int = 0
    titles: tuple[PublishedTitle, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """The title that was revoked, with its name of the day; no ground means that it is not revoked."""

    certificate_number: str = ""
    station_name: str = ""
    ground: str = ""


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


AnnouncementCommand = PublishResult | PublishRevocation
