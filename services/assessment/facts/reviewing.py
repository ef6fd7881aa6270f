"""Facts of a review: whose station it is, which window and which reading of 动态管理 apply."""

from services.assessment.title.commands import (
    EndReviewWindow,
    FailReview,
    LetReviewFallDue,
    PassReview,
    RemindOfReview,
    SubmitReview,
)
from shared.access.roles import Caller
from shared.database import Connection
from shared.eventsourcing.handling import Prepared

Command = LetReviewFallDue | RemindOfReview | SubmitReview | PassReview | FailReview | EndReviewWindow


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    raise NotImplementedError
