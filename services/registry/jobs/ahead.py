"""What the rows before would have written, where a whole table is only tried: on disk, however long it is."""

from collections.abc import Sequence
from tempfile import TemporaryFile
from types import TracebackType
from typing import Self

import orjson

from shared.events.catalogue import decode
from shared.events.event import Event

_NOWHERE = -1


class AheadOnDisk:
    """Keeps in memory no more than a number for each stream. It satisfies `shared.eventsourcing.bulk.Ahead`."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 (closed by the block that holds this)
        self._latest: dict[int, int] = {}
        self._end = 0

    def events(self, stream: str) -> Sequence[Event]:
        place = self._latest.get(hash(stream), _NOWHERE)
        found: list[list[Event]] = []
        while place != _NOWHERE:
            self._file.seek(place)
            name, place, written = orjson.loads(self._file.readline())
            if name == stream:
                found.append([decode(kind, payload.encode()) for kind, payload in written])
        return [event for events in reversed(found) for event in events]

    def add(self, stream: str, events: Sequence[Event]) -> None:
        before = self._latest.get(hash(stream), _NOWHERE)
        written = [(event.type_name(), event.payload().decode()) for event in events]
        line = orjson.dumps((stream, before, written)) + b"\n"
        self._file.seek(self._end)
        self._file.write(line)
        self._latest[hash(stream)] = self._end
        self._end += len(line)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
