"""When something happens elsewhere, what incentives asks of itself."""

from collections.abc import Sequence

from services.incentives.contest.commands import ReviewAwards
from shared.events.assessment import RevocationGround, Revoked
from shared.events.event import Event


def react(event: Event) -> Sequence[ReviewAwards]:
    """A contest moves by its organiser's hand alone; but who loses a title for false records has its stars looked at.

    That somebody leaves the firm asks for nothing: an award that was given stands.
    """
    match event:
        case Revoked() if event.ground is RevocationGround.FALSE_RECORDS:
            return [ReviewAwards(event.station_id, event.certificate_number, event.decided_on)]
        case _:
            return ()
