"""No title is given or revoked while the audit does not sign the log."""

from datetime import UTC, datetime, timedelta

import pytest
from httpx import Response

from services.assessment.facts.checkpoints import LogNotSigned, require_signed
from tests.assessment.revocations import refuses, with_a_defence
from tests.assessment.test_api_titles import REVOCATION
from tests.assessment.world import APPLICATION, PROVINCE, World, checkpoint, recognise, refused, submit, version_of


async def _recognises(world: World, version: int, key: str = "") -> Response:
    path = APPLICATION.format("a") + "/recognition"
    return await world.does(PROVINCE, path, {"document_number": "苏工商消〔2013〕1号"}, version=version, key=key)


async def _last_signed(world: World, seconds_ago: int) -> None:
    at = datetime.now(UTC) - timedelta(seconds=seconds_ago)
    await world.runtime.pool.execute("UPDATE checkpoints SET signed_at = $1", at)


async def test_no_title_is_given_without_a_fresh_checkpoint(world: World) -> None:
    await submit(world, "a")
    await _last_signed(world, seconds_ago=1_000)
    version = await version_of(world, APPLICATION.format("a"))
    answer = await _recognises(world, version)
    refused(answer, 503, "log-not-signed")
    assert answer.headers["retry-after"] == "5"
    await world.hears_at(datetime.now(UTC), checkpoint(30))
    assert (await _recognises(world, version)).status_code == 200


async def test_what_was_granted_is_answered_again_whatever_became_of_the_audit(world: World) -> None:
    await submit(world, "a")
    version = await version_of(world, APPLICATION.format("a"))
    granted = await _recognises(world, version, "once")
    await _last_signed(world, seconds_ago=1_000)
    again = await _recognises(world, version, "once")
    assert (again.status_code, again.content) == (200, granted.content)


async def test_no_title_is_revoked_without_a_fresh_checkpoint(world: World) -> None:
    await with_a_defence(world)
    await _last_signed(world, seconds_ago=1_000)
    await refuses(world, PROVINCE, "revocation", REVOCATION, 503, "log-not-signed")


async def test_a_log_that_was_never_signed_is_too_old(world: World) -> None:
    await world.runtime.pool.execute("DELETE FROM checkpoints")
    with pytest.raises(LogNotSigned, match="no checkpoint"):
        await require_signed(world.runtime.pool, 900)


async def test_a_checkpoint_of_another_log_or_an_earlier_one_again_makes_nothing_younger(world: World) -> None:
    await _last_signed(world, seconds_ago=1_000)
    await world.hears_at(datetime.now(UTC), checkpoint(5).model_copy(update={"log": "registry"}))
    await world.hears_at(datetime.now(UTC) - timedelta(seconds=2_000), checkpoint(1))
    with pytest.raises(LogNotSigned, match="seconds old"):
        await require_signed(world.runtime.pool, 900)
    await require_signed(world.runtime.pool, 1_100)


async def test_a_heartbeat_makes_the_checkpoint_young_again(world: World) -> None:
    await submit(world, "a")
    await _last_signed(world, seconds_ago=1_000)
    await world.hears_at(datetime.now(UTC), checkpoint(1))
    await recognise(world, "a")
