"""How stations that bear a title are looked at: by a spot check of the province, or unannounced by any bureau."""

from dataclasses import dataclass
from datetime import date

from shared.events.assessment import CheckMode


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderTitleCheck:
    """The province wants the station looked at. A drawn one names its draw, whose inspectors are looked up.

    `is_drawn`: the draw that is named was revealed, and has drawn this title.
    """

    station_id: str
    check_id: str
    mode: CheckMode
    reason: str
    announced: bool
    draw_id: str
    today: date
    is_drawn: bool = False
    inspectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTitleCheck:
    """The province records what its checkers found.

    `partial` are those who took part in how the station came to its title, or are linked to its host.
    """

    station_id: str
    check_id: str
    checkers: tuple[str, ...]
    passed: bool
    findings: str
    report_sha256: str
    checked_on: date
    partial: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordUnannouncedVisit:
    """A bureau records what it saw when nobody expected it. `linked` are those with a link to the host."""

    station_id: str
    visit_id: str
    visitors: tuple[str, ...]
    is_in_order: bool
    findings: str
    report_sha256: str
    visited_on: date
    linked: frozenset[str] = frozenset()
