"""How a title is taken away."""

from dataclasses import dataclass
from datetime import date

from shared.events.assessment import RevocationGround


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeRevocation:
    """A bureau proposes to end the title, on one of the grounds.

    `rests_on` are the opinions about the title, and the surveys, that show general disapproval; `known` are those of
    this station that are known here.
    """

    station_id: str
    ground: RevocationGround
    facts: str
    evidence_sha256: tuple[str, ...]
    proposer: str
    today: date
    rests_on: tuple[str, ...] = ()
    known: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class HearDefence:
    """The host has been heard."""

    station_id: str
    summary: str
    heard_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiveDefence:
    """The host was told that it may state its defence, and had `days` for it; 0 where it said that it would not."""

    station_id: str
    told_on: date
    days: int
    reason: str
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeTitle:
    """The province, which gave the title, takes it away.

    `checkpoint_max_age`: how many seconds ago the audit must have signed the log at most.
    """

    station_id: str
    reasons: str
    document_number: str
    decider: str
    today: date
    checkpoint_max_age: int = 900
    bar_seasons: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeDecision:
    """The decision has reached the host. `appeal_until` is looked up: it follows from the law's counting."""

    station_id: str
    method: str
    served_on: date
    rights_told: bool = True
    appeal_until: date | None = None
    appeal_is_provisional: bool = False
