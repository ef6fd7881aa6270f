"""Facts of a draw: whether its list is known yet, and the list with the hash that was fixed with it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from asyncpg import Record

from services.assessment import streams
from services.assessment.draw.commands import CommitDraw, CommitmentFacts, DrawCommand, Entry, RevealDraw, RevealFacts
from services.assessment.draw.decisions import DRAW, NoSuchDraw
from services.assessment.facts.seasons import the_season
from services.assessment.queries import draws
from shared.access import competence, directory
from shared.access.roles import Caller
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.events.assessment import CheckedThing, ListSubmitted
from shared.eventsourcing.handling import Prepared

Command = DrawCommand

_UNKNOWN = """
SELECT given FROM unnest($1::text[]) AS given
 WHERE NOT EXISTS (SELECT FROM officers WHERE officers.officer_id = given) ORDER BY given LIMIT 1
"""
_LIST_VERSION = "SELECT coalesce(max(version), 0) FROM events WHERE stream_id = $1"
_EXPECTED = """
SELECT count(*) FROM titles t JOIN seasons n USING (season_id)
 WHERE n.city_code LIKE $1 || '%' AND t.revoked_on IS NULL AND t.ended_on IS NULL AND t.lapsed_on IS NULL
"""
# As it was recorded before the record that fixes the draw, and not as it stands now: what is recorded afterwards, and
# be it of a day before, brings nobody in and takes nobody out. A title belongs to the city that had reported it.
_IN_FORCE = """
SELECT t.certificate_number, t.station_id, t.application_id
  FROM titles t
  JOIN seasons n USING (season_id)
 CROSS JOIN LATERAL (
    SELECT split_part(e.type, '.', 3) AS name, convert_from(e.payload, 'UTF8')::jsonb AS payload
      FROM events e
     WHERE e.stream_id = 'title-' || t.station_id AND e.position < $2
       AND split_part(e.type, '.', 3) IN ('Certified', 'Revoked', 'RevocationSetAside', 'TitleEnded', 'TitleLapsed')
     ORDER BY e.version DESC LIMIT 1) last
 WHERE n.city_code LIKE $1 || '%' AND last.payload ->> 'certificate_number' = t.certificate_number
   AND last.name IN ('Certified', 'RevocationSetAside')
 ORDER BY t.certificate_number
"""
# Who inspected, recommended or assessed, and who has declared a link to the host, of those who may be drawn.
_RECUSALS = """
SELECT DISTINCT i.inspector, x.entry_id
  FROM unnest($1::text[], $2::text[]) AS x (entry_id, application_id)
  JOIN candidates c USING (application_id)
 CROSS JOIN unnest($3::text[]) AS i (inspector)
 WHERE i.inspector = ANY(c.inspectors) OR i.inspector = c.recommender
    OR EXISTS (SELECT FROM scores s WHERE s.application_id = c.application_id AND s.assessor = i.inspector)
    OR EXISTS (SELECT FROM interests n WHERE n.officer_id = i.inspector AND n.host_id = c.host_id AND n.stands)
"""


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    match command:
        case CommitDraw(about=CheckedThing.CANDIDATE):
            return await _commit_about_a_list(command, caller, connection)
        case CommitDraw():
            return await _commit_about_titles(command, caller, connection)
        case RevealDraw():
            return await _reveal(command, caller, connection)
        case _:
            assert_never(command)


async def _commit_about_a_list(command: CommitDraw, caller: Caller, connection: Connection) -> Prepared:
    """The season names the draw, so there is one; the list's stream is guarded, so the commitment lies before it."""
    season = await the_season(connection, command.season_id)
    await _require_province(caller, connection, season.city_code)
    await _require_officers(command.inspectors, connection)
    stream = streams.city_list(f"L-{season.year}-{season.city_code}")
    version: int = await connection.fetchval(_LIST_VERSION, stream)
    draw_id = f"D-{season.year}-{season.city_code}"
    facts = CommitmentFacts(is_known=version > 0)
    known = replace(command, draw_id=draw_id, division_code=season.city_code, facts=facts)
    return replace(_prepared(known, season.city_code), guards=((stream, version),))


async def _commit_about_titles(command: CommitDraw, caller: Caller, connection: Connection) -> Prepared:
    """That the day is to come is seen from the command itself."""
    await _require_province(caller, connection, command.division_code)
    await _require_officers(command.inspectors, connection)
    expected: int = await connection.fetchval(_EXPECTED, _prefix(command.division_code))
    facts = CommitmentFacts(is_known=command.population_on is None, expected=expected)
    return _prepared(replace(command, facts=facts), command.division_code)


async def _reveal(command: RevealDraw, caller: Caller, connection: Connection) -> Prepared:
    draw = await draws.stored(connection, command.draw_id)
    if draw is None:
        raise NoSuchDraw(f"No draw {command.draw_id} was committed to.")
    await _require_province(caller, connection, draw["division_code"])
    fixed = await draws.fixing(connection, draw)
    if fixed is not None:
        entries = await _entries(draw, fixed, connection)
        facts = RevealFacts(
            population=tuple(entries),
            known_since=fixed.known_since,
            entropy=fixed.entropy,
            entropy_is=fixed.entropy_is,
            recusals=await _recusals(draw, entries, connection),
        )
        command = replace(command, facts=facts)
    return _prepared(command, draw["division_code"])


async def _entries(draw: Record, fixed: draws.Fixing, connection: Connection) -> dict[Entry, str]:
    """What is drawn from, in its order, each with the application behind it."""
    if draw["about"] == CheckedThing.CANDIDATE:
        lines = ListSubmitted.model_validate_json(fixed.payload).entries
        return {Entry(id=line.application_id, station_id=line.station_id): line.application_id for line in lines}
    rows = await connection.fetch(_IN_FORCE, _prefix(draw["division_code"]), fixed.position)
    return {Entry(id=row["certificate_number"], station_id=row["station_id"]): row["application_id"] for row in rows}


async def _recusals(draw: Record, entries: dict[Entry, str], connection: Connection) -> frozenset[tuple[str, str]]:
    ids = [entry.id for entry in entries]
    rows = await connection.fetch(_RECUSALS, ids, list(entries.values()), draw["inspectors"])
    return frozenset((row["inspector"], row["entry_id"]) for row in rows)


async def _require_province(caller: Caller, connection: Connection, division_code: str) -> None:
    competence.require_province_of(caller, await directory.bureau(connection, caller.bureau), division_code)


async def _require_officers(inspectors: Iterable[str], connection: Connection) -> None:
    """A draw cannot be mended afterwards, so nobody stands in it who does not exist."""
    unknown: str | None = await connection.fetchval(_UNKNOWN, list(inspectors))
    if unknown is not None:
        raise NotKnownHere(f"Officer {unknown} is not known here.")


def _prefix(division_code: str) -> str:
    """The digits that the codes of all cities of a province, or the city's own, begin with."""
    return division_code[:2] if division_code.endswith("0000") else division_code[:4]


def _prepared(command: DrawCommand, division_code: str) -> Prepared:
    return Prepared(
        decider=DRAW,
        stream=streams.draw(command.draw_id),
        command=command,
        attributes={"jurisdiction": f"{division_code[:2]}0000"},
    )
