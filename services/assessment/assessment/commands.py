"""What may be asked of an assessment. What must be known from elsewhere comes with the command, as its facts.

Facts that nobody has looked up allow nothing.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from shared.events.assessment import CheckMode, ItemScore, RubricPublished


class Standing(StrEnum):
    """Whether the application is still in the season's set of candidates."""

    UNKNOWN = "unknown"
    IN_THE_SET = "in_the_set"
    WITHDRAWN = "withdrawn"
    STRUCK_OFF = "struck_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringFacts:
    """`took_part` are those who inspected or recommended this candidate."""

    season_id: str = ""
    station_id: str = ""
    standing: Standing = Standing.UNKNOWN
    rubric: RubricPublished | None = None
    panel: frozenset[str] = frozenset()
    took_part: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecusalFacts:
    """What must be known before somebody is recused."""

    season_id: str = ""
    station_id: str = ""
    standing: Standing = Standing.UNKNOWN
    panel: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConclusionFacts:
    """`vetoes_found` are the codes of the veto items that were found; None means that nobody has looked."""

    standing: Standing = Standing.UNKNOWN
    rubric: RubricPublished | None = None
    assessors_required: int = 2
    vetoes_found: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionFacts:
    """`submitted`: it is an entry of a list or a supplement, not of the reserve. `certified`: it has led to a title.

    `list_submitted`: the season's list has gone to the province, whoever stands on it.
    """

    standing: Standing = Standing.UNKNOWN
    submitted: bool = False
    certified: bool = False
    list_submitted: bool = False
    season_id: str = ""
    station_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreCandidate:
    """An assessor scores a candidate, item by item."""

    application_id: str
    assessor: str
    scores: tuple[ItemScore, ...]
    today: date
    facts: ScoringFacts = field(default_factory=ScoringFacts)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecuseAssessor:
    """A member of the panel leaves this candidate to the others: of themselves, or because the city says so."""

    application_id: str
    assessor: str
    reason: str
    today: date
    facts: RecusalFacts = field(default_factory=RecusalFacts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcludeAssessment:
    """The city draws the assessors' scores together."""

    application_id: str
    today: date
    facts: ConclusionFacts = field(default_factory=ConclusionFacts)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSpotCheck:
    """The province wants a submitted candidate looked at.

    `is_drawn` and `inspectors` are looked up: whether the draw that is named was revealed and has drawn this candidate.
    """

    application_id: str
    check_id: str
    mode: CheckMode
    reason: str
    today: date
    announced: bool = True
    draw_id: str = ""
    is_drawn: bool = False
    inspectors: tuple[str, ...] = ()
    facts: SubmissionFacts = field(default_factory=SubmissionFacts)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSpotCheck:
    """The province records what its checkers found.

    `took_part` are those who inspected, recommended or assessed the candidate; None means that nobody has looked.
    """

    application_id: str
    check_id: str
    checkers: tuple[str, ...]
    passed: bool
    findings: str
    checked_on: date
    report_sha256: str = ""
    took_part: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecogniseStation:
    """The province recognises a submitted candidate. The title itself is given on the station's own stream.

    `checkpoint_max_age`: how many seconds ago the audit must have signed the log at most.
    """

    application_id: str
    document_number: str
    decider: str
    today: date
    checkpoint_max_age: int = 900
    facts: SubmissionFacts = field(default_factory=SubmissionFacts)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseRecognition:
    """The province does not recognise a submitted candidate."""

    application_id: str
    reasons: str
    today: date
    facts: SubmissionFacts = field(default_factory=SubmissionFacts)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindVeto:
    """A bureau has found out late that a veto item of the standard stands."""

    application_id: str
    item: str
    findings: str
    evidence_sha256: tuple[str, ...]
    today: date
    rubric: RubricPublished | None = None
    facts: SubmissionFacts = field(default_factory=SubmissionFacts)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineTitle:
    """The host of a submitted candidate does not want the title any more."""

    application_id: str
    reason: str
    today: date
    facts: SubmissionFacts = field(default_factory=SubmissionFacts)


AssessmentCommand = (
    ScoreCandidate
    | RecuseAssessor
    | ConcludeAssessment
    | OrderSpotCheck
    | RecordSpotCheck
    | RecogniseStation
    | RefuseRecognition
    | FindVeto
    | DeclineTitle
)
