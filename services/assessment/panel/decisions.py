"""The rules of a panel: two different members at least, appointed once a season."""

from services.assessment.panel.commands import PanelCommand
from services.assessment.panel.state import Panel, evolve
from shared.errors import Conflict, Unacceptable
from shared.events.assessment import PanelAppointed
from shared.eventsourcing.decider import Decider

FEWEST = 2


class PanelTooSmall(Unacceptable):
    """A panel has at least two different members."""

    title_zh = "测评组至少由两名不同人员组成。"


class PanelAlreadyAppointed(Conflict):
    """A season's panel is appointed once."""

    title_zh = "本年度测评组已经组成。"


def decide(command: PanelCommand, panel: Panel) -> list[PanelAppointed]:
    """组成测评组."""
    members = tuple(dict.fromkeys(command.members))
    if panel.members:
        if panel.members == frozenset(members):
            return []
        raise PanelAlreadyAppointed(f"The panel {command.panel_id} has other members.")
    if len(members) < FEWEST or len(members) < len(command.members):
        raise PanelTooSmall(f"{len(members)} different members were named in {len(command.members)} places.")
    return [
        PanelAppointed(
            panel_id=command.panel_id, season_id=command.season_id, members=members, appointed_on=command.today
        )
    ]


PANEL = Decider(initial=Panel(), decide=decide, evolve=evolve)
