"""Which station may be looked after: one in operation in every way, a suspended one in some, a closed one in none."""

from services.registry.care.commands import (
    AdoptRules,
    CareCommand,
    EndCultivation,
    GiveGuidance,
    GiveSupport,
    HearOpinion,
    MeasureUplift,
    RecordInvestment,
    ShareInformation,
    SurveySatisfaction,
)
from services.registry.rules import StationNotActive, require_not_after
from shared.errors import Conflict

# What helps a suspended station to come back, and what tells how it stands. Everything else wants one in operation.
_ALSO_WHILE_SUSPENDED = (
    GiveGuidance,
    GiveSupport,
    EndCultivation,
    MeasureUplift,
    HearOpinion,
    ShareInformation,
    SurveySatisfaction,
    AdoptRules,
    RecordInvestment,
)


class StationNoLongerThere(Conflict):
    """For a station that is not on the register any more nothing is recorded."""

    title_zh = "服务站已注销，不再记录工作情况。"


def require_in_care(command: CareCommand) -> None:
    """The station's standing lets this be done, and it has happened by now."""
    if command.status not in {"active", "suspended"}:
        raise StationNoLongerThere(f"station {command.station_id} is closed; its file stays as it was")
    if command.status == "suspended" and not isinstance(command, _ALSO_WHILE_SUSPENDED):
        raise StationNotActive(f"station {command.station_id} is suspended; resume it first")
    require_not_after(command.today, command.on, "the stated day")
