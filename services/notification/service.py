"""Puts the service together: the one place where its parts meet."""

from pathlib import Path

from services.notification.api import router
from services.notification.chores import do_chores
from services.notification.facts import prepare
from services.notification.policies import from_due
from services.notification.projections import project
from services.notification.settings import with_settings
from shared.events.catalogue import OWNERS
from shared.runtime import Service

SERVICE = Service(
    name="notification",
    router=router,
    listens_to=OWNERS,
    project=project,
    from_due=from_due,
    prepare=prepare,
    around=with_settings,
    chores=do_chores,
    beside_events={
        "addresses": "where a recipient is reached; it may be a person's, and is erased with them",
        "attempts": "each attempt to deliver, as it went; its last one is told",
        "deliveries": "what was sent and tried; each attempt is the sender's own",
        "endpoints": "where systems of recipients are reached, which can be changed at once and is told by no event",
        "message_turn": "whose turn it is to add messages; it holds nothing",
        "messages.seq": "the order in which messages came, which a stream goes on by",
        "read_marks": "what was read by whom in the application",
        "sending": "the settings of when a message is too late to be sent",
    },
    schema=Path(__file__).parent / "schema",
)
