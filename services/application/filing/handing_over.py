"""移交: what becomes of an application when its station moves, another bureau is competent, or the station ends.

None of it is refused: where there is nothing to hand over or to end, nothing happens.
"""

from services.application.filing.commands import EndApplication, HandOver
from services.application.filing.standing import LIVE
from services.application.filing.state import Application, FilingEvent, Stage
from shared.events.application import ApplicationHandedOver, ApplicationWithdrawn

INSPECTED = (Stage.FIT, Stage.UNFIT, Stage.RECOMMENDED, Stage.RESERVE)


def hand_over(command: HandOver, application: Application) -> list[FilingEvent]:
    """Another bureau has the case; or the same one has, and must look at the premises again."""
    if application.stage not in LIVE:
        return []
    seen_elsewhere = command.premises_moved and application.stage in INSPECTED
    if command.bureau_code == application.bureau_code and not seen_elsewhere:
        return []
    return [
        ApplicationHandedOver(
            application_id=application.application_id,
            station_id=application.station_id,
            from_bureau=application.bureau_code,
            to_bureau=command.bureau_code,
            premises_moved=command.premises_moved,
            handed_over_on=command.on,
        )
    ]


def end_application(command: EndApplication, application: Application) -> list[FilingEvent]:
    """A station that has ended, or that another host runs, does not go on with its application."""
    if application.stage not in LIVE:
        return []
    return [
        ApplicationWithdrawn(
            application_id=application.application_id,
            season_id=application.season_id,
            station_id=application.station_id,
            reason=command.reason,
            withdrawn_at=command.at,
        )
    ]
