"""What may be asked about the wishes of a recipient."""

from dataclasses import dataclass
from datetime import date, time

from shared.events.notification import Channel, Language


@dataclass(frozen=True, slots=True)
class SetPreference:
    """Say whether a channel may be used, in which language, and between which hours it is to be quiet.

    `recipient` is a fact: whom the caller may speak for.
    """

    channel: Channel
    enabled: bool
    language: Language
    quiet_from: time | None
    quiet_until: time | None
    today: date
    recipient: str = ""
