"""What is told of draws, and of how titles are looked at: the form of the answers to reads."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel

from shared.events.assessment import CheckedThing, CheckMode


class DrawStatus(StrEnum):
    """How far a draw has come; a void one can be revealed no more."""

    COMMITTED = "committed"
    REVEALED = "revealed"
    VOID = "void"


class DrawnView(BaseModel):
    """One that was drawn, at its place, with how many inspectors the draw gave it."""

    id: str
    station_id: str
    inspected_by: int


class DrawView(BaseModel):
    """A draw as everybody may see it.

    `reveal_by` is null as long as there is nothing to draw from. What comes with the revelation is empty until it may
    be told: an announced list would spoil unannounced checks.
    """

    id: str
    version: int
    status: DrawStatus
    about: CheckedThing
    season_id: str
    division_code: str
    population_on: date | None
    commitment: str
    algorithm: str
    count: int
    inspectors_each: int
    reveal_by_days: int
    committed_on: date
    reveal_by: date | None
    seed: str
    entropy: str
    entropy_is: str
    population: list[str]
    drawn: list[DrawnView]
    revealed_on: date | None


class DrawCaseView(DrawView):
    """A draw as the province, the city and the auditor see it: with its inspectors.

    `recusals` are pairs of an inspector and an entry that was drawn; `assigned` are the inspectors of each that was
    drawn, in the order of the draw.
    """

    inspectors: list[str]
    recusals: list[tuple[str, str]]
    assigned: dict[str, list[str]]


class TitleCheckView(BaseModel):
    """A spot check of a title; `passed` is null as long as nothing is recorded of it."""

    check_id: str
    certificate_number: str
    mode: CheckMode
    reason: str
    announced: bool
    draw_id: str
    inspectors: list[str]
    ordered_on: date
    checkers: list[str]
    passed: bool | None
    findings: str
    report_sha256: str
    checked_on: date | None


class VisitView(BaseModel):
    """暗访: what a bureau saw when nobody expected it."""

    visit_id: str
    certificate_number: str
    visitors: list[str]
    is_in_order: bool
    findings: str
    report_sha256: str
    visited_on: date


class TitleLooksView(BaseModel):
    """How a station that bears a title was looked at, the earliest first."""

    station_id: str
    checks: list[TitleCheckView]
    visits: list[VisitView]
