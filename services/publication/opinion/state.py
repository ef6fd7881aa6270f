"""An opinion, as the facts recorded so far make it."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from shared.events.publication import OpinionClosedAsMoot, OpinionReceived, OpinionScreened, Screening, Stance

OpinionEvent = OpinionReceived | OpinionScreened | OpinionClosedAsMoot


class Stage(StrEnum):
    NOT_RECEIVED = "not_received"
    RECEIVED = "received"
    SCREENED = "screened"
    MOOT = "moot"


@dataclass(frozen=True, slots=True)
class Opinion:
    stage: Stage = Stage.NOT_RECEIVED
    notice_id: str = ""
    application_id: str = ""
    station_id: str = ""
    stance: Stance = Stance.SUPPORT
    is_named: bool = False
    content_hmac: str = ""
    screened_as: Screening | None = None


def evolve(opinion: Opinion, event: OpinionEvent) -> Opinion:
    match event:
        case OpinionReceived():
            return Opinion(
                stage=Stage.RECEIVED,
                notice_id=event.notice_id,
                application_id=event.application_id,
                station_id=event.station_id,
                stance=event.stance,
                is_named=event.is_named,
                content_hmac=event.content_hmac,
            )
        case OpinionScreened():
            return replace(opinion, stage=Stage.SCREENED, screened_as=event.result)
        case OpinionClosedAsMoot():
            return replace(opinion, stage=Stage.MOOT)
        case _:
            assert_never(event)
