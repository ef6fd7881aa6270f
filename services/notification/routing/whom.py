"""In which ways an event leads to those whom it concerns."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from shared.events.event import Event

DIRECT = ""
"""The kind of a notice that names its recipient itself."""


@dataclass(frozen=True, slots=True)
class To:
    """A way to a recipient.

    Attributes:
        kind: the way as `concerns` knows it, as `station-host`; or `DIRECT`.
        field: where the event tells the id, as `station_id` or `candidates.host_id`; every one of many is told.
        prefix: of a direct recipient, what its id is the id of: `host`, `bureau`, `city`, `province`, `staff`,
            `receipt`.
        when: whether this event concerns them at all.
    """

    kind: str
    field: str
    prefix: str = ""
    when: Callable[[Any], bool] | None = None

    def ids(self, event: Event) -> Iterator[str]:
        """The ids that the way begins from; of a direct way the recipients themselves."""
        if self.when is None or self.when(event):
            for one in dict.fromkeys(_values(event, self.field.split("."))):
                yield f"{self.prefix}:{one}" if self.prefix else one


def _values(of: object, path: list[str]) -> Iterator[str]:
    """What stands at the end of the path; of a tuple, of each of its parts. Nothing that is empty."""
    if isinstance(of, tuple):
        for part in of:
            yield from _values(part, path)
    elif path:
        yield from _values(getattr(of, path[0]), path[1:])
    elif of:
        yield str(of)


@dataclass(frozen=True, slots=True)
class Route:
    """To whom an event is told, and what of it the message says. The event's own template has its words.

    Attributes:
        to: the ways to its recipients; who is reached by two of them gets one message.
        shows: the fields of the event that the message may tell.
        about: the field with the station's id, and the one with the id of the case.
    """

    to: tuple[To, ...]
    shows: tuple[str, ...] = ()
    station: str = "station_id"
    case: str = ""


def route(*to: To, shows: Iterable[str] = (), case: str = "", station: str = "station_id") -> Route:
    """A route, as the tables write it."""
    return Route(to, tuple(shows), station, case)


HOST = To("station-host", "station_id")
COUNTY = To("station-bureau", "station_id")
CITY = To("station-city", "station_id")
PROVINCE = To("station-province", "station_id")
SEASON_CITY = To("season-city", "season_id")
SEASON_PROVINCE = To("season-province", "season_id")
SEASON_COUNTIES = To("season-counties", "season_id")
SEASON_HOSTS = To("season-hosts", "season_id")
CASE_HOST = To("application-host", "application_id")
THE_HOST = To(DIRECT, "host_id", "host")
THE_BUREAU = To(DIRECT, "bureau_code", "bureau")
STAFF = To(DIRECT, "staff_id", "staff")
STAFF_HOST = To("staff-host", "staff_id")
ORGANISER = To("contest-organiser", "contest_id")
CONTEST_HOSTS = To("contest-hosts", "contest_id")
RECEIPT = To(DIRECT, "opinion_id", "receipt")


def direct(prefix: str, field: str) -> To:
    """Whoever the field names."""
    return To(DIRECT, field, prefix)
