"""What may be asked about a station's month. `today` is the day of the act; the facts are filled in before."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Figures:
    """A month as the ledger gives it: what was received in it, and what has become of that by today."""

    consultations: int = 0
    received: int = 0
    settled: int = 0
    settled_in_enterprise: int = 0
    settled_in_community: int = 0
    settled_at_grass_roots: int = 0
    referred: int = 0
    in_time: int = 0
    followed_up: int = 0
    satisfied: int = 0
    median_minutes: int = 0
    refunded_fen: int = 0

    @property
    def open(self) -> int:
        """How many wait for their end."""
        return self.received - self.settled - self.referred

    @property
    def settled_permille(self) -> int:
        """The share of the received that were settled, rounded down, so that nobody is over a mark by rounding."""
        return self.settled * 1000 // self.received if self.received else 0


@dataclass(frozen=True, slots=True)
class SummarisePeriod:
    station_id: str
    period: str
    """A month as `2013-06`."""
    analysis: str
    today: date
    station_status: str = ""
    """A fact: `active`, `suspended` or `closed`."""
    figures: Figures = field(default_factory=Figures)
    """A fact: the month's, from the ledger."""


SummaryCommand = SummarisePeriod


def summary_stream(station_id: str, period: str) -> str:
    """The stream of a station's month."""
    return f"summary-{station_id}-{period}"
