"""What a decision on a matter needs to know: what each of its opinions is about, and how far it is read."""

from dataclasses import replace
from typing import assert_never

from services.publication import streams
from services.publication.facts import lookups
from services.publication.matter.commands import About, Alike, GroupOpinions, MatterCommand, ScreenMatter
from services.publication.matter.decisions import MATTER, NoSuchMatter, NotOneMatter
from services.publication.opinion.commands import ScreenOpinion
from services.publication.opinion.decisions import OPINION
from services.publication.queries import matters as queries
from shared.access import competence, directory
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.events.publication import Stance
from shared.eventsourcing.handling import Prepared

# The first that is named says what the matter is about.
_ALIKE = """
WITH named AS (
    SELECT opinion_id, notice_id, application_id, station_id, certificate_number, stance, city_code, matter_id
      FROM opinions WHERE opinion_id = ANY($1::text[])
), first AS (SELECT * FROM named WHERE opinion_id = ($1::text[])[1])
SELECT first.*, coalesce((
           SELECT array_agg(named.opinion_id) FROM named
            WHERE (named.notice_id, named.application_id, named.station_id, named.certificate_number, named.stance)
                = (first.notice_id, first.application_id, first.station_id, first.certificate_number, first.stance)
              AND (named.matter_id IS NULL OR named.matter_id = $2)), '{}') AS alike
  FROM first
"""


async def prepare(command: MatterCommand, caller: Caller, connection: Connection) -> Prepared:
    match command:
        case GroupOpinions():
            return await group_opinions(command, caller, connection)
        case ScreenMatter():
            return await screen_matter(command, caller, connection)
        case _:
            assert_never(command)


async def group_opinions(command: GroupOpinions, caller: Caller, connection: Connection) -> Prepared:
    """An automatic act, in the name of the city bureau that is to read the opinions."""
    competence.require(caller, Level.SERVICE)
    row = await connection.fetchrow(_ALIKE, list(command.opinion_ids), command.matter_id)
    if row is None:
        raise NotOneMatter(f"Matter {command.matter_id} names no opinion that is known here.")
    about = About(
        notice_id=row["notice_id"],
        application_id=row["application_id"],
        station_id=row["station_id"],
        certificate_number=row["certificate_number"],
        stance=Stance(row["stance"]),
    )
    bureau = await directory.bureau_of_division(connection, row["city_code"])
    return Prepared(
        decider=MATTER,
        stream=streams.matter(command.matter_id),
        command=replace(command, facts=Alike(about=about, opinion_ids=frozenset(row["alike"]))),
        bureau=bureau.code if bureau else "",
        bureauname=bureau.name if bureau else "",
        attributes={"jurisdiction": row["city_code"]},
    )


async def screen_matter(command: ScreenMatter, caller: Caller, connection: Connection) -> Prepared:
    """Each opinion is screened on its own stream, by its own rules, all in one transaction."""
    city_code = await queries.city_of_matter(connection, command.matter_id)
    if city_code is None:
        raise NoSuchMatter(f"There is no matter {command.matter_id}.")
    await lookups.require_city(caller, connection, city_code)
    attributes = {"jurisdiction": city_code}
    to_screen = await queries.to_screen_together(connection, command.matter_id, command.opinion_ids)
    return Prepared(
        decider=MATTER,
        stream=streams.matter(command.matter_id),
        command=replace(command, to_screen=frozenset(to_screen)),
        attributes=attributes,
        also=tuple(_screened(command, opinion_id, attributes) for opinion_id in command.opinion_ids),
    )


def _screened(command: ScreenMatter, opinion_id: str, attributes: dict[str, str]) -> Prepared:
    screen = ScreenOpinion(opinion_id=opinion_id, result=command.result, reason=command.reason, today=command.today)
    return Prepared(decider=OPINION, stream=streams.opinion(opinion_id), command=screen, attributes=attributes)
