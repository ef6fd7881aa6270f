"""The read models of ten years, with everything that can go wrong in them, follow from the records alone."""

import asyncio

import pytest

from deploy.auditing.replay_answers import replay_lines
from deploy.auditing.replaying import Outcome, Source, replay
from deploy.stack import SERVICES
from tests.journeys.conftest import TenYears


@pytest.fixture(scope="module", params=["kafka", "stores"])
def outcome(ten_years: TenYears, request: pytest.FixtureRequest) -> Outcome:
    source: Source = request.param
    return asyncio.run(replay(ten_years.stack, SERVICES, (source,), lambda _: None))


@pytest.mark.parametrize("service", SERVICES)
def test_every_read_model_is_the_same(outcome: Outcome, service: str) -> None:
    (services,) = outcome.services.values()
    replayed = next(one for one in services if one.service == service)
    assert [line for line in replay_lines(outcome) if line.startswith(f"{service} from ")] == []
    assert replayed.same
    assert replayed.events > 0
