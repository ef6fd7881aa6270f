"""Facts of a candidate: what its assessors and its city need to know of it."""

from dataclasses import dataclass, replace
from typing import assert_never

from asyncpg import Record

from services.assessment import streams
from services.assessment.assessment.commands import (
    ConcludeAssessment,
    ConclusionFacts,
    RecusalFacts,
    RecuseAssessor,
    ScoreCandidate,
    ScoringFacts,
    Standing,
)
from services.assessment.assessment.decisions import ASSESSMENT
from services.assessment.facts.seasons import for_the_province, require_city
from shared.access import directory
from shared.access.roles import Caller
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.events.assessment import RubricPublished
from shared.eventsourcing.handling import Prepared

_CANDIDATE = """
SELECT s.season_id, s.station_id, s.host_id, s.standing, s.inspectors, s.recommender, s.vetoes_found, n.city_code,
       n.assessors_required, coalesce(p.members, '{}') AS members, r.body AS rubric
  FROM standings s
  JOIN seasons n USING (season_id)
  LEFT JOIN panels p USING (season_id)
  LEFT JOIN rubrics r USING (rubric_id)
 WHERE s.application_id = $1 AND s.is_candidate
"""


@dataclass(frozen=True, slots=True)
class _Candidate:
    row: Record

    @property
    def standing(self) -> Standing:
        return Standing(self.row["standing"])

    @property
    def rubric(self) -> RubricPublished | None:
        body: str | None = self.row["rubric"]
        return None if body is None else RubricPublished.model_validate_json(body)


Command = ScoreCandidate | RecuseAssessor | ConcludeAssessment


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    row = await connection.fetchrow(_CANDIDATE, command.application_id)
    if row is None:
        raise NotKnownHere(f"{command.application_id} is no candidate that is known here.")
    await require_city(caller, connection, row["city_code"])
    candidate = _Candidate(row)
    known: Command
    match command:
        case ScoreCandidate():
            await directory.require_disinterested(connection, caller, row["host_id"])
            known = replace(command, facts=_scoring(candidate))
        case RecuseAssessor():
            known = replace(command, facts=_recusal(candidate))
        case ConcludeAssessment():
            known = replace(command, facts=_conclusion(candidate))
        case _:
            assert_never(command)
    return Prepared(
        decider=ASSESSMENT,
        stream=streams.assessment(command.application_id),
        command=known,
        partition_key=row["station_id"],
        attributes=await for_the_province(connection, row["city_code"]) | {"settingsversion": row["season_id"]},
    )


def _scoring(candidate: _Candidate) -> ScoringFacts:
    row = candidate.row
    return ScoringFacts(
        season_id=row["season_id"],
        station_id=row["station_id"],
        standing=candidate.standing,
        rubric=candidate.rubric,
        panel=frozenset(row["members"]),
        took_part=frozenset({*row["inspectors"], row["recommender"]}),
    )


def _recusal(candidate: _Candidate) -> RecusalFacts:
    row = candidate.row
    return RecusalFacts(
        season_id=row["season_id"],
        station_id=row["station_id"],
        standing=candidate.standing,
        panel=frozenset(row["members"]),
    )


def _conclusion(candidate: _Candidate) -> ConclusionFacts:
    vetoes: list[str] | None = candidate.row["vetoes_found"]
    return ConclusionFacts(
        standing=candidate.standing,
        rubric=candidate.rubric,
        assessors_required=candidate.row["assessors_required"],
        vetoes_found=None if vetoes is None else tuple(vetoes),
    )
