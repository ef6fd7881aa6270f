"""Logs as JSON lines with a correlation id, and metrics. Neither ever holds a person's data or a request's content."""

import logging
import sys
import traceback
from collections.abc import Mapping
from typing import Any

import orjson
import structlog
from prometheus_client import Counter, Gauge, Histogram
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars
from structlog.typing import Processor

_LATENCIES = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)

REQUESTS = Histogram(
    "shifan_request_seconds", "Requests by route, method and status", ("route", "method", "status"), buckets=_LATENCIES
)
COMMANDS = Counter("shifan_commands", "Commands by outcome: done, replayed, refused", ("outcome",))
EVENTS_APPENDED = Counter("shifan_events_appended", "Events appended to the store")
RELAY_POSITION = Gauge("shifan_relay_position", "The last position that Kafka has acknowledged")
RELAY_LAG = Gauge("shifan_relay_lag", "Events in the store that Kafka has not acknowledged")
SENT_POSITION = Gauge(
    "shifan_sent_position", "The last position in a partition that Kafka has acknowledged", ("partition",)
)
INBOX_POSITION = Gauge(
    "shifan_inbox_position", "The last position worked off, by topic and partition", ("topic", "partition")
)
PARKED = Gauge("shifan_parked", "Messages that wait because they could not be read")
STORE_BEHIND = Gauge(
    "shifan_store_behind", "Events that Kafka has and the store has not: nothing is recorded meanwhile"
)
REFUSED = Gauge("shifan_refused", "Reactions' commands that a rule has refused")
DELIVERIES = Counter(
    "shifan_deliveries",
    "Attempts to deliver by channel and outcome: delivered, again, dead, skipped",
    ("channel", "outcome"),
)
LOG_SIGNED_SIZE = Gauge("shifan_log_signed_size", "Entries of a log that its last checkpoint covers", ("log",))
LOG_NOT_SIGNED = Gauge(
    "shifan_log_not_signed", "1 where the audit does not sign a log, for its records do not fit", ("log",)
)

logger: structlog.stdlib.BoundLogger = structlog.get_logger("shifan")


class _Lines:
    """Writes bytes to what standard error is at that moment, a line a record."""

    def msg(self, line: bytes) -> None:
        sys.stderr.buffer.write(line + b"\n")
        sys.stderr.buffer.flush()

    debug = info = warning = error = critical = exception = msg


class _Handler(logging.Handler):
    """The standard library's records as such lines."""

    def emit(self, record: logging.LogRecord) -> None:
        _Lines().msg(self.format(record).encode())


def configure(service: str, level: str) -> None:
    """Once a process: everything that is logged, libraries' words included, becomes JSON lines on standard error."""
    number = logging.getLevelNamesMapping()[level.upper()]

    def named(_logger: object, _method: str, event: Any) -> Any:
        event["service"] = service
        return event

    first: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        named,
    ]
    structlog.configure(
        processors=[*first, _traced, structlog.processors.JSONRenderer(serializer=_dumps)],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=lambda *_: _Lines(),
        cache_logger_on_first_use=True,
    )
    handler = _Handler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*first, structlog.stdlib.add_logger_name],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _traced,
                structlog.processors.JSONRenderer(serializer=lambda event, **_: _dumps(event).decode()),
            ],
        )
    )
    # Of libraries only warnings: what they say otherwise may hold an address or a row.
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[handler], force=True)
    for name in ("shared", "services", "uvicorn.error"):
        logging.getLogger(name).setLevel(number)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = name != "uvicorn.access"


def _dumps(event: Mapping[str, Any], **_: object) -> bytes:
    return orjson.dumps(event, default=repr)


def _traced(_logger: object, _method: str, event: Any) -> Any:
    """An exception as its class and the places it passed; its text may quote what a person has sent."""
    info = event.pop("exc_info", None)
    error = sys.exc_info()[1] if info is True else info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event |= fault(error)
    return event


def fault(error: BaseException) -> dict[str, object]:
    """What may be logged of an exception: its classes and where it came from, without its text."""
    causes: list[str] = []
    at: BaseException | None = error
    while at is not None and len(causes) < 5:
        causes.append(f"{type(at).__module__}.{type(at).__qualname__}")
        at = at.__cause__ or at.__context__
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    return {"error": causes, "sqlstate": getattr(error, "sqlstate", None), "places": places[-12:]}


def log_fault(event: str, error: BaseException) -> None:
    """Write an exception down as an error."""
    logger.error(event, **fault(error))


def correlate(correlation_id: str, traceparent: str = "") -> None:
    """From here on, in this task, every line and every event carries this correlation id."""
    clear_contextvars()
    if traceparent:
        bind_contextvars(correlation_id=correlation_id, traceparent=traceparent)
    else:
        bind_contextvars(correlation_id=correlation_id)


def correlation_id() -> str:
    """The correlation id of this task."""
    return str(get_contextvars().get("correlation_id", ""))


def traceparent() -> str:
    """The W3C trace context that came with the request or the message."""
    return str(get_contextvars().get("traceparent", ""))
