"""The checkpoints of our own log, as the audit tells of them."""

from shared.events.audit import CheckpointSigned
from shared.events.event import Event
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded

_SIGNED = """
INSERT INTO checkpoints AS c (size, root, signed_at) VALUES ($1, $2, $3)
ON CONFLICT (size) DO UPDATE SET signed_at = greatest(c.signed_at, excluded.signed_at)
"""


def project(recorded: Recorded[Event]) -> list[Statement]:
    """By the clock of the server that recorded it, which is a real one in a sandbox, too."""
    match recorded.event:
        case CheckpointSigned(log="assessment", size=size, root=root):
            return [(_SIGNED, (size, root, recorded.recorded_at))]
        case _:
            return []
