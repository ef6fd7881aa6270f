"""When something happens elsewhere, or a day comes, what publication asks of itself."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from services.publication import streams
from services.publication.certificate.commands import ReinstateCertificate, WithdrawCertificate
from services.publication.notice.commands import CloseNotice, EndCorrection, NoticeCommand, WithdrawCandidate
from services.publication.opinion.commands import CANDIDATE_HAS_WITHDRAWN, CloseOpinionAsMoot, SettleObjectionDay
from services.publication.streams import CLOSE, CLOSE_AS_MOOT, END_CORRECTION, SETTLE, WITHDRAW, WITHDRAW_CERTIFICATE
from shared.events.application import ApplicationWithdrawn
from shared.events.assessment import RevocationSetAside, Revoked, TitleEnded, TitleLapsed
from shared.events.event import Event
from shared.eventsourcing.instants import CHINA


def react(event: Event) -> Sequence[NoticeCommand | WithdrawCertificate | ReinstateCertificate]:
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
            return _of_a_certificate(event)


def _of_a_certificate(event: Event) -> Sequence[WithdrawCertificate | ReinstateCertificate]:
    """A certificate proves its title for as long as there is one."""
    match event:
        case Revoked() as e:
            return [_withdraw(e, "revoked", e.decided_on)]
        case TitleLapsed() as e:
            return [_withdraw(e, "lapsed", e.lapsed_on)]
        case TitleEnded() as e:
            return [_withdraw(e, "ended", e.ended_on)]
        case RevocationSetAside() as e:
            return [
                ReinstateCertificate(
                    certificate_number=e.certificate_number, station_id=e.station_id, reinstated_on=e.set_aside_on
                )
            ]
        case _:
            return []


def _withdraw(event: Revoked | TitleLapsed | TitleEnded, because: str, on: date) -> WithdrawCertificate:
    return WithdrawCertificate(
        certificate_number=event.certificate_number, station_id=event.station_id, because=because, withdrawn_on=on
    )


DueCommand = NoticeCommand | CloseOpinionAsMoot | SettleObjectionDay | WithdrawCertificate


def from_due(name: str, arguments: Mapping[str, Any]) -> DueCommand:
    """What fell due; `day` is the day that has begun, which may be later than the first one it was due on."""
    if name == CLOSE:
        return CloseNotice(notice_id=arguments["notice_id"], today=date.fromisoformat(arguments["day"]))
    if name == END_CORRECTION:
        return EndCorrection(
            notice_id=arguments["notice_id"],
            correction_id=arguments["correction_id"],
            application_id=arguments["application_id"],
            today=date.fromisoformat(arguments["day"]),
        )
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
    if name == SETTLE:
        return SettleObjectionDay(
            opinion_id=arguments["opinion_id"], what=arguments["what"], today=date.fromisoformat(arguments["day"])
        )
    if name == WITHDRAW_CERTIFICATE:
        return WithdrawCertificate(
            certificate_number=arguments["certificate_number"],
            station_id=arguments["station_id"],
            because=arguments["because"],
            withdrawn_on=date.fromisoformat(arguments["withdrawn_on"]),
        )
    raise ValueError(f"nothing called {name!r} falls due in publication")
