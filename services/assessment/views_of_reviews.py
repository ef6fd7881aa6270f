"""What is told of yearly reviews: the form of the answers to reads."""

from datetime import date

from pydantic import BaseModel

from shared.web.lists import Page


class ReviewView(BaseModel):
    """年度复核: how far one season's review of a title has come, in one word.

    `stage` is due, submitted, passed, failed, lapsed, rectification (it was missed, and that is to be mended), or over,
    where the title went otherwise. `days_left` counts while the review is due and in time; the last day is 0. Overdue
    is what is due still behind its last day.
    """

    id: str
    version: int
    stage: str
    season_id: str
    certificate_number: str
    station_id: str
    station_name: str
    host_id: str
    host_name: str
    bureau_code: str
    opens_on: date
    closes_on: date
    days_left: int | None
    is_overdue: bool
    submitted_on: date | None
    form_sha256: str
    summary: str
    reviewed_on: date | None
    findings: str
    missed_on: date | None
    lapsed_on: date | None


class ReviewCounts(BaseModel):
    """How many reviews of the list stand where; `kept` are those whose title has neither lapsed nor gone otherwise."""

    due: int = 0
    submitted: int = 0
    passed: int = 0
    failed: int = 0
    rectification: int = 0
    lapsed: int = 0
    over: int = 0
    kept: int = 0


class ReviewPage(Page[ReviewView]):
    """A page of reviews. The counts are those of the whole list, as far as the caller sees it."""

    counts: ReviewCounts
