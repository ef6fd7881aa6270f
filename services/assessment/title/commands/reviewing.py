"""The yearly review of a title (复核): it falls due by itself, is sent by the host, and judged by a bureau."""

from dataclasses import dataclass
from datetime import date

from shared.events.application import ReviewPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class LetReviewFallDue:
    """The window of a season opens. Never asked by a person: the day brings it."""

    station_id: str
    season_id: str
    opens_on: date
    closes_on: date
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindOfReview:
    """So many days are left and nothing was sent. Never asked by a person: the day brings it."""

    station_id: str
    season_id: str
    days_left: int
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitReview:
    """The host sends its review; the form lies in the object store by its SHA-256."""

    station_id: str
    form_sha256: str
    summary: str
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PassReview:
    """A bureau has found that the station still reaches the standard.

    `posted` are those of the reviewers who are officers of the caller's bureau, `interested` those linked to the host.
    """

    station_id: str
    findings: str
    reviewers: tuple[str, ...]
    reviewed_on: date
    posted: frozenset[str] = frozenset()
    interested: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class FailReview:
    """A bureau has found that it does not. What follows, a rectification or a proposal, is an act of its own.

    `posted` are those of the reviewers who are officers of the caller's bureau, `interested` those linked to the host.
    """

    station_id: str
    findings: str
    reviewers: tuple[str, ...]
    reviewed_on: date
    posted: frozenset[str] = frozenset()
    interested: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class EndReviewWindow:
    """The window is over: who has sent nothing loses the title, or is told to mend that. The day brings it.

    `policy` is the reading of 动态管理 of the review's own season; None where it is not known. `due_on` and
    `due_is_provisional` are the last day of a rectification of so many `working_days` that starts on `today`, and
    `order_id` its id.
    """

    station_id: str
    season_id: str
    today: date
    policy: ReviewPolicy | None = None
    order_id: str = ""
    due_on: date = date.min
    due_is_provisional: bool = True
    working_days: int = 0
