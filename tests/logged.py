"""What a service writes to its log, in tests."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from shared import telemetry


@contextmanager
def as_a_service_logs(service: str) -> Iterator[None]:
    """The log as the service writes it, down to its most talkative; afterwards it is the tests' own again."""
    handlers, level = logging.root.handlers[:], logging.root.level
    telemetry.configure(service, "debug")
    try:
        yield
    finally:
        structlog.reset_defaults()
        logging.root.handlers[:] = handlers
        logging.root.setLevel(level)
