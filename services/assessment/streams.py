"""The names of the service's streams, and of what falls due for them."""

LET_REVIEW_FALL_DUE = "LetReviewFallDue"
REMIND_OF_REVIEW = "RemindOfReview"
END_REVIEW_WINDOW = "EndReviewWindow"
SETTLE_RECTIFICATION_DAY = "SettleRectificationDay"


def rubric(rubric_id: str) -> str:
    return f"rubric-{rubric_id}"


def panel(panel_id: str) -> str:
    return f"panel-{panel_id}"


def assessment(application_id: str) -> str:
    return f"assessment-{application_id}"


def city_list(list_id: str) -> str:
    return f"list-{list_id}"


def title(station_id: str) -> str:
    return f"title-{station_id}"


def review(station_id: str, season_id: str) -> str:
    """No stream of its own: what falls due for one season's review of a title is put down under it."""
    return f"{title(station_id)}/{season_id}"


def order(station_id: str, order_id: str) -> str:
    """No stream of its own, either: what falls due for one rectification."""
    return f"{title(station_id)}/{order_id}"


def draw(draw_id: str) -> str:
    return f"draw-{draw_id}"
