"""What may be asked of a panel."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointPanel:
    """The city names its assessors for a season."""

    panel_id: str
    season_id: str
    members: tuple[str, ...]
    today: date


PanelCommand = AppointPanel
