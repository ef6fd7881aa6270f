"""The registry with the province, its city and two counties on it, each with an officer."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.registry.service import SERVICE
from shared.access import directory
from shared.access.tokens import KeyFiles, generate_keys
from shared.eventsourcing import committer
from shared.sealing.sealer import SCHEMA as KEYS_SCHEMA
from tests.registry.desk import CHANGZHOU, JIANGSU, OPERATOR, TIANNING, ZHONGLOU, Desk, a_desk
from tests.servers import MakeDatabase

STORE_SCHEMA = Path(committer.__file__).parent / "schema"
BUREAUS = [
    ("320000", "province", "江苏省工商行政管理局", JIANGSU),
    ("320400", "city", "江苏省常州工商行政管理局", CHANGZHOU),
    ("320402", "county", "常州市天宁工商行政管理局", TIANNING),
    ("320404", "county", "常州市钟楼工商行政管理局", ZHONGLOU),
]


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> KeyFiles:
    return generate_keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture
async def empty_desk(database: MakeDatabase, keys: KeyFiles) -> AsyncIterator[Desk]:
    dsn = await database(STORE_SCHEMA, directory.SCHEMA, SERVICE.schema, KEYS_SCHEMA)
    async with a_desk(SERVICE, dsn, keys) as desk:
        yield desk


@pytest.fixture
async def desk(empty_desk: Desk) -> Desk:
    for division, level, name, officer in BUREAUS:
        bureau = {
            "bureau_code": f"B-{division}",
            "name": name,
            "name_is_sourced": False,
            "level": level,
            "division_code": division,
            "established_on": "2000-01-01",
        }
        await empty_desk.done("/v1/bureaus", OPERATOR, bureau)
        posting = {"officer_id": officer.subject, "bureau_code": officer.bureau, "post": officer.post}
        await empty_desk.done("/v1/officers", OPERATOR, posting)
    return empty_desk
