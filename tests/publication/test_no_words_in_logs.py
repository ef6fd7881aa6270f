"""No word of an opinion, no name and no telephone number is in any line that publication logs, whatever goes wrong."""

import pytest
from asyncpg import Pool, Record

from tests.logged import as_a_service_logs
from tests.publication.conftest import OPINION, World, given_opinion, screened, with_notice
from tests.publication.examples import NOTICE_ID

CANARIES = ("金丝雀先生", "13900000000", "金丝雀的话")
SAID = OPINION | {"name": CANARIES[0], "phone": CANARIES[1], "text": CANARIES[2] + "：站点拒绝登记。"}


async def test_no_line_of_the_log_holds_an_opinion_or_its_author(
    world: World, vault: "Pool[Record]", capfd: pytest.CaptureFixture[str]
) -> None:
    await with_notice(world)
    path = f"/v1/notices/{NOTICE_ID}/opinions"
    with as_a_service_logs("publication"):
        opinion_id = await given_opinion(world, **SAID)
        wrong = [SAID | {"side": CANARIES[2]}, SAID | {"text": CANARIES[2] * 500}, SAID | {CANARIES[1]: CANARIES[0]}]
        statuses = [(await world.post(path, body)).status_code for body in (*wrong, CANARIES[2])]
        statuses.append((await world.post(f"/v1/notices/{CANARIES[0]}/opinions", SAID)).status_code)
        statuses.append((await world.get(f"/v1/opinions/{opinion_id}", receipt=CANARIES[1], q=CANARIES[2])).status_code)
        # The vault refuses the row, and tells PostgreSQL's reason with the row in it.
        await vault.execute("ALTER TABLE opinions ADD CONSTRAINT planted CHECK (text = '') NOT VALID")
        try:
            statuses.append((await world.post(path, SAID)).status_code)
        finally:
            await vault.execute("ALTER TABLE opinions DROP CONSTRAINT planted")
        await screened(world, opinion_id, "admissible")
    lines = "".join(capfd.readouterr())
    assert statuses[:4] == [422] * 4, statuses
    assert statuses[-1] == 500, statuses
    assert lines.count('"event":"request"') >= 8
    assert '"sqlstate":"23514"' in lines
    assert [canary for canary in CANARIES if canary in lines] == []
