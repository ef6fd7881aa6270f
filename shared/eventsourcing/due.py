"""What is to be done on a day to come: statements that a projection returns."""

from collections.abc import Mapping
from datetime import date

import orjson

from shared.eventsourcing.commits import Statement

_SCHEDULE = """
INSERT INTO due ("on", stream, command, arguments) VALUES ($1, $2, $3, $4)
ON CONFLICT (stream, command) DO UPDATE SET "on" = excluded."on", arguments = excluded.arguments
"""
_CANCEL = "DELETE FROM due WHERE stream = $1 AND command = $2"


def schedule(on: date, stream: str, command: str, args: Mapping[str, object]) -> Statement:
    """On that day the stream gets this command. A stream has a command once; a second day replaces the first."""
    return _SCHEDULE, (on, stream, command, orjson.dumps(dict(args), option=orjson.OPT_SORT_KEYS).decode())


def cancel(stream: str, command: str) -> Statement:
    """It is done, or no longer to be done."""
    return _CANCEL, (stream, command)
