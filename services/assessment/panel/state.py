"""A panel, as the facts recorded so far make it."""

from dataclasses import dataclass

from shared.events.assessment import PanelAppointed


@dataclass(frozen=True, slots=True)
class Panel:
    panel_id: str = ""
    members: frozenset[str] = frozenset()


def evolve(_panel: Panel, event: PanelAppointed) -> Panel:
    return Panel(event.panel_id, frozenset(event.members))
