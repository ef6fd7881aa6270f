"""What may be asked of a draw, and what is known of the list that it draws from."""

from dataclasses import dataclass, field
from datetime import date

from shared.events.assessment import CheckedThing


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentFacts:
    """`is_known`: what the draw would be from is there already. Nothing looked up, it is taken to be.

    `expected` is how many it would be from as things stand, where that is known before.
    """

    is_known: bool = True
    expected: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitDraw:
    """The province commits itself to a seed, by its SHA-256 in hexadecimal digits, and to how many it will draw."""

    draw_id: str
    about: CheckedThing
    season_id: str
    division_code: str
    population_on: date | None
    commitment: str
    count: int
    inspectors: tuple[str, ...]
    inspectors_each: int
    reveal_by_days: int
    today: date
    facts: CommitmentFacts = field(default_factory=CommitmentFacts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One of those to draw from: `id` is the application's, or the certificate's number."""

    id: str
    station_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevealFacts:
    """The frozen list in its order, since when it is known, and the hash that was fixed after it, in hex digits.

    Without a day there is nothing to draw from yet; without entropy no checkpoint covers it yet.
    """

    population: tuple[Entry, ...] = ()
    known_since: date | None = None
    entropy: str = ""
    entropy_is: str = ""
    recusals: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class RevealDraw:
    """The province tells the seed."""

    draw_id: str
    seed: str
    today: date
    facts: RevealFacts = field(default_factory=RevealFacts)


DrawCommand = CommitDraw | RevealDraw
