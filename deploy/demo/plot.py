"""Who does what in the demonstration season: chosen from the seed, and only among made-up units."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from deploy.client import Answer, Client
from deploy.demo.sinks import Sinks
from deploy.demo.world import Unit

SEASON = "S-2013-320400"
NOTICE = "N-2013-320400-1"
RUBRIC = "R-JS-2013"
PLACES = 10
FEWEST_STATIONS = 80


@dataclass(frozen=True, slots=True)
class Plot:
    """The cast. Every unit in it is made up; the strong ones come first in `recommended`."""

    applicants: tuple[Unit, ...]
    late: Unit
    recommended: tuple[Unit, ...]
    unfit: tuple[Unit, ...]

    @property
    def star_host(self) -> Unit:
        return self.recommended[0]

    @property
    def revoked(self) -> Unit:
        return self.recommended[1]

    @property
    def objection_dismissed(self) -> Unit:
        return self.recommended[2]

    @property
    def spot_check_fails(self) -> Unit:
        return self.recommended[3]

    @property
    def withdraws(self) -> Unit:
        return self.recommended[-1]

    @property
    def struck_off(self) -> Unit:
        return self.recommended[-2]

    @property
    def assessed(self) -> tuple[Unit, ...]:
        return self.recommended[:-2]

    def passes(self, unit: Unit) -> bool:
        """The first dozen are good enough: eleven for the list, one in reserve."""
        return unit in self.recommended[: PLACES + 2]


def cast(units: Sequence[Unit]) -> Plot:
    """About a tenth of the stations apply, 60 at most; two in five of them reach the standard."""
    made_up = [unit for unit in units if not unit.is_real]
    ranked = _by_turns(sorted(made_up, key=lambda unit: (-unit.quality, unit.number)))
    count = min(60, len(made_up) // 2)
    fit = max(PLACES + 6, count * 2 // 5)
    return Plot(
        applicants=tuple(ranked[:count]),
        late=ranked[count],
        recommended=tuple(ranked[:fit]),
        unfit=tuple(ranked[fit:count]),
    )


def _by_turns(units: Sequence[Unit]) -> list[Unit]:
    """The trades take turns, so that the titles fall to different ones, as the notice wants."""
    queues: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        queues[unit.trade].append(unit)
    turns: list[Unit] = []
    while any(queues.values()):
        turns += [queue.pop(0) for queue in queues.values() if queue]
    return turns


@dataclass(slots=True)
class Season:
    """What the demonstration has done so far: the client, and the answers by unit."""

    client: Client
    units: Sequence[Unit]
    plot: Plot
    seed: int = 0
    sinks: Sinks | None = None
    """Where letters and webhooks arrive; nobody asks for any where there is nothing."""
    hosts: dict[int, Answer] = field(default_factory=dict)
    stations: dict[int, Answer] = field(default_factory=dict)
    staff: dict[int, list[Answer]] = field(default_factory=dict)
    applications: dict[int, Answer] = field(default_factory=dict)
    refusals: list[dict[str, str]] = field(default_factory=list)
    notes: dict[str, Any] = field(default_factory=dict)

    def station_id(self, unit: Unit) -> str:
        return self.stations[unit.number].id

    def application_id(self, unit: Unit) -> str:
        return f"A-2013-{self.station_id(unit)}"
