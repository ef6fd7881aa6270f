"""Lists and signals over HTTP: to whom, as of when, a page at a time, and what cannot be asked."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.audit.service import SERVICE
from shared.access.roles import Caller, Level
from shared.access.tokens import KeyFiles, generate_keys, mint
from shared.service import create_api
from shared.settings import Settings
from tests.audit.facts import Book


@pytest.fixture
def keys(tmp_path: Path) -> KeyFiles:
    return generate_keys(tmp_path)


@pytest.fixture
async def ask(known: Book, dsn: str, keys: KeyFiles) -> AsyncIterator[Any]:
    assert known.recorded
    settings = Settings(database_url=dsn, jwks_file=keys.public, sandbox=True)
    api = create_api(SERVICE, settings, "api")
    async with api.router.lifespan_context(api):
        client = httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url="http://audit")

        async def get(path: str, caller: Caller | None, status: int = 200) -> Any:
            token = mint(keys.private, caller, issuer=settings.issuer, ttl_seconds=60) if caller else ""
            answer = await client.get(path, headers={"Authorization": f"Bearer {token}"} if caller else {})
            assert answer.status_code == status, answer.text
            return answer

        async with client:
            yield get


AUDITOR = Caller("au-1", Level.AUDITOR)


async def test_the_register_is_everybodys_and_goes_on_where_it_ended(ask: Any) -> None:
    first = await ask("/v1/lists/register?as_of=2013-09-23&limit=1", None)
    assert [row["station_id"] for row in first.json()["items"]] == ["st-1"]
    assert first.headers["Link"].endswith('rel="next"')
    rest = await ask(f"/v1/lists/register?as_of=2013-09-23&limit=1&cursor={first.json()['next']}", None)
    assert ([row["station_id"] for row in rest.json()["items"]], rest.json()["next"]) == (["st-2"], None)


@pytest.mark.parametrize(
    ("caller", "cases"),
    [
        (Caller("of-B-320499", Level.COUNTY, "B-320499"), 1),
        (Caller("of-B-320404", Level.COUNTY, "B-320404"), 0),
        (Caller("of-B-320400", Level.CITY, "B-320400"), 1),
        (AUDITOR, 1),
    ],
)
async def test_a_bureau_is_shown_what_lies_in_its_area_today(ask: Any, caller: Caller, cases: int) -> None:
    assert len((await ask("/v1/lists/inbox?as_of=2013-09-23", caller)).json()["items"]) == cases


@pytest.mark.parametrize(
    ("query", "status", "rule"),
    [
        ("register?as_of=2013-9-1", 422, "request-not-valid"),
        ("register?as_of=2013-09-01&as_of_position=registry:1", 422, "one-as-of"),
        ("titles?as_of_position=registry", 422, "one-as-of"),
        ("titles?as_of_position=registry:999", 404, "no-such-entry"),
        ("register?cursor=x", 400, "cursor-not-readable"),
        ("register?limit=201", 422, "request-not-valid"),
        ("leaderboard", 422, "request-not-valid"),
        ("inbox?level=nobody", 422, "request-not-valid"),
    ],
)
async def test_what_cannot_be_asked_is_refused_by_name(ask: Any, query: str, status: int, rule: str) -> None:
    assert (await ask(f"/v1/lists/{query}", AUDITOR, status)).json()["type"].endswith(rule)


@pytest.mark.parametrize(
    ("path", "caller", "status"),
    [
        ("/v1/lists/inbox", None, 401),
        ("/v1/lists/inbox", Caller("u-1", Level.ENTERPRISE, "ho-1"), 403),
        ("/v1/lists/leaderboard?contest=co-1", None, 401),
        ("/v1/signals", Caller("of-B-320402", Level.COUNTY, "B-320402"), 403),
        ("/v1/signals", None, 401),
    ],
)
async def test_inboxes_contests_and_signals_are_not_for_everybody(
    ask: Any, path: str, caller: Caller | None, status: int
) -> None:
    await ask(path, caller, status)


async def test_signals_are_asked_for_by_days_kinds_and_people(ask: Any) -> None:
    everything = (await ask("/v1/signals?limit=1", AUDITOR)).json()
    rest = (await ask(f"/v1/signals?cursor={everything['next']}", AUDITOR)).json()
    signals = everything["items"] + rest["items"]
    assert {one["kind"] for one in signals} >= {"dated_ahead", "same_person_twice"}
    found = (await ask("/v1/signals?kind=dated_ahead&since=2013-09-01&until=2013-09-30", AUDITOR)).json()["items"]
    assert found == [one for one in signals if one["kind"] == "dated_ahead" and one["at"][:7] == "2013-09"]
    assert (await ask("/v1/signals?person=nobody", AUDITOR)).json()["items"] == []
    await ask("/v1/signals?kind=guilt", AUDITOR, 422)
    await ask("/v1/signals?cursor=WzEsMiwzXQ", AUDITOR, 400)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("path", ["lists/register?as_of=", "signals?since=", "signals?until="])
async def test_the_first_and_the_last_day_that_there_are_can_be_asked_for(ask: Any, path: str, day: str) -> None:
    await ask(f"/v1/{path}{day}", AUDITOR)
