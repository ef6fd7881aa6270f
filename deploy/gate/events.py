"""What the record of years past, or who reads the topics, would miss in the next catalogue of events."""

from collections.abc import Iterator, Mapping
from typing import Any

from deploy.gate.schemas import Weighing


def broken_events(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """What could be read before and could not be read, or would be missed, now, in sentences.

    Both ways count. We read every event that was ever written, so nothing that an event may hold is refused or dropped;
    and others read what we write from now on. Whether a field may be left out is ours alone: it is always written.
    """
    from_the_log = Weighing(before, after, strict=True)
    from_the_topic = Weighing(after, before, strict=False, always=False)
    for name, event in before["properties"].items():
        now = after["properties"].get(name)
        if now is None:
            yield f"{name}: is gone; what was recorded under this name can be read no more"
        else:
            found = [*from_the_log.misfits(event, now, name), *from_the_topic.misfits(now, event, name)]
            yield from dict.fromkeys(found)
