"""The settings of a season over HTTP: what a draft may state, and the table of all that can be set."""

from fastapi import APIRouter
from pydantic import BaseModel

from services.application.season.bases import BASES, FreezesAt
from shared.events.application import PaperCountsBy, ReviewPolicy
from shared.web.bodies import Body, Code, Count, Day, Flag

router = APIRouter(prefix="/v1/settings", tags=["seasons"])


class SettingsBody(Body):
    """What a draft states itself; what is left out is taken over from the province's season, or has its default."""

    applications_close_on: Day | None = None
    recommendations_due_on: Day | None = None
    submission_due_on: Day | None = None
    survey_due_on: Day | None = None
    review_opens_on: Day | None = None
    review_closes_on: Day | None = None
    review_policy: ReviewPolicy = ReviewPolicy.DYNAMIC
    rubric_id: Code | None = None
    places: Count = 10
    district_quota: Count = 0
    recommendation_limit: Count = 0
    operating_days_required: Count = 365
    bar_seasons_after_revocation: Count = 2
    paper_counts_by: PaperCountsBy = PaperCountsBy.RECEIPT
    correction_working_days: Count = 5
    inspectors_required: Count = 2
    notice_working_days: Count = 5
    notice_counts_first_day: Flag = False
    assessors_required: Count = 2
    objection_working_days: Count = 10
    objection_extensions: Count = 1
    answer_working_days: Count = 3
    publication_working_days: Count = 20
    rectification_working_days: Count = 15


class SettingView(BaseModel):
    """One setting: its default, what that rests on, its bounds, from when on it is frozen, and who may change it."""

    name: str
    title_zh: str
    default: str
    basis: str
    lowest: int | None
    highest: int | None
    freezes_at: FreezesAt
    by_city: bool


class SettingsView(BaseModel):
    """All that can be set for a season."""

    items: list[SettingView]


SETTINGS = SettingsView(
    items=[
        SettingView(
            name=name,
            title_zh=basis.title_zh,
            default=basis.default,
            basis=basis.basis,
            lowest=basis.lowest,
            highest=basis.highest,
            freezes_at=basis.freezes_at,
            by_city=basis.by_city,
        )
        for name, basis in BASES.items()
    ]
)


@router.get("")
async def list_settings() -> SettingsView:
    """设置目录: every setting of a season, with its default and what that rests on."""
    return SETTINGS
