"""What may be asked of a list, and what is known of the season's candidates when it is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from shared.events.assessment import ListEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedCandidate:
    """A candidate of the season as it stands: everything that its place, or its absence, depends on.

    `line` is its line of the list, with rank 0. `passed` is None as long as the assessment has no conclusion.
    `dimensions` are tenths by the dimension's code. `has_veto`: one came out after the veto check.
    """

    line: ListEntry
    in_the_set: bool
    notice_closed: bool
    kept: bool
    passed: bool | None
    dimensions: Mapping[str, int]
    filed_at: datetime
    has_veto: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFacts:
    """Nothing is known of a season without settings: no place, due on the first day of all."""

    places: int = 0
    due_on: date = date.min
    candidates: tuple[RankedCandidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitList:
    """The city reports who passed, in order. Without `entries` the best go on it, as many as there are places."""

    list_id: str
    season_id: str
    entries: tuple[str, ...] | None
    over_quota_reason: str
    late_reason: str
    today: date
    facts: ListFacts = field(default_factory=ListFacts)
    submitted_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementFacts:
    """`candidates` as they stand; `gone` can take no place: declined, refused, with a veto, or out of the set.

    `is_published`: the season's result is published, and nothing joins its list any more.
    """

    places: int = 0
    due_on: date = date.min
    candidates: tuple[RankedCandidate, ...] = ()
    gone: frozenset[str] = frozenset()
    is_published: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementList:
    """The city reports further stations: those that it names, else the next in order for the places that fell free."""

    list_id: str
    season_id: str
    entries: tuple[str, ...] | None
    reason: str
    over_quota_reason: str
    late_reason: str
    today: date
    facts: SupplementFacts = field(default_factory=SupplementFacts)
    submitted_by: str = ""


ListCommand = SubmitList | SupplementList
