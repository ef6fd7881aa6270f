"""What the facts about a dispute add up to."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from shared.events.registry import DisputeReceived, DisputeReferred, DisputeSettled, FollowUpRecorded

DisputeEvent = DisputeReceived | DisputeSettled | DisputeReferred | FollowUpRecorded


class Stage(StrEnum):
    """How far a dispute has come. A negotiation that failed leaves it open; a second one may settle it."""

    NOT_RECEIVED = "not_received"
    OPEN = "open"  # 办理中
    SETTLED = "settled"  # 已和解
    REFERRED = "referred"  # 已移送


@dataclass(frozen=True, slots=True)
class Dispute:
    stage: Stage = Stage.NOT_RECEIVED
    received: DisputeReceived | None = None
    ended: DisputeSettled | DisputeReferred | None = None
    followed_up: FollowUpRecorded | None = None


def evolve(dispute: Dispute, event: DisputeEvent) -> Dispute:
    match event:
        case DisputeReceived():
            return replace(dispute, stage=Stage.OPEN, received=event)
        case DisputeSettled():
            return replace(dispute, stage=Stage.SETTLED, ended=event)
        case DisputeReferred():
            return replace(dispute, stage=Stage.REFERRED, ended=event)
        case FollowUpRecorded():
            return replace(dispute, followed_up=event)
        case _:
            assert_never(event)
