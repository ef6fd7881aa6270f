"""The yearly review of a title: when it falls due, what the host sends, what a bureau finds."""

from services.assessment.title.commands import (
    EndReviewWindow,
    FailReview,
    LetReviewFallDue,
    PassReview,
    RemindOfReview,
    SubmitReview,
)
from services.assessment.title.state import Title, TitleFact


def let_review_fall_due(command: LetReviewFallDue, title: Title) -> list[TitleFact]:
    raise NotImplementedError


def remind_of_review(command: RemindOfReview, title: Title) -> list[TitleFact]:
    raise NotImplementedError


def submit_review(command: SubmitReview, title: Title) -> list[TitleFact]:
    raise NotImplementedError


def pass_review(command: PassReview, title: Title) -> list[TitleFact]:
    raise NotImplementedError


def fail_review(command: FailReview, title: Title) -> list[TitleFact]:
    raise NotImplementedError


def end_review_window(command: EndReviewWindow, title: Title) -> list[TitleFact]:
    raise NotImplementedError
