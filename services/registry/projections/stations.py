"""What the registry's pages show of a station beyond the directory: its size and its staff."""

from shared.events.event import Event
from shared.events.registry import StaffAppointed, StationRegistered
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded

_SIZE = """
INSERT INTO station_sizes (station_id, area_m2, stalls, staff, stars) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (station_id) DO UPDATE SET area_m2 = excluded.area_m2, stalls = excluded.stalls,
    staff = excluded.staff, stars = excluded.stars
"""
_STAFF = """
INSERT INTO staff (staff_id, station_id, name, posts, appointed_on) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (staff_id) DO UPDATE SET station_id = excluded.station_id, name = excluded.name,
    posts = excluded.posts, appointed_on = excluded.appointed_on
"""


def project(recorded: Recorded[Event]) -> list[Statement]:
    match recorded.event:
        case StationRegistered(size=size) as e:
            return [(_SIZE, (e.station_id, size.area_m2, size.stalls, size.staff, size.stars))]
        case StaffAppointed() as e:
            posts = [str(post) for post in e.posts]
            return [(_STAFF, (e.staff_id, e.station_id, e.name, posts, e.appointed_on))]
        case _:
            return []
