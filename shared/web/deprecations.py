"""Routes that will go: their answers say since when, until when, and what to use instead (RFC 9745, RFC 8594)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Deprecation:
    """`instead` is the address of what takes the route's place, or of a page that says it."""

    since: date
    until: date
    instead: str

    def headers(self) -> Headers:
        since, until = (datetime.combine(day, time(), UTC) for day in (self.since, self.until))
        return [
            (b"deprecation", b"@%d" % since.timestamp()),
            (b"sunset", format_datetime(until, usegmt=True).encode()),
            (b"link", f'<{self.instead}>; rel="successor-version"'.encode()),
        ]


DEPRECATED: dict[tuple[str, str, str], Deprecation] = {}
"""By service, method and the route's pattern. The route itself says `deprecated=True`, for its document."""


def told(service: str, method: str, route: str) -> Headers:
    """What the answers of a route say; nothing for those that stay."""
    found = DEPRECATED.get((service, method, route)) if DEPRECATED else None
    return found.headers() if found else []
