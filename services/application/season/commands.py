"""What may be asked of a season of the province, or of its chapter for a city."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from services.application.season.state import SeasonStage
from shared.events.application import Candidate, SeasonApproved, SeasonSettings
from shared.events.registry import BureauLevel
from shared.workdays import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Parent:
    """The season of the province as it stands, above the chapter that is spoken of."""

    season_id: str
    stage: SeasonStage
    settings: SeasonSettings
    approval: SeasonApproved | None = None


@dataclass(frozen=True, slots=True)
class SeasonContext:
    """Facts that are looked up: the parent, the working days that are known, and whether the city itself asks."""

    province_code: str = ""
    parent: Parent | None = None
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)
    by_city: bool = False


@dataclass(frozen=True, slots=True)
class DraftSeason:
    """`stated` are the settings that the draft sets itself, by their names; the others are taken over or defaults."""

    season_id: str
    year: int
    city_code: str
    stated: Mapping[str, object]
    context: SeasonContext = field(default_factory=SeasonContext)


@dataclass(frozen=True, slots=True)
class ApproveSeason:
    season_id: str
    issuer: str
    organiser_level: BureauLevel
    document_date: date
    document_sha256: str
    approval_number: str
    today: date


@dataclass(frozen=True, slots=True)
class OpenSeason:
    season_id: str
    today: date
    context: SeasonContext = field(default_factory=SeasonContext)


@dataclass(frozen=True, slots=True)
class ChangeSetting:
    """`value` as it is sent, a day as YYYY-MM-DD. `recommended` and `is_submitted` are facts that are looked up."""

    season_id: str
    name: str
    value: object
    basis: str
    reason: str
    today: date
    by_city: bool = False
    recommended: int = 0
    is_submitted: bool = False


@dataclass(frozen=True, slots=True)
class ExtendSeason:
    """Without `recommendations_due_on` the recommendations keep the working days that they had after the closing."""

    season_id: str
    applications_close_on: date
    recommendations_due_on: date | None
    reason: str
    document_number: str
    document_date: date
    today: date
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)


@dataclass(frozen=True, slots=True)
class CloseApplications:
    """`filed` is a fact that is looked up: how many applications the chapter has by now."""

    season_id: str
    today: date
    filed: int = 0


@dataclass(frozen=True, slots=True)
class CloseRecommendations:
    """`candidates` are facts that are looked up: the recommended stations, with the names of the day."""

    season_id: str
    today: date
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class CloseSeason:
    season_id: str
    closed_on: date


@dataclass(frozen=True, slots=True)
class RecomputeDeadlines:
    """The working days of a year are known. `season_id` and `calendar` are facts: each season is asked in turn."""

    year: int
    weekday_holidays: tuple[date, ...]
    weekend_workdays: tuple[date, ...]
    source: str
    today: date = date.min
    season_id: str = ""
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)


SeasonCommand = (
    DraftSeason
    | ApproveSeason
    | OpenSeason
    | ChangeSetting
    | ExtendSeason
    | CloseApplications
    | CloseRecommendations
    | CloseSeason
    | RecomputeDeadlines
)
