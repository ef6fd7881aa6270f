"""When something happens elsewhere, or a day comes, what publication asks of itself."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from services.publication import streams
from services.publication.notice.commands import CloseNotice, NoticeCommand, WithdrawCandidate
from services.publication.opinion.commands import CANDIDATE_HAS_WITHDRAWN, CloseOpinionAsMoot
from services.publication.streams import CLOSE, CLOSE_AS_MOOT, WITHDRAW
from shared.events.application import ApplicationWithdrawn
from shared.events.event import Event
from shared.eventsourcing.instants import CHINA


def react(event: Event) -> Sequence[NoticeCommand]:
    """The whole list: an event that is not named here is at most projected."""
    match event:
        case ApplicationWithdrawn():
            return [
                WithdrawCandidate(
                    notice_id=streams.notice_id(event.season_id),
                    application_id=event.application_id,
                    withdrawn_at=event.withdrawn_at,
                )
            ]
        case _:
            return []


def from_due(name: str, arguments: Mapping[str, Any]) -> NoticeCommand | CloseOpinionAsMoot:
    """What fell due; `day` is the day that has begun, which may be later than the first one it was due on."""
    if name == CLOSE:
        return CloseNotice(notice_id=arguments["notice_id"], today=date.fromisoformat(arguments["day"]))
    if name == WITHDRAW:
        return WithdrawCandidate(
            notice_id=arguments["notice_id"],
            application_id=arguments["application_id"],
            withdrawn_at=datetime.fromisoformat(arguments["withdrawn_at"]).astimezone(CHINA),
        )
    if name == CLOSE_AS_MOOT:
        return CloseOpinionAsMoot(
            opinion_id=arguments["opinion_id"],
            reason=CANDIDATE_HAS_WITHDRAWN,
            today=date.fromisoformat(arguments["day"]),
        )
    raise ValueError(f"nothing called {name!r} falls due in publication")
