"""Facts of a review: whose station it is, which window and which reading of 动态管理 apply."""

from dataclasses import replace
from typing import assert_never

from services.assessment import streams
from services.assessment.facts.rectifying import working_days
from services.assessment.title.commands import (
    EndReviewWindow,
    FailReview,
    LetReviewFallDue,
    PassReview,
    RemindOfReview,
    SubmitReview,
)
from services.assessment.title.decisions import TITLE
from services.assessment.title.rectifying import due_day
from shared.access import competence, directory
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.events.application import ReviewPolicy
from shared.eventsourcing.handling import Prepared
from shared.eventsourcing.ids import new_id

_SEASON = "SELECT city_code, review_policy FROM seasons WHERE season_id = $1"
_POSTED = "SELECT officer_id FROM officers WHERE officer_id = ANY($1) AND bureau_code = $2"

ByItself = LetReviewFallDue | RemindOfReview | EndReviewWindow
Command = ByItself | SubmitReview | PassReview | FailReview


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    match command:
        case LetReviewFallDue() | RemindOfReview() | EndReviewWindow():
            return await _by_itself(command, connection)
        case SubmitReview():
            return await _submit(command, caller, connection)
        case PassReview() | FailReview():
            return await _judge(command, caller, connection)
        case _:
            assert_never(command)


async def _by_itself(command: ByItself, connection: Connection) -> Prepared:
    """In the name of the city whose chapter it is, by the settings of that chapter as they stand on the day."""
    season = await connection.fetchrow(_SEASON, command.season_id)
    city_code: str = season["city_code"] if season else ""
    if isinstance(command, EndReviewWindow):
        policy = ReviewPolicy(season["review_policy"]) if season else None
        command = replace(await _with_an_order(command, connection), policy=policy)
    bureau = await directory.bureau_of_division(connection, city_code)
    return Prepared(
        decider=TITLE,
        stream=streams.title(command.station_id),
        command=command,
        partition_key=command.station_id,
        bureau=bureau.code if bureau else "",
        bureauname=bureau.name if bureau else "",
        attributes={"jurisdiction": city_code},
    )


async def _with_an_order(command: EndReviewWindow, connection: Connection) -> EndReviewWindow:
    """The order that a missed review may lead to; however often the day is tried, it has one id."""
    days = await working_days(command.station_id, connection)
    due_on, provisional = due_day(command.today, days, await directory.calendar(connection))
    order_id = new_id("rc", f"review {command.season_id} {command.station_id}")
    return replace(command, order_id=order_id, due_on=due_on, due_is_provisional=provisional, working_days=days)


async def _submit(command: SubmitReview, caller: Caller, connection: Connection) -> Prepared:
    station = await directory.the_station(connection, command.station_id)
    competence.require_host_of(caller, station)
    return Prepared(
        decider=TITLE,
        stream=streams.title(command.station_id),
        command=command,
        partition_key=command.station_id,
        attributes={"jurisdiction": station.division_code},
    )


async def _judge(command: PassReview | FailReview, caller: Caller, connection: Connection) -> Prepared:
    station = await directory.the_station(connection, command.station_id)
    bureau = await directory.bureau(connection, caller.bureau)
    competence.require(caller, Level.COUNTY, Level.CITY)
    competence.require_bureau_over(caller, bureau, station)
    await directory.require_disinterested(connection, caller, station.host_id)
    reviewers = list(command.reviewers)
    posted = await connection.fetch(_POSTED, reviewers, caller.serves_at)
    linked = await directory.linked(connection, station.host_id)
    return Prepared(
        decider=TITLE,
        stream=streams.title(command.station_id),
        command=replace(
            command,
            posted=frozenset(row["officer_id"] for row in posted),
            interested=linked.intersection(reviewers),
        ),
        partition_key=command.station_id,
        attributes={"jurisdiction": bureau.division_code if bureau else station.division_code},
    )
