"""What several routes ask: whom the caller speaks for."""

from services.notification.preference.rules import SpeaksForNobody
from services.notification.queries import recipient_of
from shared.access.competence import NotAnOfficerHere, WrongRole
from shared.access.roles import Caller
from shared.access.tokens import NotSignedIn
from shared.errors import NotKnownHere
from shared.runtime import Runtime

REFUSED = (NotAnOfficerHere, NotKnownHere, NotSignedIn, SpeaksForNobody, WrongRole)


async def the_recipient(runtime: Runtime, caller: Caller) -> str:
    """The recipient that the caller speaks for, as `host:ho-1`.

    Raises:
        SpeaksForNobody: no messages go to the caller.
    """
    recipient = await recipient_of(runtime.pool, caller)
    if not recipient:
        raise SpeaksForNobody(f"no messages go to {caller.level}")
    return recipient
