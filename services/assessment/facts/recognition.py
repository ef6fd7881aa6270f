"""Facts of the province's acts on a candidate: spot checks, recognition, and its refusal.

Recognition and refusal exclude each other. A recognition writes the title's stream and decides on the assessment's,
which the handling therefore guards; a refusal and a spot check write the assessment's stream and guard the title's.
Of two such acts at once the second finds a stream moved, and is decided anew.
"""

from dataclasses import replace

from asyncpg import Record

from services.assessment import streams
from services.assessment.assessment.commands import (
    OrderSpotCheck,
    RecogniseStation,
    RecordSpotCheck,
    RefuseRecognition,
    Standing,
    SubmissionFacts,
)
from services.assessment.assessment.decisions import ASSESSMENT
from services.assessment.title.commands import CertificationFacts, CertifyStation
from services.assessment.title.decisions import TITLE
from services.assessment.title.numbering import certificate_number
from shared.access import competence, directory
from shared.access.roles import Caller
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.events.assessment import ListEntry
from shared.eventsourcing.handling import Prepared

# One statement, so that the version of the title's stream and what is known of titles are of one moment.
_CANDIDATE = """
SELECT s.season_id, s.station_id, s.standing, s.division_code, s.inspectors, s.recommender, n.year, n.city_code, l.line,
       EXISTS (SELECT FROM titles t WHERE t.application_id = s.application_id) AS certified,
       ARRAY(SELECT m.assessor FROM scores m WHERE m.application_id = s.application_id) AS assessors,
       coalesce((SELECT max(t.number) FROM titles t WHERE t.year = n.year), 0) + 1 AS next_number,
       coalesce((SELECT e.version FROM events e WHERE e.stream_id = 'title-' || s.station_id
                  ORDER BY e.version DESC LIMIT 1), 0) AS title_version
  FROM standings s
  JOIN seasons n USING (season_id)
  LEFT JOIN list_lines l ON l.application_id = s.application_id AND NOT l.is_reserve
 WHERE s.application_id = $1 AND s.is_candidate
"""

Command = OrderSpotCheck | RecordSpotCheck | RecogniseStation | RefuseRecognition


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    row = await connection.fetchrow(_CANDIDATE, command.application_id)
    if row is None:
        raise NotKnownHere(f"{command.application_id} is no candidate that is known here.")
    bureau = await directory.bureau(connection, caller.bureau)
    competence.require_province_of(caller, bureau, row["city_code"])
    attributes = {"jurisdiction": f"{row['city_code'][:2]}0000"}
    if isinstance(command, RecogniseStation):
        attributes["documentno"] = command.document_number
    return Prepared(
        decider=ASSESSMENT,
        stream=streams.assessment(command.application_id),
        command=command if isinstance(command, RecordSpotCheck) else replace(command, facts=_facts(row)),
        partition_key=row["station_id"],
        attributes=attributes,
        guards=() if isinstance(command, RecogniseStation) else ((_title(row), row["title_version"]),),
        also=(_certification(command, row, attributes),) if isinstance(command, RecogniseStation) else (),
    )


def _facts(row: Record) -> SubmissionFacts:
    return SubmissionFacts(
        standing=Standing(row["standing"]), submitted=row["line"] is not None, certified=row["certified"]
    )


def _title(row: Record) -> str:
    return streams.title(row["station_id"])


def _certification(command: RecogniseStation, row: Record, attributes: dict[str, str]) -> Prepared:
    facts = CertificationFacts(
        line=None if row["line"] is None else ListEntry.model_validate_json(row["line"]),
        season_id=row["season_id"],
        certificate_number=certificate_number(row["year"], row["next_number"]),
        took_part=frozenset({*row["inspectors"], row["recommender"], *row["assessors"]}),
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
