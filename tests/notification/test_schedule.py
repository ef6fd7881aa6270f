"""Attempts come at growing distances, over more than a day."""

from datetime import timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.notification.sending.schedule import JITTER, next_after
from shared.settings import Settings

RETRIES: tuple[int, ...] = Settings.model_fields["delivery_retries"].default

ids = st.uuids()


@given(ids)
def test_a_delivery_is_tried_for_more_than_a_day_and_then_no_more(delivery: UUID) -> None:
    waits = [next_after(RETRIES, delivery, attempts) for attempts in range(1, len(RETRIES) + 1)]
    total = sum((wait for wait in waits if wait is not None), timedelta())
    assert timedelta(days=1) < total < timedelta(days=2)
    assert next_after(RETRIES, delivery, len(RETRIES) + 1) is None


@given(ids, st.integers(1, len(RETRIES)))
def test_a_wait_is_as_long_as_the_table_says_or_a_little_longer(delivery: UUID, attempts: int) -> None:
    wait = next_after(RETRIES, delivery, attempts)
    least = timedelta(seconds=RETRIES[attempts - 1])
    assert wait is not None
    assert least <= wait <= least * (1 + JITTER)
    assert wait == next_after(RETRIES, delivery, attempts)


def test_what_failed_together_does_not_come_back_together() -> None:
    waits = {next_after(RETRIES, UUID(int=number), 2) for number in range(100)}
    assert len(waits) == 100
