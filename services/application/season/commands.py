"""What may be asked of a season's chapter."""

from dataclasses import dataclass
from datetime import date

from shared.events.application import Candidate, SeasonSettings
from shared.events.registry import BureauLevel


@dataclass(frozen=True, slots=True)
class DraftSeason:
    """`province_code` is a fact that is looked up: the province of the bureau that drafts."""

    season_id: str
    year: int
    city_code: str
    settings: SeasonSettings
    province_code: str = ""


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


@dataclass(frozen=True, slots=True)
class CloseApplications:
    """`filed` is a fact that is looked up: how many applications the chapter has by now."""

    season_id: str
    filed: int = 0


@dataclass(frozen=True, slots=True)
class CloseRecommendations:
    """`candidates` are facts that are looked up: the recommended stations, with the names of the day."""

    season_id: str
    candidates: tuple[Candidate, ...] = ()


SeasonCommand = DraftSeason | ApproveSeason | OpenSeason | CloseApplications | CloseRecommendations
