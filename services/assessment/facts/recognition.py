"""Facts of what becomes of a candidate: by the province, by a bureau that finds a veto, by its host.

Recognition, refusal, declination and a veto exclude each other. A recognition writes the title's stream and decides on
the assessment's, which the handling therefore guards; all others write the assessment's stream and guard the title's.
Of two such acts at once the second finds a stream moved, and is decided anew.
"""

from dataclasses import dataclass, replace
from typing import assert_never

from asyncpg import Record

from services.assessment import streams
from services.assessment.assessment.commands import (
    DeclineTitle,
    FindVeto,
    OrderSpotCheck,
    RecogniseStation,
    RecordSpotCheck,
    RefuseRecognition,
    Standing,
    SubmissionFacts,
)
from services.assessment.assessment.decisions import ASSESSMENT
from services.assessment.facts.checkpoints import require_signed
from services.assessment.queries import draws
from services.assessment.title.commands import CertificationFacts, CertifyStation
from services.assessment.title.decisions import TITLE
from services.assessment.title.numbering import certificate_number
from shared.access import competence, directory
from shared.access.roles import Caller
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.events.assessment import ListEntry, RubricPublished
from shared.eventsourcing.handling import Prepared

# One statement, so that the version of the title's stream and what is known of titles are of one moment.
_CANDIDATE = """
SELECT s.season_id, s.station_id, s.host_id, s.standing, s.division_code, s.bureau_code, s.inspectors, s.recommender,
       n.year, n.city_code, l.line, r.body AS rubric,
       EXISTS (SELECT FROM lists x WHERE x.season_id = s.season_id) AS list_submitted,
       EXISTS (SELECT FROM titles t WHERE t.application_id = s.application_id) AS certified,
       ARRAY(SELECT m.assessor FROM scores m WHERE m.application_id = s.application_id) AS assessors,
       coalesce((SELECT max(t.number) FROM titles t WHERE t.year = n.year), 0) + 1 AS next_number,
       coalesce((SELECT e.version FROM events e WHERE e.stream_id = 'title-' || s.station_id
                  ORDER BY e.version DESC LIMIT 1), 0) AS title_version
  FROM standings s
  JOIN seasons n USING (season_id)
  LEFT JOIN rubrics r USING (rubric_id)
  LEFT JOIN list_lines l ON l.application_id = s.application_id AND NOT l.is_reserve
 WHERE s.application_id = $1 AND s.is_candidate
"""

Command = OrderSpotCheck | RecordSpotCheck | RecogniseStation | RefuseRecognition | FindVeto | DeclineTitle


@dataclass(frozen=True, slots=True)
class _OfTheHost:
    host_id: str


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    row = await connection.fetchrow(_CANDIDATE, command.application_id)
    if row is None:
        raise NotKnownHere(f"{command.application_id} is no candidate that is known here.")
    attributes = {"jurisdiction": await _jurisdiction(command, caller, row, connection)}
    if isinstance(command, RecogniseStation):
        await require_signed(connection, command.checkpoint_max_age)
        attributes["documentno"] = command.document_number
    return Prepared(
        decider=ASSESSMENT,
        stream=streams.assessment(command.application_id),
        command=await _with_facts(command, row, connection),
        partition_key=row["station_id"],
        attributes=attributes,
        guards=() if isinstance(command, RecogniseStation) else ((_title(row), row["title_version"]),),
        also=(_certification(command, row, attributes),) if isinstance(command, RecogniseStation) else (),
    )


async def _jurisdiction(command: Command, caller: Caller, row: Record, connection: Connection) -> str:
    """The division of the act, after a look at whose act it is."""
    if isinstance(command, DeclineTitle):
        competence.require_case_of(caller, _OfTheHost(row["host_id"]))
        return str(row["division_code"])
    bureau = await directory.bureau(connection, caller.bureau)
    if isinstance(command, FindVeto):
        await _require_over(caller, bureau, row, connection)
        return bureau.division_code if bureau else str(row["division_code"])
    competence.require_province_of(caller, bureau, row["city_code"])
    return f"{row['city_code'][:2]}0000"


async def _require_over(caller: Caller, bureau: directory.Bureau | None, row: Record, connection: Connection) -> None:
    """A bureau that is competent today for the station's place, and none of its officers who is linked to the host."""
    station = await directory.the_station(connection, row["station_id"])
    competence.require_bureau_over(caller, bureau, station)
    await directory.require_disinterested(connection, caller, row["host_id"])


async def _with_facts(command: Command, row: Record, connection: Connection) -> Command:
    facts = SubmissionFacts(
        standing=Standing(row["standing"]),
        submitted=row["line"] is not None,
        certified=row["certified"],
        list_submitted=row["list_submitted"],
        season_id=row["season_id"],
        station_id=row["station_id"],
    )
    match command:
        case OrderSpotCheck():
            inspectors = await draws.drawn(connection, command.draw_id, command.application_id)
            return replace(command, facts=facts, is_drawn=inspectors is not None, inspectors=inspectors or ())
        case RecordSpotCheck():
            return replace(command, took_part=_took_part(row))
        case FindVeto():
            body: str | None = row["rubric"]
            rubric = None if body is None else RubricPublished.model_validate_json(body)
            return replace(command, rubric=rubric, facts=facts)
        case RecogniseStation() | RefuseRecognition() | DeclineTitle():
            return replace(command, facts=facts)
        case _:
            assert_never(command)


def _took_part(row: Record) -> frozenset[str]:
    return frozenset({*row["inspectors"], row["recommender"], *row["assessors"]})


def _title(row: Record) -> str:
    return streams.title(row["station_id"])


def _certification(command: RecogniseStation, row: Record, attributes: dict[str, str]) -> Prepared:
    facts = CertificationFacts(
        line=None if row["line"] is None else ListEntry.model_validate_json(row["line"]),
        season_id=row["season_id"],
        certificate_number=certificate_number(row["year"], row["next_number"]),
        took_part=_took_part(row),
    )
    return Prepared(
        decider=TITLE,
        stream=_title(row),
        command=CertifyStation(
            station_id=row["station_id"],
            application_id=command.application_id,
            document_number=command.document_number,
            decider=command.decider,
            today=command.today,
            facts=facts,
        ),
        partition_key=row["station_id"],
        attributes=attributes,
    )
