"""双随机抽查 as it was before the audit signed checkpoints: fixed by the chain value of the list's own record."""

from pathlib import Path

from tests.assessment.test_api_draws import DRAW, DRAWS, OF_THE_LIST, REVEAL, recomputed
from tests.assessment.world import PROVINCE, World, ok, submit


async def test_a_draw_that_was_committed_to_before_checkpoints_were_signed_keeps_its_algorithm(
    world: World, tmp_path: Path
) -> None:
    ok(await world.does(PROVINCE, DRAWS, OF_THE_LIST), 201)
    await world.runtime.pool.execute("UPDATE draws SET algorithm = 'sha256-sort-1'")
    await submit(world, "a", "b")
    ok(await world.does(PROVINCE, DRAW + "/revelation", REVEAL, version=1))
    (row,) = await world.rows("SELECT encode(chain, 'hex') AS chain FROM events WHERE stream_id = 'list-L-2013-320400'")
    whole = ok(await world.reads(PROVINCE, DRAW))
    assert whole["entropy"] == row["chain"]
    assert recomputed(tmp_path, whole) == 0
