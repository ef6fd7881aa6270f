"""The yearly review of a title: when it falls due, what the host sends, what a bureau finds."""

from services.assessment.stated import stated_day
from services.assessment.title.commands import (
    EndReviewWindow,
    FailReview,
    LetReviewFallDue,
    PassReview,
    RemindOfReview,
    SubmitReview,
)
from services.assessment.title.giving import TitleNotInForce
from services.assessment.title.state import IN_FORCE, Review, Title, TitleFact
from shared.errors import Conflict, Unacceptable
from shared.events.application import ReviewPolicy
from shared.events.assessment import (
    RectificationOrdered,
    ReviewFailed,
    ReviewFellDue,
    ReviewPassed,
    ReviewReminded,
    ReviewSubmitted,
    TitleLapsed,
)

MISSED = "未按期报送年度复核"


class NoReviewDue(Conflict):
    """A review is sent, and judged, when one has fallen due."""

    title_zh = "尚未开始年度复核。"


class ReviewWindowOver(Conflict):
    """A review is sent by the last day of its window."""

    title_zh = "年度复核报送期限已过。"


class ReviewAlreadySubmitted(Conflict):
    """A season's review is sent once."""

    title_zh = "本年度复核材料已经报送。"


class ReviewNotSubmitted(Conflict):
    """A review is judged after the host has sent it."""

    title_zh = "企业尚未报送年度复核。"


class ReviewAlreadyConcluded(Conflict):
    """A review is judged once."""

    title_zh = "年度复核已有结论。"


class ReviewerOfAnotherBureau(Unacceptable):
    """Reviewers are officers of the bureau that judges the review."""

    title_zh = "复核人员须为本机关工作人员。"


class ReviewerInterested(Unacceptable):
    """Nobody reviews a station to whose host they are linked."""

    title_zh = "与该企业有利害关系的人员不得参加复核。"


def let_review_fall_due(command: LetReviewFallDue, title: Title) -> list[TitleFact]:
    """复核开始: once a season, of a title in force that an earlier season has given.

    A window that is over before anybody was told of it costs nobody the title.
    """
    if title.stage not in IN_FORCE or title.certified is None or command.today > command.closes_on:
        return []
    if command.season_id == title.certified.season_id or not _is_behind(command, title.review):
        return []
    return [
        ReviewFellDue(
            station_id=command.station_id,
            certificate_number=title.certificate_number,
            season_id=command.season_id,
            opens_on=command.opens_on,
            closes_on=command.closes_on,
            fell_due_on=command.today,
        )
    ]


def remind_of_review(command: RemindOfReview, title: Title) -> list[TitleFact]:
    """复核催办: only while nothing was sent, and within the window."""
    review = _of_season(title, command.season_id)
    if title.stage not in IN_FORCE or review is None or review.submitted is not None:
        return []
    if command.days_left in review.reminded or command.today > review.due.closes_on:
        return []
    return [
        ReviewReminded(
            station_id=command.station_id,
            certificate_number=title.certificate_number,
            season_id=command.season_id,
            days_left=command.days_left,
            closes_on=review.due.closes_on,
            reminded_on=command.today,
        )
    ]


def submit_review(command: SubmitReview, title: Title) -> list[TitleFact]:
    """报送复核."""
    review = _open_review(command.station_id, title)
    sent = review.submitted
    if sent is not None:
        if (sent.form_sha256, sent.summary) == (command.form_sha256, command.summary):
            return []
        raise ReviewAlreadySubmitted(f"It was sent on {sent.submitted_on}.")
    if command.today > review.due.closes_on:
        raise ReviewWindowOver(f"The last day was {review.due.closes_on}.")
    return [
        ReviewSubmitted(
            station_id=command.station_id,
            certificate_number=title.certificate_number,
            season_id=review.due.season_id,
            form_sha256=command.form_sha256,
            summary=command.summary,
            submitted_on=command.today,
        )
    ]


def pass_review(command: PassReview, title: Title) -> list[TitleFact]:
    """复核合格."""
    return _concluded(command, title, ReviewPassed)


def fail_review(command: FailReview, title: Title) -> list[TitleFact]:
    """复核不合格: what follows is a bureau's own act."""
    return _concluded(command, title, ReviewFailed)


def _concluded(
    command: PassReview | FailReview, title: Title, event: type[ReviewPassed | ReviewFailed]
) -> list[TitleFact]:
    review = _open_review(command.station_id, title)
    if review.submitted is None:
        raise ReviewNotSubmitted(f"Nothing was sent for {review.due.season_id}.")
    wanted = event(
        station_id=command.station_id,
        certificate_number=title.certificate_number,
        season_id=review.due.season_id,
        findings=command.findings,
        reviewers=command.reviewers,
        reviewed_on=stated_day(command.reviewed_on, not_before=review.submitted.submitted_on),
    )
    if review.reviewed is not None:
        if review.reviewed == wanted:
            return []
        raise ReviewAlreadyConcluded(f"It was judged on {review.reviewed.reviewed_on}.")
    _require_reviewers(command)
    return [wanted]


def _require_reviewers(command: PassReview | FailReview) -> None:
    elsewhere = [one for one in command.reviewers if one not in command.posted]
    if elsewhere or not command.reviewers:
        raise ReviewerOfAnotherBureau(
            f"Not posted at the bureau that judges: {', '.join(elsewhere) or 'nobody named'}."
        )
    interested = [one for one in command.reviewers if one in command.interested]
    if interested:
        raise ReviewerInterested(f"Linked to the host: {', '.join(interested)}.")


def end_review_window(command: EndReviewWindow, title: Title) -> list[TitleFact]:
    """复核期满: as the setting of the review's own season says.

    While another order is open the one of the review waits: the day is tried again as long as it leads to nothing.
    """
    review = _of_season(title, command.season_id)
    if title.stage not in IN_FORCE or title.certified is None or review is None or review.submitted is not None:
        return []
    if command.today <= review.due.closes_on:
        return []
    if command.policy is ReviewPolicy.STRICT:
        return [
            TitleLapsed(
                station_id=command.station_id,
                certificate_number=title.certificate_number,
                station_name=title.certified.station_name,
                season_id=command.season_id,
                closes_on=review.due.closes_on,
                lapsed_on=command.today,
            )
        ]
    if command.policy is None or title.rectification is not None or _is_answered(command, title):
        return []
    return [
        RectificationOrdered(
            station_id=command.station_id,
            certificate_number=title.certificate_number,
            order_id=command.order_id,
            findings=f"{MISSED}（{command.season_id}，截止{review.due.closes_on}）",
            due_on=command.due_on,
            due_is_provisional=command.due_is_provisional,
            ordered_on=command.today,
            because=MISSED,
            working_days=command.working_days,
        )
    ]


def _is_answered(command: EndReviewWindow, title: Title) -> bool:
    """Whether the order that the missed review led to was found mended already."""
    return title.mended is not None and title.mended.order_id == command.order_id


def _is_behind(command: LetReviewFallDue, last: Review | None) -> bool:
    """Whether the window is another season's, and opens behind the last one."""
    return last is None or (last.due.season_id != command.season_id and last.due.opens_on < command.opens_on)


def _of_season(title: Title, season_id: str) -> Review | None:
    return title.review if title.review is not None and title.review.due.season_id == season_id else None


def _open_review(station_id: str, title: Title) -> Review:
    if title.stage not in IN_FORCE:
        raise TitleNotInForce(f"{station_id} has no title in force.")
    if title.review is None:
        raise NoReviewDue(f"No review of {station_id} has fallen due.")
    return title.review
