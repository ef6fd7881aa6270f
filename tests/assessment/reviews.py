"""A review of the season of 2014, as the tests meet it: the window of scenario 12."""

from datetime import date

from services.assessment.title.commands import (
    EndReviewWindow,
    FailReview,
    LetReviewFallDue,
    PassReview,
    RemindOfReview,
    SubmitReview,
)
from services.assessment.title.reviewing import MISSED
from shared.events.application import ReviewPolicy, SeasonDrafted, SeasonOpened, SeasonSettings
from shared.events.assessment import (
    RectificationOrdered,
    ReviewFailed,
    ReviewFellDue,
    ReviewPassed,
    ReviewReminded,
    ReviewSubmitted,
    TitleLapsed,
)
from tests.assessment.examples import NUMBER, SHA, STATION_ID, settings

SEASON_2014 = "S-2014-320400"
OPENS, CLOSES = date(2014, 6, 1), date(2014, 7, 31)
SENT_ON, JUDGED_ON, AFTER = date(2014, 7, 10), date(2014, 8, 12), date(2014, 8, 1)

settings_2014 = SeasonSettings.model_validate(
    settings.model_dump()
    | {
        "applications_close_on": date(2014, 8, 29),
        "recommendations_due_on": date(2014, 9, 12),
        "submission_due_on": date(2014, 10, 31),
        "review_opens_on": OPENS,
        "review_closes_on": CLOSES,
    }
)


def drafted_2014(policy: ReviewPolicy = ReviewPolicy.DYNAMIC, city: str = "320400") -> SeasonDrafted:
    return SeasonDrafted(
        season_id=f"S-2014-{city}",
        year=2014,
        province_code=f"{city[:2]}0000",
        city_code=city,
        settings=settings_2014.model_copy(update={"review_policy": policy}),
    )


opened_2014 = SeasonOpened(season_id=SEASON_2014, opened_on=date(2014, 5, 15))

fall_due = LetReviewFallDue(station_id=STATION_ID, season_id=SEASON_2014, opens_on=OPENS, closes_on=CLOSES, today=OPENS)
remind = RemindOfReview(station_id=STATION_ID, season_id=SEASON_2014, days_left=30, today=date(2014, 7, 1))
submit = SubmitReview(station_id=STATION_ID, form_sha256=SHA, summary="一年来受理投诉12件", today=SENT_ON)
pass_it = PassReview(
    station_id=STATION_ID,
    findings="现场复核",
    reviewers=("of-1", "of-2"),
    reviewed_on=JUDGED_ON,
    posted=frozenset({"of-1", "of-2"}),
)
fail_it = FailReview(
    station_id=STATION_ID,
    findings="现场复核",
    reviewers=("of-1", "of-2"),
    reviewed_on=JUDGED_ON,
    posted=frozenset({"of-1", "of-2"}),
)
end = EndReviewWindow(
    station_id=STATION_ID,
    season_id=SEASON_2014,
    today=AFTER,
    policy=ReviewPolicy.DYNAMIC,
    order_id="rc-review",
    due_on=date(2014, 8, 22),
    due_is_provisional=False,
    working_days=15,
)

fell_due = ReviewFellDue(
    station_id=STATION_ID,
    certificate_number=NUMBER,
    season_id=SEASON_2014,
    opens_on=OPENS,
    closes_on=CLOSES,
    fell_due_on=OPENS,
)
reminded = ReviewReminded(
    station_id=STATION_ID,
    certificate_number=NUMBER,
    season_id=SEASON_2014,
    days_left=30,
    closes_on=CLOSES,
    reminded_on=date(2014, 7, 1),
)
sent = ReviewSubmitted(
    station_id=STATION_ID,
    certificate_number=NUMBER,
    season_id=SEASON_2014,
    form_sha256=SHA,
    summary="一年来受理投诉12件",
    submitted_on=SENT_ON,
)
kept = ReviewPassed(
    station_id=STATION_ID,
    certificate_number=NUMBER,
    season_id=SEASON_2014,
    findings="现场复核",
    reviewers=("of-1", "of-2"),
    reviewed_on=JUDGED_ON,
)
found_wanting = ReviewFailed.model_validate(kept.model_dump())
lapsed = TitleLapsed(
    station_id=STATION_ID,
    certificate_number=NUMBER,
    station_name="甲百货站",
    season_id=SEASON_2014,
    closes_on=CLOSES,
    lapsed_on=AFTER,
)
missed = RectificationOrdered(
    station_id=STATION_ID,
    certificate_number=NUMBER,
    order_id="rc-review",
    findings=f"{MISSED}（{SEASON_2014}，截止2014-07-31）",
    due_on=date(2014, 8, 22),
    due_is_provisional=False,
    ordered_on=AFTER,
    because=MISSED,
    working_days=15,
)
