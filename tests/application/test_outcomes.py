"""What others record about an application: its host reads where the case stands, whatever order the topics come in."""

from datetime import date

from services.application.projections import project
from shared.events.event import Event
from tests.application import elsewhere
from tests.application.elsewhere import (
    certified,
    ended,
    failed,
    held,
    in_reserve,
    notice_closed,
    notice_extended,
    notice_opened,
    passed,
    published,
    put_on_notice,
    recognition_refused,
    released,
    revoked,
    struck_off,
    submitted,
)
from tests.application.examples import filed
from tests.application.steps import CASE, FILING, granted, open_season, recommend, refused
from tests.application.world import HOST, World, recorded

STEPS: list[tuple[tuple[Event, ...], str, str, str | None]] = [
    ((), "", "city", "2013-10-31"),
    ((notice_opened,), "noticed", "city", "2013-09-29"),
    ((notice_opened, notice_extended), "noticed", "city", "2013-10-08"),
    # Of a long list the candidates behind the first ones are put on notice in events of their own.
    ((put_on_notice,), "noticed", "city", "2013-09-29"),
    ((put_on_notice, notice_extended), "noticed", "city", "2013-10-08"),
    ((notice_opened, held), "held", "city", "2013-10-31"),
    ((notice_opened, held, notice_closed, passed), "held", "city", "2013-10-31"),
    ((notice_opened, held, struck_off), "struck_off", "nobody", None),
    ((notice_opened, held, released, notice_closed), "notice_kept", "city", "2013-10-31"),
    ((notice_opened, notice_closed, passed), "passed", "city", "2013-10-31"),
    ((notice_opened, notice_closed, failed), "failed", "nobody", None),
    ((notice_opened, notice_closed, passed, submitted), "submitted", "province", None),
    ((notice_opened, notice_closed, passed, in_reserve), "reserve", "nobody", None),
    ((notice_closed, passed, submitted, recognition_refused), "recognition_refused", "nobody", None),
    ((notice_closed, passed, submitted, certified), "certified", "province", None),
    ((notice_closed, passed, submitted, certified, published), "published", "nobody", None),
    ((notice_closed, passed, submitted, certified, ended), "ended", "nobody", None),
    ((notice_closed, passed, submitted, certified, published, revoked), "revoked", "nobody", None),
]


async def test_the_host_reads_whose_turn_it_is_and_until_when(world: World) -> None:
    await recommend(world)
    case: dict[str, object] = {}
    for events, outcome, waiting_for, until in STEPS:
        await world.rows("TRUNCATE application_outcomes, season_outcomes, revocations, ended_titles")
        await world.hears(*events)
        case = granted(await world.reads(HOST, CASE))
        assert (case["outcome"], case["waiting_for"], case["until"]) == (outcome, waiting_for, until), outcome
    assert (case["certificate_number"], case["revoked_on"]) == (elsewhere.NUMBER, "2014-06-03")
    season = granted(await world.reads(None, f"/v1/seasons/{filed.season_id}"))
    assert (season["submitted_on"], season["published_on"]) == ("2013-10-28", "2013-12-27")


_TABLES = (
    "SELECT * FROM application_outcomes ORDER BY application_id",
    "SELECT * FROM season_outcomes ORDER BY season_id",
    "SELECT * FROM revocations ORDER BY certificate_number",
    "SELECT * FROM ended_titles ORDER BY certificate_number",
)


async def test_events_of_different_topics_commute(world: World) -> None:
    """Each topic keeps its order; every interleaving of the two, repeated messages included, gives the same rows."""
    await recommend(world)
    publication = [notice_opened, notice_extended, held, released, notice_closed, published]
    assessment = [passed, submitted, certified, revoked, ended]
    seen = set()
    async with world.runtime.pool.acquire() as connection:
        for order in _interleavings(len(publication), len(assessment)):
            topics = {"p": iter(publication), "a": iter(assessment)}
            events = [next(topics[topic]) for topic in order]
            trial = connection.transaction()
            await trial.start()
            for sql, arguments in (statement for event in events for statement in project(recorded(event)) * 2):
                await connection.execute(sql, *arguments)
            seen.add(str([[tuple(row) for row in await connection.fetch(table)] for table in _TABLES]))
            await trial.rollback()
    assert len(seen) == 1


def _interleavings(first: int, second: int) -> list[str]:
    if not first or not second:
        return ["p" * first + "a" * second]
    return ["p" + rest for rest in _interleavings(first - 1, second)] + [
        "a" + rest for rest in _interleavings(first, second - 1)
    ]


async def test_no_withdrawal_after_the_list_is_submitted(world: World) -> None:
    await recommend(world)
    await world.hears(notice_opened, passed)
    answer = await world.does(HOST, f"{CASE}/withdrawal?dry_run=true", {"reason": "撤"}, version=5)
    assert answer.json()["stage"] == "withdrawn"
    await world.hears(submitted)
    answer = await world.does(HOST, f"{CASE}/withdrawal", {"reason": "撤"}, version=5)
    refused(answer, 409, "list-already-submitted")


async def test_a_revocation_bars_the_season_in_which_it_falls_and_those_that_follow(world: World) -> None:
    await open_season(world)
    await world.clock(date(2013, 8, 12))
    for day in (date(2010, 3, 1), date(2013, 3, 1), date(2013, 6, 1)):
        await world.hears(revoked.model_copy(update={"decided_on": day}))
        refused(await world.does(HOST, "/v1/applications", FILING), 409, "barred-after-revocation")


async def test_the_bar_counts_the_seasons_that_were_opened_since(world: World) -> None:
    await open_season(world)
    await world.clock(date(2013, 8, 12))
    await world.hears(revoked.model_copy(update={"decided_on": date(2011, 4, 1)}))
    for year in (2011, 2012):
        await world.rows(
            """INSERT INTO seasons SELECT $1, 5, stage, $2, province_code, city_code, settings, applications_close_on,
               recommendations_due_on, issuer, organiser_level, document_date, approval_number, $3, 0, 0 FROM seasons
               WHERE year = 2013""",
            f"S-{year}-320400",
            year,
            date(year, 5, 15),
        )
    granted(await world.does(HOST, "/v1/applications", FILING), 201)
