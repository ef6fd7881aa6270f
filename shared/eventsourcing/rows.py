"""A row of the log, as it is read: every column of `events`, in the order of the table."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

COLUMNS = "position, stream_id, version, type, event_id, payload, attributes, recorded_at, effective_at, chain"


class Row(NamedTuple):
    position: int
    stream_id: str
    version: int
    type: str
    event_id: UUID
    payload: bytes
    attributes: bytes
    recorded_at: datetime
    effective_at: datetime
    chain: bytes

    @classmethod
    def of(cls, values: Iterable[object]) -> "Row":
        """A row from what the driver gives; it reads the columns in the order of `COLUMNS`."""
        return cls._make(values)
