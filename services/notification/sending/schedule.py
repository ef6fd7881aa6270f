"""When what could not be delivered is tried again: at growing distances over more than a day, then no more."""

import random
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

JITTER = 0.2
"""By how much of itself a distance may be longer, so that what failed together does not come back together."""


def next_after(retries: Sequence[int], delivery: UUID, attempts: int) -> timedelta | None:
    """How long to wait after the attempt with this number, counted from 1; None where it was the last.

    `retries` are the seconds from each failed attempt to the next one.

    The same delivery waits the same time in every process: the jitter follows from its id and the attempt.
    """
    if attempts > len(retries):
        return None
    chance = random.Random(f"{delivery} {attempts}")  # noqa: S311 (it hides nothing)
    return timedelta(seconds=retries[attempts - 1] * (1 + chance.uniform(0, JITTER)))
