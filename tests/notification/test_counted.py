"""Attempts are counted by what came of them, so that Prometheus sees each."""

from collections import Counter
from collections.abc import Callable

import pytest
from prometheus_client import REGISTRY

from shared.telemetry import DELIVERIES
from tests.notification.sending import Receiver, Start, at_work, put, settled

_OUTCOMES = ("delivered", "again", "dead", "skipped")


@pytest.mark.parametrize(
    ("answer", "came_of_it"),
    [
        (lambda number: 503 if number < 3 else 200, {"again": 2, "delivered": 1}),
        (lambda _: 500, {"again": 2, "dead": 1}),
    ],
)
async def test_attempts_are_counted_by_what_came_of_them(
    start: Start, answer: Callable[[int], int], came_of_it: dict[str, int]
) -> None:
    before = _counted()
    receiver = Receiver(answer=answer)
    async with at_work(start, receiver) as runtime:
        await settled(runtime, await put(runtime.pool, 1))
    after = _counted()
    assert after - before == Counter(came_of_it)


async def test_what_has_not_come_of_any_attempt_yet_is_told_as_none(start: Start) -> None:
    DELIVERIES.clear()
    async with at_work(start, Receiver()) as runtime:
        await settled(runtime, await put(runtime.pool, 1))
    told = {
        (sample.labels["channel"], sample.labels["outcome"]): sample.value
        for metric in DELIVERIES.collect()
        for sample in metric.samples
        if sample.name == "shifan_deliveries_total"
    }
    # What appears as 1 has not grown, to Prometheus: the first message that is given up would be seen by no alert.
    assert told == {
        (channel, outcome): float((channel, outcome) == ("webhook", "delivered"))
        for channel in ("webhook", "email")
        for outcome in _OUTCOMES
    }


async def test_what_there_is_nothing_to_send_by_is_not_counted_as_tried_again(start: Start) -> None:
    before = _counted()
    async with at_work(start, Receiver(), webhook_key_file=None) as runtime:
        assert (await settled(runtime, await put(runtime.pool, 1)))["state"] == "skipped"
    assert _counted() - before == Counter(skipped=1)


def _counted() -> Counter[str]:
    """How many attempts at webhooks there have been in this process, by what came of them."""
    return Counter(
        {
            outcome: int(
                REGISTRY.get_sample_value("shifan_deliveries_total", {"channel": "webhook", "outcome": outcome}) or 0
            )
            for outcome in _OUTCOMES
        }
    )
