"""Instants as the record keeps them: whole milliseconds since 1970, shown with China's offset."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def milliseconds(instant: datetime) -> int:
    """Whole milliseconds since 1970, in exact integers: a float would round some instants wrongly."""
    return (instant - _EPOCH) // _MILLISECOND


def written(instant: datetime) -> str:
    """The instant as an attribute: RFC 3339, milliseconds, China's offset."""
    return instant.astimezone(CHINA).isoformat(timespec="milliseconds")
