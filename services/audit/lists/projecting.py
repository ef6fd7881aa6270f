"""The changes of an event thrown onto tables. Their order is free, and an event that comes again changes nothing."""

import orjson

from services.audit.lists import cases, outcomes, places, titles
from shared.events.event import Event, named_in
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded

_CHANGED = """
INSERT INTO changes (list, id, owner, position, effective_at, recorded_at, what) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (list, id, owner, position) DO UPDATE SET what = excluded.what
"""


_KNOWN = named_in(places, cases, outcomes, titles)


def project(recorded: Recorded[Event]) -> list[Statement]:
    """What an event changes in the lists; most change nothing."""
    event = recorded.event
    if type(event) not in _KNOWN:
        return []
    found = (*places.changes(event), *cases.changes(event), *titles.changes(event))
    place = (event.owner(), recorded.position, recorded.effective_at, recorded.recorded_at)
    return [(_CHANGED, (one.list, one.id, *place, orjson.dumps(one.what).decode())) for one in found]
